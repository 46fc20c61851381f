"""Every line of the model as a spreadsheet formula: what is worked out once, and what is worked out for each month.

The formulas are those at the head of ``fostering/cash_flow.py``. In a formula, ``[line]`` is that line in the same row,
``[line above]`` the row before (0 in the first), ``[line quarter]`` the row and the two before; any other name is a
defined name of the workbook. Percentages are stored as fractions.
"""

from dataclasses import dataclass

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import FLOWS, STANDS

TOTAL_COLUMNS = {**STANDS, **FLOWS}
"""Lines that the package gives by month and year, and their columns."""


@dataclass(frozen=True)
class Line:
    """One line: a formula, its name, and how it is shown.

    Attributes
    ----------
    kind
        ``money``, ``number``, ``factor``, ``whole``, ``month``, ``share`` or ``text``: how the figure is shown.
    """

    name: str
    heading: str
    kind: str
    meaning: str
    formula: str


def _published(name: str, formula: str) -> Line:
    """A line that the package gives too: heading and meaning as it declares them."""
    declared = field(TOTAL_COLUMNS[name])
    return Line(name, declared.heading_with_unit, declared.kind, declared.definition, formula)


RATES = (
    Line(
        "stay_without",
        "Stay, without the scheme",
        "factor",
        "Share of households still there a month later, without the scheme.",
        "(1 - attrition_pct) ^ (1 / 12)",
    ),
    Line(
        "stay_with",
        "Stay, with the scheme",
        "factor",
        "The same with the scheme.",
        "(1 - attrition_pct * (1 - attrition_prevented_pct)) ^ (1 / 12)",
    ),
    Line(
        "relief_share",
        "Relief given",
        "share",
        "Share of what is left of the bill, on average over households with full relief and those with respite only.",
        "relief_pct * (1 - respite_only_pct) + respite_relief_pct * respite_only_pct",
    ),
    Line(
        "approved_per_relieved",
        "Households relieved for each with a child placed",
        "factor",
        "1 where relief needs a placement; more where every approved household has it.",
        "IF(relief_needs_placement, 1, 1 / (1 - idle_households_pct))",
    ),
    Line(
        "existing_bill",
        "Bill of an existing household (£ a year)",
        "money",
        "The average bill stated, or the average over the bands.",
        "IF(existing_bill_gbp_per_household > 0, existing_bill_gbp_per_household, IF(SUM(existing_households_bands) > 0, "
        "SUMPRODUCT(existing_households_bands, council_tax_bands) / SUM(existing_households_bands), 0))",
    ),
    Line(
        "new_bill",
        "Bill of a new household (£ a year)",
        "money",
        "The average bill stated, or the average over the bands.",
        "IF(new_bill_gbp_per_household > 0, new_bill_gbp_per_household, SUMPRODUCT(new_households_bands, council_tax_bands))",
    ),
    Line(
        "existing_relief_rate",
        "Relief of an existing household (£ a month)",
        "money",
        "At the council tax of year 0, in the city.",
        "existing_bill * (1 - existing_discount_pct) * relief_share * approved_per_relieved / 12",
    ),
    Line(
        "new_relief_rate",
        "Relief of a new household (£ a month)",
        "money",
        "At the council tax of year 0, in the city.",
        "new_bill * (1 - new_discount_pct) * relief_share * approved_per_relieved / 12",
    ),
    Line(
        "in_house_part",
        "Part of the in-house cost counted",
        "share",
        "All of it, or the part that moves with one placement.",
        "IF(marginal_costs, in_house_marginal_pct, 1)",
    ),
    Line(
        "bought_part",
        "Part of bought costs counted",
        "share",
        "All of it, or the part that moves with one placement.",
        "IF(marginal_costs, bought_marginal_pct, 1)",
    ),
)
"""Worked out once, and used in every month."""

