"""What scenario files of any kind have in common: values with bounds, reasons and sources, a base, and what is wrong with them."""

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.errors import Problem, UnknownScenario

JUDGEMENT = "judgement"


@dataclass(frozen=True)
class Declared:
    """One thing that a scenario states, or an outcome that the appraisal gives.

    Attributes
    ----------
    least, most
        Bounds, both allowed.
    kind
        ``number``, ``whole`` (a whole number) or ``flag`` (true or false; 1 or 0 in the model).
    default
        Value where no scenario states one; without it, the scenario that others build on must.
    """

    name: str
    meaning: str
    unit: str
    least: float = 0.0
    most: float = float("inf")
    kind: str = "number"
    default: float | None = None


def allowed(declared: Declared) -> str:
    """What the values of an assumption may be, in words.

    >>> allowed(Declared("horizon_years", "Years appraised", "years", 1, 10, "whole"))
    'a whole number from 1 to 10 (years)'
    """
    if declared.kind == "flag":
        return "true or false"
    number = "a whole number" if declared.kind == "whole" else "a number"
    return f"{number} from {declared.least:,.10g} to {declared.most:,.10g} ({declared.unit})"


def as_data(declared: Declared, group: str) -> dict:
    """What may be stated as plain data: ``name``, ``group``, ``unit``, ``least`` and ``most`` (both allowed), ``kind``, ``default``, ``allowed`` (the
    bounds in words) and ``meaning``.
    """
    names = ("name", "unit", "least", "most", "kind", "default", "meaning")
    return {"group": group, "allowed": allowed(declared)} | {name: getattr(declared, name) for name in names}


def value_problem(file: str, declared: Declared, value, column: str) -> Problem | None:
    """What is wrong with a value for what is declared; ``None`` when nothing is."""
    numeric = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    fits = numeric and declared.least <= value <= declared.most
    if declared.kind == "whole":
        fits = fits and value == int(value)
    if declared.kind == "flag":
        fits = isinstance(value, bool) or (numeric and value in (0, 1))
    bare = in_digits(value) if isinstance(value, str) else None
    remedy = f"Digits only: write it as {bare}." if bare else "Correct it."
    return None if fits else Problem(file, f"is not {allowed(declared)}", remedy, column=column, value=str(value))


def in_digits(text: str) -> str | None:
    """A number without its pound sign, per cent sign and commas between thousands; ``None`` if it has none of them or is no number.

    >>> in_digits("25%"), in_digits("£15,000"), in_digits("2,5"), in_digits("25")
    ('25', '15000', None, None)
    """
    found = re.fullmatch(r"(-?)£?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*%?", text.strip())
    bare = "".join(part or "" for part in found.groups()).replace(",", "") if found else text
    return bare if bare != text else None


def plain_value(given: float | bool | str) -> float | bool | str:
    """A value as it was meant: text that is a number or ``true`` or ``false`` as that, anything else as it is."""
    if not isinstance(given, str):
        return given
    if given.strip().lower() in ("true", "false"):
        return given.strip().lower() == "true"
    try:
        return float(given)
    except ValueError:
        return given


def did_you_mean(name, known: Iterable[str], otherwise: str = "") -> str:
    """What an unknown name may have been meant for; where nothing is near, ``otherwise``, or all the names, one a line.

    >>> did_you_mean("centrall", ["cautious", "central"])
    'Did you mean central?'
    """
    known = list(known)
    near = difflib.get_close_matches(str(name), known, n=3)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return otherwise or "\n      ".join(["The names allowed are:", *known])


def unknown_scenario(names: Iterable[str], known: Iterable[str]) -> UnknownScenario:
    """The failure that some names are not scenarios, with those that may have been meant."""
    names, known = list(names), list(known)
    quoted = ", ".join(f'"{name}"' for name in names)
    there_are = f"There are: {', '.join(sorted(known))}."
    verb = "is not a scenario" if len(names) == 1 else "are not scenarios"
    meant = dict.fromkeys(did_you_mean(name, known, there_are) for name in names)
    return UnknownScenario(f"{quoted} {verb}. {' '.join(meant)}")


def base_chain(name: str, files: Mapping[str, dict]) -> tuple[list[str], list[Problem]]:
    """The scenario and its bases, and what is wrong with the way from one to the next."""
    chain = [name]
    while (base := files[chain[-1]].get("base")) is not None:
        if base in chain:
            loop = " -> ".join([*chain[chain.index(base) :], base])
            remedy = "Let one of them name no base, or another."
            return chain, [Problem(f"{chain[-1]}.toml", f"loops: {loop}", remedy, column="base", value=str(base))]
        if not isinstance(base, str) or base not in files:
            others = sorted(set(files) - {name})
            remedy = did_you_mean(base, others, f"Name one of: {', '.join(others)}.")
            return chain, [Problem(f"{chain[-1]}.toml", "is not a scenario", remedy, column="base", value=str(base))]
        chain.append(base)
    return chain, []


class EntryReader:
    """Reads what every scenario file states; ``problems`` holds what is wrong.

    Parameters
    ----------
    name
        The scenario: the file is ``NAME.toml``.
    content
        The file as parsed.
    keys
        What may stand in it.
    sources
        Keys of the documents that it may name.
    """

    def __init__(self, name: str, content: dict, keys: tuple[str, ...], sources: set[str]):
        self.file, self.name, self.sources = f"{name}.toml", name, sources
        self.problems: list[Problem] = []
        for key in content:
            if key not in keys:
                self._problem("is not a key of a scenario", did_you_mean(key, keys), value=key)
        self.title = self._text(content, "title", "Give the scenario a name for readers")
        self.purpose = self._text(content, "purpose", "Say in a sentence or two what the scenario is for")

    def _problem(self, rule: str, remedy: str, column: str | None = None, value=None) -> None:
        self.problems.append(Problem(self.file, rule, remedy, column=column, value=None if value is None else str(value)))

    def _text(self, table: dict, key: str, remedy: str, column: str | None = None) -> str:
        text = table.get(key)
        if not isinstance(text, str) or not text.strip():
            self._problem("is missing or empty", f"{remedy}.", column or key)
            return ""
        return text

    def _source(self, entry: dict, column: str) -> tuple[str, str]:
        source = self._text(entry, "source", f'Name a source of sources.csv, or "{JUDGEMENT}"', f"{column}.source")
        if source and source != JUDGEMENT and source not in self.sources:
            all_of_them = f'Name one of: {", ".join(sorted(self.sources))}; or "{JUDGEMENT}".'
            remedy = did_you_mean(source, [*sorted(self.sources), JUDGEMENT], all_of_them)
            self._problem("is not a source", remedy, f"{column}.source", source)
        evidence = str(entry.get("evidence", ""))
        if source == JUDGEMENT and not evidence.strip():
            self._problem("is missing", "Say which evidence of the council's own should replace the judgement.", f"{column}.evidence")
        return source, evidence
