"""Sentences on inspections as the national list gives them."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.findings.national import amount
from analysis.present.page import Tile
from analysis.present.wording import in_sentence, listing, long_date

ORDER = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
PARTS = {
    "overall_effectiveness": "overall effectiveness",
    "impact_of_leaders": "the impact of leaders",
    "help_and_protection": "help and protection",
    "children_in_care_judgement": "children in care",
    "care_leavers_judgement": "care leavers",
}


def _full(inspections: Released) -> pd.DataFrame:
    """Inspections with a judgement, the newest first."""
    rows = inspections.table
    return rows[rows["overall_effectiveness"] != ""].sort_values("inspection_started", ascending=False)


def judged(inspections: Released, place: str) -> str:
    """The newest overall judgement, its day, and the judgements that differ from it."""
    rows = _full(inspections)
    if rows.empty:
        return f"The list holds no inspection of {place} with a judgement."
    last = rows.iloc[0]
    differing = [
        f"{in_sentence(name)} {last[column].lower()}"
        for column, name in PARTS.items()
        if column != "overall_effectiveness" and last[column] not in ("", last["overall_effectiveness"])
    ]
    apart = f"; {listing(differing)}" if differing else ""
    return f"{last['national_area']} was judged {last['overall_effectiveness'].lower()} overall in the inspection of {long_date(last['inspection_started'])}{apart}."


def moved(inspections: Released) -> str:
    """Which judgements moved since the inspection before of the same council."""
    rows = _full(inspections)
    if rows.empty or (rows["national_area"] == rows["national_area"].iloc[0]).sum() < 2:
        return "The list holds no earlier full inspection of the same council."
    last, before = rows[rows["national_area"] == rows["national_area"].iloc[0]].iloc[:2].itertuples()
    changes = {"better": [], "worse": []}
    for column, name in PARTS.items():
        now, then = getattr(last, column), getattr(before, column)
        if now and then and now != then:
            changes["better" if ORDER.index(now) < ORDER.index(then) else "worse"].append(f"{name} ({then.lower()} to {now.lower()})")
    parts = [f"{word}: {listing(names)}" for word, names in changes.items() if names]
    day = long_date(before.inspection_started)
    return f"Since the inspection of {day}, {'; '.join(parts)}." if parts else f"Every judgement is as in the inspection of {day}."


def tiles(inspections: Released) -> list[Tile]:
    """The newest overall judgement."""
    rows = _full(inspections)
    if rows.empty:
        return []
    return [
        Tile("Overall effectiveness", rows["overall_effectiveness"].iloc[0], f"Inspected {long_date(rows['inspection_started'].iloc[0])}")
    ]


def around_cells(around: Released, decimals: list[int]) -> Released:
    """The figures around each inspection as cells that say their month; ``decimals`` of each row."""

    def cell(row: dict, when: str, places: int) -> str:
        value = row[f"figure_{when}"]
        unit = "%" if row["national_unit"] == "%" else ""
        return "no figure" if pd.isna(value) else f"{amount(value, unit, places)} ({row[f'figure_{when}_day']:%b %Y})"

    each = list(zip(around.table.to_dict("records"), decimals, strict=True))
    headings = {"value_before_inspection": "before", "value_after_inspection": "after", "value_newest": "newest"}
    return around.with_words(**{heading: [cell(row, when, places) for row, places in each] for heading, when in headings.items()})
