"""Pages made from the files as published, where they are there; every figure here was worked out by hand from the files."""

from datetime import date
from pathlib import Path

import pytest

from analysis.ingest.national import national_files
from analysis.pages import build
from analysis.pages.sections import Missing
from analysis.store.national import take_all

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "national"


@pytest.fixture(scope="module")
def as_published(tmp_path_factory):
    if not FOLDER.is_dir():
        pytest.skip(f"NOT TESTED: the national releases as published are not in {FOLDER}")
    root = tmp_path_factory.mktemp("published")
    (root / "data" / "raw").mkdir(parents=True)
    repository = Path(__file__).resolve().parents[3]
    for path in (repository / "data" / "raw").iterdir():
        if path.is_file():
            (root / "data" / "raw" / path.name).write_bytes(path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        kept, failed = take_all(national_files([FOLDER]), date(2026, 1, 5))
        assert (len(kept), failed) == (19, [])
        yield root


def first(shown):
    return shown.table.table.iloc[0]


def test_plymouth_in_its_own_quarter_and_now(as_published):
    then = build("national_workforce", "plymouth", "2023-24-Q2", "public").national_caseload
    row = first(then)
    # 2,259 cases of 107.2 case holders. Of the neighbours in September 2023 (Tameside 16.8, Torbay 15.8, Telford 15.2, Dudley 17.8,
    # Rotherham 13.2, Wakefield 17.0, Kirklees 17.7, Gateshead 18.0, Medway 19.0, Cornwall 16.1) the middle two are 16.8 and 17.0.
    assert (row["national_value"], row["england_value"]) == (21.1, 16.0)
    assert row["neighbours_median"] == pytest.approx(16.9)
    now = build("national_workforce", "plymouth", "", "public").national_caseload
    assert (first(now)["national_value"], first(now)["england_value"]) == (15.8, 15.2)
    years = now.tables["years"].table.set_index("national_year")["national_value"]
    assert years[["2023", "2024", "2025"]].tolist() == [21.1, 16.1, 15.8]


def test_what_plymouths_last_change_is_made_of(as_published):
    last = build("national_workforce", "plymouth", "", "public").national_caseload_change.table.table.iloc[-1]
    # 1,776 cases of 110.2 became 1,351 of 85.7: 16.116 became 15.764. Cases: -425 at the mean of 1/110.2 and 1/85.7, 0.0103715.
    assert last["cases_per_fte_change"] == pytest.approx(15.7643 - 16.1162, abs=1e-3)
    assert last["change_by_cases"] == pytest.approx(-4.4079, abs=1e-3)
    assert last["change_by_workers"] == pytest.approx(4.0560, abs=1e-3)


def test_torbay_in_care_and_money(as_published):
    care = build("national_children", "torbay", "", "public").national_care
    # 282 of 24,811 children, published as 114 for every 10,000.
    assert first(care)["national_value"] == 114
    own = care.tables["councils"].table.query("area_kind == 'council'").iloc[0]
    assert own["national_value"] == pytest.approx(10_000 * 282 / 24_811)
    money = build("national_money", "torbay", "", "public")
    cost = money.national_cost_of_care.table.table.query("area_kind == 'council'").iloc[0]
    # £26.634m over the mean of 300 and 282 children.
    assert cost["net_gbp_per_child_looked_after"] == pytest.approx(26_634_000 / 291)
    lines = money.national_spending.table.table.set_index("outturn_line")
    assert lines.loc["All children's social care", "net_gbp_per_child"] == pytest.approx(55_486_000 / 24_811)
    shares = money.national_cost_of_care.tables["shares"].table.set_index("outturn_line")["share_of_looked_after_pct"]
    assert shares["Looked after: fostering"] == pytest.approx(100 * 10_180 / 26_634)


def test_windsor_and_maidenhead(as_published):
    page = build("national_workforce", "Windsor & Maidenhead UA", "", "public")
    assert first(page.national_caseload)["national_value"] == 16.9
    rows = page.national_workforce.table.table.set_index("national_figure")["national_value"]
    assert rows["Vacancies, share of posts"] == 25.6
    cost = build("national_money", "868", "", "public").national_cost_of_care.table.table.query("area_kind == 'council'").iloc[0]
    # £14.8636m over the mean of 140 and 139 children.
    assert cost["net_gbp_per_child_looked_after"] == pytest.approx(14_863_600 / 139.5)


def test_cumberland_has_cumbria_before_it_apart_and_no_outturn(as_published):
    shown = build("national_workforce", "cumberland", "", "public").national_caseload
    years = shown.tables["years"].table.set_index("national_year")
    assert years.loc["2022", "predecessor_value"] == 15.5
    assert years["national_value"].dropna().to_dict() == {"2023": 16.3, "2024": 15.6, "2025": 17.8}
    assert years.loc[["2023", "2024", "2025"], "predecessor_value"].isna().all()
    assert "Cumbria, for its whole area" in shown.body[0].html
    money = build("national_money", "cumberland", "", "public")
    assert all(isinstance(section, Missing) for section in money.sections.values())


def test_richmond_returns_with_kingston(as_published):
    shown = build("national_workforce", "richmond-upon-thames", "", "public").national_caseload
    assert first(shown)["national_value"] == 13.9
    assert "Kingston upon Thames and Richmond upon Thames together" in shown.body[0].html
    care = build("national_children", "richmond-upon-thames", "", "public").national_care
    assert first(care)["national_value"] == 27


def test_isles_of_scilly_are_few_and_it_is_said(as_published):
    page = build("national_workforce", "isles-of-scilly", "", "public")
    row = first(page.national_caseload)
    # Six cases of one case holder: chance alone leaves anything from 2.2 to 13.1.
    assert (row["national_value"], round(row["national_low"], 1), round(row["national_high"], 1)) == (6.0, 2.2, 13.1)
    assert "These rest on fewer than 20" in page.national_workforce.body[0].html
    assert "does not apply" in page.national_workforce.body[0].html
    assert isinstance(build("national_children", "isles-of-scilly", "", "public").national_care, Missing)


def test_inspections_beside_the_series(as_published):
    page = build("national_inspection", "plymouth", "", "public")
    assert "requires improvement to be good overall in the inspection of 22 January 2024" in page.national_inspections_listed.headline
    rows = page.national_around_inspections.table.table
    chosen = rows[
        (rows["inspection_started"] == "2024-01-22") & (rows["national_figure"] == "Cases per full-time equivalent social worker")
    ]
    assert chosen[["value_before_inspection", "value_after_inspection", "value_newest"]].iloc[0].tolist() == [
        "21.1 (Sep 2023)", "16.1 (Sep 2024)", "15.8 (Sep 2025)",
    ]  # fmt: skip


def test_the_report_is_held_against_the_releases(as_published, monkeypatch):
    repository = Path(__file__).resolve().parents[3]
    (as_published / "checks").mkdir(exist_ok=True)
    for path in (repository / "checks").glob("*.toml"):
        (as_published / "checks" / path.name).write_bytes(path.read_bytes())
    rows = build("figures_checked", "plymouth", "2023-24-Q2", "public").national_against_report.table.table
    by = rows.set_index(["indicator_name", "national_period"])
    # 485 children looked after at 31 March 2021 in both; 490 in the report and 491 in the release a year later.
    assert by.loc[("Children looked after", "31 March 2021"), "release_verdict"] == "agrees"
    later = by.loc[("Children looked after", "31 March 2022")]
    assert (later["report_value"], later["release_value"], later["release_verdict"]) == (490, 491, "differs")
    assert by.loc[("Children in need", "31 March 2021"), "release_verdict"] == "differs by definition"
