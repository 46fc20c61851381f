"""The files of a made-up council, in folders by kind and by the day or year that each is of."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import xlsxwriter

from analysis.catalogue.returns import Return, return_of
from analysis.ingest.made_up_council.annex_a import annex_a
from analysis.ingest.made_up_council.chance import day_number, day_year, financial_year_end, quarter_ends
from analysis.ingest.made_up_council.council import Council
from analysis.ingest.made_up_council.faults import SPOILS, UNUSABLE, Planted, Spoiled, unusable_files
from analysis.ingest.made_up_council.money import SCHOOLS_GRANT, ledger, placements_budget, printed_costs, savings, year_start
from analysis.ingest.made_up_council.plan import budget_plan
from analysis.ingest.made_up_council.printed import printed
from analysis.ingest.made_up_council.returns import carers, census, children_looked_after, return_years, ssda903, workforce

FILE_NAMES = {"households": "register"}
"""Names of files that are not called as their list."""
QUARTERS_IN_BULK = 5
"""Quarter ends of a council's lists among many councils: a year back, so that what moved in it can be told."""
Files = Iterator[tuple[str, str, dict[str, pd.DataFrame]]]
"""Kind, folder such as ``ssda903/2023-24``, and printed lists by their key."""


def council_files(council: Council) -> Files:
    """Kind, folder and printed lists of every return of a council, oldest first."""
    for end in return_years(council):
        if end <= council.last:
            yield "ssda903", f"ssda903/{_year_name(end)}", _printed("ssda903", ssda903(council, end))
    for day in quarter_ends(council.first, council.last):
        yield "annex-a", f"annex_a/{_iso(day)}", _printed("annex-a", annex_a(council, day))
        yield "workforce", f"workforce/{_iso(day)}", _printed("workforce", workforce(council, day))
    for year in range(day_year(council.first), day_year(council.last) + 1):
        day = day_number(date(year, 9, 30))
        if council.first < day <= council.last:
            yield "csww", f"csww/{_iso(day)}", _printed("csww", census(council, day))
    for end in return_years(council):
        if year_start(end) >= council.first:
            yield from _money_files(council, end)
    yield "carers", f"carers/{_iso(council.last)}", _printed("carers", carers(council, council.last))


def files_in_bulk(council: Council) -> Files:
    """Kind, folder and printed lists of the returns with which many councils are measured.

    One return of children looked after with the episodes of all years, Annex A and the workforce at the last ``QUARTERS_IN_BULK`` quarter ends,
    carers and placement costs of the last day.
    """
    last = council.last
    yield (
        "ssda903",
        f"ssda903/{_year_name(financial_year_end(last))}",
        _printed("ssda903", children_looked_after(council, council.first, last)),
    )
    for day in quarter_ends(council.first, last)[-QUARTERS_IN_BULK:]:
        yield "annex-a", f"annex_a/{_iso(day)}", _printed("annex-a", annex_a(council, day))
        yield "workforce", f"workforce/{_iso(day)}", _printed("workforce", workforce(council, day))
    yield "carers", f"carers/{_iso(last)}", _printed("carers", carers(council, last))
    costs = printed_costs(council, last, financial_year_end(last))
    yield "placement-costs", f"placement_costs/{_iso(last)}", _printed("placement-costs", costs)


def _money_files(council: Council, end: int) -> Files:
    """Files of the money of a financial year: costs at each quarter end, the others by year."""
    for day in quarter_ends(year_start(end), min(end, council.last)):
        yield "placement-costs", f"placement_costs/{_iso(day)}", _printed("placement-costs", printed_costs(council, day, end))
    year = _year_name(end)
    yield (
        "placements-budget",
        f"placements_budget/{year}",
        _printed("placements-budget", {"placements_budget": placements_budget(council, end).drop(columns="centre")}),
    )
    lines = ledger(council, end)
    yield "ledger", f"ledger/{year}", _printed("ledger", {"ledger": lines})
    yield "budget-plan", f"budget_plan/{year}", _printed("budget-plan", budget_plan(lines, end, SCHOOLS_GRANT))
    yield "savings", f"savings/{year}", _printed("savings", {"savings": savings(council, end)})


def write_council(folder: Path, council: Council, faults: bool = False) -> list[Path]:
    """Write the files of a council: CSV, but the last Annex A as one workbook and the last census as XML, as they are returned.

    Parameters
    ----------
    faults
        Whether to plant faults: the files then stand in ``returns``, others that cannot be used as such in ``unusable``, and ``faults.csv``
        says what is where.

    Returns
    -------
    list of Path
        What was written, relative to the folder.
    """
    if not faults:
        return [path for kind, place, lists in council_files(council) for path in _write_return(folder, council, kind, place, lists)]
    files = [(kind, f"returns/{place}", lists) for kind, place, lists in council_files(council)]
    files, planted = _spoiled(files, council)
    written = [path for kind, place, lists in files for path in _write_return(folder, council, kind, place, lists)]
    year, lists = next((place.rpartition("/")[2], lists) for kind, place, lists in files if kind == "ssda903")
    workers = next(lists["workers"] for kind, _, lists in files if kind == "workforce")
    for path, (text, _, rule) in unusable_files(lists, workers, year).items():
        written.append(Path("unusable") / path)
        (folder / written[-1]).parent.mkdir(parents=True, exist_ok=True)
        (folder / written[-1]).write_text(text, encoding="utf-8")
        planted += [Planted(f"unusable/{path}", None, "", "", rule, UNUSABLE)] if rule else []
    written.append(Path("faults.csv"))
    pd.DataFrame(planted).astype({"row": "Int64"}).to_csv(folder / written[-1], index=False, lineterminator="\n")
    return written


