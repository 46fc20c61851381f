"""Factors of assessments, from a made-up release: every number here follows from its rows by hand."""

from datetime import date
from pathlib import Path

import pytest

from analysis.catalogue.authorities import resolve
from analysis.catalogue.national import release_of
from analysis.ingest.national import take_file
from analysis.pages import build
from analysis.pages.sections import Missing
from analysis.store.national import keep, national_neighbours

AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
ENGLAND = "Reporting year,National,E92000001,England,,,,,"
NAMED = ["Neglect", "Mental_Health_parent", "Gangs", "Child_criminal_exploitation", "Physical_Abuse_unknown"]


def line(year: int, area: str, whole: str, *counts: str) -> str:
    """A row of the release: nothing is recorded under every factor that is not named."""
    others = list(release_of("assessment_factors").columns)[1:]
    cells = dict(zip(NAMED, counts, strict=True))
    return ",".join([str(year), area, whole, *(cells.get(name, "0") for name in others)])


def council(slug: str) -> str:
    one = resolve(slug)
    region = one.region_code, one.region
    return ",".join(["Reporting year", "Local authority", "E92000001", "England", *region, one.dfe_number, one.ons_code, f'"{one.name}"'])


@pytest.fixture
def assessments(national_project: Path, tmp_path: Path) -> Path:
    """The made-up store with a release of factors: each neighbour of Plymouth names neglect in 20 of 100, Plymouth in 200, then 300 of 1,000."""
    columns = ",".join(release_of("assessment_factors").columns)
    lines = [f"{AREA},{columns}"]
    for year, neglect in ((2022, "200"), (2023, "300")):
        lines.append(
            line(year, council("plymouth"), "1000", neglect, "400", "c", "x" if year == 2022 else "60", "50" if year == 2022 else "0")
        )
        for slug in national_neighbours("plymouth")["neighbour"]:
            lines.append(line(year, council(slug), "100", "20", "40", "2", "x" if year == 2022 else "6", "5" if year == 2022 else "0"))
        lines.append(line(year, ENGLAND, "10000", "2000", "4000", "200", "x" if year == 2022 else "600", "500" if year == 2022 else "0"))
    path = tmp_path / "factors.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    keep(take_file(path), date(2024, 3, 1))
    return national_project


def test_the_factors_named_most_stand_against_neighbours_and_the_year_before(assessments):
    shown = build("national_children", "plymouth", "", "public").national_assessment_factors
    rows = shown.table.table.set_index("national_figure")
    # 400 and 300 and 60 of 1,000; what is withheld, and what nobody records any more, has no row.
    assert rows["national_value"].to_dict() == {"Mental health of a parent": 40.0, "Neglect": 30.0, "Child criminal exploitation": 6.0}
    neglect = rows.loc["Neglect"]
    assert (neglect["neighbours_median"], neglect["england_value"], neglect["value_year_before"]) == (20.0, 20.0, 20.0)
    # Wilson's interval of 300 of 1,000 is 27.2 to 32.9, of 200 it is 17.6 to 22.6: they lie apart. 400 of 1,000 is as it was.
    assert shown.tables["moved"].table["national_figure"].tolist() == ["Neglect"]
    text = shown.body[0].html
    assert "most named mental health of a parent (40.0%, neighbours 40.0), neglect (30.0%, neighbours 20.0)" in text
    assert "Moved since the year before by more than chance alone can: neglect (20.0% to 30.0%)." in text
    assert "gangs" in text.split("Not given")[1]
    told = " ".join(shown.limits)
    assert "since a later year of the release: child criminal exploitation (2023)" in told
    assert "No longer recorded, with its last year: physical abuse, by whom not recorded (2022)" in told


def test_a_council_all_of_whose_factors_are_withheld_is_told_so(assessments, tmp_path):
    columns = ",".join(release_of("assessment_factors").columns)
    path = tmp_path / "small.csv"
    few = line(2023, council("torbay"), "5", "c", "c", "c", "c", "0")
    path.write_text(
        "\n".join([f"{AREA},{columns}", few, line(2023, ENGLAND, "10000", "2000", "4000", "200", "600", "0"), ""]), encoding="utf-8"
    )
    keep(take_file(path), date(2024, 3, 2))
    section = build("national_children", "torbay", "", "public").national_assessment_factors
    assert isinstance(section, Missing) and "too small to be shown" in section.lacking
