"""Factors that assessments name: the most frequent against elsewhere, and what changed."""

import pandas as pd

from analysis.catalogue.national.areas import ENGLAND
from analysis.catalogue.national.figures import assessment_factors, national_figure
from analysis.pages.given import Given
from analysis.pages.national.held import NationalHeld
from analysis.pages.national.shared import CELLS
from analysis.pages.national.tables import COMPARED
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.performance.national import moved_beyond_chance, standing_out
from analysis.present.findings import national as findings
from analysis.present.findings import national_factors as words
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

RELEASE = "assessment_factors"
FIRST = 10
"""Factors in the table; the others are folded."""
COLUMNS = [*COMPARED, "value_year_before"]


@section("What assessments name", needs=(f"national.{RELEASE}", "national.statistical_neighbours"))
def national_assessment_factors(given: Given) -> Shown:
    """Share of assessments that name each factor against elsewhere, the most frequent first, and what moved in a year."""
    held = given.national
    rows = held.compared(assessment_factors())
    rows = rows[rows["national_value"] > 0] if len(rows) else rows
    if rows.empty:
        raise NothingToShow(f"The release gives no factor of the assessments in {given.place}: the numbers are too small to be shown.")
    rows = _beside_the_year_before(held, rows.sort_values("national_value", ascending=False, kind="stable"))
    moved = rows[moved_beyond_chance(rows) & rows["recorded_alike"]]
    moved = moved.reindex((moved["national_value"] - moved["value_year_before"]).abs().sort_values(ascending=False, kind="stable").index)
    parts = {
        "compared": rows.head(FIRST),
        "others": rows.iloc[FIRST:],
        "standing_out": standing_out(rows),
        "moved": moved,
    }
    released = {
        name: words.with_year_before(
            findings.with_cells(given.release(part[COLUMNS], f"national_factors_{name}"), part["decimals"].tolist())
        )
        for name, part in parts.items()
        if len(part) or name != "others"
    }
    columns = [column for column in CELLS if column != "national_period"] + ["value_year_before_words"]
    when = rows["national_period"].iloc[0]
    decimals = dict.fromkeys(rows["national_figure"], 1)
    body = [
        paragraphs(
            words.most_named(released["compared"], given.place),
            findings.what_stands_out(released["standing_out"], decimals, given.place),
            words.what_moved(released["moved"], given.place),
            *words.not_given(held.not_given(assessment_factors())),
        ),
        table(released["compared"], f"Factors that assessments in {given.place} named most often, against elsewhere, {when}", columns),
    ]
    if "others" in released:
        body.append(folded_table(released["others"], f"The other factors that assessments in {given.place} named, {when}", columns))
    return Shown(
        body,
        released,
        limits=[*words.LIMITS, *_recorded_otherwise(held)],
        method=[*findings.METHOD, *words.METHOD],
    )


def _beside_the_year_before(held: NationalHeld, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the same figure in the year before, its range, and whether England recorded the factor in both years."""
    found = []
    for key, area in zip(rows["key"], rows["area"], strict=True):
        year, every = held.newest_year(key), held.rows(key)
        before = every[every["year"] == year - 1].set_index("area")[["value", "low", "high"]]
        england = [every.loc[(every["area"] == ENGLAND) & (every["year"] == one), "value"].gt(0).any() for one in (year - 1, year)]
        found.append([*(before.loc[area] if area in before.index else [None] * 3), all(england)])
    beside = pd.DataFrame(found, columns=["value_year_before", "before_low", "before_high", "recorded_alike"], index=rows.index)
    return rows.join(beside.astype(dict.fromkeys(["value_year_before", "before_low", "before_high"], float)))


def _recorded_otherwise(held: NationalHeld) -> list[str]:
    """Factors that England did not record in all years of the release, in a sentence each way."""
    began, ended = [], []
    for key in assessment_factors():
        rows = held.rows(key)
        england = rows[rows["area"] == ENGLAND].sort_values("year").set_index("year")["value"]
        there = england[england > 0]
        if there.empty:
            continue
        if there.index[0] > england.index[0]:
            began.append((national_figure(key).title, int(there.index[0])))
        if there.index[-1] < england.index[-1]:
            ended.append((national_figure(key).title, int(there.index[-1])))
    return words.recorded_otherwise(began, ended)
