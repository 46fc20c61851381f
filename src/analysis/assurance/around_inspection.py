"""What a series did before and after each inspection."""

import pandas as pd


def around_inspections(series: pd.DataFrame, inspections: pd.DataFrame) -> pd.DataFrame:
    """The last figure before each inspection, the first after it, and the newest.

    Parameters
    ----------
    series
        Figures of one measure and area: ``end_date``, ``value``; missing ones are left out.
    inspections
        ``inspection_date`` and any other columns.

    Returns
    -------
    pandas.DataFrame
        The inspections, with ``before_date``, ``value_before``: the last figure of or before the day; ``after_date``, ``value_after``: the
        first after it; ``newest_date``, ``value_newest``. Missing where there is none.
    """
    known = series.dropna(subset="value").sort_values("end_date")
    rows = []
    for day in inspections["inspection_date"]:
        before, after = known[known["end_date"] <= day], known[known["end_date"] > day]
        rows.append(
            {
                "before_date": before["end_date"].iloc[-1] if len(before) else pd.NaT,
                "value_before": before["value"].iloc[-1] if len(before) else float("nan"),
                "after_date": after["end_date"].iloc[0] if len(after) else pd.NaT,
                "value_after": after["value"].iloc[0] if len(after) else float("nan"),
                "newest_date": known["end_date"].iloc[-1] if len(known) else pd.NaT,
                "value_newest": known["value"].iloc[-1] if len(known) else float("nan"),
            }
        )
    columns = ["before_date", "value_before", "after_date", "value_after", "newest_date", "value_newest"]
    return inspections.reset_index(drop=True).join(pd.DataFrame(rows, columns=columns))
