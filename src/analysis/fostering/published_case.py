"""The scheme's invest-to-save case as the council published it, reproduced year by year."""

import pandas as pd

from analysis.errors import MissingFigure, UnknownChoice


def unit_cost_gap(unit_costs: pd.DataFrame) -> pd.DataFrame:
    """Cost of an agency placement less an in-house one, on each basis; positive when the agency costs more.

    Parameters
    ----------
    unit_costs
        One row per ``cost_basis`` and ``provider`` (``in_house``, ``independent_fostering_agency``);
        ``unit_cost_gbp_per_year``, nominal; ``children_placed`` and ``annual_spend_gbp`` where the basis states them.

    Returns
    -------
    pandas.DataFrame
        One row per ``cost_basis``: ``in_house_gbp_per_year``, ``agency_gbp_per_year``, ``saving_per_placement_gbp``,
        ``children_placed``, ``annual_gap_gbp`` (saving per placement for those children; missing where not stated).

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 6, section 5.
    """
    costs = unit_costs.pivot(index="cost_basis", columns="provider", values="unit_cost_gbp_per_year")
    table = pd.DataFrame(
        {"in_house_gbp_per_year": costs["in_house"], "agency_gbp_per_year": costs["independent_fostering_agency"]},
        index=unit_costs["cost_basis"].drop_duplicates(),
    )
    table["saving_per_placement_gbp"] = table["agency_gbp_per_year"] - table["in_house_gbp_per_year"]
    table["children_placed"] = unit_costs.groupby("cost_basis")["children_placed"].first()
    table["annual_gap_gbp"] = table["saving_per_placement_gbp"] * table["children_placed"].astype("Float64")
    return table.rename_axis("cost_basis").reset_index()


def saving_per_placement(unit_costs: pd.DataFrame, cost_basis: str) -> float:
    """Saving a year for each child placed in house instead of with an agency, in GBP.

    Raises
    ------
    UnknownChoice
        If the report does not give unit costs on that basis.
    """
    gaps = unit_cost_gap(unit_costs).set_index("cost_basis")["saving_per_placement_gbp"]
    if cost_basis not in gaps:
        raise UnknownChoice(f'"{cost_basis}" is not a basis of unit costs. There are: {", ".join(gaps.index)}.')
    return float(gaps[cost_basis])


def yearly_case(assumptions: pd.DataFrame, unit_costs: pd.DataFrame, cost_basis: str) -> pd.DataFrame:
    """Cost, cost avoided and net of the scheme in each year; net is positive when more is avoided than spent.

    Each year stands at that year's level: what the scheme costs in the year, not what it has cost so far.

    Parameters
    ----------
    assumptions
        One row per ``assumption`` with its ``value``.
    unit_costs
        As ``unit_cost_gap`` takes them.
    cost_basis
        Which unit costs to use, such as ``average_placement``.

    Returns
    -------
    pandas.DataFrame
        One row per ``scheme_year`` from 0, the current year: ``existing_households``, ``new_households``,
        ``existing_households_cost_gbp``, ``new_households_cost_gbp``, ``scheme_cost_gbp``, ``new_placements``,
        ``cost_avoided_gbp``, ``net_gbp``; nominal, a year each.

    Raises
    ------
    MissingFigure
        If an assumption is absent.

    Notes
    -----
    New households are costed at the high end of the report's range, as its table 2 does. Source:
    ``scrutiny-2023-11``, item 6, section 5 and table 2.
    """
    value = _values(assumptions)
    saving = saving_per_placement(unit_costs, cost_basis)
    table = pd.DataFrame({"scheme_year": range(int(value["scheme_years"]) + 1)})
    table["existing_households"] = int(value["existing_households"])
    table["new_households"] = (table["scheme_year"] * value["new_households_per_year_high"]).astype(int)
    table["existing_households_cost_gbp"] = value["existing_households_cost"]
    table["new_households_cost_gbp"] = table["scheme_year"] * value["new_households_cost_high"]
    table["scheme_cost_gbp"] = table["existing_households_cost_gbp"] + table["new_households_cost_gbp"]
    table["new_placements"] = (table["scheme_year"] * value["new_placements_per_year"]).astype(int)
    table["cost_avoided_gbp"] = table["new_placements"] * saving
    table["net_gbp"] = table["cost_avoided_gbp"] - table["scheme_cost_gbp"]
    return table


def whole_period(case: pd.DataFrame) -> pd.DataFrame:
    """Cost, cost avoided and net of all years together: one row with the money columns of ``yearly_case``."""
    return case[[column for column in case if column.endswith("_gbp")]].sum().to_frame().T


