"""A published pack as an outsider reads it: the tables, sentences and charts of its pages, its files, its workbooks and what its manifest states."""

import csv
import html
import io
import json
import re
from contextlib import closing
from pathlib import Path

from analysis.disclosure.policy import policy_named
from analysis.disclosure.published import FILES, HIDDEN, Pack, Table, figure
from analysis.errors import NotReleased, UnknownChoice
from analysis.periods import Quarter
from analysis.publish.csvw import heading_of
from analysis.publish.manifest import MANIFEST, files_below

SECTION = re.compile(r'<h2 id="([^"]+)">')
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
DOUBT = re.compile(r'<a class="doubt".*?</a>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SAID = re.compile(r"<(p|li|dd|figcaption)\b[^>]*>(.*?)</\1>", re.DOTALL)
TILE = re.compile(r'<div class="tile">(.*?)</div>', re.DOTALL)
ALTERNATIVE = re.compile(r'aria-label="([^"]+)"')
DRAWN = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)</text>')
MARKS = re.compile(r"<g[^>]*>\s*((?:<use [^>]*/>\s*)+)</g>")
MARK = re.compile(r'<use [^>]*x="([-\d.]+)" y="([-\d.]+)"')
LINE = re.compile(r'<path d="M([-\d. ]+)"[^>]*fill: none')
POINT = re.compile(r"([-\d.]+) ([-\d.]+)")
FILE = re.compile(r'href="data/([^"]+\.csv)"')
FEWEST_FIGURES = 3
"""Different figures, none nought, that a column of a page and one of its file must share to be taken for the same."""
SAME_LINE = 6.0
"""Points within which two texts of a chart stand on one line."""
READ = (".html", ".csv", ".json", ".xlsx")
"""Files that the attack reads; JSON describes the others."""


def facts_of(folder: Path) -> dict:
    """What the manifest of a folder states.

    Raises
    ------
    UnknownChoice
        If there is none.
    """
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnknownChoice(f"There is no pack in {folder}. Name a folder that holds a {MANIFEST}.") from error


def read_pack(folder: Path) -> Pack | None:
    """A pack's tables and sentences, from every file of it; ``None`` for one whose policy hides nothing.

    Raises
    ------
    UnknownChoice
        If there is no pack in the folder.
    NotReleased
        If it holds a file that cannot be read as an outsider would: what is not attacked is not published.
    """
    facts = facts_of(folder)
    policy = policy_named(facts["policy"])
    if policy.smallest_count == 0:
        return None
    _stop_at_unread(folder)
    months = {month.name: month.label for month in Quarter.parse(facts["quarter"]).months} if facts.get("quarter") else {}
    tables, sentences, series, in_files, read = [], {f"{MANIFEST}#opening": tuple(_stated(facts))}, {}, [], set()
    for path in sorted(folder.glob("*.html")):
        for section, markup in _sections(path.read_text(encoding="utf-8")):
            place = f"{path.name}#{section}"
            sentences[place] = tuple(_said(markup))
            series[place] = tuple(_points(markup))
            for table in _tables(path.name, place, markup, months):
                tables.append(table)
                if table.file and (folder / "data" / table.file).is_file():
                    read.add(table.file)
                    tables.append(_of_file(table, folder / "data" / table.file, place))
                    in_files += _shown_in_file(table, folder / "data" / table.file) if table.hides else []
    tables += [_of_file(None, path, "") for path in sorted(folder.glob("data/*.csv")) if path.name not in read]
    tables += [table for path in sorted(folder.rglob("*.xlsx")) for table in _of_workbook(path)]
    limits = policy.fewest_values, policy.smallest_count
    return Pack(folder.name, *limits, tuple(tables), sentences, series, tuple(in_files), policy.rounded_to)


def _stop_at_unread(folder: Path) -> None:
    unread = sorted(path.relative_to(folder).as_posix() for path in files_below(folder) if path.suffix not in READ)
    if unread:
        raise NotReleased(
            f"The pack holds what the attack on it does not read: {', '.join(unread)}. Leave it out, or offer it as one of {', '.join(READ)}."
        )


def _stated(facts: dict) -> list[str]:
    """Every sentence and key figure that the manifest states of the pages."""
    openings = [*facts.get("pages", {}).values(), facts.get("opening") or {}]
    tiles = [" ".join(str(text) for text in tile.values() if text) for opening in openings for tile in opening.get("tiles", [])]
    return [*tiles, *(text for opening in openings for text in (opening.get("headline", ""), *opening.get("warnings", [])) if text)]


def _of_workbook(path: Path) -> list[Table]:
    """The sheets of a workbook as tables: the first row with words in most of its cells is that of headings."""
    # Loaded where a publication holds a workbook, and nowhere else.
    from openpyxl import load_workbook

    with closing(load_workbook(path, read_only=True, data_only=True)) as book:
        sheets = {sheet.title: [[_as_typed(value) for value in row] for row in sheet.values] for sheet in book.worksheets}
    found = []
    for title, rows in sheets.items():
        width = max((len(row) for row in rows), default=0)
        wordy = [place for place, row in enumerate(rows) if len([text for text in row if text and not figure(text)]) > width / 2]
        if wordy and width > 1:
            body = tuple((row[0], tuple(row[1:])) for row in rows[wordy[0] + 1 :] if any(row))
            found.append(Table(f"{FILES}{path.name}: {title}", "", tuple(rows[wordy[0]][1:]), body))
    return found


