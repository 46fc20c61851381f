"""What a quarter's workbook asks for: a sheet a dataset, rows carried over from the last quarter, figures left to fill in."""

from dataclasses import dataclass, field

from analysis.catalogue.datasets import resources
from analysis.catalogue.entities import MONTH_COLUMNS
from analysis.errors import NoFigures, UnknownChoice
from analysis.ingest.printed import read_as_printed
from analysis.periods import FinancialYear, Month, Quarter

PREFILLED = ("authority", "quarter")
CHANGE_COLUMNS = {
    "change": "What became of the row since last quarter: new, gone, or renamed. Leave it empty where nothing did.",
    "was": "The old name of a row that was renamed, as last quarter's report has it.",
    "accepted": "Why a figure that a check doubts is right as it stands. The reason is kept.",
}
"""Columns that a sheet has beside those of its dataset, and what they are for."""
CHANGES = ("new", "gone", "renamed")


@dataclass
class SheetPlan:
    """One sheet: a dataset for an authority and quarter.

    Attributes
    ----------
    columns
        Columns of the dataset that the sheet shows; ``authority`` and ``quarter`` are the workbook's own.
    asked
        Those that are left to fill in.
    rows
        A row carried over each: text by column; asked ones are empty unless the figure holds on.
    last
        Last quarter's text by asked column, for each row.
    """

    dataset: str
    columns: list[str]
    asked: list[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    last: list[dict[str, str]] = field(default_factory=list)


def plan(authority: str, quarter: str) -> tuple[list[SheetPlan], str | None]:
    """The sheets of an authority's quarter, and the quarter that they are carried over from; ``None`` for the first.

    Raises
    ------
    UnknownChoice
        If there is no such authority.
    NoFigures
        If the quarter is held already and so is every dataset of it.
    """
    now = Quarter.parse(quarter)
    known = [row["authority"] for row in read_as_printed(["authorities"])["authorities"]]
    if authority not in known:
        raise UnknownChoice(f'"{authority}" is not an authority. There are: {", ".join(known)}. Add a row to authorities.csv.')
    entries = [entry for entry in resources() if entry["validity"] in ("quarter", "year") and entry.get("intake") != "none"]
    tables = read_as_printed([entry["name"] for entry in entries])
    held = {name: [row for row in rows if row["authority"] == authority] for name, rows in tables.items()}
    earlier = sorted({row["quarter"] for rows in held.values() for row in rows if Quarter.parse(row["quarter"]) < now})
    before = max(earlier, key=Quarter.parse, default=None)
    sheets = [
        _sheet(entry, held[entry["name"]], now) or _blank(entry, authority) for entry in entries if _is_due(entry, held[entry["name"]], now)
    ]
    if not sheets:
        raise NoFigures(f"Every dataset of {authority} holds {quarter} already. Correct a figure in data/raw, or take the next quarter.")
    return sheets, before


def asked_columns(entry: dict) -> list[str]:
    """Columns left to fill in: figures that are no key, and what a descriptor marks with ``"intake": "asked"``."""
    schema = entry["schema"]
    fixed = {*schema["primaryKey"], *PREFILLED, "source", *(name for rule in schema["foreignKeys"] for name in rule["fields"])}
    asked = []
    for column in schema["fields"]:
        kind = column.get("intake", "asked" if column["type"] in ("number", "integer") else "carried")
        if column["name"] not in fixed and kind == "asked":
            asked.append(column["name"])
    return asked


def _is_due(entry: dict, rows: list[dict], now: Quarter) -> bool:
    """Whether a dataset lacks the quarter; one of a year is due once a year."""
    held = {row["quarter"] for row in rows}
    if entry["validity"] == "quarter":
        return str(now) not in held
    return not any(Quarter.parse(quarter).year == now.year for quarter in held)


def _blank(entry: dict, authority: str) -> SheetPlan:
    """A sheet of which nothing is held: empty, or with the rows of the dataset that ``intake_starts_from`` names, what is asked left to fill in.

    Where the descriptor says ``of_any_council``, another council's rows will do: a test asks all the same.
    """
    columns = [column["name"] for column in entry["schema"]["fields"] if column["name"] not in PREFILLED]
    sheet = SheetPlan(entry["name"], columns, asked_columns(entry))
    start = entry.get("intake_starts_from")
    if start is None:
        return sheet
    rows = read_as_printed([start["dataset"]])[start["dataset"]]
    own = [row for row in rows if row["authority"] == authority]
    others = [row for row in rows if row["authority"] == rows[0]["authority"]] if start.get("of_any_council") else []
    for row in own or others:
        sheet.rows.append({name: "" if name in sheet.asked else row.get(name, "") for name in columns})
        sheet.last.append({name: row.get(name, "") if own else "" for name in sheet.asked})
    return sheet


def _sheet(entry: dict, rows: list[dict], now: Quarter) -> SheetPlan | None:
    """A sheet with the rows of the last quarter held; ``None`` where none is."""
    columns = [column["name"] for column in entry["schema"]["fields"] if column["name"] not in PREFILLED]
    asked = asked_columns(entry)
    held = [row["quarter"] for row in rows if Quarter.parse(row["quarter"]) < now]
    sheet = SheetPlan(entry["name"], columns, asked)
    if not held:
        return None
    latest = max(held, key=Quarter.parse)
    carried = [row for row in rows if row["quarter"] == latest]
    months = {column for column in MONTH_COLUMNS if column in columns}
    moved = _months_moved(Quarter.parse(latest), now)
    for row in carried:
        stands, kept = _carried(row, months, moved, Quarter.parse(latest), now)
        if stands is not None:
            sheet.rows.append({name: stands[name] if kept or name not in asked else "" for name in columns})
            sheet.last.append({name: row[name] for name in asked})
    if "financial_year" in columns and all(row["financial_year"] < str(now.year) for row in carried):
        newest = max(row["financial_year"] for row in carried)
        for row in (row for row in carried if row["financial_year"] == newest):
            sheet.rows.append({name: "" if name in asked else str(now.year) if name == "financial_year" else row[name] for name in columns})
            sheet.last.append({name: row[name] for name in asked})
    if months and any(row["month"] < str(Quarter.parse(latest).months[0]) for row in carried if "month" in row):
        _keep_printed_months(sheet, carried, moved, now)
    return sheet


def _months_moved(before: Quarter, now: Quarter) -> int:
    return 3 * (4 * (now.year.start_year - before.year.start_year) + now.number - before.number)


def _carried(row: dict, months: set[str], moved: int, before: Quarter, now: Quarter) -> tuple[dict | None, bool]:
    """A row of last quarter as it stands in this one, and whether its figures hold on; ``None`` for a month that has passed."""
    if months:
        if max(row[column] for column in months) < str(before.months[0]):
            return None, False
        return {**row, **{column: _later(row[column], moved) for column in months}}, False
    if row.get("period_end_date"):
        if row["period_end_date"] < str(before.start):
            return row, True
        period = {"period_end_date": str(now.end), "period": str(now.end), "period_printed": f"Q{now.number} {now.year.label}"}
        return {**row, **{name: text for name, text in period.items() if name in row}}, False
    if row.get("financial_year"):
        return row, FinancialYear.parse(row["financial_year"]) < now.year
    return dict(row), False


def _keep_printed_months(sheet: SheetPlan, carried: list[dict], moved: int, now: Quarter) -> None:
    """A table that runs from the start of the year keeps the months printed before, of the same year, with their figures."""
    first = str(Month(now.year.start_year, 4))
    earlier = [row for row in carried if first <= row["month"]]
    sheet.rows[:0] = [{name: row[name] for name in sheet.columns} for row in earlier]
    sheet.last[:0] = [{name: row[name] for name in sheet.asked} for row in earlier]


def _later(text: str, months: int) -> str:
    if not text:
        return text
    month = Month.parse(text)
    for _ in range(months):
        month = month.next()
    return str(month)
