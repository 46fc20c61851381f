"""What each column means: one declaration per column name, in the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.catalogue.parameters import with_thresholds
from analysis.errors import UnknownField

TEXT_KINDS = ("text", "month", "quarter", "financial_year", "figure_in_words")
KINDS = (*TEXT_KINDS, "money", "percentage", "count_of_children", "count", "number", "by_unit")
WHEN_ROUNDED = ("per", "share", "rest", "change", "change_pct", "direction", "rounded", "stands", "hidden")
"""In proportion to a count, a count in 100 of another (or of what its own figure says is the whole), 100 less that, a count less another, that in 100 of
the other, a direction between two (hidden where they round to the same), rounded like a count, as it is, or hidden."""


@dataclass(frozen=True)
class Field:
    """One column: its heading, unit, and what disclosure control has to know of it.

    Attributes
    ----------
    kind
        One of ``KINDS``. ``count_of_children`` obeys the policy's threshold; ``by_unit`` does where the column
        named in ``unit_column`` counts people; ``figure_in_words`` is text that stands as a figure does.
    unit_column
        Column that holds the unit of each row.
    missing
        Words for a missing cell; without them a missing figure reads [x].
    decimals
        Decimal places to show.
    signed
        Whether a plus sign is shown before a rise.
    reveals
        Columns that this one gives away: where one of them is suppressed in a row, so is this.
    of
        For a percentage, columns of its row that it may be a percentage of: where a small count of one would round to it, it is suppressed.
    when_rounded
        How the figure is worked out anew where a count that it reveals is shown rounded: a way of ``WHEN_ROUNDED``, and the columns that it takes. Without
        one it is hidden there.
    prose
        Whether a cell holds a sentence or more: its column is given room.
    inside_only
        A column of single households: it passes under a policy for use inside the council alone.
    """

    name: str
    heading: str
    definition: str
    kind: str = "text"
    unit: str = ""
    decimals: int = 0
    signed: bool = False
    missing: str = ""
    unit_column: str | None = None
    reveals: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    when_rounded: tuple[str, ...] = ()
    prose: bool = False
    inside_only: bool = False

    @property
    def heading_with_unit(self) -> str:
        """The heading as a table shows it: ``Approved budget (£ million)``."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading

    @property
    def numeric(self) -> bool:
        """Whether the column holds figures."""
        return self.kind not in TEXT_KINDS


@cache
def fields() -> dict[str, Field]:
    """Every declared column by name.

    Raises
    ------
    UnknownField
        If a column is declared twice: a column name means one thing everywhere.
    """
    declared = {}
    for path in sorted(files("analysis.catalogue.fields").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if name in declared:
                    raise UnknownField(f'Column "{name}" is declared twice, the second time in {path.name}. Keep one.')
                texts = {key: with_thresholds(entry[key]) for key in ("heading", "definition") if key in entry}
                lists = {key: tuple(entry.get(key, ())) for key in ("reveals", "of", "when_rounded")}
                declared[name] = Field(name=name, **{**entry, **texts, **lists})
    return declared


def field(name: str) -> Field:
    """One column's declaration.

    Raises
    ------
    UnknownField
        If the column is not declared.
    """
    try:
        return fields()[name]
    except KeyError:
        raise UnknownField(f'Column "{name}" is not declared. Add it to a file in src/analysis/catalogue/fields/.') from None
