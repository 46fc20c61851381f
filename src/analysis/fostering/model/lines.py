"""Every line of the model in the order in which it is worked out."""

from analysis.fostering.assumptions import ASSUMPTIONS, BANDS
from analysis.fostering.model.households import HOUSEHOLDS_AND_PLACEMENTS, RATES, TIME_AND_PRICES
from analysis.fostering.model.line import Line
from analysis.fostering.model.money import COST_AVOIDED, NET, SPEND
from analysis.fostering.model.results import RESULTS

SMALLEST_GBP = 0.005
"""Half a penny: less than this is nothing."""

CONSTANTS = {"weeks_per_year": 365 / 7, "smallest_gbp": SMALLEST_GBP}
"""What the model takes as given and no scenario may change."""

BAND_LISTS = {
    "council_tax_bands": tuple(f"council_tax_band_{band}_gbp_per_year" for band in BANDS),
    "existing_households_bands": tuple(f"existing_households_band_{band}" for band in BANDS),
    "new_households_bands": tuple(f"new_households_band_{band}_pct" for band in BANDS),
}
"""Assumptions by band of council tax, under one name each."""

MONTHLY: tuple[Line, ...] = (*TIME_AND_PRICES, *HOUSEHOLDS_AND_PLACEMENTS, *SPEND, *COST_AVOIDED, *NET)
"""Worked out for each month, in this order."""

SECTIONS = {
    "Worked out once": RATES,
    "Time and prices": TIME_AND_PRICES,
    "Households and placements": HOUSEHOLDS_AND_PLACEMENTS,
    "Spend": SPEND,
    "Cost avoided": COST_AVOIDED,
    "Net": NET,
    "Results, counting all cost avoided": RESULTS["all_cost_avoided"],
    "Results, counting only what can be cashed": RESULTS["cashable_only"],
}
"""The table of lines by section."""

LINES: dict[str, Line] = {line.name: line for section in SECTIONS.values() for line in section}
"""Every line by name."""

GIVEN = {*ASSUMPTIONS, *CONSTANTS, *BAND_LISTS}
"""What a formula may name that is not a line."""
