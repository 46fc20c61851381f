"""Codes of the returns, with their meaning and the return years in which they are used."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Code:
    """One code: what it means, and its first and last return year; ``None`` where it has none.

    A return year is the year in which the return ends.
    """

    code: str
    meaning: str
    first_year: int | None = None
    last_year: int | None = None

    def used_in(self, year: int) -> bool:
        """Whether returns of a year use it.

        >>> code_list("placement_type").codes["K3"].used_in(2024)
        False
        """
        return (self.first_year is None or year >= self.first_year) and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True)
class CodeList:
    """Codes by their text, and other ways in which they are written, in lower case; ``closed`` if no other code may stand."""

    key: str
    codes: dict[str, Code]
    same: dict[str, str] = field(default_factory=dict)
    closed: bool = True


@cache
def _lists() -> dict[str, CodeList]:
    found = {}
    for key, entry in tomllib.loads((files(__package__) / "codes.toml").read_text(encoding="utf-8")).items():
        codes = {}
        for code, stated in entry["codes"].items():
            stated = stated if isinstance(stated, dict) else {"meaning": stated}
            codes[code] = Code(code, stated["meaning"], stated.get("from"), stated.get("until"))
        found[key] = CodeList(key, codes, entry.get("same", {}), not entry.get("not_closed", False))
    return found


def code_list(key: str) -> CodeList:
    """One list of codes by its name in ``codes.toml``."""
    return _lists()[key]
