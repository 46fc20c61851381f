"""A scenario of starting values written for a council, read again and resolved as any other."""

from datetime import date

import pandas as pd
import pytest

from analysis.budget.national import ALL, LOOKED_AFTER, NET
from analysis.catalogue.national import release_of
from analysis.errors import FolderInUse, NoFigures
from analysis.ingest.national import Taken
from analysis.ingest.national.outturn import MEASURE
from analysis.pages.national.starting import beside_another
from analysis.pages.scenario_runs import sound_scenarios
from analysis.publish.starting_scenario import write_starting_scenario
from analysis.store.national import keep

QUARTER = "2023-24-Q2"


def kept(release: str, measure: str, unit: str, rows: list[tuple]) -> None:
    """Put made-up figures of 2023 into the store: group, breakdown, area and value of each."""
    figures = pd.DataFrame(rows, columns=["group", "breakdown", "area", "year", "value"]).assign(
        release=release, measure=measure, unit=unit, area_level="council", ons_code="", period="", symbol=None, rounded_to=1.0,
        end_date=lambda table: pd.to_datetime(table["year"].astype(str) + "-03-31"),
    )  # fmt: skip
    keep(Taken("made_up.csv", release_of(release), release, {"figures": figures}), date(2024, 3, 1))


@pytest.fixture
def with_money(national_project):
    """The made-up store with an outturn: £160,000 for each child looked after in Plymouth, and half of it in Torbay."""
    slugs = {"plymouth": (25_000, 225, 160), "torbay": (20_000, 160, 80)}
    lines, kinds = (ALL, LOOKED_AFTER), (NET, "total expenditure", "employees", "total income")
    spent = [(line, kind, slug, 2023, thousand * stock) for slug, (_, stock, thousand) in slugs.items() for line in lines for kind in kinds]
    kept("revenue_outturn_children", MEASURE, "gbp_thousand", spent)
    kept("child_population", "children_aged_0_to_17", "count", [("", "", slug, 2022, row[0]) for slug, row in slugs.items()])
    return national_project


def test_a_council_starts_from_anothers_figures_scaled(with_money):
    # Made-up children looked after: 80 and 2 more for each council after the first, per 10,000 of 20,000 and 1,000 more for each.
    beside = beside_another("Torbay", "plymouth")
    assert beside.children == (pytest.approx(160), pytest.approx(225))
    assert beside.gbp_per_child == (pytest.approx(80_000), pytest.approx(160_000))
    path = write_starting_scenario("880", "central", "plymouth", QUARTER)
    assert path == with_money / "scenarios" / "torbay.toml"
    values = sound_scenarios(["torbay"], "plymouth", QUARTER)[0]["torbay"].assumptions
    # The report: 137 households; £23,488 for an in-house placement on average.
    assert values["existing_households"].value == pytest.approx(137 * 160 / 225, rel=1e-5)
    assert values["in_house_gbp_per_year"].value == pytest.approx(23488 / 2, abs=0.5)
    reason = "A year of care came to £80,000 in Torbay and £160,000 in Plymouth in 2022/23: 50% of it."
    assert (values["in_house_gbp_per_year"].reason, values["in_house_gbp_per_year"].source) == (reason, "judgement")
    with pytest.raises(FolderInUse, match="torbay.toml is there"):
        write_starting_scenario("Torbay", "central", "plymouth", QUARTER)


def test_what_is_not_held_is_said(national_project):
    with pytest.raises(NoFigures, match="Torbay: No national figures from: Revenue outturn: social care"):
        beside_another("Torbay", "plymouth")
