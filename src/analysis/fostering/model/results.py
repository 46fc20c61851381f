"""What a scenario comes to over the years appraised, on each basis of the cost avoided."""

from typing import NamedTuple

from analysis.fostering.model.line import Line, declared_line


class Basis(NamedTuple):
    """A basis of the cost avoided: its heading, and the monthly lines that stand for it.

    ``below`` and ``present_below`` number the months in which the cumulative net, and its present value, are below zero.
    """

    heading: str
    avoided: str
    net: str
    cumulative: str
    unit_net: str
    below: str
    present_below: str


BASES = {
    "all_cost_avoided": Basis("All cost avoided", "avoided", "net", "cumulative_net", "unit_net", "month_below", "present_month_below"),
    "cashable_only": Basis(
        "Cashable part only",
        "avoided_cashable",
        "cashable_net",
        "cumulative_cashable_net",
        "unit_cashable_net",
        "cashable_month_below",
        "present_cashable_month_below",
    ),
}
"""The two bases, never added: the second is part of the first."""

ONE_PLACEMENT = "present_value_of_one_placement_gbp"
"""A result by which the break-even is worked out, and which is not published: the net present value is a straight line in the placements."""

_IN_ALL, _SPENT = "once, over the years appraised", "where something is spent"
_PAYS = "where something is spent and it pays back for good"


def _of_basis(name: str) -> tuple[Line, ...]:
    """The results on one basis, in the order of ``outcomes_table``; each name ends in the basis."""
    basis = BASES[name]

    def result(column: str, unit: str, formula: str, applies: str = _IN_ALL) -> Line:
        return declared_line(f"{column}_{name}", column, unit, formula, applies)

    spent = f"spend_gbp_{name} > smallest_gbp"
    funded = f"peak_funding_gbp_{name} > smallest_gbp"
    one, value = f"{ONE_PLACEMENT}_{name}", f"net_present_value_gbp_{name}"
    return (
        result("spend_gbp", "£", "total(spend)"),
        result("cost_avoided_on_basis_gbp", "£", f"total({basis.avoided})"),
        result("net_on_basis_gbp", "£", f"total({basis.net})"),
        result("present_value_spend_gbp", "£", "total(spend * present_value_factor)"),
        result("present_value_avoided_gbp", "£", f"total({basis.avoided} * present_value_factor)"),
        result("net_present_value_gbp", "£", f"total({basis.net} * present_value_factor)"),
        result(
            "benefit_cost_ratio",
            "ratio",
            f"where(present_value_spend_gbp_{name} > smallest_gbp, "
            f"ratio(present_value_avoided_gbp_{name}, present_value_spend_gbp_{name}), missing)",
            _SPENT,
        ),
        result(
            "payback_month",
            "month",
            f"where({spent} and highest({basis.below}) < 12 * horizon_years, highest({basis.below}) + 1, missing)",
            _PAYS,
        ),
        result(
            "discounted_payback_month",
            "month",
            f"where({spent} and highest({basis.present_below}) < 12 * horizon_years, highest({basis.present_below}) + 1, missing)",
            _PAYS,
        ),
        result("peak_funding_gbp", "£", f"max(0, -lowest({basis.cumulative}))"),
        result(
            "peak_funding_month",
            "month",
            f"where({funded}, place_of_lowest({basis.cumulative}), missing)",
            "where something has to be found",
        ),
        result(
            "peak_funding_grows",
            "yes or no",
            f"where({funded} and place_of_lowest({basis.cumulative}) == 12 * horizon_years, yes, no)",
        ),
        Line(
            one,
            "Present value of one more placement (£)",
            "£",
            "What one more new placement in each year of recruitment adds to the net present value.",
            f"total({basis.unit_net} * present_value_factor)",
            _IN_ALL,
        ),
        result(
            "break_even_placements_per_year",
            "placements a year",
            f"where({spent} and {one} > smallest_gbp, max(0, new_placements_per_year - ratio({value}, {one})), missing)",
            "where something is spent and a placement gains",
        ),
    )


RESULTS = {name: _of_basis(name) for name in BASES}
"""The results by basis, in the order of ``outcomes_table``."""
