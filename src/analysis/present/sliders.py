"""Sliders that move the main assumptions of a scenario and redraw its result, for JupyterLab."""

import math
from collections.abc import Mapping

import ipywidgets as widgets
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.disclosure.release import Released, release
from analysis.errors import InvalidScenario
from analysis.fostering.appraisal import monthly_table, outcomes_table, yearly_table
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.scenario import Scenario, with_values
from analysis.present import theme
from analysis.present.charts.fan import short_pounds
from analysis.present.findings.scenario import ALL, CASHABLE, headline, results
from analysis.present.html import bullets, paragraphs
from analysis.present.svg import figure_as_svg, new_figure

MAIN_ASSUMPTIONS = (
    "new_placements_per_year",
    "deadweight_pct",
    "displacement_pct",
    "transfers_per_year",
    "attrition_prevented_pct",
    "occupancy_pct",
    "cashable_recruits_pct",
    "relief_pct",
    "horizon_years",
)
"""The assumptions that move a result most, and two that the council decides."""

WIDTH = {"width": "100%", "max_width": "40rem"}
"""Room of a slider and its number: no more than the cell has."""

STEPS = 25
"""Fewest steps of a slider from end to end."""

DESCRIPTION = "scenario-in-words"
"""Id of the words that describe the chart."""


def scenario_sliders(scenario: Scenario, policy: str, names: tuple[str, ...] = MAIN_ASSUMPTIONS) -> widgets.VBox:
    """A slider for each of some assumptions, above the result, which is drawn again at every move.

    Parameters
    ----------
    policy
        Name of the disclosure policy.
    names
        Assumptions that are numbers.
    """
    sliders = {name: _slider(scenario, name) for name in names}
    result = widgets.HTML(value=redrawn(scenario, {}, policy))

    def move(_) -> None:
        # What stands where the scenario has it is not said: relief taken away leaves no effect that it brought behind.
        moved = {name: slider.value for name, slider in sliders.items() if slider.value != scenario.values[name]}
        try:
            result.value = redrawn(scenario, moved, policy)
        except InvalidScenario as error:
            result.value = _cannot_be(error)

    for slider in sliders.values():
        slider.observe(move, names="value")
    labelled = [widgets.VBox([_label(name), slider], layout=widgets.Layout(width="100%")) for name, slider in sliders.items()]
    return widgets.VBox([*labelled, result])


def _label(name: str) -> widgets.Widget:
    """The words of a slider, on a line of their own: beside it they would push its number out of the window."""
    declared = ASSUMPTIONS[name]
    return widgets.Label(f"{declared.meaning} ({declared.unit})", layout=widgets.Layout(width="100%"))


def _cannot_be(error: InvalidScenario) -> str:
    """Why what the sliders say cannot be, in place of a result."""
    problems = [f"{ASSUMPTIONS[problem.column].meaning}: {problem.value} {problem.rule}." for problem in error.problems]
    return paragraphs("This cannot be worked out.").html + bullets(*problems).html


def redrawn(scenario: Scenario, settings: Mapping[str, float], policy: str) -> str:
    """The result with assumptions set: headline, results on each basis, and the cumulative net as a chart, as HTML.

    Raises
    ------
    InvalidScenario
        With every setting that is unknown or impossible.
    """
    moved = with_values(scenario, settings, "Moved with a slider.", "slider") if settings else scenario
    outcomes = release(outcomes_table(moved), policy, name="outcomes")
    yearly = release(yearly_table(moved), policy, name="by_year")
    monthly = release(monthly_table(moved), policy, name="by_month")
    words = f'<div id="{DESCRIPTION}">{paragraphs(headline(outcomes, yearly)).html}{bullets(*results(outcomes)).html}</div>'
    return words + _cumulative_chart(monthly)


def _slider(scenario: Scenario, name: str) -> widgets.Widget:
    declared, assumption = ASSUMPTIONS[name], scenario.assumptions[name]
    ranged = assumption.distribution != "fixed"
    if declared.kind == "whole":
        kind, low, high, step = widgets.IntSlider, int(declared.least), int(declared.most), 1
        value = int(assumption.value)
    else:
        low = assumption.low if ranged else declared.least
        high = assumption.high if ranged else min(declared.most, max(2 * assumption.value, 10.0))
        kind, step, value = widgets.FloatSlider, step_through(low, assumption.value, high), assumption.value
    return kind(value=value, min=low, max=high, step=step, tooltip=declared.meaning, layout=widgets.Layout(**WIDTH))


def step_through(low: float, value: float, high: float) -> float:
    """The widest round step of at least ``STEPS`` to the range that meets the value: a slider shows the value at its nearest step.

    >>> step_through(0, 25, 60), step_through(65, 80, 90), step_through(0, 1 / 3, 1)
    (1.0, 1.0, 0.037037037037037035)
    """
    widest = (high - low) / STEPS
    first = math.floor(math.log10(widest))
    for power in (first, first - 1):
        for unit in (5, 2.5, 2, 1):
            step = unit * 10.0**power
            if step <= widest and math.isclose((value - low) / step, round((value - low) / step), abs_tol=1e-9):
                return step
    return (value - low) / math.ceil((value - low) / widest)


def _cumulative_chart(monthly: Released) -> str:
    """Two lines, one for each basis; laid out once and not measured, so that a move is quick."""
    data = monthly.table
    with theme.theme():
        figure = new_figure(680, 300, placed=False)
        ax = figure.add_axes((0.1, 0.1, 0.66, 0.85))
        lines = (("cumulative_net_gbp", ALL, theme.BLUE, "solid"), ("cumulative_cashable_net_gbp", CASHABLE, theme.ORANGE, "dashed"))
        for column, label, colour, style in lines:
            ax.plot(data[column].to_numpy(float), color=colour, linestyle=style, linewidth=2.5, label=label)
        ax.axhline(0, color=theme.TEXT, linewidth=1)
        ends = [position for position, month in enumerate(data["month"]) if month.endswith("-03")]
        prefix = "Mar " if len(ends) < 7 else ""
        ax.set_xticks(ends, [f"{prefix}\u2019{data['month'][position][2:4]}" for position in ends])
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: short_pounds(value)))
        ax.grid(axis="y")
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=12)
        return figure_as_svg(figure, "cumulative-net", "Line chart of the cumulative net by month on both bases.", DESCRIPTION, "")
