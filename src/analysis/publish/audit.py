"""A published pack attacked as an outsider would: from its pages and files alone."""

import csv
import html
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.disclosure.outsider import Finding, attack_pack
from analysis.disclosure.policy import policy_named
from analysis.disclosure.published import FILES, HIDDEN, Pack, Table, figure
from analysis.errors import NotReleased, UnknownChoice
from analysis.periods import Quarter
from analysis.publish.csvw import heading_of
from analysis.publish.manifest import MANIFEST

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
MOST_TOLD = 20
"""Findings that a message tells."""
FEWEST_FIGURES = 3
"""Different figures, none nought, that a column of a page and one of its file must share to be taken for the same."""
SAME_LINE = 6.0
"""Points within which two texts of a chart stand on one line."""


@dataclass(frozen=True)
class Audit:
    """What an attack on a pack came to: the hidden counts attacked, and those that can be pinned down or narrowed below the policy."""

    pack: str
    hidden: int
    findings: tuple[Finding, ...]


def audit(folder: Path, others: Path | None = None) -> Audit:
    """Attack a pack, and what it says together with the pack of the council before it.

    Parameters
    ----------
    folder
        The pack's folder.
    others
        Folder in which the council's other packs stand; the one that holds the pack by default.

    Raises
    ------
    UnknownChoice
        If there is no pack in the folder.
    """
    pack = read_pack(folder)
    if pack is None:
        return Audit(folder.name, 0, ())
    before = _pack_before(folder, others or folder.absolute().parent)
    earlier = read_pack(before) if before else None
    findings, hidden = attack_pack([pack] if earlier is None else [pack, earlier])
    return Audit(folder.name, hidden, tuple(dict.fromkeys(findings)))


def stop_where_given_away(folder: Path, others: Path) -> None:
    """Raise ``NotReleased`` where a pack, alone or beside the one before it, gives away a figure that it hides."""
    found = audit(folder, others).findings
    if found:
        told = [str(finding) for finding in found[:MOST_TOLD]]
        raise NotReleased("\n".join([f"The pack was not published: it gives away {len(found)} of the figures that it hides.", *told]))


def _pack_before(folder: Path, others: Path) -> Path | None:
    """The last pack of an earlier quarter under the same policy."""
    facts = _facts(folder)
    if "quarter" not in facts:
        return None
    found = {}
    for manifest in others.glob(f"[!.]*/{MANIFEST}"):
        other = _facts(manifest.parent)
        if other.get("policy") == facts["policy"] and "quarter" in other:
            found[Quarter.parse(other["quarter"])] = manifest.parent
    earlier = [quarter for quarter in found if quarter < Quarter.parse(facts["quarter"])]
    return found[max(earlier)] if earlier else None


def _facts(folder: Path) -> dict:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnknownChoice(f"There is no pack in {folder}. Name a folder that holds a {MANIFEST}.") from error


def read_pack(folder: Path) -> Pack | None:
    """A pack's tables and sentences; ``None`` for one whose policy hides nothing."""
    facts = _facts(folder)
    policy = policy_named(facts["policy"])
    if policy.smallest_count == 0:
        return None
    months = {month.name: month.label for month in Quarter.parse(facts["quarter"]).months} if "quarter" in facts else {}
    tables, sentences, series, in_files = [], {}, {}, []
    for path in sorted(folder.glob("*.html")):
        for section, markup in _sections(path.read_text(encoding="utf-8")):
            place = f"{path.name}#{section}"
            sentences[place] = tuple(_said(markup))
            series[place] = tuple(_points(markup))
            for table, file in _tables(path.name, place, markup, months):
                tables.append(table)
                if table.hides and (folder / "data" / file).is_file():
                    tables.append(_of_file(table, folder / "data" / file, place))
                    in_files += _shown_in_file(table, folder / "data" / file)
    limits = policy.fewest_values, policy.smallest_count
    return Pack(folder.name, *limits, tuple(tables), sentences, series, tuple(in_files), policy.rounded_to)


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


def _tables(page: str, section: str, markup: str, months: dict[str, str]) -> list[tuple[Table, str]]:
    """The tables of a section, each with the name of the file that holds its rows, or none."""
    found = []
    for match in TABLE.finditer(markup):
        after = markup[match.end() : markup.find("<table", match.end()) if "<table" in markup[match.end() :] else len(markup)]
        file = FILE.search(after)
        found.append((_table(match[0], page, section, months), file[1] if file else ""))
    return found


def _table(markup: str, page: str, section: str, months: dict[str, str]) -> Table:
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
    )


def _of_file(table: Table, path: Path, section: str) -> Table:
    """The CSV file of a table, as a table: a figure missing in a row that hides one on the page is hidden too, unless it is a column of words."""
    columns, rows = _read_file(path)
    named = next((place for place, column in enumerate(columns) if column["datatype"] == "string"), 0)
    hiding = (
        {row for row, (_, cells) in enumerate(table.rows) if HIDDEN in cells} if len(table.rows) == len(rows) else set(range(len(rows)))
    )
    kept = [place for place in range(len(columns)) if place != named]
    numbers = {place for place in kept if columns[place]["datatype"] == "number"}
    texts = tuple(
        (cells[named], tuple(HIDDEN if not cells[place] and row in hiding and place in numbers else cells[place] for place in kept))
        for row, cells in enumerate(rows)
    )
    return Table(f"{FILES}{path.name}: {path.stem}", section, tuple(heading_of(columns[place]) for place in kept), texts)


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
