"""Why placements cost other than the budget, last quarter's forecast and last year: price, volume and mix."""

import pandas as pd

from analysis.budget.price_volume_mix import PARTS, agreed_uplift_pct, price_volume_mix, steps_of_parts, total_of_parts
from analysis.disclosure.release import Released
from analysis.pages.given import RECORDS, Given
from analysis.pages.placements_held import LINE, NEEDS, PlacementsHeld, placements_of
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements.priced import weeks_and_cost
from analysis.present.charts.waterfall import waterfall
from analysis.present.findings import budget_records as findings
from analysis.present.html import Html, opened, paragraphs
from analysis.present.tables import folded_table

_COLUMNS = [LINE, "base_weeks", "now_weeks", "base_gbp", "now_gbp", *PARTS, "difference_gbp"]


@section("Why placements cost more or less", needs=NEEDS, wants=(f"{RECORDS}placements_budget",))
def price_volume_and_mix(given: Given) -> Shown:
    """Bridges by price, uplift, volume and mix: budget to forecast, last quarter's forecast to this, last year to this."""
    held = placements_of(given)
    now = held.shown(held.expected.rename(columns={"outturn_gbp": "cost_gbp"})[[LINE, "cost_gbp", "weeks"]])
    compared = _compared(held)
    if not compared:
        raise NothingToShow(
            "There is no budget of placements, no forecast of a quarter before and no list of last year to compare placements with.",
            "Take in the budget of placements with: analysis ingest FILES --authority NAME",
        )
    made_of = held.shown(held.expected[[LINE, *findings.FORECAST_PARTS]]).set_index(LINE)
    body, tables, changes, headline = [], {}, [], ""
    for name, (base, uplift_pct) in compared.items():
        lines = price_volume_mix(base, now, uplift_pct)
        parts = given.release(lines, f"placements_{name}_by_line")
        total = given.release(total_of_parts(lines), f"placements_{name}_in_all")
        steps = given.release(
            steps_of_parts(lines, findings.PART_NAMES, *findings.ends_of(name, given.quarter)), f"placements_{name}_bridge"
        )
        tables |= {name: parts, f"{name}_in_all": total, f"{name}_bridge": steps}
        title = findings.moved_title(total, name)
        body.append(paragraphs(findings.moved(parts, total, name)))
        if len(steps.table) > 2:
            body.append(
                waterfall(
                    f"placements-{name.replace('_', '-')}",
                    steps,
                    axis_note="£ million, before contributions. The bars start at {start}.",
                    amount=findings.step_label,
                    title=title,
                    alt=f"Waterfall chart. {title}.",
                    description=findings.steps_description(steps),
                )
            )
        shown = [column for column in _COLUMNS if column not in PARTS or parts.table[column].ne(0).any()]
        body.append(folded_table(parts, f"{findings.caption(name)}, by kind of placement, {given.place}", shown, total=total))
        body += _opened(parts, made_of)
        if name == "budget_to_forecast":
            headline = f"{title}."
        if name == "last_quarter_to_this":
            changes.append(findings.moved(parts, total, name))
    return Shown(body, tables, headline=headline, changes=changes, method=findings.MIX_METHOD, limits=findings.MIX_LIMITS)


def _opened(parts: Released, made_of: pd.DataFrame) -> list[Html]:
    """Each line of a bridge, for the reader to open."""
    found = []
    for _, row in parts.table.iterrows():
        of_line = made_of.loc[row[LINE]] if row[LINE] in made_of.index else {}
        amounts = {words: of_line[part] for part, words in findings.FORECAST_PARTS.items()} if len(of_line) else {}
        summary, sentences = findings.line_opened(row, amounts)
        found.append(opened(summary, *sentences))
    return [paragraphs(findings.OPEN_LINES), *found]


def _compared(held: PlacementsHeld) -> dict[str, tuple[pd.DataFrame, float]]:
    """What this year's forecast is compared with, and the uplift that lies between."""
    found = {}
    if held.budget is not None:
        found["budget_to_forecast"] = (held.shown(held.budget), 0.0)
    before = held.last_quarter()
    if before is not None:
        found["last_quarter_to_this"] = (held.shown(before.rename(columns={"outturn_gbp": "cost_gbp"})[[LINE, "cost_gbp", "weeks"]]), 0.0)
    if held.covers(held.last_year):
        spent = weeks_and_cost(held.spells, *held.last_year)
        found["last_year_to_this"] = (held.shown(spent[[LINE, "cost_gbp", "weeks"]]), _uplift_pct(held))
    return found


def _uplift_pct(held: PlacementsHeld) -> float:
    """Rise of prices on the first day of the year of placements that go on across it."""
    spells, first = held.spells, held.year[0]
    return agreed_uplift_pct(spells[spells["ended_date"] == first], spells[spells["started_date"] == first])
