"""The mix of placements that would cost least, for the children who are there, and what one more place of the council's own is worth."""

import pandas as pd

from analysis.catalogue.parameters import in_words, threshold
from analysis.disclosure.policy import policy_named
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import LINE, NEEDS, QUARTERLY, PlacementsHeld, placements_of
from analysis.pages.projected import spells_shown
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.lines import most_at_once
from analysis.placements.mix import HOMES, Mix, allowed_places, groups_of, least_cost_mix, lines_of, prices_of, supported_ages
from analysis.placements.unit_costs import WEEKS_A_YEAR, age_band
from analysis.placements.what_if import GROUPS, IN_HOUSE
from analysis.present.findings import placement_mix as findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import table

HOUSEHOLDS = "households"
OWN_HOMES = HOMES[0]
FEWEST_PRICED = 10
"""Placements that an average price of an age and need rests on."""


@section(
    "The mix of placements that costs least",
    needs=(*NEEDS, f"{RECORDS}{QUARTERLY}"),
    wants=(f"{RECORDS}{HOUSEHOLDS}", f"{RECORDS}placements_budget"),
)
def least_cost(given: Given) -> Shown:
    """Children by kind now and in the mix that costs least within stated limits, the places of the council's own, and what one more is worth."""
    held = placements_of(given)
    spells = spells_shown(held)
    here = spells[spells["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    if here.empty:
        raise NothingToShow(
            "No placement that costs anything is open on the day of the last list.", "Take in a list of weekly placement costs."
        )
    day = held.day
    settled = (day - here["placement_started_date"]).dt.days >= threshold("mix_settled_days", day.date())
    here = here.assign(age_band=age_band(here["birth_date"], day), settled=settled)
    groups = groups_of(here)
    lines = lines_of(groups)
    places, counted_from = _places(held, spells, lines)
    ages = supported_ages(threshold("mix_supported_from_years", day.date()))
    prices = prices_of(here, groups, lines, FEWEST_PRICED)
    mix = least_cost_mix(groups, prices, allowed_places(groups, lines, ages), places, threshold("mix_step_down_pct", day.date()) / 100)
    limits = bullets(*findings.limits(places, counted_from, {name: in_words(f"mix_{name}", day.date()) for name in findings.LIMIT_NAMES}))
    if not len(mix.children):
        return Shown([paragraphs(findings.infeasible(mix.short)), limits], {}, method=findings.METHOD, limits=findings.LIMITS)
    shown = _released(given, groups, mix, places)
    budget_gbp = None if held.budget is None else float(held.budget["cost_gbp"].sum())
    now_gbp_per_week = float(here["price_gbp_per_week"].sum())
    body = [
        paragraphs(*findings.least_cost(shown, now_gbp_per_week * WEEKS_A_YEAR, mix.gbp_per_week * WEEKS_A_YEAR, budget_gbp)),
        table(shown, f"Children by kind of placement, now and in the mix that costs least, {given.place}", list(shown.table)),
        paragraphs(*findings.worth(shown)),
        paragraphs(findings.WITHIN),
        limits,
    ]
    return Shown(body, {"mix": shown}, method=findings.METHOD, limits=findings.LIMITS)


def _places(held: PlacementsHeld, spells: pd.DataFrame, lines: list[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Places of the council's own that are limited, by kind, and where each number comes from."""
    places, counted_from = {}, {}
    for line in lines:
        if GROUPS.get(line) == IN_HOUSE and held.given.records.holds(HOUSEHOLDS):
            approved = _approved_places(held)
            places[line] = int(approved * threshold("mix_places_usable_pct", held.day.date()) // 100)
            counted_from[line] = findings.from_register(approved)
        elif GROUPS.get(line) == IN_HOUSE or line == OWN_HOMES:
            places[line] = most_at_once(spells[spells[LINE] == line], held.day)
            counted_from[line] = findings.MOST_AT_ONCE
    return places, counted_from


def _approved_places(held: PlacementsHeld) -> int:
    """Places for which mainstream carers were approved on the day, of households that are not on a break, by the last register."""
    rows = held.given.records[HOUSEHOLDS]
    rows = rows[rows["as_at_date"] == rows["as_at_date"].max()]
    rows = rows[
        (rows["approval_type"] == "mainstream") & (rows["approval_started_date"] <= held.day) & ~(rows["approval_ended_date"] <= held.day)
    ]
    resting = (rows["break_started_date"] <= held.day) & ~(rows["break_ended_date"] <= held.day)
    away = set(rows.loc[resting, "household_id"])
    return int(rows[~rows["household_id"].isin(away)].drop_duplicates("household_id")["approved_places"].sum())


def _released(given: Given, groups: pd.DataFrame, mix: Mix, places: dict[str, int]):
    """The mix by kind. Where few move from or to a kind on a public page, how many do in any is not shown: it would tell how many are not settled."""
    now = groups.groupby(LINE)["children"].sum().reindex(mix.lines)
    after = pd.Series(mix.children.sum(axis=0), index=mix.lines)
    worth = pd.Series(mix.worth_gbp_per_week, index=mix.lines)
    rows = pd.DataFrame(
        {
            LINE: mix.lines,
            "placed_children": now.to_numpy(),
            "mix_children": after.to_numpy(),
            "own_places": pd.array([places.get(line) for line in mix.lines], dtype="Int64"),
            "worth_gbp_per_week": worth.round(2).to_numpy(),
            "worth_year_gbp": (worth * WEEKS_A_YEAR).round(2).to_numpy(),
        }
    )
    moved = (rows["mix_children"] - rows["placed_children"]).abs()
    few = moved.between(1, policy_named(given.policy).smallest_count - 1)
    hidden = moved.gt(0) if few.any() else few
    return given.release(rows, "placements_mix", withheld={"mix_children": hidden})
