"""What sections from records share: a table released with what is hidden in it, rows hidden together, the quarter of a day."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.errors import NotReleased
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow
from analysis.periods import Month, Quarter


def last_drawn(given: Given, lists: dict[str, pd.DataFrame]) -> pd.Timestamp:
    """Day on which the last of some lists was drawn.

    Raises
    ------
    NothingToShow
        If it is before the quarter.
    """
    day = max(table["as_at_date"].max() for table in lists.values())
    if day < pd.Timestamp(given.quarter.start):
        drawn = f"{day.day} {day:%B %Y}"
        raise NothingToShow(
            f"The last child-level lists held were drawn on {drawn}, before {given.quarter.label[:1].lower()}{given.quarter.label[1:]}.",
            "Take in those of the quarter with: analysis ingest FILES --authority NAME",
        )
    return day


def released_or_hidden(given: Given, table: pd.DataFrame, name: str, withheld: dict[str, pd.Series]) -> Released:
    """A table let out; where its small counts cannot be hidden one by one, with every count hidden.

    Raises
    ------
    NothingToShow
        If even that would tell them.
    """
    try:
        return given.release(table, name, withheld=withheld)
    except NotReleased:
        counts = [column for column in table if field(column).kind == "count_of_children"]
        every = dict.fromkeys(counts, pd.Series(True, index=table.index))
    try:
        return given.release(table, name, withheld=withheld | every)
    except NotReleased as failure:
        raise NothingToShow("So few children are in the teams that what may be shown would tell how many.") from failure


def hidden_together(table: pd.DataFrame, columns: list[str], policy: str) -> pd.Series:
    """Rows in which some counts are hidden together: one of them is small, or what the sum of a column would give away needs it."""
    limit = policy_named(policy).smallest_count
    small = (table[columns].gt(0) & table[columns].lt(limit)).any(axis="columns")
    if limit == 0 or not small.any():
        return small
    counted = table[columns].sum(axis="columns")
    while small.sum() < 2 and (~small & counted.gt(0)).any():
        small[counted[~small & counted.gt(0)].astype(int).idxmin()] = True
    return small


def quarter_of(day: pd.Timestamp) -> str:
    """The quarter of a day, such as ``2023-24-Q2``."""
    return str(Quarter.of_month(Month(day.year, day.month)))


def year_of(day: pd.Timestamp) -> str:
    """The financial year of a day, such as ``2023-24``."""
    return str(Quarter.parse(quarter_of(day)).year)


def too_few(counts: pd.Series, policy: str) -> pd.Series:
    """Counts that are too small to be shown."""
    return counts.between(1, policy_named(policy).smallest_count - 1).fillna(False).astype(bool)
