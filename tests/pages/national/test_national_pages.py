"""Pages of national figures from a made-up store; every number here follows from its rule by hand."""

from datetime import date

import pandas as pd
import pytest

from analysis.catalogue.national import release_of
from analysis.catalogue.national.figures import national_figure_list
from analysis.disclosure.release import Released
from analysis.errors import UnknownAuthority
from analysis.ingest.national import Taken
from analysis.pages import build
from analysis.pages.national.held import NationalHeld
from analysis.pages.registry import NATIONAL_PAGES
from analysis.pages.sections import Missing, Shown
from analysis.performance.national import figure_rows
from analysis.store.national import keep, national_figures


def test_caseload_against_elsewhere(national_project):
    page = build("national_workforce", "Plymouth City Council", "", "public")
    shown = page.national_caseload
    assert isinstance(shown.table, Released)
    row = shown.table.table.iloc[0]
    # Plymouth is number 5: 1,050 cases of 40. Its ten neighbours are numbers 0 to 4, 6 to 9 and 11: their middle two are 4 and 6.
    assert row["national_value"] == pytest.approx(1050 / 40, abs=0.06)
    assert row["neighbours_median"] == pytest.approx((1040 + 1060) / 80, abs=0.06)
    # Twelve councils have a figure; five are lower.
    assert (row["rank_lowest_first"], row["councils_compared"]) == (6, 12)
    assert "against a median of 26.3 among 10 statistical neighbours and 26.5 in England" in shown.headline
    assert "It rose by" in shown.body[0].html
    assert set(shown.charts) == {"national-caseload", "national-caseload-neighbours"}


def test_the_change_adds_up_and_says_how_many_workers_the_median_takes(national_project):
    page = build("national_workforce", "plymouth", "", "public")
    last = page.national_caseload_change.table.table.iloc[-1]
    assert last["cases_per_fte_change"] == pytest.approx(1050 / 40 - 1050 / 50)
    assert last["change_by_cases"] == pytest.approx(0)
    assert last["change_by_workers"] == pytest.approx(5.25)
    assert last["workers_to_median_fte"] == pytest.approx(1050 / 26.25 - 40, abs=0.05)
    assert "as many cases changed nothing" in page.national_caseload_change.body[0].html


def test_what_stands_out_is_what_chance_does_not_explain(national_project):
    page = build("national_workforce", "plymouth", "", "public")
    assert "agency workers, share of social workers (47.4%, above the neighbours' 16.7)" in page.national_workforce.headline
    # 90 of 190 is far above what chance leaves of a share of 300 in 1,600; 20 of 120 is not. Absence has no count to tell by.
    councils = page.national_workforce.tables["councils"].table.set_index("national_area")
    assert councils.loc["Plymouth City Council" if "Plymouth City Council" in councils.index else "Plymouth", "beyond_by_chance"] == 2
    assert (councils["beyond_by_chance"].drop(councils.index[councils["area_kind"] == "council"]) == 0).all()
    text = page.national_workforce.body[0].html
    assert "around England&#39;s figure: agency workers, share of social workers (above)." in text
    assert "cannot be told for working days lost to sickness" in text
    other = build("national_workforce", "Torbay", "", "public")
    assert "No figure here differs" in other.national_workforce.body[0].html
    assert other.national_workforce.headline == ""


def test_a_council_without_a_figure_is_told_why(national_project):
    page = build("national_workforce", "Derby", "", "public")
    assert isinstance(page.national_caseload, Missing)
    assert "not available" in page.national_caseload.lacking
    assert isinstance(page.national_workforce, Shown)


def test_rates_of_children_looked_after_and_the_funnel(national_project):
    page = build("national_children", "plymouth", "", "public")
    shown = page.national_care
    row = shown.table.table.iloc[0]
    assert row["national_value"] == 90 and row["england_value"] == 80
    councils = shown.tables["councils"].table
    assert len(councils) == 13 and (councils["area_kind"] == "neighbour").sum() == 10
    # Number 5 has 25,000 children; around 80 for every 10,000 chance leaves about 200 of them, and it has 225.
    assert councils.loc[councils["area_kind"] == "council", "beyond_by_chance"].tolist() == [0]
    assert "within the limits" in shown.body[0].html
    lacking = page.missing.html
    assert "Referrals, need and protection plans, against elsewhere" in lacking and "analysis ingest national" in lacking


