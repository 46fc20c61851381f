"""Inspections of children's services as Ofsted lists them."""

import pandas as pd

from analysis.catalogue.authorities import authorities
from analysis.errors import InvalidData, Problem
from analysis.ingest.national.reading import AGAIN, ROW
from analysis.ingest.national.sheets import as_date, table_below

JUDGEMENTS = {
    "Overall effectiveness": "overall_effectiveness",
    "The impact of leaders on social work practice with children and families": "impact_of_leaders",
    "The experiences and progress of children who need help and protection": "help_and_protection",
    "The experiences and progress of children in care": "children_in_care",
    "The experiences and progress of care leavers": "care_leavers",
}
"""Headings of the judgements, and what they are called here. Care leavers have one of their own since January 2023."""
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
INSPECTIONS = ["area", "ons_code", "inspection_date", "published_date", "kind", "theme", *JUDGEMENTS.values()]
_CODE = "Local authority area code"
_HEADINGS = {
    "inspection_date": ("Inspection date", "Inspection/Visit date"),
    "published_date": ("Publication date",),
    "kind": ("Inspection type", "Inspection/Visit type"),
    "theme": ("Visit Theme",),
}
_LATEST = "latest inspection"
"""Kind of an inspection in the list of latest judgements, which does not say it."""


def inspection_rows(sheets: dict[str, list[list]], file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Inspections and visits of every list of the workbook, one row each, with ``INSPECTIONS`` as columns.

    An inspection that stands in several lists is one row; lists that differ on it are said, and the history counts.

    Raises
    ------
    InvalidData
        If a date, a grade or a council cannot be read; every such cell is named.
    """
    councils = {
        code: council for council in authorities() for code in (council.ons_code, *(former.ons_code for former in council.former_codes))
    }
    found, problems = [], []
    for name, cells in sheets.items():
        table = table_below(cells, _CODE)
        if table is None:
            continue
        columns = {key: next((heading for heading in headings if heading in table), None) for key, headings in _HEADINGS.items()}
        for row in table.to_dict("records"):
            if str(row[_CODE]).strip() == "":
                continue
            entry = {"list": name, "area": getattr(councils.get(row[_CODE]), "slug", None), "ons_code": row[_CODE]}
            for key, heading in columns.items():
                cell = row[heading] if heading else ""
                entry[key] = as_date(cell) if key.endswith("_date") else str(cell).strip()
            entry |= {key: str(row.get(heading, "")).strip() for heading, key in JUDGEMENTS.items()}
            entry["kind"] = entry["kind"] or _LATEST
            found.append(entry)
            problems += _wrong(entry, row, columns, f"{file}, {name}")
    if problems:
        raise InvalidData(problems)
    return _once(pd.DataFrame(found), file)


def _wrong(entry: dict, row: dict, columns: dict[str, str | None], file: str) -> list[Problem]:
    problems = []
    place = {"file": file, "row": int(row[ROW])}
    if entry["area"] is None:
        rule = "is not the ONS code of an English council with children's services"
        problems.append(Problem(rule=rule, remedy=AGAIN, column=_CODE, value=str(row[_CODE]), **place))
    for key in ("inspection_date", "published_date"):
        if entry[key] is None:
            problems.append(
                Problem(rule="is not a date", remedy=AGAIN, column=columns[key] or key, value=str(row.get(columns[key], "")), **place)
            )
    for heading, key in JUDGEMENTS.items():
        if entry[key] not in ("", *GRADES):
            rule = f"is not a judgement ({', '.join(GRADES)})"
            problems.append(Problem(rule=rule, remedy=AGAIN, column=heading, value=entry[key], **place))
    return problems


def _once(found: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    said = []
    # The history knows the kind of each inspection; the list of latest judgements does not.
    order = found["list"].str.contains("history", case=False).map({True: 0, False: 1}) + 2 * found["kind"].eq(_LATEST)
    found = found.assign(order=order).sort_values("order", kind="stable")
    judgements = list(JUDGEMENTS.values())
    for (area, day), rows in found[found["overall_effectiveness"] != ""].groupby(["area", "inspection_date"]):
        differ = [key for key in judgements if rows[key].nunique() > 1]
        if differ:
            rule = f"gives {area}, inspected on {day}, different judgements in {' and '.join(rows['list'])}: {', '.join(differ)}"
            said.append(Problem(file=file, rule=rule, remedy=f"The judgement of {rows['list'].iloc[0]} is shown."))
    found = found.drop_duplicates(["area", "inspection_date"])
    dates = {key: pd.to_datetime(found[key]) for key in ("inspection_date", "published_date")}
    return found.assign(**dates).sort_values(["area", "inspection_date"])[INSPECTIONS].reset_index(drop=True), said
