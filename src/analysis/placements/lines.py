"""Lines of a placements budget: which type and provider stand on which, and which of them are shown together."""

import pandas as pd

from analysis.catalogue.code_lists import code_list

OTHER_LINE = "Other placements"
"""The line of a type that is on none of its own, and of those too small to be shown by themselves."""


def placement_line(placement_type: pd.Series, placement_provider: pd.Series) -> pd.Series:
    """Budget line of each placement, by its codes of type and provider.

    >>> list(placement_line(pd.Series(["U6", "U6", "K2", "P1"]), pd.Series(["PR1", "PR4", "PR4", "PR0"])))
    ['In-house fostering', 'Agency fostering', "Children's homes bought in", 'Other placements']
    """
    return _named("placement_lines", placement_type, placement_provider)


def placement_kind(placement_type: pd.Series, placement_provider: pd.Series) -> pd.Series:
    """Kind of each placement as children in care are counted by it: the budget's lines with homes together, and those that cost nothing named.

    >>> list(placement_kind(pd.Series(["U6", "U4", "K2", "A5", "P1", "R5"]), pd.Series(["PR1", "PR5", "PR4", "PR1", "PR0", None])))
    ['In-house fostering', 'Agency fostering', "Children's homes", 'Placed for adoption', 'Placed with parents', 'Other placements']
    """
    return _named("placement_kinds", placement_type, placement_provider)


def _named(names: str, placement_type: pd.Series, placement_provider: pd.Series) -> pd.Series:
    """Name of each placement in a list whose codes are types, or types and providers where the provider matters."""
    named = code_list(names)
    both = placement_type + "." + placement_provider
    return both.map(named).fillna(placement_type.map(named)).fillna(OTHER_LINE)


def lines_shown(children: pd.DataFrame, fewest: int) -> dict[str, str]:
    """Line under which each line is shown: its own, or one that takes all with too few children.

    Parameters
    ----------
    children
        One row per ``placement_line``, one column per table that is shown: children behind it there. None at all is no small number.
    fewest
        Fewest children of a line that stands by itself; 0 shows all.

    Returns
    -------
    dict
        By line. Where those with too few are still too few together, the smallest of the others goes with them.

    >>> children = pd.DataFrame({"now": [9, 3, 12], "then": [9, 8, 12]}, index=["A", "B", "C"])
    >>> lines_shown(children, 5)
    {'A': 'Other placements', 'B': 'Other placements', 'C': 'C'}
    """
    small = (children.gt(0) & children.lt(fewest)).any(axis="columns")
    if small.any():
        small |= children.index == OTHER_LINE
    while small.any() and not small.all():
        together = children[small].sum()
        if not (together.gt(0) & together.lt(fewest)).any():
            break
        small[children[~small].sum(axis="columns").idxmin()] = True
    return {line: OTHER_LINE if hidden else line for line, hidden in small.items()}


def most_at_once(spells: pd.DataFrame, until: pd.Timestamp) -> int:
    """Most children who were in some placements at the same time, up to a day.

    Parameters
    ----------
    spells
        ``started_date`` and ``ended_date`` (missing while open); of a child who leaves and one who comes on the same day, one is there.

    >>> spells = pd.DataFrame({"started_date": pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01"]),
    ...     "ended_date": pd.to_datetime(["2024-03-01", None, None])})
    >>> most_at_once(spells, pd.Timestamp("2024-06-30"))
    2
    """
    starts = spells.loc[spells["started_date"] <= until, "started_date"]
    ends = spells.loc[spells["ended_date"] <= until, "ended_date"]
    steps = pd.concat([pd.Series(1, index=starts), pd.Series(-1, index=ends)]).groupby(level=0).sum().sort_index()
    return int(steps.cumsum().max()) if len(steps) else 0
