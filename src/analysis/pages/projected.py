"""Where a projection of children in placements starts: who is there on a day, how children came, moved and left until then, what they cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.pages.placements_held import LINE, SEED, PlacementsHeld
from analysis.placements.durations import placement_stays
from analysis.placements.lines import OTHER_LINE
from analysis.placements.movements import ADULT_MONTHS, Movements, age_in_months, movements
from analysis.placements.priced import as_known_on
from analysis.placements.projection import WhatIf, drawn_children, expected_by_age, expected_children

YEARS_WATCHED, DRAWS, LEAST_DAYS = 3, 300, 365
HORIZONS_TRIED, YEARS_TRIED = (12, 24), 5
_ENDS = [2.5, 97.5]


@dataclass(frozen=True)
class Start:
    """Children in placements on a day, and how children were seen to come, move and leave until then.

    Attributes
    ----------
    ages, lines
        Age in months and number of the kind of each child.
    prices
        GBP a week of each kind on average, in the order of ``seen.lines``.
    """

    ages: np.ndarray
    lines: np.ndarray
    seen: Movements
    prices: np.ndarray
    day: pd.Timestamp

    def expected(self, months: int, what_if: WhatIf | None = None) -> np.ndarray:
        """Children expected by month and kind."""
        return expected_children(self.ages, self.lines, self.seen, months, what_if)

    def expected_by_age(self, months: int) -> np.ndarray:
        """Children expected by month, band of age and kind."""
        return expected_by_age(self.ages, self.lines, self.seen, months)

    def drawn(self, months: int, what_if: WhatIf | None = None) -> np.ndarray:
        """Children by draw, month and kind; the same draws for every supposition."""
        return drawn_children(self.ages, self.lines, self.seen, months, np.random.default_rng(SEED), DRAWS, what_if)


def spells_shown(held: PlacementsHeld) -> pd.DataFrame:
    """Price spells under the kinds that are shown, of children whose date of birth is known."""
    spells = held.spells.assign(**{LINE: held.spells[LINE].map(held.shown_as).fillna(OTHER_LINE)})
    return spells[spells["birth_date"].notna()]


def start_on(spells: pd.DataFrame, day: pd.Timestamp) -> Start | None:
    """What a projection from a day may use; ``None`` where less than a year was watched."""
    known = as_known_on(spells, day)
    since = max(known["ended_date"].min(), day - pd.DateOffset(years=YEARS_WATCHED))
    if pd.isna(since) or (day - since).days < LEAST_DAYS:
        return None
    births = known.drop_duplicates("child_id").set_index("child_id")["birth_date"]
    stays = placement_stays(known)
    seen = movements(stays.assign(birth_date=stays["child_id"].map(births)), since, day)
    here = known[known["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    prices = here.groupby(LINE)["price_gbp_per_week"].mean().reindex(seen.lines).fillna(0.0).to_numpy()
    ages = age_in_months(here["birth_date"], day)
    young = (ages >= 0) & (ages < ADULT_MONTHS)
    return Start(ages[young], here.loc[young, LINE].map(seen.lines.index).to_numpy(), seen, prices, day)


def tried(spells: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Projections of past years beside what came: made on the same day of earlier years, with nothing that was not known then.

    Returns
    -------
    pandas.DataFrame
        One row per day and horizon, the oldest first: ``projected_on``, ``months_ahead``, ``projected_children``, ``projected_low_95``, ``projected_high_95``,
        ``children_there``, ``projection_error_pct`` (expected less there), ``range_held`` (yes or no), ``kinds_tried`` and ``kinds_within_95``.
    """
    rows = []
    for years in range(YEARS_TRIED, 0, -1):
        start = start_on(spells, _years_before(last, years))
        if start is None:
            continue
        horizons = [months for months in HORIZONS_TRIED if months <= 12 * years]
        expected, drawn = start.expected(max(horizons)), start.drawn(max(horizons))
        rows += [_beside(spells, start, expected[months], drawn[:, months], months) for months in horizons]
    return pd.DataFrame(rows)


def _years_before(day: pd.Timestamp, years: int) -> pd.Timestamp:
    return day - pd.DateOffset(years=years) + pd.offsets.MonthEnd(0)


def _beside(spells: pd.DataFrame, start: Start, expected: np.ndarray, drawn: np.ndarray, months: int) -> dict:
    """One projection beside those who were there."""
    day = start.day + pd.offsets.MonthEnd(months)
    there = as_known_on(spells, day)
    there = there[there["ended_date"].isna()].drop_duplicates("child_id", keep="last")
    there = there[age_in_months(there["birth_date"], day) < ADULT_MONTHS]
    low, high = np.percentile(drawn.sum(axis=1), _ENDS)
    by_kind = there[LINE].value_counts().reindex(start.seen.lines, fill_value=0).to_numpy()
    lows, highs = np.percentile(drawn, _ENDS, axis=0)
    return {
        "projected_on": f"{start.day:%B %Y}",
        "months_ahead": months,
        "projected_children": expected.sum(),
        "projected_low_95": low,
        "projected_high_95": high,
        "children_there": len(there),
        "projection_error_pct": (expected.sum() / len(there) - 1) * 100 if len(there) else np.nan,
        "range_held": "yes" if low <= len(there) <= high else "no",
        "kinds_tried": len(by_kind),
        "kinds_within_95": int(((lows <= by_kind) & (by_kind <= highs)).sum()),
    }
