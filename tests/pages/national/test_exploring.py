"""Exploring national figures in one line each, on the made-up store."""

import pytest

from analysis.errors import NoFigures, UnknownAuthority, UnknownField, UnknownRelease
from analysis.pages.national.exploring import national, national_alike, national_change, national_line, national_spread, national_table


def test_figures_are_found_by_a_word_with_the_years_held(national_project):
    found = national("agency").set_index("figure")
    assert found.loc["agency_pct", ["first_year", "last_year"]].tolist() == [2022, 2023]
    assert national("dentist").iloc[0][["first_year", "last_year"]].isna().all()
    assert len(national()) > 20


def test_a_figure_of_every_council_or_of_some_is_one_tidy_table(national_project):
    rows = national_table("cases_per_fte")
    assert len(rows) == 2 * 15  # thirteen councils, England and a region in two years
    own = national_table("cases_per_fte", "Plymouth CC", "880")
    assert own["name"].unique().tolist() == ["Plymouth", "Torbay"]
    assert own.loc[own["area"] == "plymouth", "value"].tolist() == [21.0, float(f"{1050 / 40:.1f}")]


def test_which_councils_moved_most(national_project):
    moved = national_change("cases_per_fte", 2022, 2023)
    # Council number n rises by 5 + n / 20, so that number 0 rises least; Derby has no figure.
    assert len(moved) == 12 and moved["change"].is_monotonic_increasing
    torbay, somerset = (moved.set_index("name").loc[name] for name in ("Torbay", "Somerset"))
    assert (torbay["change"], torbay["change_pct"]) == pytest.approx((5.0, 25.0))
    assert moved["name"].iloc[-1] == "Somerset" and somerset["change"] == pytest.approx(5.55, abs=0.06)
    with pytest.raises(NoFigures, match="2022, 2023"):
        national_change("cases_per_fte", 2010, 2023)


def test_a_line_is_drawn_and_marked_as_not_released(national_project):
    drawn = national_line("cases_per_fte", "Plymouth")
    assert "Not released" in drawn.html and "<svg" in drawn.html
    with pytest.raises(NoFigures, match="Derby"):
        national_line("cases_per_fte", "Derby")


def test_what_is_not_there_is_named(national_project):
    with pytest.raises(UnknownField, match="cases_per_fte"):
        national_table("cases")
    with pytest.raises(UnknownRelease, match="placement_stability"):
        national_table("same_carer_pct")
    with pytest.raises(UnknownAuthority):
        national_table("cases_per_fte", "Plimouth")


def test_who_is_alike_in_every_figure_named(national_project):
    # 25 cases and a quarter more for each council after the first, 80 children looked after and 2 more per 10,000: Plymouth, the sixth, has
    # 26.2 and 90. Within 3 per cent lie 25.4 to 27.0 cases (the third to the eighth) and 87.3 to 92.7 children (the fifth to the seventh).
    alike = national_alike("Plymouth", "cases_per_fte", "looked_after_per_10k", within_pct=3)
    assert alike["name"].iloc[0] == "Plymouth"
    assert set(alike["name"]) == {"Plymouth", "Swindon", "Wiltshire"}
    with pytest.raises(NoFigures, match="Derby has no value of: Cases per full-time"):
        national_alike("Derby", "cases_per_fte")


def test_every_council_is_a_dot_in_its_region(national_project):
    drawn = national_spread("cases_per_fte", "Plymouth")
    assert "Not released" in drawn.html and "<svg" in drawn.html
    # Council number n of 0 to 12 has 25 + n / 4: Plymouth is number 5; number 9 and 10 stand for Yorkshire, which has the highest median.
    assert "Plymouth: 26.2. Yorkshire and The Humber: 27.2 to 27.5, in the middle 27.4; East of England" in drawn.html
    with pytest.raises(NoFigures, match="Derby has no value of: Cases per full-time"):
        national_spread("cases_per_fte", "Derby")
