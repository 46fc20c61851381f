"""Scenarios of children to come: what a file supposes, on top of the base that it names, and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from analysis.errors import InvalidScenario, Problem
from analysis.ingest.scenario_entries import EntryReader, base_chain, did_you_mean, plain_value, unknown_scenario, value_problem
from analysis.placements.what_if import SUPPOSITIONS

WHAT_IF_FILE_KEYS = ("title", "purpose", "base", "what_if")
WHAT_IF_ENTRY_KEYS = ("value", "reason", "source", "place", "evidence")


@dataclass(frozen=True)
class Supposed:
    """One supposition: its value, why, and where it comes from; ``stated_in`` is the scenario of the chain that states it."""

    name: str
    value: float
    reason: str
    source: str
    place: str
    evidence: str
    stated_in: str


@dataclass(frozen=True)
class PlacementsScenario:
    """One resolved scenario of children to come.

    Attributes
    ----------
    bases
        The scenarios it builds on, nearest first.
    stated
        What it and its bases state, by name.
    """

    name: str
    title: str
    purpose: str
    bases: tuple[str, ...]
    stated: Mapping[str, Supposed]

    @property
    def values(self) -> dict[str, float]:
        """The value of every supposition, stated or not."""
        defaults = {name: float(declared.default) for name, declared in SUPPOSITIONS.items()}
        return defaults | {name: one.value for name, one in self.stated.items()}


class WhatIfReader(EntryReader):
    """Reads one parsed file; ``stated`` and ``problems`` hold what it found."""

    def __init__(self, name: str, content: dict, sources: set[str]):
        super().__init__(name, content, WHAT_IF_FILE_KEYS, sources)
        self.stated: dict[str, Supposed] = {}
        entries = content.get("what_if", {})
        if not isinstance(entries, dict):
            self._problem("is not a table", "Write its entries as [what_if.NAME].", "what_if")
            return
        for key, entry in entries.items():
            if key not in SUPPOSITIONS:
                self._problem("is not a supposition about children to come", did_you_mean(key, SUPPOSITIONS), value=key)
            elif not isinstance(entry, dict):
                self._problem("is not a table", "Give it a value, a reason and a source.", key)
            else:
                self._read_entry(key, entry)

    def _read_entry(self, name: str, entry: dict) -> None:
        before = len(self.problems)
        for key in entry:
            if key not in WHAT_IF_ENTRY_KEYS:
                self._problem("is not a key of a supposition", did_you_mean(key, WHAT_IF_ENTRY_KEYS), name, key)
        reason = self._text(entry, "reason", "Say why the value was chosen", f"{name}.reason")
        source, evidence = self._source(entry, name)
        if "value" not in entry:
            self._problem("has no value", "Give it one, or remove the entry.", name)
        elif problem := value_problem(self.file, SUPPOSITIONS[name], entry["value"], name):
            self.problems.append(problem)
        if len(self.problems) == before:
            self.stated[name] = Supposed(name, float(entry["value"]), reason, source, str(entry.get("place", "")), evidence, self.name)


def resolve_placements_scenario(name: str, files: Mapping[str, dict], sources: set[str]) -> PlacementsScenario:
    """One scenario of children to come with everything that it takes from its bases.

    Parameters
    ----------
    files
        Parsed TOML of each such scenario by name.
    sources
        Keys of the source documents.

    Raises
    ------
    UnknownScenario
        If there is no scenario of that name.
    InvalidScenario
        With every problem of the scenario and of its bases.
    """
    if name not in files:
        raise unknown_scenario([name], files)
    chain, problems = base_chain(name, files)
    readers = [WhatIfReader(link, files[link], sources) for link in chain]
    problems = [*problems, *(problem for reader in readers for problem in reader.problems)]
    stated: dict[str, Supposed] = {}
    for reader in reversed(readers):
        problems += [_same(reader.file, one) for key, one in reader.stated.items() if _value_before(stated, key) == one.value]
        stated |= reader.stated
    if problems:
        raise InvalidScenario(list(dict.fromkeys(problems)))
    ordered = {key: stated[key] for key in SUPPOSITIONS if key in stated}
    return PlacementsScenario(name, readers[0].title, readers[0].purpose, tuple(chain[1:]), MappingProxyType(ordered))


def _value_before(stated: Mapping[str, Supposed], name: str) -> float:
    return stated[name].value if name in stated else float(SUPPOSITIONS[name].default)


def _same(file: str, one: Supposed) -> Problem:
    remedy = "Remove it: a scenario states only what departs from its base, and from how things are."
    return Problem(file, "changes nothing", remedy, column=one.name, value=f"{one.value:,.10g}")


def with_suppositions(scenario: PlacementsScenario, settings: Mapping[str, float | str], reason: str, source: str) -> PlacementsScenario:
    """The scenario with some values set for one run.

    Raises
    ------
    InvalidScenario
        With every setting that is unknown or impossible.
    """
    problems, changed = [], {}
    for name, given in settings.items():
        value = plain_value(given)
        if name not in SUPPOSITIONS:
            rule = "is not a supposition about children to come"
            problems.append(Problem(source, rule, did_you_mean(name, SUPPOSITIONS), value=name))
        elif problem := value_problem(source, SUPPOSITIONS[name], value, name):
            problems.append(replace(problem, value=str(given)))
        else:
            changed[name] = Supposed(name, float(value), reason, source, "", "", scenario.name)
    if problems:
        raise InvalidScenario(problems)
    both = {**scenario.stated, **changed}
    return replace(scenario, stated=MappingProxyType({name: both[name] for name in SUPPOSITIONS if name in both}))
