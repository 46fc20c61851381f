"""A council that has a budget of six lines and the caseloads of six services, and nothing else: a whole pack in a few seconds."""

import csv
import json
from pathlib import Path

from built_projects import command
from made_up_quarters import copy_project
from openpyxl import load_workbook

SERVICES = ("Placements", "Social Work", "Early Help", "Adoption", "Safeguarding", "Management")
PACK = Path("reports/exampleshire/2025-26-q1")
CHECK = """
document = "Budget report"
topic = "budget"

[[check]]
check = "budget-total-forecast"
claim = "{department}, sum of services: forecast this quarter"
over = "budget_monitoring_totals"
place = "{department} monitoring table"
printed = "forecast_outturn_gbp_m"
formula = "total(cells('budget_monitoring', 'forecast_outturn_gbp_m', department=department))"
children = false
marks = [{ column = "forecast_outturn_gbp_m", department = "{department}", service = "" }]
"""
TOLD = "told_when_published.txt"
"""Where what the command told of the pack's first publication is kept, in the project's folder."""


def publish_small_council(root: Path) -> None:
    """Make a project that holds nothing but the council's name, type its quarter in by workbook, take it in, and publish it."""
    copy_project(root)
    for path in (root / "data" / "raw").glob("*.csv"):
        header = path.read_text(encoding="utf-8-sig").splitlines()[0]
        path.write_text(header + "\n", encoding="utf-8")
    for path in [*(root / "scenarios").rglob("*.toml"), *(root / "checks").glob("*.toml")]:
        path.unlink()
    (root / "checks" / "budget.toml").write_text(CHECK, encoding="utf-8")
    (root / "data" / "raw" / "authorities.csv").write_text(
        "authority,name,ons_code,area_word\nexampleshire,Exampleshire,E10999999,county\n", encoding="utf-8"
    )
    described = root / "data" / "raw" / "datapackage.json"
    facts = json.loads(described.read_text(encoding="utf-8"))
    described.write_text(json.dumps(facts | {"usual_authority": "exampleshire"}), encoding="utf-8")
    _add_rows(root, "departments", [{"authority": "exampleshire", "department": "CS", "name": "Children's Services"}])
    workbook = root / "first.xlsx"
    _done(root, "intake", "new", "--authority", "exampleshire", "--quarter", "2025-26-Q1", "--file", str(workbook))
    _type_in(workbook)
    _done(root, "intake", "take", str(workbook))
    (root / TOLD).write_text(_done(root, "publish", "--authority", "exampleshire"), encoding="utf-8")


def _done(root: Path, *arguments: str) -> str:
    outcome = command(root, *arguments)
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stderr


def _add_rows(root: Path, dataset: str, rows: list[dict]) -> None:
    path = root / "data" / "raw" / f"{dataset}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerows(rows)


def _type_in(path: Path) -> None:
    book = load_workbook(path)

    def put(sheet: str, rows: list[dict]) -> None:
        page = book[sheet]
        header = [cell.value for cell in page[1]]
        for line, row in enumerate(rows, start=2):
            for name, value in row.items():
                page.cell(line, header.index(name) + 1).value = value

    key = book["documents"]["A2"].value
    put(
        "documents",
        [
            {
                "title": "Budget report",
                "publisher": "Exampleshire",
                "published_date": "2025-07-20",
                "transcribed_date": "2025-07-21",
                "terms_of_use": "Open",
            }
        ],
    )
    budget = {"department": "CS", "source": key, "change": "new"}
    put(
        "budget_monitoring",
        [
            {
                **budget,
                "line": place + 1,
                "service": name,
                "approved_budget_gbp_m": f"{10 + place}.000",
                "forecast_outturn_gbp_m": f"{10 + place}.500",
                "printed_variance_gbp_m": "0.500",
            }
            for place, name in enumerate(SERVICES)
        ],
    )
    put(
        "budget_monitoring_totals",
        [
            {
                "department": "CS",
                "approved_budget_gbp_m": "75.000",
                "forecast_outturn_gbp_m": "78.000",
                "printed_variance_gbp_m": "3.000",
                "source": key,
                "change": "new",
            }
        ],
    )
    measure = {"priority": 1, "indicator": "children_open", "measure_unit": "children", "measure_kind": "snapshot", "polarity": "neither"}
    put(
        "performance_measures",
        [
            {
                **measure,
                "measure": place + 1,
                "description": f"Children open: {name}",
                "caseload_service": name,
                "small_base": "false",
                "target_kind": "monitor",
                "target_text": "Monitor",
                "source": key,
            }
            for place, name in enumerate(SERVICES)
        ],
    )
    months = ["2025-04", "2025-05", "2025-06"]
    put(
        "performance_measure_values",
        [
            {"priority": 1, "measure": place + 1, "month": month, "measure_value": 100 + 10 * place + step, "source": key}
            for place in range(len(SERVICES))
            for step, month in enumerate(months)
        ],
    )
    book.save(path)
