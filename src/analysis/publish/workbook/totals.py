"""The lines by year, the result on each basis and the checks, as spreadsheet formulas."""

from dataclasses import dataclass

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import FLOWS, STANDS
from analysis.fostering.model.line import Line
from analysis.present.outcome_wording import NOTHING_SPENT
from analysis.publish.workbook.formulas import SheetLine, for_excel
from analysis.publish.workbook.inputs import CHANGED, NO_EFFECT

_YEAR = (
    SheetLine(
        "scheme_year",
        field("scheme_year").heading,
        "whole",
        field("scheme_year").definition,
        "IF(ISNUMBER([scheme_year cell above]), [scheme_year above] + 1, 0)",
        of_the_sheet=True,
    ),
    SheetLine(
        "financial_year",
        field("financial_year").heading,
        "text",
        field("financial_year").definition,
        'TEXT(YEAR(first_month) + [scheme_year], "0") & "-" & TEXT(MOD(YEAR(first_month) + [scheme_year] + 1, 100), "00")',
        of_the_sheet=True,
    ),
    SheetLine(
        "counted_year",
        "Counted",
        "text",
        "Whether the year is within the horizon; a year beyond it has no figures.",
        'IF([scheme_year] < horizon_years, "yes", "no: beyond the horizon")',
        of_the_sheet=True,
    ),
)


def _of_year(column: str, formula: str, kind: str = "") -> SheetLine:
    """A column by year, empty beyond the horizon; heading and meaning as the package declares them."""
    declared = field(column)
    return SheetLine(
        column, declared.heading_with_unit, kind or declared.kind, declared.definition, f'IF([counted_year] = "yes", {formula}, "")', True
    )


def _standing(line: str, column: str) -> SheetLine:
    return _of_year(column, f"INDEX(monthly_{line}, 12 * [scheme_year] + 12)")


_STANDING = [_standing(line, column) for line, column in STANDS.items()]

YEARLY = (
    *_YEAR,
    *_STANDING[:6],
    *(_of_year(column, f"SUMIFS(monthly_{line}, monthly_year, [scheme_year])") for line, column in FLOWS.items()),
    *_STANDING[6:],
    _of_year("present_value_factor", "INDEX(monthly_present_value_factor, 12 * [scheme_year] + 12)", "factor"),
    _of_year("present_value_net_gbp", "[net_of_spend_gbp] * [present_value_factor]"),
    _of_year("present_value_cashable_net_gbp", "[cashable_net_gbp] * [present_value_factor]"),
)
"""Worked out for each year, in the order of ``yearly_table``."""


def result_formula(line: Line, basis: str) -> str:
    """The formula of a result on the sheet of results; where there is no figure, the cell says why in words."""
    column = line.name.removesuffix(f"_{basis}")
    missing = f'"{field(column).missing}"' if "missing" in line.formula else ""
    if missing and column != "peak_funding_month":
        missing = f'IF(spend_gbp_{basis} <= smallest_gbp, "{NOTHING_SPENT}", {missing})'
    return "=" + for_excel(line.formula, missing=missing, is_month=line.unit == "month")


@dataclass(frozen=True)
class Check:
    """One check: a formula that is true when all is well, and what to do when it is not."""

    name: str
    formula: str
    remedy: str


CHECKS = (
    Check(
        "Every input is within what is allowed",
        'COUNTIF(assumption_status, "outside*") = 0',
        "Correct the inputs whose status says that they are outside what is allowed.",
    ),
    Check(
        "Existing households by band add up to existing households, or no band has any",
        "OR(SUM(existing_households_bands) = 0, ABS(SUM(existing_households_bands) - existing_households) <= 0.000001)",
        "Correct the bands or the total, or set every band to 0.",
    ),
    Check(
        "The bill of existing households is known",
        "OR(existing_households = 0, existing_bill_gbp_per_household > 0, SUM(existing_households_bands) > 0)",
        "State the average bill, or the households in each band.",
    ),
    Check(
        "Shares of new households by band add up to 100 per cent, or the average bill is stated",
        "OR(new_bill_gbp_per_household > 0, ABS(SUM(new_households_bands) - 1) <= 0.00000001)",
        "State the average bill, or shares that add up to 100 per cent.",
    ),
    Check(
        "Residential care has a cost, or no child would have been in it",
        "OR(residential_share_pct = 0, residential_gbp_per_year > 0)",
        "State the full cost of a residential placement, or set the share to 0.",
    ),
    Check(
        "Every input that was changed changes something",
        f'COUNTIFS(assumption_status, "{CHANGED}", assumption_effect, "{NO_EFFECT}*") = 0',
        "The column Effect of the sheet Assumptions names the input and what keeps it from counting: change that too, or set the input back.",
    ),
    Check(
        "The years add up to the result",
        "AND(ABS(SUM(yearly_net_of_spend_gbp) - net_on_basis_gbp_all_cost_avoided) <= smallest_gbp, "
        "ABS(SUM(yearly_cashable_net_gbp) - net_on_basis_gbp_cashable_only) <= smallest_gbp)",
        "A formula was changed: take a fresh copy of the workbook.",
    ),
    Check(
        "Present values of the years add up to the net present values",
        "AND(ABS(SUM(yearly_present_value_net_gbp) - net_present_value_gbp_all_cost_avoided) <= smallest_gbp, "
        "ABS(SUM(yearly_present_value_cashable_net_gbp) - net_present_value_gbp_cashable_only) <= smallest_gbp)",
        "A formula was changed: take a fresh copy of the workbook.",
    ),
    Check(
        "Cost avoided less spend is the net",
        "AND(ABS(cost_avoided_on_basis_gbp_all_cost_avoided - spend_gbp_all_cost_avoided - net_on_basis_gbp_all_cost_avoided) <= smallest_gbp, "
        "ABS(cost_avoided_on_basis_gbp_cashable_only - spend_gbp_cashable_only - net_on_basis_gbp_cashable_only) <= smallest_gbp)",
        "A formula was changed: take a fresh copy of the workbook.",
    ),
)
"""What has to hold for the result to be used."""
