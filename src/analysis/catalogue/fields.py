"""What each column means: one declaration per column name, in ``fields.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownField

KINDS = ("text", "money", "percentage", "count_of_children", "count", "number", "by_unit")


@dataclass(frozen=True)
class Field:
    """One column: its heading, unit, and what disclosure control has to know of it.

    Attributes
    ----------
    kind
        One of ``KINDS``. ``count_of_children`` obeys the policy's threshold; ``by_unit`` does where the column
        named in ``unit_column`` says ``children``.
    decimals
        Decimal places to show.
    signed
        Whether a plus sign is shown before a rise.
    reveals
        Columns that this one gives away: where one of them is suppressed in a row, so is this.
    """

    name: str
    heading: str
    definition: str
    kind: str = "text"
    unit: str = ""
    decimals: int = 0
    signed: bool = False
    unit_column: str | None = None
    reveals: tuple[str, ...] = ()

    @property
    def heading_with_unit(self) -> str:
        """The heading as a table shows it: ``Approved budget (£ million)``."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading

    @property
    def numeric(self) -> bool:
        """Whether the column holds figures."""
        return self.kind != "text"


@cache
def fields() -> dict[str, Field]:
    """Every declared column by name."""
    declared = tomllib.loads(files("analysis.catalogue").joinpath("fields.toml").read_text(encoding="utf-8"))
    return {name: Field(name=name, **{**entry, "reveals": tuple(entry.get("reveals", ()))}) for name, entry in declared.items()}


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
        raise UnknownField(f'Column "{name}" is not declared. Add it to src/analysis/catalogue/fields.toml.') from None
