"""The lines by year, the result on each basis and the checks, as spreadsheet formulas."""

from dataclasses import dataclass

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import BASES, FLOWS, STANDS
from analysis.present.outcome_wording import NOTHING_SPENT
from analysis.publish.workbook.lines import Line

_YEAR = (
    Line(
        "scheme_year",
        field("scheme_year").heading,
        "whole",
        field("scheme_year").definition,
        "IF(ISNUMBER([scheme_year cell above]), [scheme_year above] + 1, 0)",
    ),
    Line(
        "financial_year",
        field("financial_year").heading,
        "text",
        field("financial_year").definition,
        'TEXT(YEAR(first_month) + [scheme_year], "0") & "-" & TEXT(MOD(YEAR(first_month) + [scheme_year] + 1, 100), "00")',
    ),
    Line(
        "counted_year",
        "Counted",
        "text",
        "Whether the year is within the horizon; a year beyond it has no figures.",
        'IF([scheme_year] < horizon_years, "yes", "no: beyond the horizon")',
    ),
)


def _of_year(column: str, formula: str, kind: str = "") -> Line:
    """A column by year, empty beyond the horizon; heading and meaning as the package declares them."""
    declared = field(column)
    return Line(
        column, declared.heading_with_unit, kind or declared.kind, declared.definition, f'IF([counted_year] = "yes", {formula}, "")'
    )


def _standing(line: str, column: str) -> Line:
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


@dataclass(frozen=True)
class Outcome:
    """One row of the result: its formula with ``{basis}`` and the monthly lines of the basis to be filled in."""

    name: str
    heading: str
    kind: str
    meaning: str
    formula: str

    def on(self, basis: str) -> str:
        """The formula on one basis."""
        _, avoided, net, cumulative, unit_net = BASES[basis]
        below = "cashable_month_below" if net == "cashable_net" else "month_below"
        return self.formula.format(basis=basis, avoided=avoided, net=net, cumulative=cumulative, unit_net=unit_net, below=below)


def _outcome(column: str, formula: str) -> Outcome:
    declared = field(column)
    return Outcome(column, declared.heading_with_unit, declared.kind, declared.definition, formula)


PRESENT = "monthly_present_value_factor, monthly_counted"

OUTCOMES = (
    _outcome("spend_gbp", "SUMPRODUCT(monthly_spend, monthly_counted)"),
    _outcome("cost_avoided_on_basis_gbp", "SUMPRODUCT(monthly_{avoided}, monthly_counted)"),
    _outcome("net_on_basis_gbp", "SUMPRODUCT(monthly_{net}, monthly_counted)"),
    _outcome("present_value_spend_gbp", f"SUMPRODUCT(monthly_spend, {PRESENT})"),
    _outcome("present_value_avoided_gbp", f"SUMPRODUCT(monthly_{{avoided}}, {PRESENT})"),
    _outcome("net_present_value_gbp", f"SUMPRODUCT(monthly_{{net}}, {PRESENT})"),
    _outcome(
        "benefit_cost_ratio",
        "IF(present_value_spend_gbp_{basis} > smallest_gbp, present_value_avoided_gbp_{basis} / present_value_spend_gbp_{basis}, "
        f'"{field("benefit_cost_ratio").missing}")',
    ),
    _outcome(
        "payback_month",
        "IF(spend_gbp_{basis} <= smallest_gbp, "
        f'"{NOTHING_SPENT}", IF(MAX(monthly_{{below}}) < 12 * horizon_years, EDATE(first_month, MAX(monthly_{{below}})), '
        f'"{field("payback_month").missing}"))',
    ),
    _outcome("peak_funding_gbp", "MAX(0, -MIN(monthly_{cumulative}))"),
    _outcome(
        "peak_funding_month",
        "IF(peak_funding_gbp_{basis} > smallest_gbp, EDATE(first_month, MATCH(MIN(monthly_{cumulative}), monthly_{cumulative}, 0) - 1), "
        f'"{field("peak_funding_month").missing}")',
    ),
    _outcome(
        "peak_funding_grows",
        "IF(AND(peak_funding_gbp_{basis} > smallest_gbp, MATCH(MIN(monthly_{cumulative}), monthly_{cumulative}, 0) = 12 * horizon_years), "
        '"yes", "no")',
    ),
    Outcome(
        "present_value_of_one_placement_gbp",
        "Present value of one more placement (£)",
        "money",
        "What one more new placement in each year of recruitment adds to the net present value.",
        f"SUMPRODUCT(monthly_{{unit_net}}, {PRESENT})",
    ),
    _outcome(
        "break_even_placements_per_year",
        "IF(spend_gbp_{basis} <= smallest_gbp, "
        f'"{NOTHING_SPENT}", '
        "IF(present_value_of_one_placement_gbp_{basis} > smallest_gbp, "
        "MAX(0, new_placements_per_year - net_present_value_gbp_{basis} / present_value_of_one_placement_gbp_{basis}), "
        f'"{field("break_even_placements_per_year").missing}"))',
    ),
)
"""The result, in the order of ``outcomes_table``; each has a defined name that ends in the basis."""


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
