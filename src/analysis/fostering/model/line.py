"""One line of the model."""

from dataclasses import dataclass

from analysis.catalogue.fields import field

KINDS = {
    "£": "money",
    "£ a month": "money",
    "£ a year": "money",
    "households": "number",
    "placements": "number",
    "months": "number",
    "share": "share",
    "index": "factor",
    "of one a year": "factor",
    "month number": "whole",
    "year number": "whole",
    "1 or 0": "whole",
    "month": "month",
    "ratio": "number",
    "placements a year": "number",
    "yes or no": "text",
}
"""How a figure of each unit is shown: ``money``, ``number``, ``factor``, ``whole``, ``share``, ``month`` or ``text``."""


@dataclass(frozen=True)
class Line:
    """One line of the model: its name, what it is in, what it means, how it is worked out, and when.

    Attributes
    ----------
    unit
        One of ``KINDS``.
    formula
        In the language of ``formulas``.
    applies
        When the line is other than nothing, or worked out at all.
    """

    name: str
    heading: str
    unit: str
    meaning: str
    formula: str
    applies: str

    @property
    def kind(self) -> str:
        """How the figure is shown."""
        return KINDS[self.unit]


def declared_line(name: str, column: str, unit: str, formula: str, applies: str) -> Line:
    """A line that is published as a column too: heading and meaning as the column declares them."""
    declared = field(column)
    return Line(name, declared.heading_with_unit, unit, declared.definition, formula, applies)
