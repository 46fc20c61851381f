"""Sentences on children in care who went missing, from the returns."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.care_from_records import period_label, short_period
from analysis.present.wording import counted, number, rose_or_fell, sentence_case

__all__ = ["number", "short_period"]

METHOD = (
    "An episode of the return counts in the period in which it began; being away without leave is not counted. A child counts once in a period, so that "
    "children of quarters do not add up to those of a year."
)


def last_period(periods: Released) -> list[str]:
    """Episodes and children of the last period."""
    last = periods.table.iloc[-1]
    name = period_label(last["care_period"])
    if pd.isna(last["returns_missing_episodes"]):
        return [f"How often children in care went missing in {name} is not shown: too few did."]
    return [
        f"In {name}, {counted(last['returns_missing_children'], 'child', 'children')} in care went missing, "
        f"{counted(last['returns_missing_episodes'], 'time')} in all."
    ]


def title(drawn: Released) -> str:
    """Finding of the chart: how the number of episodes changed from the first period to the last."""
    rows = drawn.table
    change = rows["returns_missing_episodes"].iloc[-1] - rows["returns_missing_episodes"].iloc[0]
    first, last = (period_label(rows["care_period"].iloc[place]) for place in (0, -1))
    return f"Missing episodes {rose_or_fell(change, number(abs(change)))} from {first} to {last}"


def description(drawn: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{sentence_case(period_label(row.care_period))}: {number(row.returns_missing_episodes)} episodes of "
        f"{number(row.returns_missing_children)} children"
        for row in drawn.table.itertuples()
    ]
    return f"{'; '.join(parts)}."
