"""Rules of the model that move the result and could have been others: what each is, why, and what it would come to otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.fostering.appraisal import net_present_value
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import LINES
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import Scenario


@dataclass(frozen=True)
class Rule:
    """One rule, and the formulas that another would have in place of the model's.

    Attributes
    ----------
    otherwise
        The other rule, in words.
    formulas
        Its formulas by line.
    """

    meaning: str
    why: str
    otherwise: str
    formulas: Mapping[str, str]


_NET_CASHABLE = (
    "cashable_recruits_pct * (avoided_retained + avoided_recruited) + cashable_transfers_pct * avoided_transferred "
    "- occupancy_pct * in_house_cost * ((1 - cashable_recruits_pct) * (1 - displacement_pct) * (retained_placements + recruited_placements) "
    "+ (1 - cashable_transfers_pct) * transferred_placements)"
)

RULES = (
    Rule(
        "The scheme keeps households that are recruited as usual just as it keeps existing ones.",
        "They have the same relief, and so the same reason to stay.",
        "Only existing households are kept.",
        {"retained_placements": "(existing_households_with - existing_households_without) * placements_per_existing_household"},
    ),
    Rule(
        "The scheme keeps households that would have come anyway just as it keeps the others that come.",
        "Whoever has the relief has the reason to stay, whatever brought them. They avoid nothing until they would have left without it.",
        "Households that would have come anyway never avoid a cost, however long the relief keeps them.",
        {
            "recruited_placements": "new_placements_per_year * (1 - deadweight_pct) * stock_with",
            "transferred_placements": "transfers_per_year * children_per_transfer * (1 - transfer_deadweight_pct) * stock_with",
            "unit_avoided": "(1 - deadweight_pct) * stock_with * saving_per_recruit",
        },
    ),
    Rule(
        "The places of a household that transfers are filled for the same share of the time as any others.",
        "A child who moves with the household fills the place at first, and leaves it in time. Over the years appraised the place is what is counted, "
        "empty between children as any other is. The lower figure is the careful one.",
        "A child who moves is there the whole time.",
        {"saving_per_transfer": "agency_gap"},
    ),
    Rule(
        "Where part of what is avoided can be cashed, the same part of the in-house cost is set against it.",
        "The two go together: a placement that another child fills at once ends no agency placement, and its in-house cost is borne for that child.",
        "The in-house cost of every place is charged in full against the part of the agency cost that can be cashed.",
        {
            "avoided_cashable": _NET_CASHABLE,
            "unit_cashable_net": "cashable_recruits_pct * unit_avoided - unit_spend - (1 - cashable_recruits_pct) * occupancy_pct "
            "* (1 - displacement_pct) * in_house_cost * (stock_with - deadweight_pct * stock_without)",
        },
    ),
)


def with_other_rule(rule: Rule) -> dict[str, Line]:
    """The lines of the model under the other rule."""
    return {name: replace(line, formula=rule.formulas.get(name, line.formula)) for name, line in LINES.items()}


def rules_table(scenario: Scenario) -> pd.DataFrame:
    """What each rule does to the net present value of a scenario at its stated values, real.

    Returns
    -------
    pandas.DataFrame
        One row per rule: ``model_rule``, ``rule_reason``, ``rule_otherwise``, and the net present value under the other rule, counting
        all cost avoided and only what can be cashed: ``npv_otherwise_gbp``, ``npv_otherwise_cashable_gbp``.
    """
    columns = {"all_cost_avoided": "npv_otherwise_gbp", "cashable_only": "npv_otherwise_cashable_gbp"}
    rows = []
    for rule in RULES:
        lines = with_other_rule(rule)
        row = {"model_rule": rule.meaning, "rule_reason": rule.why, "rule_otherwise": rule.otherwise}
        rows.append(row | {columns[basis]: float(net_present_value(scenario.values, basis, lines)[0]) for basis in BASES})
    return pd.DataFrame(rows)
