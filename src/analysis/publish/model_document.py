"""The page of the documentation that prints the model of a fostering scheme.

Write it again with ``python -m analysis.publish.model_document AUTHORITY QUARTER SCENARIO``, whose scenario shows what each rule moves.
"""

import sys

from analysis.catalogue.project import project_root
from analysis.fostering.appraisal import net_present_value
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.inert import NEEDS
from analysis.fostering.model.formulas import FUNCTIONS
from analysis.fostering.model.lines import BAND_LISTS, CONSTANTS, SECTIONS
from analysis.fostering.model.results import BASES
from analysis.fostering.model.rules import RULES, rules_table
from analysis.fostering.scenario import Scenario
from analysis.pages.scenario_runs import shipped_scenarios
from analysis.present.wording import pounds

FILE = "docs/fostering-model.md"
HEAD = """# The model of a fostering scheme

This page is written from the model itself, `src/analysis/fostering/model`, and a test holds it to that. The same formulas are worked out by numpy
and stand in the workbook of a scenario as live cells.

Every figure is with the scheme less without it. Values are expected values: households and placements need not be whole. A month is a twelfth of
a year, so a leap day changes nothing; arrivals count from the first day of their month, leavers go at its end. Percentages are fractions. Money
is nominal, unless a line says present value: then in prices of year 0, and discounted.

`analysis scenario list --assumptions` names what a formula may take from a scenario. Beside that, the model takes as given: {given}.
The assumptions by band stand together: {bands}.
"""


def model_document(scenario: Scenario) -> str:
    """The page, in Markdown, with what each rule moves in a scenario."""
    given = "; ".join(f"`{name}` = {value:.10g}" for name, value in CONSTANTS.items())
    bands = "; ".join(f"`{name}` for `{parts[0]}` to `{parts[-1]}`" for name, parts in BAND_LISTS.items())
    parts = [HEAD.format(given=given, bands=bands)]
    parts += ["## Functions\n", _table(("written", "is"), [(f"`{written}`", meaning) for _, written, meaning in FUNCTIONS.values()])]
    for title, lines in SECTIONS.items():
        rows = [(f"`{line.name}`", line.unit, line.meaning, f"`{line.formula}`", line.applies) for line in lines]
        parts += [f"## {title}\n", _table(("line", "unit", "meaning", "formula", "applies"), rows)]
    parts += ["## What an input needs in order to count\n", _NEEDED, _table(("input", "counts where", "otherwise"), _needs())]
    return "\n".join([*parts, "## Rules that move the result\n", _rules_intro(scenario), _table(_RULES, _rules(scenario))])


_NEEDED = "Without it, no value of the input changes anything: a run that sets such an input says so, and so does its workbook.\n"
_RULES = ("rule", "why", "the other rule", "net present value under the other, all cost avoided", "the same, in cash")


def _needs() -> list[tuple[str, ...]]:
    return [(f"`{name}`", f"`{condition}`", why) for name, (condition, why) in NEEDS.items() if name in ASSUMPTIONS]


def _rules_intro(scenario: Scenario) -> str:
    every, cash = (pounds(float(net_present_value(scenario.values, basis)[0])) for basis in BASES)
    return (
        f"Each could have been another. In the scenario “{scenario.title}”, at its stated values, the net present value is {every} counting all cost "
        f"avoided and {cash} counting only what can be cashed. The last two columns say what it would be under the other rule.\n"
    )


def _rules(scenario: Scenario) -> list[tuple[str, ...]]:
    table = rules_table(scenario)
    return [
        (rule.meaning, rule.why, rule.otherwise, pounds(row.npv_otherwise_gbp), pounds(row.npv_otherwise_cashable_gbp))
        for rule, row in zip(RULES, table.itertuples(), strict=True)
    ]


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    authority, quarter, name = sys.argv[1:]
    written = model_document(shipped_scenarios(authority, quarter)[name])
    (project_root() / FILE).write_text(written, encoding="utf-8")
