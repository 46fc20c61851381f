"""What a published pack shows, as an outsider reads it: tables of cells as text, and sentences."""

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

HIDDEN = "[c]"
FILES = "data/"
"""How the place of a table begins that is a file; the table of the same rows stands on a page too."""
NO_COUNTS = re.compile(r"per cent|%|per 10,000|£|GBP|days? per|percentage|FTE|miles|grade|rate\b|ratio|per child|share", re.IGNORECASE)
"""What says, in a heading, a caption or a row's unit, that a figure counts nobody."""
NOTHING = {HIDDEN, "", "[x]", "[z]"}
"""Cells that show no figure."""
LONGEST_UNIT = 40
"""Longer texts in a row are sentences; what stands in one is no unit of the row."""
NUMBER = re.compile(r"^[+−-]?£?(?P<figure>\d[\d,]*(?:\.\d+)?)%?$")


@dataclass(frozen=True)
class Figure:
    """A cell as a number, with the decimals that it is printed to."""

    value: float
    decimals: int


@lru_cache(maxsize=100_000)
def figure(text: str) -> Figure | None:
    """A cell's text as a number; ``None`` for words and for a cell that is not shown.

    >>> figure("1,204"), figure("−3.5"), figure("[c]"), figure("none")
    (Figure(value=1204.0, decimals=0), Figure(value=-3.5, decimals=1), None, None)
    """
    found = NUMBER.match(text.strip())
    if not found:
        return None
    digits = found["figure"].replace(",", "")
    sign = -1 if text.strip()[0] in "−-" else 1
    return Figure(sign * float(digits), len(digits.partition(".")[2]))


@dataclass(frozen=True)
class Table:
    """One table of a page or file.

    Attributes
    ----------
    place
        Page or file, and caption.
    section
        Page and section that it stands in; sentences of the same section speak of it.
    headings
        Of each column but the first, which names the row; with a year where it is a month of the pack's quarter.
    rows, foot
        Name and texts of each row; the foot holds totals.
    file
        Name of the CSV file that holds the same rows, or that it is; empty where there is none.
    columns
        Of a file: the names of its columns, as its header has them; the first is the one that names the row.
    """

    place: str
    section: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    foot: tuple[tuple[str, tuple[str, ...]], ...] = ()
    file: str = ""
    columns: tuple[str, ...] = ()

    @cached_property
    def hides(self) -> bool:
        """Whether a figure of it is not shown."""
        return any(HIDDEN in cells for _, cells in (*self.rows, *self.foot))

    @cached_property
    def named_alone(self) -> bool:
        """Whether each row has a name of its own; where rows share one, another column tells them apart."""
        return len({label for label, _ in self.rows}) == len(self.rows)

    @cached_property
    def counts(self) -> frozenset[int]:
        """Columns that may count people: of whole numbers, without a unit that says otherwise; or of nothing but cells not shown."""
        if NO_COUNTS.search(self.place.partition(": ")[2]):
            return frozenset()
        found = set()
        for column, heading in enumerate(self.headings):
            texts = {cells[column] for _, cells in (*self.rows, *self.foot)}
            figures = [text for text in texts if figure(text)]
            whole = [text for text in figures if "%" not in text and text[0] not in "+−-" and not figure(text).decimals]
            if not NO_COUNTS.search(heading) and (whole if figures else HIDDEN in texts and texts <= NOTHING):
                found.add(column)
        return frozenset(found)

    def counts_in(self, cells: tuple[str, ...]) -> list[int]:
        """The columns of a row that may count people: none where a cell of it states another unit."""
        words = [text for text in cells if figure(text) is None or "%" in text]
        return [] if any(NO_COUNTS.search(text) and len(text) < LONGEST_UNIT for text in words) else sorted(self.counts)


@dataclass(frozen=True)
class Pack:
    """A published pack as read.

    Attributes
    ----------
    tables
        Of its pages and files.
    sentences
        By section: what it says, text alternatives, and what its charts write on one line.
    series
        By section: the points of each line of its charts, across and down.
    in_files
        Figures hidden on a page that its file shows: place, row, column, value and file.
    rounded_to
        Step to which its counts of people are rounded; 1 where they are not.
    """

    name: str
    fewest_values: int
    smallest_count: int
    tables: tuple[Table, ...]
    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)
    series: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = field(default_factory=dict)
    in_files: tuple[tuple[str, str, str, float, str], ...] = ()
    rounded_to: int = 1