_TIME_AND_PRICES = (
    Line("t", "Month number", "whole", "Months from the start, the first being 1.", "[t above] + 1"),
    Line("month_start", "Month", "month", "The calendar month.", "EDATE(first_month, [t] - 1)"),
    Line(
        "counted",
        "Counted: 1 within the horizon, 0 beyond",
        "whole",
        "Months beyond the horizon enter no result.",
        "IF([t] <= 12 * horizon_years, 1, 0)",
    ),
    Line("year", "Scheme year", "whole", "The first is 0.", "INT(([t] - 1) / 12)"),
    Line("price_index", "Price index", "factor", "General prices, year 0 being 1.", "(1 + inflation_pct) ^ [year]"),
    Line("council_tax_index", "Council tax index", "factor", "Council tax, year 0 being 1.", "(1 + council_tax_uplift_pct) ^ [year]"),
    Line(
        "in_house_index", "In-house cost index", "factor", "In-house costs and fees, year 0 being 1.", "(1 + in_house_uplift_pct) ^ [year]"
    ),
    Line(
        "bought_index", "Bought cost index", "factor", "Agency and residential costs, year 0 being 1.", "(1 + bought_uplift_pct) ^ [year]"
    ),
    Line(
        "discount_factor",
        "Discount factor",
        "factor",
        "Turns real money of the year into present value.",
        "1 / (1 + discount_rate_pct) ^ [year]",
    ),
    Line(
        "present_value_factor",
        "Present value factor",
        "factor",
        "Turns nominal money of the year into present value: nominal to real first, then discounted.",
        "[discount_factor] / [price_index]",
    ),
)

_HOUSEHOLDS_AND_PLACEMENTS = (
    Line("elapsed", "Months of recruitment", "number", "Months since recruitment began.", "MAX(0, [t] - recruitment_lag_months)"),
    Line(
        "intakes_arrived",
        "Years' intakes arrived so far",
        "factor",
        "How many years' worth of placements have come, each ramping up in its year.",
        "MIN(recruitment_years, INT([elapsed] / 12) + MIN(1, MOD([elapsed], 12) / ramp_months))",
    ),
    Line(
        "intake",
        "Intake this month, of one a year",
        "factor",
        "What arrives in the month where one arrives a year.",
        "[intakes_arrived] - [intakes_arrived above]",
    ),
    Line(
        "stock_with",
        "There with the scheme, of one a year",
        "factor",
        "What has arrived and not left.",
        "[stock_with above] * stay_with + [intake]",
    ),
    Line(
        "stock_without",
        "There without the scheme, of one a year",
        "factor",
        "The same at the attrition without the scheme.",
        "[stock_without above] * stay_without + [intake]",
    ),
    Line(
        "stock_waited",
        "Past the wait for relief, of one a year",
        "factor",
        "What has been there for more than the wait.",
        "IF([t] > relief_wait_months, INDEX(monthly_stock_with, MAX(1, [t] - relief_wait_months)) * stay_with ^ relief_wait_months, 0)",
    ),
    Line(
        "usual_with",
        "Recruited as usual, with the scheme, of one a year",
        "factor",
        "Of one household recruited a year in any case.",
        "[usual_with above] * stay_with + 1 / 12",
    ),
    Line(
        "usual_without",
        "Recruited as usual, without the scheme, of one a year",
        "factor",
        "The same without the scheme.",
        "[usual_without above] * stay_without + 1 / 12",
    ),
    Line(
        "usual_waited",
        "Recruited as usual and past the wait, of one a year",
        "factor",
        "What of them has been there for more than the wait.",
        "IF([t] > relief_wait_months, INDEX(monthly_usual_with, MAX(1, [t] - relief_wait_months)) * stay_with ^ relief_wait_months, 0)",
    ),
    _published("existing_households_with", "existing_households * stay_with ^ ([t] - 1)"),
    Line(
        "existing_households_without",
        "Existing households still there without the scheme",
        "number",
        "The same without the scheme; expected number.",
        "existing_households * stay_without ^ ([t] - 1)",
    ),
    _published("new_households", "(new_placements_per_year * households_per_placement + transfers_per_year) * [stock_with]"),
    _published("usual_households", "usual_recruits_per_year * [usual_with]"),
    _published(
        "retained_placements",
        "([existing_households_with] - [existing_households_without] + usual_recruits_per_year * ([usual_with] - [usual_without])) "
        "* placements_per_existing_household",
    ),
    _published("recruited_placements", "new_placements_per_year * ([stock_with] - deadweight_pct * [stock_without])"),
    _published(
        "transferred_placements", "transfers_per_year * children_per_transfer * ([stock_with] - transfer_deadweight_pct * [stock_without])"
    ),
)

