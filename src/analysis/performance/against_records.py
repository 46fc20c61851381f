"""Measures worked out from records beside those that a report prints."""

import pandas as pd

PER_CENT, CHILDREN = "per cent", "children"


def beside_printed(measured: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """Measures from records with the printed figure of the same indicator and kind, and the difference.

    Parameters
    ----------
    measured
        One row per measure: ``indicator``, ``measure_kind``, ``counted_part``, ``counted_whole`` (missing for a count), ``counted_pct``; others are kept.
    printed
        One row per ``indicator`` and ``measure_kind``: ``printed_value``, ``printed_definition``, ``printed_hidden``.

    Returns
    -------
    pandas.DataFrame
        The rows of ``measured`` less ``counted_pct``, with ``measure_unit``, ``records_value`` (per cent, or the count), ``printed_value``,
        ``printed_definition``, ``printed_hidden`` and ``printed_difference`` (records less report).

    >>> rows = pd.DataFrame([["a", "snapshot", 3, 4, 75.0], ["b", "snapshot", 9, None, None]])
    >>> rows.columns = ["indicator", "measure_kind", "counted_part", "counted_whole", "counted_pct"]
    >>> report = pd.DataFrame({"indicator": ["a"], "measure_kind": ["snapshot"], "printed_value": [70.0], "printed_hidden": [False]})
    >>> report["printed_definition"] = "A share"
    >>> beside_printed(rows, report)[["measure_unit", "records_value", "printed_difference"]].values.tolist()
    [['per cent', 75.0, 5.0], ['children', 9.0, <NA>]]
    """
    table = measured.merge(
        printed[["indicator", "measure_kind", "printed_value", "printed_definition", "printed_hidden"]],
        on=["indicator", "measure_kind"],
        how="left",
    )
    is_count = table["counted_whole"].isna()
    share = table.pop("counted_pct").astype("Float64")
    table["measure_unit"] = is_count.map({True: CHILDREN, False: PER_CENT})
    table["records_value"] = share.mask(is_count, table["counted_part"].astype("Float64"))
    table["printed_value"] = table["printed_value"].astype("Float64")
    table["printed_hidden"] = table["printed_hidden"].eq(True)
    table["printed_difference"] = table["records_value"] - table["printed_value"]
    return table