def against_printed(case: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The reproduced case beside the printed one; differences are reproduced less printed, in GBP.

    Returns
    -------
    pandas.DataFrame
        One row per ``scheme_year``: ``scheme_cost_gbp``, ``printed_scheme_cost_gbp``, ``scheme_cost_difference_gbp``
        and the same three of cost avoided; a blank cell of the printed table is missing.
    """
    table = case.merge(printed, on="scheme_year", how="outer")
    for name in ("scheme_cost", "cost_avoided"):
        table[f"{name}_difference_gbp"] = table[f"{name}_gbp"] - table[f"printed_{name}_gbp"]
    columns = [
        f"{prefix}{name}{suffix}"
        for name in ("scheme_cost", "cost_avoided")
        for prefix, suffix in (("", "_gbp"), ("printed_", "_gbp"), ("", "_difference_gbp"))
    ]
    return table[["scheme_year", *columns]]


def break_even_placements(assumptions: pd.DataFrame, unit_costs: pd.DataFrame) -> pd.DataFrame:
    """New placements at which the cost avoided in a year meets the scheme's cost in it.

    Returns
    -------
    pandas.DataFrame
        One row per ``cost_basis`` and ``relief_counted`` (existing households only; with the new households' own):
        ``relief_per_new_placement_gbp``, ``net_saving_per_placement_gbp``, ``placements_exact``,
        ``break_even_placements`` (rounded up to a whole placement).
    """
    value = _values(assumptions)
    own_relief = value["new_households_cost_high"] / value["new_placements_per_year"]
    rows = []
    for gap in unit_cost_gap(unit_costs).itertuples():
        for counted, relief in (("Existing households only", 0.0), ("With the new households' own relief", own_relief)):
            net = gap.saving_per_placement_gbp - relief
            exact = value["existing_households_cost"] / net if net > 0 else float("nan")
            rows.append((gap.cost_basis, counted, relief, net, exact, -(-exact // 1)))
    names = [
        "cost_basis",
        "relief_counted",
        "relief_per_new_placement_gbp",
        "net_saving_per_placement_gbp",
        "placements_exact",
        "break_even_placements",
    ]
    return pd.DataFrame(rows, columns=names)


def households_by_band(assumptions: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """What each group of households is costed at, and the council tax band that it matches.

    A group matches a band when the band's council tax times its households gives the printed cost to the pound;
    else the bands that its average lies between are named.

    Parameters
    ----------
    assumptions
        One row per ``assumption`` with its ``value``.
    bands
        One row per ``council_tax_band``, A to H: ``council_tax_gbp_per_year``.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``household_group``, ``households``, ``group_cost_gbp``, ``cost_per_household_gbp``,
        ``matching_band``, ``matching_band_gbp_per_year`` (its council tax; missing where the average lies between bands).
    """
    value = _values(assumptions)
    groups = [
        ("Existing households", value["existing_households"], value["existing_households_cost"]),
        ("New households a year, fewest", value["new_households_per_year_low"], value["new_households_cost_low"]),
        ("New households a year, most", value["new_households_per_year_high"], value["new_households_cost_high"]),
    ]
    table = pd.DataFrame(groups, columns=["household_group", "households", "group_cost_gbp"]).astype({"households": int})
    table["cost_per_household_gbp"] = table["group_cost_gbp"] / table["households"]
    table["matching_band"] = [_matching_band(row.households, row.group_cost_gbp, bands) for row in table.itertuples()]
    tax = bands.set_index("council_tax_band")["council_tax_gbp_per_year"]
    table["matching_band_gbp_per_year"] = table["matching_band"].str.removeprefix("Band ").map(tax)
    return table


def _matching_band(households: int, cost: float, bands: pd.DataFrame) -> str:
    tax = bands.set_index("council_tax_band")["council_tax_gbp_per_year"].sort_values()
    exact = tax[(tax * households - cost).abs() < 1]
    if not exact.empty:
        return f"Band {exact.index[0]}"
    below, above = tax[tax < cost / households], tax[tax > cost / households]
    if below.empty or above.empty:
        return f"{'Below' if below.empty else 'Above'} every band"
    return f"Between bands {below.index[-1]} and {above.index[0]}"


def _values(assumptions: pd.DataFrame) -> pd.Series:
    values = assumptions.set_index("assumption")["value"]
    needed = [
        "existing_households",
        "existing_households_cost",
        "new_placements_per_year",
        "new_households_per_year_low",
        "new_households_per_year_high",
        "new_households_cost_low",
        "new_households_cost_high",
        "scheme_years",
    ]
    missing = [name for name in needed if name not in values or pd.isna(values[name])]
    if missing:
        raise MissingFigure(f"fostering_scheme_assumptions.csv lacks {', '.join(missing)}. Add the row: a gap is not a zero.")
    return values
