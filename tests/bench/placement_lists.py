"""Placement costs of one made-up council over ten years, as yearly lists tell of them: what the benchmarks price and project."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.chance import as_dates, day_number, financial_year_end, quarter_end
from analysis.ingest.made_up_council.council import simulated_council
from analysis.ingest.made_up_council.money import placement_costs

CHILDREN, YEARS, LAST = 2_630, 10, date(2025, 3, 31)
"""A council of the usual size: 153 such have as many children in need as England."""
DATES = ("started_date", "ended_date", "birth_date")


def yearly_lists() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Weekly and quarterly placement costs at the end of each year, one below the other, as the store gives them."""
    council = simulated_council("made-up", "made-up", ("made-up",), CHILDREN, YEARS, quarter_end(LAST), np.random.SeedSequence(7))
    parts: dict[str, list[pd.DataFrame]] = {"weekly": [], "quarterly": []}
    for year in range(LAST.year - YEARS + 1, LAST.year + 1):
        day = day_number(date(year, 3, 31))
        lists = placement_costs(council, day, financial_year_end(day))
        for name, table in ((name, lists[name]) for name in parts):
            typed = {column: as_dates(table[column].to_numpy()) for column in DATES if column in table}
            parts[name].append(table.assign(**typed, as_at_date=pd.Timestamp(year, 3, 31)))
    return tuple(pd.concat(parts[name], ignore_index=True) for name in ("weekly", "quarterly"))
