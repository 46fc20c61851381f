"""Thresholds that figures are judged by: dated, with their source, in one place."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownParameter


@dataclass(frozen=True)
class Threshold:
    """One threshold as it holds on a day: value, unit, what it means, how a sentence says it, where it stands."""

    name: str
    value: float
    unit: str
    meaning: str
    in_words: str
    source: str
    place: str


def threshold_on(name: str, on: date | None = None) -> Threshold:
    """A threshold as it holds on a day, or by its latest value.

    Raises
    ------
    UnknownParameter
        If ``parameters.toml`` does not declare it, or states no value for the day.
    """
    declared = _declared().get(name)
    if declared is None:
        raise UnknownParameter(f'"{name}" is not a parameter. There are: {", ".join(_declared())}.')
    since = [(entry.get("valid_from_date", date.min), entry) for entry in declared["values"]]
    held = [dated for dated in since if on is None or dated[0] <= on]
    if not held:
        raise UnknownParameter(f"parameters.toml states no {name} for {on}. Add the value that held then, with its source.")
    entry = max(held, key=lambda dated: dated[0])[1]
    words = declared["words"].format(value=entry["value"])
    return Threshold(name, entry["value"], declared["unit"], declared["meaning"], words, entry["source"], entry["place"])


def threshold(name: str, on: date | None = None) -> float:
    """Value of a threshold on a day, or its latest.

    >>> threshold("rag_amber_within")
    0.15
    """
    return threshold_on(name, on).value


def in_words(name: str, on: date | None = None) -> str:
    """A threshold as a sentence says it.

    >>> in_words("rag_amber_within"), in_words("caseload_children"), in_words("return_home_interview_hours")
    ('15%', '20 children', '72 hours')
    """
    return threshold_on(name, on).in_words


def with_thresholds(text: str) -> str:
    """A text with the thresholds that it names in double braces put into words.

    >>> with_thresholds("Amber: within {{rag_amber_within}} of the target.")
    'Amber: within 15% of the target.'
    """
    for name in _declared():
        text = text.replace(f"{{{{{name}}}}}", in_words(name)) if "{{" in text else text
    return text


@cache
def _declared() -> dict[str, dict]:
    return tomllib.loads(files("analysis.catalogue").joinpath("parameters.toml").read_text(encoding="utf-8"))