def test_figures_go_up_to_the_quarter_and_not_further(national_project):
    early = build("national_workforce", "plymouth", "2022-23-Q4", "public")
    assert early.national_caseload.table.table.iloc[0]["national_period"] == "30 September 2022"
    assert "no later figure" not in early.opening.html
    late = build("national_workforce", "plymouth", "2023-24-Q2", "public")
    assert late.national_caseload.table.table.iloc[0]["national_period"] == "30 September 2023"


def test_a_quarterly_page_gains_the_sections_up_to_its_own_quarter(national_project):
    page = build("caseloads", "plymouth", "2023-24-Q2", "public")
    assert page.national_caseload.table.table.iloc[0]["national_period"] == "30 September 2023"
    assert "national.workforce" in page.opening.opening["read"]
    assert "Children&#39;s social work workforce" in page.sources.html or "Children's social work workforce" in page.sources.html


def test_without_a_store_a_quarterly_page_says_once_what_would_fill_it(project):
    page = build("caseloads", "plymouth", "2023-24-Q2", "public")
    assert isinstance(page.national_caseload, Missing)
    assert page.missing.html.count("analysis ingest national") == 1
    assert not any(name.startswith("national.") for name in page.opening.opening["read"])


@pytest.mark.parametrize("name", NATIONAL_PAGES)
def test_every_national_page_can_be_built_whatever_is_there(national_project, name):
    page = build(name, "torbay", "", "public")
    assert page.opening.opening["period"] == "national statistics up to 30 September 2023"
    for section in page.sections.values():
        assert isinstance(section, Shown | Missing)


def test_an_unknown_council_is_refused_with_what_may_be_meant(national_project):
    with pytest.raises(UnknownAuthority, match="Plymouth"):
        build("national_workforce", "Plimouth", "", "public")


def test_every_shown_figure_has_passed_the_gate(national_project):
    page = build("national_workforce", "plymouth", "", "public")
    for shown in page.drawn:
        for table in shown.tables.values():
            assert isinstance(table, Released) and isinstance(table.table, pd.DataFrame)


def test_a_report_that_differs_from_the_release_is_said(national_project):
    shown = build("figures_checked", "plymouth", "2023-24-Q2", "public").national_against_report
    rows = shown.table.table.set_index(["indicator_name", "national_period"])
    # The made-up release has 90 for every 10,000 of 25,000 children: 225. The report prints 490.
    row = rows.loc[("Children looked after", "31 March 2022")]
    assert (row["report_value"], row["release_value"], row["release_verdict"]) == (490, 225, "differs")
    assert "Neither rounding nor definition explains: children looked after (31 March 2022 and 31 March 2023)" in shown.body[0].html


@pytest.mark.parametrize("until", [date(2022, 3, 30), date(2022, 9, 30), date(2023, 3, 31), None])
def test_figures_up_to_a_day_are_those_worked_out_from_what_is_held_up_to_it(national_project, until):
    held = NationalHeld("plymouth", until)
    for key, figure in national_figure_list().items():
        if set(figure.releases) <= set(held.releases.index):
            alone = figure_rows(national_figures(figure.measures, releases=figure.releases, until=until), figure)
            pd.testing.assert_frame_equal(held.rows(key).reset_index(drop=True), alone.reset_index(drop=True), check_dtype=False)
    # A release is held where any figure of the council is given up to the day.
    given = national_figures(areas=["plymouth"], until=until).dropna(subset="value")
    assert [release for release in ("workforce", "children_looked_after") if held.holds(release)] == [
        release for release in ("workforce", "children_looked_after") if release in set(given["release"])
    ]


def test_a_later_file_changes_what_was_worked_out(national_project):
    before = NationalHeld("plymouth", None).comparison("cases_per_fte").value
    figures = national_figures(releases=["workforce"])
    changed = figures["area"].eq("plymouth") & figures["measure"].eq("cases_per_fte") & figures["year"].eq(2023)
    figures["value"] = figures["value"].mask(changed, 99.0)
    keep(Taken("later.csv", release_of("workforce"), "later", {"figures": figures}), date(2024, 3, 2))
    assert (before, NationalHeld("plymouth", None).comparison("cases_per_fte").value) == (26.2, 99.0)
