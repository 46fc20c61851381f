"""What placements cost a week: by kind, provider, age, need and how they were bought; those who came against those who left; prices that changed."""

import pandas as pd

from analysis.catalogue.returns.codes import code_list
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.pages.from_records import too_few
from analysis.pages.given import Given
from analysis.pages.placements_held import LINE, NEEDS, PlacementsHeld, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.lines import OTHER_LINE
from analysis.placements.priced import UNKNOWN_NEED
from analysis.placements.unit_costs import UNKNOWN_AGE, age_band, came_and_left, price_changes, spot_against_framework, weekly_costs
from analysis.present.charts.levels import named_bars
from analysis.present.findings import placement_prices as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

_WEEKLY = ["placed_children", "average_gbp_per_week", "lower_quartile_gbp_per_week", "median_gbp_per_week", "upper_quartile_gbp_per_week"]

_BY = {
    "provided_by": ("who provides them", ""),
    "age_band": ("age", UNKNOWN_AGE),
    "child_need": ("need", UNKNOWN_NEED),
    "procurement": ("how they were bought", ""),
}
"""Columns by which weekly costs are shown beside their kind, each in words, and the value of what is not known."""

MOST_DEAREST = 10


@section("What a placement costs a week", needs=NEEDS)
def weekly_cost(given: Given) -> Shown:
    """Weekly cost of open placements by kind, provider, age, need and how they were bought; those who came against those who left; prices that changed."""
    held = placements_of(given)
    spells = held.spells.assign(**{LINE: held.spells[LINE].map(held.shown_as).fillna(OTHER_LINE)})
    still_open = spells[spells["ended_date"].isna()]
    if still_open.empty:
        raise NothingToShow(
            "No placement that costs anything is open on the day of the last list.", "Take in a list of weekly placement costs."
        )
    lines = _released(given, weekly_costs(still_open, LINE), "weekly_cost_by_kind", LINE)
    since = held.day - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    came = came_and_left(spells, since, held.day)
    hidden = {name: hidden_counts(came[name], given.policy) for name in ("children_came", "children_left")}
    moved = given.release(came, "placements_came_and_left", withheld=hidden)
    body = [paragraphs(*findings.weekly(lines, moved))]
    drawn = lines.where(lines.table["average_gbp_per_week"].notna())
    if len(drawn.table):
        title = findings.weekly_title(drawn)
        body.append(
            named_bars(
                "weekly-cost",
                drawn,
                category=lambda row: row[LINE],
                value="average_gbp_per_week",
                amount=findings.weekly_label,
                title=title,
                alt=f"Bar chart of the average weekly cost of a placement by kind. {title}.",
                description=findings.weekly_description(drawn),
            )
        )
    body += [
        table(lines, f"Weekly cost of open placements by kind, {given.place}", [LINE, *_WEEKLY]),
        table(moved, f"Those who came and those who left in 12 months, {given.place}", list(came)),
    ]
    shown = {"lines": lines, "came_and_left": moved}
    _further(held, spells, still_open, shown, body)
    return Shown(body, shown, method=findings.METHOD)


def _further(held: PlacementsHeld, spells: pd.DataFrame, still_open: pd.DataFrame, shown: dict, body: list) -> None:
    """Adds weekly cost by provider, age, need and how placements were bought, and prices that changed, each where the lists tell."""
    given = held.given
    providers = {code: listed.meaning.capitalize() for code, listed in code_list("placement_provider").codes.items()}
    told = still_open.assign(
        age_band=age_band(still_open["birth_date"], held.day), provided_by=still_open["placement_provider"].map(providers)
    )
    for column, (words, unknown) in _BY.items():
        rows = told[told[column].notna() & told[column].ne(unknown)]
        if rows.empty:
            continue
        shown[column] = _released(given, weekly_costs(rows, column), f"weekly_cost_by_{column}", column)
        body.append(folded_table(shown[column], f"Weekly cost of open placements by {words}, {given.place}", [column, *_WEEKLY]))
    _spot(given, still_open, shown, body)
    since = held.day - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    changed = price_changes(spells, since, held.day, held.year[0])
    if len(changed):
        hidden = hidden_counts(changed["children_repriced"], given.policy)
        shown["changes"] = given.release(changed, "placement_price_changes", withheld={"children_repriced": hidden})
        caption = f"Prices that changed within placements in 12 months, {given.place}"
        body += [paragraphs(findings.repriced(shown["changes"])), folded_table(shown["changes"], caption, list(changed))]


def _spot(given: Given, still_open: pd.DataFrame, shown: dict, body: list) -> None:
    """Adds spot against framework by kind, where the lists tell of both. What the children of the kind, or the rest of them, would give away is hidden."""
    both = spot_against_framework(still_open)
    if both.empty:
        return
    wholes = both[LINE].map(still_open.groupby(LINE)["child_id"].nunique())
    names = ["children_spot", "children_framework"]
    hidden = {name: hidden_counts(both[name], given.policy, wholes=wholes, groups=both[LINE]) for name in names}
    together = hidden[names[0]] | hidden[names[1]] | too_few(wholes - both[names[0]] - both[names[1]], given.policy)
    shown["spot"] = given.release(both, "spot_against_framework", withheld=dict.fromkeys(names, together))
    caption = f"Spot against framework in the same kind of placement, {given.place}"
    body += [paragraphs(findings.spot(shown["spot"])), folded_table(shown["spot"], caption, list(both))]


def _released(given: Given, counted: pd.DataFrame, name: str, key: str) -> Released:
    """Weekly costs without the full year, which is a sum; the cost of few children is hidden with their number.

    In a group that is only just large enough a quartile is the price of one child: middle and spread are shown from twice as many on.
    """
    hidden = hidden_counts(counted["placed_children"], given.policy)
    few = counted["placed_children"] < 2 * policy_named(given.policy).smallest_count
    return given.release(counted[[key, *_WEEKLY]], name, withheld={"placed_children": hidden, **dict.fromkeys(_WEEKLY[2:], few)})


@section("Dearest placements", needs=NEEDS)
def dearest(given: Given) -> Shown:
    """The open placements with the highest weekly price, each by itself: inside the council only."""
    if not policy_named(given.policy).single_households:
        raise NothingToShow("Single placements are not shown on a public page.", "For use inside the council: --policy internal.")
    held = placements_of(given)
    rows = held.spells[held.spells["ended_date"].isna()].nlargest(MOST_DEAREST, "price_gbp_per_week")
    if rows.empty:
        raise NothingToShow(
            "No placement that costs anything is open on the day of the last list.", "Take in a list of weekly placement costs."
        )
    listed = pd.DataFrame(
        {
            "child_id": rows["child_id"],
            LINE: rows[LINE],
            "placement_began": rows["placement_started_date"].dt.strftime("%Y-%m-%d"),
            "price_gbp_per_week": rows["price_gbp_per_week"],
            "expected_to_year_end_gbp": (rows["price_gbp_per_week"] / 7 * held.known.left_days).round(2),
        }
    ).reset_index(drop=True)
    share = rows["price_gbp_per_week"].sum() / held.spells.loc[held.spells["ended_date"].isna(), "price_gbp_per_week"].sum()
    shown = given.release(listed, "dearest_placements")
    body = [paragraphs(findings.dearest(shown, share * 100)), table(shown, f"Dearest open placements, {given.place}", list(listed))]
    return Shown(body, {"placements": shown})
