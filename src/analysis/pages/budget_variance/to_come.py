"""Children to come: how many will be in each kind of placement and of each age, what they will cost, what would change it, how such projections did."""

import numpy as np
import pandas as pd

from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import LINE, NEEDS, QUARTERLY, placements_of
from analysis.pages.projected import Start, spells_shown, start_on, tried
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.durations import placement_stays, still_there_after
from analysis.placements.movements import BANDS, band_of
from analysis.placements.projection import DAYS_A_MONTH, WhatIf, cost_by_financial_year, drawn_cost_by_financial_year
from analysis.present.charts.band import line_in_band
from analysis.present.findings import children_to_come as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, in_a_file, table

MONTHS_AHEAD, MONTHS_A_POINT, MONTHS_A_WHAT_IF = 60, 6, 24
TENTH_FEWER, TENTH_MORE, TWICE = 0.9, 1.1, 2.0
DAYS_ON, FEWEST_STAYS = (91, 182, 365, 730), 20
_ENDS = [2.5, 97.5]


@section("Children to come and what they will cost", needs=(*NEEDS, f"{RECORDS}{QUARTERLY}"))
def children_to_come(given: Given) -> Shown:
    """Children in placements for five years, by kind, age and in all, with ranges; their cost by financial year; what would change it; past projections."""
    held = placements_of(given)
    spells = spells_shown(held)
    start = start_on(spells, held.day)
    if start is None:
        raise NothingToShow(
            "Lists of placement costs do not go back a year: how children come and leave is not known.",
            "Take in those of earlier quarters.",
        )
    expected, drawn, ages = start.expected(MONTHS_AHEAD), start.drawn(MONTHS_AHEAD), start.expected_by_age(MONTHS_AHEAD)
    months = given.release(_by_half_year(start, expected, drawn), "children_to_come")
    kinds = given.release(_at_year_ends(start, expected, start.seen.lines, LINE), "children_to_come_by_kind")
    by_age = _at_year_ends(start, ages.sum(axis=2), BANDS, "age_band")
    few = hidden_counts(pd.Series(np.bincount(band_of(start.ages), minlength=len(BANDS)), index=BANDS), given.policy)
    hidden = by_age["age_band"].map(few)
    aged = given.release(by_age, "children_to_come_by_age", withheld={"projected_children": hidden})
    costs = given.release(_costs(start, expected, drawn), "cost_of_children_to_come")
    what_ifs = given.release(_what_ifs(start, expected, start.prices), "children_to_come_what_if")
    title = findings.title(months)
    body = [
        paragraphs(findings.expected(months, kinds)),
        line_in_band(
            "children-to-come",
            months,
            period="projection_date",
            value="projected_children",
            band=("projected_low_95", "projected_high_95"),
            references={},
            own_name="Children expected",
            band_name="where 95 of 100 draws end",
            decimals=0,
            title=title,
            alt=f"Line chart of children expected in placements by half-year. {title}.",
            description=findings.description(months),
        ),
        table(costs, f"What children in placements will cost, {given.place}", list(costs.table)),
        table(what_ifs, f"What would change it, {given.place}", list(what_ifs.table)),
        folded_table(kinds, f"Children expected by kind of placement, {given.place}", list(kinds.table)),
        folded_table(aged, f"Children expected by age, {given.place}", list(aged.table)),
    ]
    shown = {"months": months, "kinds": kinds, "costs": costs, "what_if": what_ifs, "ages": aged}
    if not policy_named(given.policy).smallest_count:
        # Month by month, a fall tells of the one child who turns 18 in it: for use inside the council.
        shown["monthly"] = given.release(_by_month(start, ages), "children_to_come_by_month")
        body.append(in_a_file(shown["monthly"], findings.MONTHLY))
    past = tried(spells, held.day)
    if len(past):
        shown["past"] = given.release(past, "children_to_come_past_projections")
        body += [
            paragraphs(findings.tried(shown["past"])),
            folded_table(shown["past"], f"Projections of past years, {given.place}", list(past)),
        ]
    return Shown(body, shown, method=findings.METHOD, limits=findings.LIMITS)


