"""What the sections of the report on a scenario of children to come share: what is supposed, children and cost with it and as things are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.pages.projected import Start
from analysis.placements.projection import cost_by_financial_year, drawn_cost_by_financial_year
from analysis.placements.what_if import SUPPOSITIONS, supposed, supposed_prices
from analysis.placements.what_if_file import PlacementsScenario

AS_THINGS_ARE = {name: float(declared.default) for name, declared in SUPPOSITIONS.items()}
ENDS = [2.5, 97.5]


@dataclass(frozen=True)
class Projected:
    """Children and cost under some suppositions.

    Attributes
    ----------
    children
        By month (the first the start) and kind.
    drawn
        By draw, month and kind.
    cost
        As ``cost_by_financial_year`` gives it.
    drawn_cost
        By draw and financial year.
    """

    children: np.ndarray
    drawn: np.ndarray
    cost: pd.DataFrame
    drawn_cost: np.ndarray


@dataclass(frozen=True)
class Case:
    """A scenario as a run projects it, and the others that it is held against, by name."""

    scenario: PlacementsScenario
    others: Mapping[str, PlacementsScenario]
    settings: Mapping[str, object]
    start: Start

    @property
    def months(self) -> int:
        """Months projected."""
        return int(self.scenario.values["years_ahead"]) * 12

    def children(self, values: Mapping[str, float]) -> np.ndarray:
        """Children expected by month and kind under some values."""
        return self.start.expected(self.months, supposed(values, self.start.seen.lines))

    def cost(self, values: Mapping[str, float]) -> pd.DataFrame:
        """Cost expected by financial year under some values."""
        prices = supposed_prices(values, self.start.seen.lines, self.start.prices)
        return cost_by_financial_year(self.children(values), prices, self.start.day, values["uplift_pct"])

    def _projected(self, values: Mapping[str, float]) -> Projected:
        prices = supposed_prices(values, self.start.seen.lines, self.start.prices)
        drawn = self.start.drawn(self.months, supposed(values, self.start.seen.lines))
        drawn_cost = drawn_cost_by_financial_year(drawn, prices, self.start.day, values["uplift_pct"])
        return Projected(self.children(values), drawn, self.cost(values), drawn_cost)

    @cached_property
    def with_it(self) -> Projected:
        """Under the scenario."""
        return self._projected(self.scenario.values)

    @cached_property
    def usual(self) -> Projected:
        """As things are, over the same years."""
        return self._projected(AS_THINGS_ARE)