_SPEND = (
    Line(
        "existing_relief_in_city",
        "Relief of existing households in the city (£)",
        "money",
        "Paid in the month.",
        "[existing_households_with] * existing_relief_rate * [council_tax_index] * (1 - existing_outside_city_pct)",
    ),
    Line(
        "existing_relief_due_outside",
        "Relief due to existing households outside (£)",
        "money",
        "Falls due in the month, at the bill outside the city.",
        "[existing_households_with] * existing_relief_rate * [council_tax_index] * existing_outside_city_pct * outside_city_bill_pct",
    ),
    Line(
        "existing_relief_outside",
        "Relief paid to existing households outside (£)",
        "money",
        "Reimbursed at the end of each quarter.",
        "IF(MOD([t], 3) = 0, SUM([existing_relief_due_outside quarter]), 0)",
    ),
    Line(
        "unit_relief_in_city",
        "Relief in the city, of one new household a year (£)",
        "money",
        "Paid in the month.",
        "[stock_waited] * new_relief_rate * [council_tax_index] * (1 - new_outside_city_pct)",
    ),
    Line(
        "unit_relief_due_outside",
        "Relief due outside, of one new household a year (£)",
        "money",
        "Falls due in the month.",
        "[stock_waited] * new_relief_rate * [council_tax_index] * new_outside_city_pct * outside_city_bill_pct * IF(relief_new_outside_city, 1, 0)",
    ),
    Line(
        "unit_relief",
        "Relief of one new household a year (£)",
        "money",
        "In the city, and outside at the end of each quarter.",
        "[unit_relief_in_city] + IF(MOD([t], 3) = 0, SUM([unit_relief_due_outside quarter]), 0)",
    ),
    Line(
        "usual_relief_in_city",
        "Relief in the city, of one recruited as usual a year (£)",
        "money",
        "Paid in the month.",
        "[usual_waited] * new_relief_rate * [council_tax_index] * (1 - new_outside_city_pct)",
    ),
    Line(
        "usual_relief_due_outside",
        "Relief due outside, of one recruited as usual a year (£)",
        "money",
        "Falls due in the month.",
        "[usual_waited] * new_relief_rate * [council_tax_index] * new_outside_city_pct * outside_city_bill_pct * IF(relief_new_outside_city, 1, 0)",
    ),
    Line(
        "usual_unit_relief",
        "Relief of one recruited as usual a year (£)",
        "money",
        "In the city, and outside at the end of each quarter.",
        "[usual_relief_in_city] + IF(MOD([t], 3) = 0, SUM([usual_relief_due_outside quarter]), 0)",
    ),
    Line(
        "fee_per_household",
        "Fee of one household (£)",
        "money",
        "Fee uplift of a household with a child placed, for the month.",
        "weekly_fee_gbp_per_household * weeks_per_year / 12 * [in_house_index]",
    ),
    Line("unit_fee", "Fee of one new household a year (£)", "money", "Of those still there.", "[stock_with] * [fee_per_household]"),
    _published("relief_existing", "[existing_relief_in_city] + [existing_relief_outside]"),
    _published("relief_usual", "usual_recruits_per_year * [usual_unit_relief]"),
    _published("relief_recruited", "new_placements_per_year * households_per_placement * [unit_relief]"),
    _published("relief_transferred", "transfers_per_year * [unit_relief]"),
    _published(
        "fees",
        "([existing_households_with] + [usual_households]) * [fee_per_household] "
        "+ (new_placements_per_year * households_per_placement + transfers_per_year) * [unit_fee]",
    ),
    _published("set_up", "IF([t] = 1, set_up_cost_gbp, 0)"),
    _published("running", "running_cost_gbp_per_year / 12 * [price_index]"),
    _published("spend", "[relief_existing] + [relief_usual] + [relief_recruited] + [relief_transferred] + [fees] + [set_up] + [running]"),
)

