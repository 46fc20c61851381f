"""What a fostering scenario may state: levers, uncertainties and outcomes, with unit, bounds and meaning."""

from analysis.ingest.scenario_entries import Declared, as_data

STANDING_DRAWS, STANDING_SEED = 100_000, 20231107
"""Draws and seed of the report that stands for a scenario; a run with others has a report of its own."""

BANDS = ("a", "b", "c", "d", "e", "f", "g", "h")


def _pct(name: str, meaning: str, most: float = 100.0, least: float = 0.0) -> Declared:
    return Declared(name, meaning, "per cent", least, most)


def _gbp(name: str, meaning: str, unit: str = "£ a year", most: float = 1e6, default: float | None = None) -> Declared:
    return Declared(name, meaning, unit, 0.0, most, default=default)


def _flag(name: str, meaning: str) -> Declared:
    return Declared(name, meaning, "true or false", 0.0, 1.0, "flag")


_LEVERS = (
    Declared("horizon_years", "Years appraised, the first being year 0", "years", 1, 10, "whole"),
    Declared("recruitment_years", "Years for which the scheme brings new placements and transfers", "years", 0, 10),
    _pct("relief_pct", "Share of what is left of the council tax bill that full relief covers"),
    _pct("respite_relief_pct", "Share of what is left of the council tax bill that relief for households giving respite only covers"),
    Declared("relief_wait_months", "Months of care before a new household's relief starts; not back-dated", "months", 0, 12, "whole"),
    _flag("relief_needs_placement", "Relief only for households with a child placed; if false, for every approved household"),
    _flag("relief_new_outside_city", "New households outside the city are reimbursed too"),
    _gbp("weekly_fee_gbp_per_household", "Fee uplift for each household with a child placed", "£ a week", 1000),
    _gbp("set_up_cost_gbp", "One-off cost in the first month", "£", 1e7),
    _gbp("running_cost_gbp_per_year", "Cost of running the scheme, at year 0 prices", most=1e7),
    _flag("marginal_costs", "Count only the part of unit costs that moves with one placement"),
)

