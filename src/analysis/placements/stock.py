"""Children looked after on a date, by type of placement."""

import pandas as pd

from analysis.catalogue.code_lists import code_list

PLACEMENT_TYPES = code_list("placement_types")
"""Types of placement by indicator, in short words; a report may have others."""

TYPE_PREFIX = "cla_placement_"
"""Start of the name of every indicator that counts children in one type of placement."""

WITHHELD = "x"
"""What the report prints in place of a count below five."""

RATE_INDICATOR = "children_looked_after_per_10k"
CARE_INDICATORS = [
    "short_term_placement_stability_pct",
    "long_term_placement_stability_pct",
    "residential_placements",
    "unregistered_placements",
    "unplanned_admissions",
    "children_looked_after_reviews_in_time_pct",
]
HEALTH_INDICATORS = [
    "health_checks_up_to_date_pct",
    "dental_checks_up_to_date_pct",
    "optical_checks_up_to_date_pct",
    "immunisations_up_to_date_pct",
    "initial_health_assessments_in_time_pct",
]
"""Monthly indicators of children in care, as ``performance_measures.csv`` names them."""

DATES = ["children_placed_first", "children_placed_second", "children_placed_third", "children_placed_latest"]


def cla_on_dates(values: pd.DataFrame) -> pd.DataFrame:
    """Children looked after at each date for which the number is known.

    Parameters
    ----------
    values
        One row per ``indicator`` and ``period_end_date``; ``value``.

    Returns
    -------
    pandas.DataFrame
        One row per date in order: ``snapshot_date``, ``children_looked_after``.
    """
    rows = values[(values["indicator"] == "cla") & values["value"].notna()].sort_values("period_end_date")
    return pd.DataFrame({"snapshot_date": rows["period_end_date"], "children_looked_after": rows["value"].astype("Int64")}).reset_index(
        drop=True
    )


def type_names(values: pd.DataFrame, indicators: pd.DataFrame) -> dict[str, str]:
    """Name of each type of placement in the figures, by indicator: those of ``PLACEMENT_TYPES`` first, then any other under its own name.

    Parameters
    ----------
    values
        One row per ``indicator`` and date.
    indicators
        One row per ``indicator`` with its ``name``; may lack some.

    >>> values = pd.DataFrame({"indicator": ["cla", "cla_placement_boat", "cla_placement_secure"]})
    >>> type_names(values, pd.DataFrame({"indicator": ["cla_placement_boat"], "name": ["Children looked after: on a boat"]}))
    {'cla_placement_secure': 'Secure units', 'cla_placement_boat': 'On a boat'}
    """
    printed = indicators.drop_duplicates("indicator").set_index("indicator")["name"]
    found = [name for name in values["indicator"].drop_duplicates() if name.startswith(TYPE_PREFIX)]
    names = {indicator: name for indicator, name in PLACEMENT_TYPES.items() if indicator in found}
    for indicator in found:
        if indicator not in names:
            own = str(printed.get(indicator, indicator.removeprefix(TYPE_PREFIX).replace("_", " "))).partition(": ")
            text = own[2] or own[0]
            names[indicator] = text[:1].upper() + text[1:]
    return names


