"""What the sections on placements from records share: prices, forecast and lines shown, each worked out once."""

from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from analysis.budget.outturn import Known, backtest, drawn_outturn, expected_outturn, known_on, range_of
from analysis.disclosure.policy import policy_named
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow
from analysis.periods import FinancialYear
from analysis.placements.lines import OTHER_LINE, lines_shown, placement_line
from analysis.placements.priced import paid_days, price_spells, weeks_and_cost

WEEKLY, QUARTERLY, BUDGET = "placement_weekly_costs", "placement_costs", "placements_budget"
NEEDS = (f"{RECORDS}{WEEKLY}",)
LINE = "placement_line"
SEED = 20
"""Draws of a page are the same whenever it is made."""
DRAWS, DRAWS_PAST = 1_000, 300
YEARS_TESTED = 3


class PlacementsHeld:
    """Priced placements of one council at the day of the last list of the quarter.

    Raises
    ------
    NothingToShow
        If the last list was drawn before the quarter.
    """

    def __init__(self, given: Given):
        self.given = given
        weekly = given.records[WEEKLY]
        self.day = pd.Timestamp(weekly["as_at_date"].max()).as_unit("us")
        if self.day < pd.Timestamp(given.quarter.start):
            raise NothingToShow(
                f"The last list of weekly placement costs was drawn on {self.day.day} {self.day:%B %Y}, before the quarter.",
                "Take in that of the quarter with: analysis ingest FILES --authority NAME",
            )
        spells = price_spells(weekly, given.records[QUARTERLY] if given.records.holds(QUARTERLY) else None)
        self.first_list = pd.Timestamp(weekly["as_at_date"].min())
        fewest = policy_named(given.policy).smallest_count
        behind = [spells.loc[rows, "child_id"].nunique() for rows in (paid_days(spells, *self.year) > 0, spells["ended_date"].isna())]
        if any(0 < children < fewest for children in behind):
            raise NothingToShow("Too few children are in placements that cost something for their cost to be shown on a public page.")
        # A sum of contributions for a few children would tell what is paid for each of them: then nothing is shown less contributions.
        paid = spells["contributed_share"].gt(0) & (paid_days(spells, *self.year) > 0)
        self.contributions_hidden = 0 < spells.loc[paid, "child_id"].nunique() < fewest
        self.spells = spells.assign(contributed_share=0.0) if self.contributions_hidden else spells

    @cached_property
    def year(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the quarter's financial year."""
        return days_of(self.given.quarter.year)

    @cached_property
    def last_year(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day of the year before."""
        return days_of(self.given.quarter.year.previous())

    def covers(self, year: tuple[pd.Timestamp, pd.Timestamp]) -> bool:
        """Whether the lists tell of all placements of a year: the first was drawn in it or before."""
        return self.first_list <= year[1]

    @cached_property
    def shown_as(self) -> dict[str, str]:
        """Line under which each line is shown under the page's policy."""
        this, last = (weeks_and_cost(self.spells, *days).set_index(LINE)["children"] for days in (self.year, self.last_year))
        still_open = self.spells[self.spells["ended_date"].isna()].groupby(LINE)["child_id"].nunique()
        children = pd.concat({"this": this, "last": last, "open": still_open}, axis="columns").fillna(0)
        return lines_shown(children, policy_named(self.given.policy).smallest_count)

    def shown(self, table: pd.DataFrame) -> pd.DataFrame:
        """Sums of a table by the lines that are shown; dearest in all first, the rest last. Children are not added up."""
        sums = table.drop(columns="children", errors="ignore").assign(**{LINE: table[LINE].map(self.shown_as).fillna(OTHER_LINE)})
        found = sums.groupby(LINE, as_index=False).sum()
        by = [name for name in found if name.endswith("_gbp")][0]
        found = found.assign(rest=found[LINE] == OTHER_LINE).sort_values(["rest", by], ascending=[True, False], ignore_index=True)
        return found.drop(columns="rest")

    @cached_property
    def known(self) -> Known:
        """What is known of the year on the day."""
        return known_on(self.spells, self.day, *self.year)

    @cached_property
    def expected(self) -> pd.DataFrame:
        """Outturn expected, by line."""
        return expected_outturn(self.known)

    @cached_property
    def ranges(self) -> dict[str, float]:
        """Ends of the ranges of the outturn less contributions."""
        return range_of(drawn_outturn(self.known, np.random.default_rng(SEED), DRAWS))

    @cached_property
    def budget(self) -> pd.DataFrame | None:
        """Weeks and cost of the year's budget of placements, by line; ``None`` where none is held."""
        if not self.given.records.holds(BUDGET):
            return None
        rows = self.given.records[BUDGET]
        rows = rows[rows["return_date"] == self.year[1]]
        if rows.empty:
            return None
        lines = placement_line(rows["placement_type"], rows["placement_provider"])
        table = rows.assign(**{LINE: lines, "cost_gbp": (rows["weeks"] * rows["price_gbp_per_week"]).round(2)})
        return table.groupby(LINE, as_index=False)[["weeks", "cost_gbp"]].sum().round({"cost_gbp": 2})

    @cached_property
    def by_month(self) -> pd.DataFrame:
        """Outturn expected at the end of each month of the year so far, with its ranges."""
        rows = []
        for day in pd.date_range(self.year[0], self.day, freq="ME"):
            known = known_on(self.spells, day, *self.year)
            ends = range_of(drawn_outturn(known, np.random.default_rng(SEED), DRAWS_PAST))
            net = float(expected_outturn(known)["net_outturn_gbp"].sum())
            rows.append({"forecast_month": f"{day:%Y-%m}", "net_outturn_gbp": round(net, 2), **ends})
        return pd.DataFrame(rows)

    @cached_property
    def past(self) -> pd.DataFrame:
        """Forecasts of years that are over and that the lists cover, with a year of lists before each, as they would have been."""
        years, year = [], self.given.quarter.year
        while len(years) < YEARS_TESTED and self.covers(days_of((year := year.previous()).previous())):
            years.append(days_of(year))
        return backtest(self.spells, years[::-1], np.random.default_rng(SEED), DRAWS_PAST)

    def last_quarter(self) -> pd.DataFrame | None:
        """Outturn expected at the end of the quarter before, in the same year; ``None`` in the first."""
        day = pd.Timestamp(self.given.quarter.previous().end)
        return expected_outturn(known_on(self.spells, day, *self.year)) if day >= self.year[0] else None


def days_of(year: FinancialYear) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a financial year."""
    return pd.Timestamp(year.start).as_unit("us"), pd.Timestamp(year.end).as_unit("us")


@lru_cache(maxsize=1)
def placements_of(given: Given) -> PlacementsHeld:
    """The placements of a page, worked out once for all its sections."""
    return PlacementsHeld(given)
