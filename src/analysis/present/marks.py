"""Marks beside figures that do not agree with the figures they are made of."""

import json
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from analysis.disclosure.release import Released

PAGE = "figures_checked.html"
"""The page of the pack that holds every check."""

LABEL, STATEMENT_LABEL = "does not agree", "text does not agree"
"""Words of a mark: on a figure that is itself at odds, and on one that a statement in the text is at odds with."""


@dataclass(frozen=True)
class Standing:
    """A check whose figure stands in a column, and the values of the row in which it stands."""

    check: tuple[str, str, str]
    keys: dict[str, str]


def checks_of_column(checks: Released, column: str) -> list[Standing]:
    """Checks whose figure stands in this column of some row, a check once for each of its marks there."""
    table = checks.table
    named = zip(table["check"], table["claim"], table["check_kind"], table["marks"], strict=True)
    return [
        Standing((check, claim, kind), keys) for check, claim, kind, marks in named for place, keys in _places(marks) if place == column
    ]


def standing_at(standing: list[Standing], row: dict) -> list[tuple[str, str, str]]:
    """Name, claim and kind of each of these checks whose figure stands in a row with these values, each once."""
    found = [
        one.check
        for one in standing
        if all(_as_key(row[name]) == value if name in row else value == "" for name, value in one.keys.items())
    ]
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def checks_at(checks: Released, column: str, keys: dict) -> list[tuple[str, str, str]]:
    """Name, claim and kind of each check whose figure stands in this column of a row with these values.

    A check says where its figure stands by a column and some keys (``marks`` of its declaration). It stands here if the
    column is the same and every key is a column of the row with that value; an empty value is for a row without the column.
    """
    return standing_at(checks_of_column(checks, column), keys)


@lru_cache(maxsize=4096)
def _places(marks: str) -> tuple[tuple[str, dict[str, str]], ...]:
    """Column and keys of each mark of a check."""
    return tuple((mark["column"], {name: value for name, value in mark.items() if name != "column"}) for mark in json.loads(marks))


def marked(text: str, found: list[tuple[str, str, str]]) -> Markup | str:
    """A text with a link to each check beside it; the text itself where there is none."""
    return Markup(" ").join([escape(text), *(link_to(*check) for check in found)]) if found else text


def link_to(check: str, claim: str, kind: str) -> Markup:
    """The mark of one check: a link to it on the page of figures checked."""
    label = STATEMENT_LABEL if kind == "statement" else LABEL
    return Markup('<a class="doubt" href="{}#{}" aria-label="{}: {}">{}</a>').format(PAGE, check, label, claim, label)


def noted(text: str, checks: Released, column: str, **keys) -> Markup | str:
    """A sentence with a link to each check of the figure that it states, named as a table names it: column and keys."""
    return marked(text, checks_at(checks, column, keys))


def _as_key(value) -> str:
    """A value of a row as a declaration writes it: a date without its time."""
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)