@section("How long placements last", needs=(*NEEDS, f"{RECORDS}{QUARTERLY}"))
def how_long(given: Given) -> Shown:
    """Share of placements that last longer than a quarter, half a year, a year and two years, by kind and by age at the start."""
    held = placements_of(given)
    spells = spells_shown(held)
    births = spells.drop_duplicates("child_id").set_index("child_id")["birth_date"]
    stays = placement_stays(spells)
    months = ((stays["started_date"] - stays["child_id"].map(births)).dt.days / DAYS_A_MONTH).to_numpy()
    stays["age_at_start"] = pd.Categorical(np.array(BANDS)[band_of(months)], BANDS, ordered=True)
    shown, body = {}, []
    for by, words in ((LINE, "kind of placement"), ("age_at_start", "age at the start")):
        counted = still_there_after(stays, held.day, DAYS_ON, by, FEWEST_STAYS)
        counted = counted[counted.drop(columns=by).notna().any(axis="columns")].reset_index(drop=True)
        if len(counted):
            shown[by] = given.release(counted, f"placements_still_there_by_{by}")
            body.append(folded_table(shown[by], f"Placements still there after so long, by {words}, {given.place}", list(counted)))
    if not body:
        raise NothingToShow("Too few placements were seen for how long they last to be told.", "Take in lists of earlier quarters.")
    return Shown([paragraphs(findings.lasting(shown[LINE])) if LINE in shown else paragraphs(), *body], shown, method=findings.LASTING)


def _by_half_year(start: Start, expected: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    """Children in all at the end of each half-year ahead, with the range."""
    at = np.arange(0, len(expected), MONTHS_A_POINT)
    low, high = np.percentile(drawn.sum(axis=2), _ENDS, axis=0)
    return pd.DataFrame(
        {
            "projection_date": [f"{_month_end(start, month):%b %Y}" for month in at],
            "projected_children": expected.sum(axis=1)[at],
            "projected_low_95": low[at],
            "projected_high_95": high[at],
        }
    )


def _month_end(start: Start, month: int) -> pd.Timestamp:
    return start.day + pd.offsets.MonthEnd(int(month))


def _at_year_ends(start: Start, expected: np.ndarray, names: list[str], column: str) -> pd.DataFrame:
    """Children of each kind, or of each age, now and at the end of each year ahead."""
    rows = [
        {column: name, "projection_date": f"{_month_end(start, month):%B %Y}", "projected_children": expected[month, number]}
        for number, name in enumerate(names)
        for month in range(0, len(expected), 12)
    ]
    return pd.DataFrame(rows)


def _by_month(start: Start, ages: np.ndarray) -> pd.DataFrame:
    """Children expected at the end of each month by kind and age."""
    months, bands, kinds = (axis.ravel() for axis in np.indices(ages.shape))
    dates = np.array([f"{_month_end(start, month):%Y-%m}" for month in range(len(ages))])
    names = {LINE: np.array(start.seen.lines, dtype=object)[kinds], "age_band": np.array(BANDS, dtype=object)[bands]}
    return pd.DataFrame({"projection_date": dates[months], **names, "projected_children": ages.ravel().round(2)})


def _costs(start: Start, expected: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    """Cost of each financial year ahead, with the range."""
    found = cost_by_financial_year(expected, start.prices, start.day)
    low, high = np.percentile(drawn_cost_by_financial_year(drawn, start.prices, start.day), _ENDS, axis=0).round(2)
    found = found.rename(columns={"months": "projected_months", "cost_gbp": "projected_cost_gbp"})
    return found.assign(projected_cost_low_gbp=low, projected_cost_high_gbp=high)


def _first_whole_year(children: np.ndarray, prices: np.ndarray, day: pd.Timestamp) -> float:
    years = cost_by_financial_year(children, prices, day)
    return float(years.loc[years["months"] == 12, "cost_gbp"].iloc[0])


def _what_ifs(start: Start, expected: np.ndarray, prices: np.ndarray) -> pd.DataFrame:
    """Cost of the first whole financial year under a few suppositions, less that as things are."""
    usual = _first_whole_year(expected, prices, start.day)
    dearest = start.seen.lines[int(prices.argmax())]
    others = tuple((dearest, line, TWICE) for line in start.seen.lines if line != dearest)
    supposed = {
        findings.SUPPOSED["entries"]: (WhatIf(entries=TENTH_FEWER), prices),
        findings.SUPPOSED["leaving"]: (WhatIf(leaving=TENTH_MORE), prices),
        findings.stepping_down(dearest): (WhatIf(step_down=others), prices),
        findings.SUPPOSED["prices"]: (WhatIf(), prices * TENTH_FEWER),
    }
    rows = [
        {
            "supposed": name,
            "supposed_change_gbp": round(_first_whole_year(start.expected(MONTHS_A_WHAT_IF, what_if), paid, start.day) - usual, 2),
        }
        for name, (what_if, paid) in supposed.items()
    ]
    return pd.DataFrame(rows)
