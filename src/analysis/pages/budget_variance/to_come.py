"""Children to come: how many will be in each kind of placement, what they will cost, and what would change it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.pages.budget_variance.placements_held import LINE, NEEDS, QUARTERLY, SEED, PlacementsHeld, placements_of
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.durations import placement_stays
from analysis.placements.lines import OTHER_LINE
from analysis.placements.movements import ADULT_MONTHS, Movements, age_in_months, movements
from analysis.placements.priced import as_known_on
from analysis.placements.projection import WhatIf, cost_by_financial_year, drawn_children, expected_children
from analysis.present.charts.band import line_in_band
from analysis.present.findings import children_to_come as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

YEARS_WATCHED, MONTHS_AHEAD, MONTHS_TRIED, DRAWS = 3, 36, 12, 300
LEAST_DAYS = 365
TENTH_FEWER, TENTH_MORE, TWICE = 0.9, 1.1, 2.0


@dataclass(frozen=True)
class Start:
    """Children in placements on a day, and how children were seen to come, move and leave until then."""

    ages: np.ndarray
    lines: np.ndarray
    seen: Movements
    day: pd.Timestamp

    def expected(self, months: int, what_if: WhatIf | None = None) -> np.ndarray:
        """Children expected by month and kind."""
        return expected_children(self.ages, self.lines, self.seen, months, what_if)

    def drawn(self, months: int) -> np.ndarray:
        """Children by draw, month and kind."""
        return drawn_children(self.ages, self.lines, self.seen, months, np.random.default_rng(SEED), DRAWS)


@section("Children to come and what they will cost", needs=(*NEEDS, f"{RECORDS}{QUARTERLY}"))
def children_to_come(given: Given) -> Shown:
    """Children in placements for three years, by kind and in all, with ranges; their cost by financial year; what would change it; a projection of a year ago."""
    held = placements_of(given)
    spells = held.spells.assign(**{LINE: held.spells[LINE].map(held.shown_as).fillna(OTHER_LINE)})
    spells = spells[spells["birth_date"].notna()]
    start = _start(spells, held.day)
    if start is None:
        raise NothingToShow(
            "Lists of placement costs do not go back a year: how children come and leave is not known.",
            "Take in those of earlier quarters.",
        )
    expected, drawn = start.expected(MONTHS_AHEAD), start.drawn(MONTHS_AHEAD)
    months = given.release(_by_quarter(held.day, expected, drawn), "children_to_come")
    kinds = given.release(_by_kind(start, expected), "children_to_come_by_kind")
    prices = spells[spells["ended_date"].isna()].groupby(LINE)["price_gbp_per_week"].mean().reindex(start.seen.lines).fillna(0.0).to_numpy()
    costs = given.release(_costs(start, expected, prices), "cost_of_children_to_come")
    what_ifs = given.release(_what_ifs(start, expected, prices), "children_to_come_what_if")
    title = findings.title(months)
    body = [
        paragraphs(findings.expected(months, kinds), findings.tried(*_a_year_ago(spells, held))),
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
            alt=f"Line chart of children expected in placements by quarter. {title}.",
            description=findings.description(months),
        ),
        table(costs, f"What children in placements will cost, {given.place}", list(costs.table)),
        table(what_ifs, f"What would change it, {given.place}", list(what_ifs.table)),
        folded_table(kinds, f"Children expected by kind of placement, {given.place}", list(kinds.table)),
    ]
    return Shown(
        body, {"months": months, "kinds": kinds, "costs": costs, "what_if": what_ifs}, method=findings.METHOD, limits=findings.LIMITS
    )


def _start(spells: pd.DataFrame, day: pd.Timestamp) -> Start | None:
    """What a projection from a day may use; ``None`` where less than a year was watched."""
    known = as_known_on(spells, day)
    since = max(known["ended_date"].min(), day - pd.DateOffset(years=YEARS_WATCHED))
    if pd.isna(since) or (day - since).days < LEAST_DAYS:
        return None
    births = known.drop_duplicates("child_id").set_index("child_id")["birth_date"]
    stays = placement_stays(known)
    seen = movements(stays.assign(birth_date=stays["child_id"].map(births)), since, day)
    here = known[known["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    ages = age_in_months(here["birth_date"], day)
    young = (ages >= 0) & (ages < ADULT_MONTHS)
    return Start(ages[young], here.loc[young, LINE].map(seen.lines.index).to_numpy(), seen, day)


def _by_quarter(day: pd.Timestamp, expected: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    """Children in all at the end of each quarter ahead, with the range."""
    at = np.arange(0, len(expected), 3)
    low, high = np.percentile(drawn.sum(axis=2), [2.5, 97.5], axis=0)
    ends = [f"{day + pd.offsets.MonthEnd(int(month)):%b %Y}" for month in at]
    table_ = {
        "projection_date": ends,
        "projected_children": expected.sum(axis=1)[at],
        "projected_low_95": low[at],
        "projected_high_95": high[at],
    }
    return pd.DataFrame(table_)


def _by_kind(start: Start, expected: np.ndarray) -> pd.DataFrame:
    """Children of each kind at the end of each year ahead."""
    rows = [
        {LINE: line, "projection_date": f"{start.day + pd.offsets.MonthEnd(month):%B %Y}", "projected_children": expected[month, kind]}
        for kind, line in enumerate(start.seen.lines)
        for month in range(0, len(expected), 12)
    ]
    return pd.DataFrame(rows)


def _costs(start: Start, expected: np.ndarray, prices: np.ndarray) -> pd.DataFrame:
    found = cost_by_financial_year(expected, prices, start.day)
    return found.rename(columns={"months": "projected_months", "cost_gbp": "projected_cost_gbp"})


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
            "supposed_change_gbp": round(_first_whole_year(start.expected(MONTHS_AHEAD, what_if), paid, start.day) - usual, 2),
        }
        for name, (what_if, paid) in supposed.items()
    ]
    return pd.DataFrame(rows)


def _a_year_ago(spells: pd.DataFrame, held: PlacementsHeld) -> tuple[float, float, float, int] | tuple[()]:
    """What a projection of a year ago expected of today, its 95% range, and how many there are; nothing where it cannot be tried."""
    start = _start(spells, held.day - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0))
    if start is None:
        return ()
    low, high = np.percentile(start.drawn(MONTHS_TRIED)[:, -1].sum(axis=1), [2.5, 97.5])
    now = _start(spells, held.day)
    return float(start.expected(MONTHS_TRIED)[-1].sum()), float(low), float(high), len(now.ages)
