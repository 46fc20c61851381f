"""A scenario of starting values, as the file that an analyst goes on with."""

import json

from analysis.fostering.assumptions import ASSUMPTIONS, LEVERS
from analysis.fostering.from_national import BY_COST
from analysis.fostering.scenario import Assumption
from analysis.present.findings.national_money import year_name
from analysis.present.wording import number


def scenario_file(
    base: str,
    council: str,
    other: str,
    year: int,
    gbp_per_child: tuple[float, float],
    children: tuple[float, float],
    values: list[Assumption],
) -> str:
    """The text of a scenario file, TOML, that builds on another and states each value that differs, with where it comes from.

    Parameters
    ----------
    base
        Name of the scenario that it builds on.
    council, other
        Names of the council, and of the one whose figures the base rests on.
    year, gbp_per_child, children
        Of the revenue outturn; net spending for each child looked after, and children looked after on average, of the council and of the other.
    values
        As ``fostering.from_national.starting_values`` gives them.
    """
    money, stock = (f"{number(100 * own / others)}%" for own, others in (gbp_per_child, children))
    care = (
        f"A year of care came to £{number(gbp_per_child[0])} in {council} and £{number(gbp_per_child[1])} in {other} in {year_name(year)}"
    )
    looked_after = f"{council} looked after {number(children[0])} children on average in {year_name(year)}, {other} {number(children[1])}"
    lines = [
        f"# Starting values for {council}, which has no figures of its own here: those of the scenario that it builds on, scaled by national statistics.",
        f"# Replace each by a figure of {council}'s own. What is not stated here, council tax among it, is {other}'s.",
        "",
        f"title = {_text(f'{council}, starting values')}",
        f"purpose = {_text(f'A first appraisal for {council} before its own figures are there: sizes and unit costs of {other} scaled by national statistics.')}",
        f"base = {_text(base)}",
    ]
    for value in values:
        by_cost = value.name in BY_COST
        reason = f"{care}: {money} of it." if by_cost else f"{looked_after}: {stock} of it."
        group = "levers" if value.name in LEVERS else "uncertainties"
        lines += ["", f"[{group}.{value.name}]", f"value = {_figure(value.value)}"]
        if value.distribution != "fixed":
            lines += [f"distribution = {_text(value.distribution)}", f"low = {_figure(value.low)}", f"high = {_figure(value.high)}"]
            lines += [f"range_reason = {_text('As in the scenario that this one builds on, scaled alike.')}"]
        lines += [f"reason = {_text(reason)}", 'source = "judgement"', f"evidence = {_text(_evidence(value.name, council))}"]
    return "\n".join(lines) + "\n"


def _evidence(name: str, council: str) -> str:
    meaning = ASSUMPTIONS[name].meaning
    return f"{council}'s own figure: {meaning[:1].lower()}{meaning[1:]}."


def _figure(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1000 else f"{value:.0f}"


def _text(text: str) -> str:
    # A string of JSON is one of TOML too, as long as no letter is escaped.
    return json.dumps(text, ensure_ascii=False)
