"""What is declared about national releases hangs together."""

import pytest

from analysis.catalogue.national import national_period, release_of, releases, symbol_of
from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.figures import national_figure, national_figure_list
from analysis.catalogue.national.releases import toml
from analysis.errors import UnknownAuthority, UnknownField, UnknownRelease
from analysis.ingest.national.outturn import MEASURE


def measures_of(release: str) -> set[str]:
    entry = release_of(release)
    of_outturn = {MEASURE} if entry.lines else set()
    return of_outturn | {column.measure for column in entry.columns.values()} | {other["measure"] for other in entry.instead}


def test_every_figure_stands_on_measures_that_its_release_has():
    for figure in national_figure_list().values():
        assert figure.measure in measures_of(figure.release), figure.key
        assert figure.count is None or figure.count in measures_of(figure.release), figure.key
        assert set(figure.base) <= measures_of(figure.base_release or figure.release), figure.key
        lines = set(release_of(figure.release).lines.values())
        assert not lines or figure.group in lines, figure.key
        assert figure.better in ("", "higher", "lower")
        # What is published as a share or rate of a base comes with the number that it is per.
        assert not figure.base or figure.per in (1, 100, 1_000, 10_000)


def test_rates_that_are_checked_and_figures_of_reports_name_measures_that_exist():
    for entry in toml("derived")["rate"]:
        assert {entry["rate"], entry["count"], entry["base"]} <= measures_of(entry["release"])
    for entry in toml("in_reports").values():
        assert entry["measure"] in measures_of(entry["release"])


def test_every_period_is_declared_and_ends_where_it_says():
    used = {release.period for release in releases() if release.layout in ("education", "outturn")}
    used |= {column.period for release in releases() for column in release.columns.values() if column.period}
    used |= {period for release in releases() for period in release.group_period.values()}
    for key in used:
        period = national_period(key)
        end = period.end_date(2024)
        assert f"{end.day} {end:%B %Y}" in period.label(2024)
    assert str(national_period("mid_year_before").end_date(2025)) == "2024-06-30"


def test_no_two_releases_of_one_layout_are_known_by_the_same():
    marks = [(release.layout, release.known_by, release.known_by_values) for release in releases()]
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize(
    ("text", "key"), [("c", "c"), ("[x]", "x"), (" Z ", "z"), ("low", "low"), ("M", "m"), ("[note 4]", "note"), ("12", None), ("", None)]
)
def test_symbols(text, key):
    assert getattr(symbol_of(text), "key", None) == key


def test_areas_have_names_and_what_is_unknown_is_refused():
    assert [area_name(area) for area in ("E92000001", "E12000009", "E13000001", "plymouth")] == [
        "England",
        "South West",
        "Inner London",
        "Plymouth",
    ]
    for ask, failure in ((lambda: area_name("nowhere"), UnknownAuthority), (lambda: area_name(""), UnknownAuthority)):
        with pytest.raises(failure):
            ask()
    with pytest.raises(UnknownRelease, match="workforce"):
        release_of("none")
    with pytest.raises(UnknownField, match="cases_per_fte"):
        national_figure("none")
