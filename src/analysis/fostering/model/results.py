"""What a scenario comes to over the years appraised, on each basis of the cost avoided."""

from typing import NamedTuple

from analysis.errors import UnknownChoice
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


def known_basis(name: str) -> str:
    """The name of a basis, if it is one.

    Raises
    ------
    UnknownChoice
        If it is not one of ``BASES``.
    """
    if name not in BASES:
        raise UnknownChoice(f'"{name}" is not a basis. There are: {", ".join(BASES)}.')
    return name


ONE_PLACEMENT = "present_value_of_one_placement_gbp"
"""A result by which the break-even is worked out, and which is not published: the net present value is a straight line in the placements."""

_IN_ALL = "once, over the years appraised"
_PAYS = "where something is spent and it pays back for good"


def _result(basis: str, column: str, unit: str, formula: str, applies: str = _IN_ALL) -> Line:
    """A result on one basis, which may name others of the basis without their ending: ``{spend_gbp}``."""
    names = {name: f"{name}_{basis}" for name in _NAMED} | BASES[basis]._asdict()
    return declared_line(f"{column}_{basis}", column, unit, formula.format(**names), applies)


_NAMED = ("spend_gbp", "present_value_spend_gbp", "present_value_avoided_gbp", "net_present_value_gbp", "peak_funding_gbp", ONE_PLACEMENT)


def _of_basis(basis: str) -> tuple[Line, ...]:
    """The results on one basis, in the order of ``outcomes_table``; each name ends in the basis."""
    one = Line(
        f"{ONE_PLACEMENT}_{basis}",
        "Present value of one more placement (£)",
        "£",
        "What one more new placement in each year of recruitment adds to the net present value.",
        f"total({BASES[basis].unit_net} * present_value_factor)",
        _IN_ALL,
    )
    *before, last = (_result(basis, *stated) for stated in _STATED)
    return (*before, one, last)


def _paid_back(below: str) -> str:
    """The first month after the last in which the cumulative net is below zero."""
    ends = f"{{spend_gbp}} > smallest_gbp and highest({{{below}}}) < 12 * horizon_years"
    return f"where({ends}, highest({{{below}}}) + 1, missing)"


_STATED = (
    ("spend_gbp", "£", "total(spend)"),
    ("cost_avoided_on_basis_gbp", "£", "total({avoided})"),
    ("net_on_basis_gbp", "£", "total({net})"),
    ("present_value_spend_gbp", "£", "total(spend * present_value_factor)"),
    ("present_value_avoided_gbp", "£", "total({avoided} * present_value_factor)"),
    ("net_present_value_gbp", "£", "total({net} * present_value_factor)"),
    (
        "benefit_cost_ratio",
        "ratio",
        "where({present_value_spend_gbp} > smallest_gbp, ratio({present_value_avoided_gbp}, {present_value_spend_gbp}), missing)",
        "where something is spent",
    ),
    ("payback_month", "month", _paid_back("below"), _PAYS),
    ("discounted_payback_month", "month", _paid_back("present_below"), _PAYS),
    ("peak_funding_gbp", "£", "max(0, -lowest({cumulative}))"),
    (
        "peak_funding_month",
        "month",
        "where({peak_funding_gbp} > smallest_gbp, place_of_lowest({cumulative}), missing)",
        "where something has to be found",
    ),
    (
        "peak_funding_grows",
        "yes or no",
        "where({peak_funding_gbp} > smallest_gbp and place_of_lowest({cumulative}) == 12 * horizon_years, yes, no)",
    ),
    (
        "break_even_placements_per_year",
        "placements a year",
        f"where({{spend_gbp}} > smallest_gbp and {{{ONE_PLACEMENT}}} > smallest_gbp, "
        f"max(0, new_placements_per_year - ratio({{net_present_value_gbp}}, {{{ONE_PLACEMENT}}})), missing)",
        "where something is spent and a placement gains",
    ),
)
"""Each result: its column, its unit, its formula, and when it applies where that is not always."""

RESULTS = {name: _of_basis(name) for name in BASES}
"""The results by basis, in the order of ``outcomes_table``."""