def placements_by_type(values: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Children looked after in each type of placement at each date.

    Parameters
    ----------
    values
        One row per ``indicator`` and ``period_end_date``; ``value``, ``value_note`` (``x`` where the source withheld it).
    names
        As ``type_names`` returns them.

    Returns
    -------
    pandas.DataFrame
        One row per type and date, types in the order of the names: ``placement_type``, ``snapshot_date``,
        ``children_in_type`` (missing where withheld or not known), ``withheld_by_source``.
    """
    rows = values[values["indicator"].isin(names)].copy()
    rows["withheld_by_source"] = (rows["value_note"] == WITHHELD).fillna(False).astype(bool)
    order = {indicator: position for position, indicator in enumerate(names)}
    rows = rows.sort_values(
        ["indicator", "period_end_date"], key=lambda column: column.map(order) if column.name == "indicator" else column
    )
    return pd.DataFrame(
        {
            "placement_type": rows["indicator"].map(names),
            "snapshot_date": rows["period_end_date"],
            "children_in_type": rows["value"].astype("Int64"),
            "withheld_by_source": rows["withheld_by_source"],
        }
    ).reset_index(drop=True)


def dates_side_by_side(by_type: pd.DataFrame, hidden: pd.Series, dates: list[pd.Timestamp]) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Up to four dates as columns, with the change over them, and which figures are hidden.

    Parameters
    ----------
    by_type
        As ``placements_by_type`` returns it.
    hidden
        Whether each of its rows is hidden.
    dates
        The dates to show, in order, no more than four.

    Returns
    -------
    tuple
        A table of one row per type: ``placement_type``, the columns of ``DATES`` (missing where there are fewer
        dates), ``change_placed_children`` from the first of them to the latest; and for each column of ``DATES`` a mask.
    """
    names = DATES[-len(dates) :]
    rows = by_type.assign(hidden=hidden)
    index = list(dict.fromkeys(rows["placement_type"]))
    wide = rows.pivot(index="placement_type", columns="snapshot_date", values="children_in_type").reindex(index=index, columns=dates)
    masks = rows.pivot(index="placement_type", columns="snapshot_date", values="hidden").reindex(index=index, columns=dates)
    table = wide.set_axis(names, axis="columns").reindex(columns=DATES).astype("Int64")
    table["change_placed_children"] = table[DATES[-1]] - table[names[0]]
    masks = masks.set_axis(names, axis="columns").fillna(False).astype(bool).reset_index(drop=True)
    return table.rename_axis("placement_type").rename_axis(columns=None).reset_index(), {name: masks[name] for name in names}


def types_against_total(by_type: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Dates at which the placement types that are printed come to more children than are looked after.

    Parameters
    ----------
    by_type, totals
        As ``placements_by_type`` and ``cla_on_dates`` return them.

    Returns
    -------
    pandas.DataFrame
        One row per such date: ``snapshot_date``, ``types_in_all_children``, ``children_looked_after``, ``excess_children``,
        and ``smallest_type_children``, which the sum would give away if it were hidden.
        A sum that falls short of the total is not returned: it would tell how many children were withheld.
    """
    printed = by_type[by_type["children_in_type"] > 0].groupby("snapshot_date")["children_in_type"]
    sums = printed.agg(types_in_all_children="sum", smallest_type_children="min").reset_index()
    table = sums.merge(totals, on="snapshot_date")
    table["excess_children"] = table["types_in_all_children"] - table["children_looked_after"]
    return table[table["excess_children"] > 0].reset_index(drop=True)


def totals_side_by_side(totals: pd.DataFrame, dates: list[pd.Timestamp]) -> pd.DataFrame:
    """Children looked after at the same dates, in the columns of ``dates_side_by_side``.

    Parameters
    ----------
    totals
        As ``cla_on_dates`` returns it.
    dates
        As for ``dates_side_by_side``.

    Returns
    -------
    pandas.DataFrame
        One row: ``placement_type``, the columns of ``DATES`` and ``change_placed_children``; missing where the number is not known.
    """
    counts = totals.set_index("snapshot_date")["children_looked_after"].reindex(dates)
    names = DATES[-len(dates) :]
    table = pd.DataFrame([dict(zip(names, counts.tolist(), strict=True))]).reindex(columns=DATES).astype("Int64")
    table.insert(0, "placement_type", "All")
    table["change_placed_children"] = table[DATES[-1]] - table[names[0]]
    return table


def unregistered_children(stated: pd.DataFrame) -> pd.DataFrame:
    """Young people in unregistered arrangements, as the text states them: ``unregistered_children``; no row where it does not.

    Parameters
    ----------
    stated
        Figures of the improvement plan's text: ``quantity``, ``stated_value``.
    """
    rows = stated.loc[stated["quantity"] == "cla_unregistered_arrangements", "stated_value"]
    return pd.DataFrame({"unregistered_children": rows.astype("Int64")}).reset_index(drop=True)