def _as_typed(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _sections(page: str) -> list[tuple[str, str]]:
    """Name and markup of each section, the opening first."""
    parts = SECTION.split(page[page.find("<main") :])
    return [("opening", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def _text(markup: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", DOUBT.sub("", markup))).split())


def _said(markup: str) -> list[str]:
    """Sentences, key figures with their names, text alternatives, and what a chart writes on one line."""
    tiles = [_text(tile) for tile in TILE.findall(markup)]
    drawn = []
    for chart in re.findall(r"<svg.*?</svg>", markup, re.DOTALL):
        texts = [(float(y), html.unescape(text).strip()) for _, y, text in DRAWN.findall(chart)]
        names = [(y, text) for y, text in texts if figure(text) is None and len(text) > 3]
        drawn += [f"{name} {text}" for y, name in names for at, text in texts if figure(text) and abs(at - y) <= SAME_LINE]
    plain = TABLE.sub("", markup)
    said = [_text(text) for _, text in SAID.findall(plain)]
    return list(
        dict.fromkeys(text for text in [*tiles, *said, *(html.unescape(text) for text in ALTERNATIVE.findall(plain)), *drawn] if text)
    )


def _points(markup: str) -> list[tuple[tuple[float, float], ...]]:
    """The points of each group of marks, and of each line of straight parts, of the charts of a section."""
    marks = [[(float(x), float(y)) for x, y in MARK.findall(group)] for group in MARKS.findall(markup)]
    lines = [[(float(x), float(y)) for x, y in POINT.findall(line)] for line in LINE.findall(markup)]
    return [tuple(points) for points in [*marks, *lines] if len(points) > 1]


def _tables(page: str, section: str, markup: str, months: dict[str, str]) -> list[Table]:
    """The tables of a section."""
    found = []
    for match in TABLE.finditer(markup):
        after = markup[match.end() : markup.find("<table", match.end()) if "<table" in markup[match.end() :] else len(markup)]
        file = FILE.search(after)
        found.append(_table(match[0], page, section, months, file[1] if file else ""))
    return found


def _table(markup: str, page: str, section: str, months: dict[str, str], file: str) -> Table:
    caption = re.search(r"<caption>(.*?)</caption>", markup, re.DOTALL)
    head, _, rest = markup.partition("</thead>")
    headings = [_text(cell) for cell in CELL.findall(head)][1:]
    body, _, foot = rest.partition("<tfoot")

    def rows(part: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = [[_text(cell) for cell in CELL.findall(row)] for row in ROW.findall(part)]
        return tuple((cells[0], tuple(cells[1:])) for cells in found if len(cells) == len(headings) + 1)

    return Table(
        f"{page}: {_text(caption[1]) if caption else 'a table without a caption'}",
        section,
        tuple(months.get(text, text) for text in headings),
        rows(body),
        rows(foot),
        file,
    )


def _of_file(table: Table | None, path: Path, section: str) -> Table:
    """A CSV file as a table: a figure missing in a row that hides one on the page is hidden too, unless it is a column of words."""
    columns, rows = _read_file(path)
    named = next((place for place, column in enumerate(columns) if column["datatype"] == "string"), 0)
    on_page = [row for row, (_, cells) in enumerate(table.rows) if HIDDEN in cells] if table else []
    alike = not table or not table.hides or len(table.rows) == len(rows)
    hiding = set(on_page) if alike else set(range(len(rows)))
    kept = [place for place in range(len(columns)) if place != named]
    numbers = {place for place in kept if columns[place]["datatype"] == "number"}
    texts = tuple(
        (cells[named], tuple(HIDDEN if not cells[place] and row in hiding and place in numbers else cells[place] for place in kept))
        for row, cells in enumerate(rows)
    )
    names = tuple(columns[place]["name"] for place in (named, *kept))
    return Table(
        f"{FILES}{path.name}: {path.stem}", section, tuple(heading_of(columns[place]) for place in kept), texts, (), path.name, names
    )


def _read_file(path: Path) -> tuple[list[dict], list[list[str]]]:
    """Columns, as the file's metadata describes them, and rows."""
    metadata = json.loads(path.with_name(f"{path.name}-metadata.json").read_text(encoding="utf-8"))
    return metadata["tableSchema"]["columns"], list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]


def _shown_in_file(table: Table, path: Path) -> list[tuple[str, str, str, float, str]]:
    """Figures that the page hides and the file shows: in a column of the same heading, or of the same figures."""
    columns, rows = _read_file(path)
    found = []
    for column, heading in enumerate(table.headings) if len(rows) == len(table.rows) else ():
        on_page = [cells[column] for _, cells in table.rows]
        for place, described in enumerate(columns):
            in_file = [figure(cells[place]) for cells in rows]
            pairs = [(figure(text), held) for text, held in zip(on_page, in_file, strict=True) if figure(text)]
            same = [held is not None and abs(held.value - shown.value) <= 0.5 / 10**shown.decimals + 1e-9 for shown, held in pairs]
            if HIDDEN in on_page and all(same) and _same_column(heading, described, pairs):
                hidden = [row for row, text in enumerate(on_page) if text == HIDDEN and in_file[row]]
                found += [(table.place, table.rows[row][0], heading, in_file[row].value, f"{FILES}{path.name}") for row in hidden]
    return found


def _same_column(heading: str, described: dict, pairs: list) -> bool:
    """Whether a column of a file, which agrees with one of the page wherever that is shown, is the same: by its heading, or by enough figures."""
    words = [re.findall(r"\w+", text.casefold()) for text in (heading, heading_of(described))]
    return words[0] == words[1] or len({shown.value for shown, _ in pairs} - {0.0}) >= FEWEST_FIGURES
