"""What other councils say their schemes needed, recomputed with this council's figures."""

import numpy as np
import pandas as pd

from analysis.fostering.published_case import saving_per_placement


def break_even_claims(schemes: pd.DataFrame, assumptions: pd.DataFrame, unit_costs: pd.DataFrame) -> pd.DataFrame:
    """The number of carers that other councils said they needed to break even, beside this council's own.

    A carer breaks even in a full year: what the placements avoid, less the carer's own relief, against the relief of existing
    households. The other councils' relief bills and unit costs are not in the report, so a claim can be held only against
    this council's.

    Parameters
    ----------
    schemes
        One row per ``council``: ``break_even_carers``, missing where it named none. Liverpool: 10.
    assumptions, unit_costs
        As ``published_case.break_even_placements`` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per ``council`` that named a number, ``cost_basis`` and ``placements_per_carer`` (the report's one and two, and
        what its table 2 implies): ``net_saving_per_carer_gbp``, ``carers_exact`` (missing where a carer saves nothing),
        ``carers_to_break_even`` (rounded up), ``claimed_carers``, ``relief_covered_gbp``, the relief bill that the claimed
        carers would cover at this council's costs, and ``existing_households_cost_gbp``, the bill that there is.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 6, sections 3 and 5.
    """
    value = assumptions.set_index("assumption")["value"]
    own_relief = value["new_households_cost_high"] / value["new_households_per_year_high"]
    implied = value["new_placements_per_year"] / value["new_households_per_year_high"]
    placements = sorted({value["placements_per_household_low"], implied, value["placements_per_household_high"]})
    bases = pd.Series(unit_costs["cost_basis"].drop_duplicates(), name="cost_basis")
    claims = schemes.dropna(subset=["break_even_carers"])[["council", "break_even_carers"]]
    table = claims.merge(bases, how="cross").merge(pd.Series(placements, name="placements_per_carer"), how="cross")
    saving = table["cost_basis"].map({basis: saving_per_placement(unit_costs, basis) for basis in bases})
    net = table["placements_per_carer"] * saving - own_relief
    table["net_saving_per_carer_gbp"] = net
    table["carers_exact"] = value["existing_households_cost"] / net.where(net > 0)
    table["carers_to_break_even"] = np.ceil(table["carers_exact"])
    table["claimed_carers"] = table["break_even_carers"]
    table["relief_covered_gbp"] = table["claimed_carers"] * net
    table["existing_households_cost_gbp"] = value["existing_households_cost"]
    return table.drop(columns="break_even_carers")
