"""What other councils say their schemes needed, recomputed with this council's figures."""

import pandas as pd

from analysis.fostering.published_case import saving_per_placement


def break_even_claim(claimed_carers: float, assumptions: pd.DataFrame, unit_costs: pd.DataFrame) -> pd.DataFrame:
    """Another council's number of carers to break even, beside this council's own.

    A carer breaks even in a full year: what the placements avoid, less the carer's own relief, against the relief of existing
    households. The other council's relief bill and unit costs are not in the report, so the claim can be held only against
    this council's.

    Parameters
    ----------
    claimed_carers
        More carers that the other council said it needed; Liverpool: 10.
    assumptions, unit_costs
        As ``published_case.break_even_placements`` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per ``cost_basis`` and ``placements_per_carer`` (the report's one and two, and what its table 2 implies):
        ``net_saving_per_carer_gbp``, ``carers_exact``, ``carers_to_break_even`` (rounded up), ``claimed_carers``, and
        ``relief_covered_gbp``, the relief bill that the claimed carers would cover at this council's costs.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 6, sections 3 and 5.
    """
    value = assumptions.set_index("assumption")["value"]
    relief = value["new_households_cost_high"] / value["new_households_per_year_high"]
    implied = value["new_placements_per_year"] / value["new_households_per_year_high"]
    rows = []
    for basis in unit_costs["cost_basis"].drop_duplicates():
        saving = saving_per_placement(unit_costs, basis)
        for placements in sorted({value["placements_per_household_low"], implied, value["placements_per_household_high"]}):
            net = placements * saving - relief
            exact = value["existing_households_cost"] / net if net > 0 else float("nan")
            rows.append((basis, placements, net, exact, -(-exact // 1), claimed_carers, claimed_carers * net))
    names = [
        "cost_basis",
        "placements_per_carer",
        "net_saving_per_carer_gbp",
        "carers_exact",
        "carers_to_break_even",
        "claimed_carers",
        "relief_covered_gbp",
    ]
    return pd.DataFrame(rows, columns=names)