def _spoiled(files: list[tuple[str, str, dict]], council: Council) -> tuple[list[tuple[str, str, dict]], list[Planted]]:
    """The files with faults in the last return of each kind that is written as CSV, and what was planted."""
    last = {kind: place for kind, place, _ in files if not _is_other_format(kind, place, council)}
    done, planted = [], []
    for kind, place, lists in files:
        if last.get(kind) == place and kind in SPOILS:
            spoiled = Spoiled(place, lists, lambda key, kind=kind: f"{_file_name(kind, key)}.csv")
            SPOILS[kind](spoiled, place.rpartition("/")[2])
            lists, planted = spoiled.lists, planted + spoiled.planted
        done.append((kind, place, lists))
    return done, planted


def _is_other_format(kind: str, place: str, council: Council) -> bool:
    """Whether a return is written as a workbook or as XML."""
    return kind in ("annex-a", "csww") and place.endswith(_iso(_last_day(kind, council)))


def _write_return(folder: Path, council: Council, kind: str, place: str, lists: dict[str, pd.DataFrame]) -> list[Path]:
    day = place.rpartition("/")[2]
    if not _is_other_format(kind, place, council):
        return [Path(place) / name for name in write_return(folder / place, kind, lists)]
    (folder / place).mkdir(parents=True, exist_ok=True)
    path = Path(place) / f"{place.split('/')[-2]}_{day}.{'xlsx' if kind == 'annex-a' else 'xml'}"
    if kind == "annex-a":
        _write_workbook(folder / path, lists, council.last)
    else:
        (folder / path).write_text(_census_xml(lists, day), encoding="utf-8")
    return [path]


def write_return(folder: Path, kind: str, lists: dict[str, pd.DataFrame]) -> list[str]:
    """Write the printed lists of a return as CSV into a folder; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {f"{_file_name(kind, key)}.csv": table for key, table in lists.items()}
    for name, table in names.items():
        table.to_csv(folder / name, index=False, lineterminator="\n")
    return list(names)


def _printed(kind: str, lists: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    entries = {entry.key: entry for entry in return_of(kind).lists}
    return {key: printed(entries[key], fields) for key, fields in lists.items() if len(fields) or not entries[key].optional}


def _last_day(kind: str, council: Council) -> int:
    if kind != "csww":
        return council.last
    september = day_number(date(day_year(council.last), 9, 30))
    return september if september <= council.last else day_number(date(day_year(council.last) - 1, 9, 30))


def _file_name(kind: str, key: str) -> str:
    if kind == "annex-a":
        entry = next(entry for entry in return_of(kind).lists if entry.key == key)
        return f"list_{entry.number}_{key}"
    return FILE_NAMES.get(key, key)


def _write_workbook(path: Path, lists: dict[str, pd.DataFrame], day: int) -> None:
    entries = {entry.key: entry for entry in return_of("annex-a").lists}
    created = date(1970, 1, 1) + timedelta(days=day)
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Annex A, made up", "created": pd.Timestamp(created).to_pydatetime()})
        for key, table in lists.items():
            sheet = book.add_worksheet(f"List {entries[key].number}")
            sheet.write_row(0, 0, list(table.columns))
            for number, row in enumerate(table.itertuples(index=False), start=1):
                for column, text in enumerate(row):
                    if text != "":
                        sheet.write_string(number, column, text)


def _census_xml(lists: dict[str, pd.DataFrame], day: str) -> str:
    kind: Return = return_of("csww")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<Message>", f"<Header><ReferenceDate>{day}</ReferenceDate></Header>"]
    for entry in kind.lists:
        for row in lists[entry.key].to_dict("records"):
            cells = "".join(f"<{name}>{escape(_xml_text(text))}</{name}>" for name, text in row.items() if text != "")
            lines.append(f"<{entry.element}>{cells}</{entry.element}>")
    return "\n".join([*lines, "</Message>", ""])


def _xml_text(text: str) -> str:
    """A day of the census is written as 2024-09-30, other texts as they are."""
    return f"{text[6:]}-{text[3:5]}-{text[:2]}" if len(text) == 10 and text[2] == text[5] == "/" else text


def _iso(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _year_name(end: int) -> str:
    year = day_year(end)
    return f"{year - 1}-{year % 100:02d}"