_UNCERTAINTIES = (
    Declared("existing_households", "Households entitled to relief when the scheme starts", "households", 0, 5000),
    _gbp("existing_bill_gbp_per_household", "Average council tax bill of an existing household"),
    _gbp("new_bill_gbp_per_household", "Average council tax bill of a new household"),
    *(_gbp(f"council_tax_band_{band}_gbp_per_year", f"Council tax of band {band.upper()} in year 0") for band in BANDS),
    *(
        Declared(f"existing_households_band_{band}", f"Existing households in band {band.upper()}", "households", 0, 5000, default=0.0)
        for band in BANDS
    ),
    *(
        Declared(f"new_households_band_{band}_pct", f"Share of new households in band {band.upper()}", "per cent", 0, 100, default=0.0)
        for band in BANDS
    ),
    _pct("existing_discount_pct", "Part of existing households' bills that discounts already cover"),
    _pct("new_discount_pct", "Part of new households' bills that discounts already cover"),
    _pct("existing_outside_city_pct", "Share of existing households that live outside the city"),
    _pct("new_outside_city_pct", "Share of new households that live outside the city"),
    _pct("outside_city_bill_pct", "Average bill outside the city, of the average bill in it", 300),
    _pct("respite_only_pct", "Share of households that give respite only"),
    _pct("idle_households_pct", "Share of approved households with no child placed", 90),
    Declared("usual_recruits_per_year", "Households recruited each year with or without the scheme", "households a year", 0, 1000),
    Declared("new_placements_per_year", "New in-house placements that each year of recruitment brings", "placements a year", 0, 1000),
    Declared("households_per_placement", "New households needed for one new placement", "households", 0.2, 5),
    Declared("recruitment_lag_months", "Months from the start until new placements begin", "months", 0, 60),
    Declared("ramp_months", "Months of each year over which that year's placements arrive", "months", 1, 12),
    _pct("deadweight_pct", "Share of the new placements that would have come anyway"),
    _pct("attrition_pct", "Households that leave in a year without the scheme", 95),
    _pct("attrition_prevented_pct", "Share of the households that would leave that the scheme keeps"),
    Declared("placements_per_existing_household", "Places for children in an existing household", "placements", 0, 10),
    _pct("occupancy_pct", "Share of the time that a place is filled"),
    _pct("displacement_pct", "Share of the children who would have been neither with an agency nor in residential care"),
    _pct("residential_share_pct", "Share of the other children who would have been in residential care"),
    Declared("transfers_per_year", "Agency households that transfer in each year of recruitment", "households a year", 0, 1000),
    Declared("children_per_transfer", "Children placed with an agency household who move with it", "children", 0, 10),
    _pct("transfer_deadweight_pct", "Share of the transfers that would have come anyway"),
    _gbp("in_house_gbp_per_year", "Full cost of an in-house placement"),
    _gbp("agency_gbp_per_year", "Full cost of an agency placement"),
    _gbp("residential_gbp_per_year", "Full cost of a residential placement"),
    _pct("in_house_marginal_pct", "Part of the in-house cost that one more placement adds"),
    _pct("bought_marginal_pct", "Part of the agency or residential cost that ends with a placement"),
    _pct("cashable_recruits_pct", "Part of the cost avoided by recruited and kept households that leaves the budget"),
    _pct("cashable_transfers_pct", "Part of the cost avoided by transfers that leaves the budget"),
    _pct("council_tax_uplift_pct", "Rise of council tax each April", 50, -20),
    _pct("in_house_uplift_pct", "Rise of in-house costs and fees each April", 50, -20),
    _pct("bought_uplift_pct", "Rise of agency and residential costs each April", 50, -20),
    _pct("inflation_pct", "General inflation a year: raises running costs, and turns nominal into real", 50, -20),
    _pct("discount_rate_pct", "Real discount rate a year", 20),
)

_OUTCOMES = (
    Declared("net_present_value_gbp", "Cost avoided less spend over the horizon, real and discounted to year 0", "£", float("-inf")),
    Declared("benefit_cost_ratio", "Present value of the cost avoided, for each pound of present value spent", "ratio", float("-inf")),
    Declared("payback_month", "First month from which the cumulative net stays at or above zero", "month"),
    Declared("peak_funding_gbp", "Most that has to be found at any time: the lowest cumulative net", "£"),
    Declared("peak_funding_month", "Month in which that is reached", "month"),
    Declared("break_even_placements_per_year", "New placements a year at which the net present value is zero", "placements a year"),
    Declared("switching_value", "Value of one assumption at which the net present value is zero, the others unchanged", "its own"),
)

LEVERS: dict[str, Declared] = {declared.name: declared for declared in _LEVERS}
"""What the council decides."""

UNCERTAINTIES: dict[str, Declared] = {declared.name: declared for declared in _UNCERTAINTIES}
"""What the council does not decide, or does not know."""

ZERO_MEANS = {
    "existing_bill_gbp_per_household": "worked out from the households in each band",
    "new_bill_gbp_per_household": "worked out from the share of households in each band",
}
"""What a value of 0 means, where it is not the number nought."""

OUTCOMES: dict[str, Declared] = {declared.name: declared for declared in _OUTCOMES}
"""What the appraisal gives, on each basis of the cost avoided."""

ASSUMPTIONS: dict[str, Declared] = LEVERS | UNCERTAINTIES
"""Everything that a scenario may state."""


def declared_assumptions() -> list[dict]:
    """Every assumption as plain data, as ``as_data`` gives it, by ``group``: ``levers`` or ``uncertainties``."""
    return [as_data(declared, "levers" if declared.name in LEVERS else "uncertainties") for declared in ASSUMPTIONS.values()]