_COST_AVOIDED = (
    Line(
        "agency_gap",
        "Agency less in-house placement (£)",
        "money",
        "What an agency placement costs more than an in-house one, for the month.",
        "(agency_gbp_per_year * bought_part * [bought_index] - in_house_gbp_per_year * in_house_part * [in_house_index]) / 12",
    ),
    Line(
        "residential_gap",
        "Residential less in-house placement (£)",
        "money",
        "What a residential placement costs more than an in-house one, for the month.",
        "(residential_gbp_per_year * bought_part * [bought_index] - in_house_gbp_per_year * in_house_part * [in_house_index]) / 12",
    ),
    Line(
        "saving_per_recruit",
        "Cost avoided by one recruited or kept place (£)",
        "money",
        "After empty places and children who would not have been elsewhere.",
        "occupancy_pct * (1 - displacement_pct) * ((1 - residential_share_pct) * [agency_gap] + residential_share_pct * [residential_gap])",
    ),
    Line(
        "saving_per_transfer", "Cost avoided by one transferred place (£)", "money", "After empty places.", "occupancy_pct * [agency_gap]"
    ),
    Line(
        "avoided_retained",
        "Cost avoided by places kept (£)",
        "money",
        "Places in households that the scheme keeps.",
        "[retained_placements] * [saving_per_recruit]",
    ),
    Line(
        "avoided_recruited",
        "Cost avoided by places recruited (£)",
        "money",
        "Places in new households.",
        "[recruited_placements] * [saving_per_recruit]",
    ),
    Line(
        "avoided_transferred",
        "Cost avoided by places transferred (£)",
        "money",
        "Places with households from agencies.",
        "[transferred_placements] * [saving_per_transfer]",
    ),
    _published("avoided", "[avoided_retained] + [avoided_recruited] + [avoided_transferred]"),
    _published(
        "avoided_cashable",
        "cashable_recruits_pct * ([avoided_retained] + [avoided_recruited]) + cashable_transfers_pct * [avoided_transferred]",
    ),
    _published("avoided_not_cashable", "[avoided] - [avoided_cashable]"),
)

_RESULTS = (
    _published("net", "[avoided] - [spend]"),
    _published("cumulative_net", "[cumulative_net above] + [net] * [counted]"),
    _published("cashable_net", "[avoided_cashable] - [spend]"),
    _published("cumulative_cashable_net", "[cumulative_cashable_net above] + [cashable_net] * [counted]"),
    Line(
        "unit_net",
        "Net of one new placement a year (£)",
        "money",
        "What one more placement in each year of recruitment avoids, less what it costs.",
        "([stock_with] - deadweight_pct * [stock_without]) * [saving_per_recruit] - households_per_placement * ([unit_relief] + [unit_fee])",
    ),
    Line(
        "unit_cashable_net",
        "Cashable net of one new placement a year (£)",
        "money",
        "The same with only the cashable part of what it avoids.",
        "cashable_recruits_pct * ([stock_with] - deadweight_pct * [stock_without]) * [saving_per_recruit] "
        "- households_per_placement * ([unit_relief] + [unit_fee])",
    ),
    Line(
        "month_below",
        "Month number if the cumulative net is below zero, else 0",
        "whole",
        "The highest of these is the last month before payback.",
        "IF(AND([counted] = 1, [cumulative_net] < -smallest_gbp), [t], 0)",
    ),
    Line(
        "cashable_month_below",
        "Month number if the cumulative cashable net is below zero, else 0",
        "whole",
        "The highest of these is the last month before payback.",
        "IF(AND([counted] = 1, [cumulative_cashable_net] < -smallest_gbp), [t], 0)",
    ),
)

MONTHLY = (*_TIME_AND_PRICES, *_HOUSEHOLDS_AND_PLACEMENTS, *_SPEND, *_COST_AVOIDED, *_RESULTS)
"""Worked out for each month, in this order."""
