"""What else of a pack has to be hidden, so that nothing that it hides can be found out: over all its tables, files and earlier packs at once."""

import math
from collections.abc import Sequence

from analysis.disclosure.attack import Cell
from analysis.disclosure.directions import word_of
from analysis.disclosure.outsider import Cells, narrowed, read_cells
from analysis.disclosure.published import FILES, Pack, figure
from analysis.disclosure.same_figures import Place


def to_hide_too(packs: Sequence[Pack]) -> list[Place]:
    """Places of the first pack to hide beside what is hidden: as few and as small as do.

    A figure that another place shows is hidden there; what tells its direction is hidden; and beside one that can be worked out, the smallest count
    that is tied to it, until none can be. What is given away by an earlier pack, a sentence or a chart alone has no such place, and is left.
    """
    cells = read_cells(packs)
    chosen = [place for _, place, _ in cells.shown_again if place[0] == 0]
    while found := narrowed(cells):
        words = [place for cell in found for place in _words_beside(cells, cell)]
        counts = _counts_beside(cells, found)
        if words:
            chosen += words
            tied = {cell for cell in found if _words_beside(cells, cell)}
            cells.worded = [one for one in cells.worded if not tied & set(one[0].cells)]
            cells.readings = {name: [one for one in told if not tied & set(one[0].cells)] for name, told in cells.readings.items()}
        elif counts:
            cell = min(counts, key=lambda place: (cells.shown[place], place))
            chosen.append(cell)
            del cells.shown[cell]
            cells.hidden[cell] = (1, math.inf)
            cells.places[cell] = [cell]
        else:
            break
    return [place for place in dict.fromkeys(chosen) if place[2] < len(cells.table(place).rows)]


def _words_beside(cells: Cells, cell: Cell) -> list[Place]:
    """Directions, verdicts and colours of the first pack in the rows of a hidden cell that they bound."""
    told = [*cells.worded, *(one for reading in cells.readings.values() for one in reading)]
    if not any(cell in relation.cells for relation, _ in told):
        return []
    return [
        (pack, table, row, column)
        for pack, table, row, _ in cells.places[cell]
        if pack == 0 and row < len(cells.table((pack, table, row, 0)).rows)
        for column, text in enumerate(cells.table((pack, table, row, 0)).rows[row][1])
        if word_of(text)
    ]


def _counts_beside(cells: Cells, found: dict) -> list[Place]:
    """Counts above nought that the first pack shows in a row of a table, tied to a cell that can be found out."""
    return [
        place
        for relation, _ in cells.relations
        if set(found) & set(relation.cells)
        for place in relation.cells
        if isinstance(place, tuple) and place in cells.shown and place[0] == 0 and cells.shown[place] > 0
        if place[2] < len(cells.table(place).rows) and cells.table(place).file
    ]


def in_file(cells_of: Sequence[Pack], place: Place) -> tuple[str, int, int] | None:
    """The file, row and column (of its table as read) that hold the figure of a place; ``None`` where no file does.

    A place of a page is looked for in the file of its table: in a column of the same heading, else in one that shows the same figures.
    """
    pack, number, row, column = place
    table = cells_of[pack].tables[number]
    if table.place.startswith(FILES):
        return table.file, row, column
    held = next((other for other in cells_of[pack].tables if other.place.startswith(f"{FILES}{table.file}:")), None) if table.file else None
    if held is None or len(held.rows) != len(table.rows):
        return None
    heading = table.headings[column].casefold()
    named = [place for place, other in enumerate(held.headings) if other.casefold() == heading]
    texts = [texts[column] for _, texts in table.rows]
    alike = [
        place
        for place in range(len(held.headings))
        if all(_agree(text, texts[place]) for text, (_, texts) in zip(texts, held.rows, strict=True))
    ]
    found = named or alike
    return (table.file, row, found[0]) if found else None


def _agree(on_page: str, in_file: str) -> bool:
    """Whether a cell of a page and one of its file show the same."""
    shown, held = figure(on_page), figure(in_file)
    if shown and held:
        return abs(shown.value - held.value) <= 0.5 / 10**shown.decimals + 1e-9
    return on_page == in_file or not (shown or held)
