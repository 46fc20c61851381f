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


def around_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """The figures around each inspection as cells that say their day.

    Parameters
    ----------
    rows
        As ``assurance.around_inspections`` gives them, with ``national_figure``, ``national_unit`` and ``decimals``. They are published
        national figures.
    """

    def cell(value: float, day: pd.Timestamp, unit: str, decimals: int) -> str:
        return "no figure" if pd.isna(value) else f"{amount(value, '%' if unit == '%' else '', decimals)} ({day:%b %Y})"

    made = {
        heading: [cell(row[f"value_{when}"], row[f"{when}_date"], row["national_unit"], row["decimals"]) for _, row in rows.iterrows()]
        for heading, when in (("value_before_inspection", "before"), ("value_after_inspection", "after"), ("value_newest", "newest"))
    }
    return pd.DataFrame(
        {
            "inspection_started": rows["inspection_date"].to_numpy(),
            "overall_effectiveness": rows["overall_effectiveness"].to_numpy(),
            "national_figure": rows["national_figure"].to_numpy(),
            **made,
        }
    )
