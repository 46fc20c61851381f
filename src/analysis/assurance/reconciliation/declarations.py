"""Declared checks: a printed figure, the formula that derives it from others, and where both stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from analysis.errors import InvalidCheck


@dataclass(frozen=True)
class Reading:
    """What a figure that does not agree may really be: a formula, and what it would mean if it fits."""

    formula: str
    reading: str


@dataclass(frozen=True)
class Declaration:
    """One check, of one figure or of every row of a table.

    Attributes
    ----------
    check
        Name, unique among all checks; in kebab case.
    topic
        What the report is about, as ``source_items.csv`` names it.
    document
        The document's name in brief; in it and in ``place``, ``{item}`` stands for the item of the document that holds the topic, and
        ``{item_of_budget}`` for the one that holds another.
    claim
        What the document states, in brief; may name columns of the row in braces.
    place
        Where it stands; the row's own ``place`` when empty.
    over, where, unless
        Dataset whose every row is checked, in every quarter, and the values that its rows must have, or may not have.
    printed, formula
        The printed figure and what should give it; both are formulas over cells.
    holds
        For a claim in words, the statement over cells that should be true.
    stated
        The claim's words, such as ``a majority``.
    hidden
        For parts of a printed total some of which are suppressed: the most that one suppressed part can be.
    needs
        What is missing, where the documents do not print what the claim would be checked against.
    against
        Wording that reads against the claim; such a pair is shown and not computed.
    cause
        Name of what checks that do not agree have in common; by default the check's own name, so that its rows have one cause.
    unit
        Unit of the printed figure, where its row has none.
    children
        False where no figure of the check counts children, whatever the datasets say.
    readings
        What the figure may be if it does not agree.
    marks
        Where the figure stands on the pages: column and key columns of a shown table, each of them declared in
        ``catalogue/fields``; may name columns of the row in braces.
    file
        The file of ``checks/`` that declares it.
    """

    check: str
    claim: str
    source: str
    topic: str = ""
    document: str = ""
    place: str = ""
    over: str = ""
    where: dict = field(default_factory=dict)
    unless: dict = field(default_factory=dict)
    printed: str = ""
    formula: str = ""
    holds: str = ""
    stated: str = ""
    hidden: int | None = None
    needs: str = ""
    against: str = ""
    cause: str = ""
    unit: str = ""
    children: bool = True
    readings: tuple[Reading, ...] = ()
    marks: tuple[dict, ...] = ()
    scope: dict = field(default_factory=dict)
    shorthand: dict = field(default_factory=dict)
    file: str = ""


def declarations(files: dict[str, dict]) -> list[Declaration]:
    """The checks that some files declare.

    Parameters
    ----------
    files
        What each file holds, by file name: ``topic``, ``document``, ``shorthand`` (named ways to a cell: dataset, column, keys and a
        prefix of the first key) and ``check``, a list of checks over tables. Checks of what one report prints stand in ``report``, a list:
        each with ``source`` (key of the document), ``authority`` and ``quarter`` (of its cells), ``check``, and
        ``document`` and ``shorthand`` where they differ.

    Raises
    ------
    InvalidCheck
        If a check lacks or adds an entry, has one of another kind than its own, or has another's name.
    """
    found: dict[str, Declaration] = {}
    for name, content in files.items():
        for report in (content, *({**content, **report} for report in _tables(name, content, "report"))):
            _check_texts(f"checks/{name}", report, ("topic", "document", "source", "authority", "quarter"))
            _check_kind(f"checks/{name}", report, "shorthand", dict)
            scope = {key: report[key] for key in ("authority", "quarter") if key in report}
            for entry in _tables(name, report, "check"):
                told = f'checks/{name}, check "{entry.get("check", "without a name")}"'
                _check_entries(told, entry | {key: report[key] for key in ("source",) if key in report})
                if entry["check"] in found:
                    raise InvalidCheck(f"{told}: another check has that name. Give it its own.")
                found[entry["check"]] = Declaration(
                    **{key: report.get(key, "") for key in ("source", "topic", "document")}
                    | entry
                    | {
                        "readings": tuple(Reading(**reading) for reading in entry.get("readings", [])),
                        "marks": tuple(entry.get("marks", [])),
                        "scope": {} if entry.get("over") else scope,
                        "shorthand": report.get("shorthand", {}),
                        "file": name,
                    }
                )
    return list(found.values())


def topics_not_yet_checked(files: dict[str, dict], authority: str, quarter: str, topics_held: set[str]) -> list[str]:
    """Topics that a quarter's report holds figures on, and for which no check of what it prints is written yet.

    Parameters
    ----------
    files
        The declarations, as ``catalogue.checks.declared_checks`` reads them.
    topics_held
        Topics of the datasets that have rows of the quarter.

    Returns
    -------
    list of str
        Topics that have such checks for another quarter of the authority and none for this one, in alphabetical order.
    """
    written: dict[str, set[str]] = {}
    for content in files.values():
        for report in content.get("report", []):
            if report.get("authority") == authority and report.get("quarter"):
                written.setdefault(report.get("topic", content.get("topic", "")), set()).add(report["quarter"])
    return sorted(topic for topic, quarters in written.items() if topic in topics_held and quarter not in quarters)


def _tables(file: str, content: dict, key: str) -> list[dict]:
    """A list of tables in a file; none where it has no such entry."""
    held = content.get(key, [])
    if not isinstance(held, list) or not all(isinstance(table, dict) for table in held):
        raise InvalidCheck(f"checks/{file}: {key} is no list of tables. Write each as [[{key}]].")
    return held


def _check_texts(told: str, entry: dict, names: Iterable[str]) -> None:
    for name in names:
        _check_kind(told, entry, name, str)


def _check_kind(told: str, entry: dict, name: str, kind: type) -> None:
    if name in entry and (not isinstance(entry[name], kind) or (kind is int and isinstance(entry[name], bool))):
        named = {str: "text", dict: "table", bool: "true or false", int: "whole number", list: "list"}[kind]
        raise InvalidCheck(f"{told}: {name} is no {named}.")


def _check_kinds(told: str, entry: dict) -> None:
    _check_texts(told, entry, [declared.name for declared in fields(Declaration) if declared.type is str])
    for kind, names in {dict: ("where", "unless"), bool: ("children",), int: ("hidden",), list: ("readings", "marks")}.items():
        for name in names:
            _check_kind(told, entry, name, kind)
    for reading in entry.get("readings", []):
        if (
            not isinstance(reading, dict)
            or set(reading) != {"formula", "reading"}
            or not all(isinstance(text, str) for text in reading.values())
        ):
            raise InvalidCheck(f"{told}: a reading is a table of formula and reading, both texts.")
    if not all(isinstance(mark, dict) for mark in entry.get("marks", [])):
        raise InvalidCheck(f"{told}: marks is no list of tables.")


def _check_entries(told: str, entry: dict) -> None:
    known = {declared.name for declared in fields(Declaration)} - {"file"}
    unknown = sorted(set(entry) - known)
    if unknown:
        raise InvalidCheck(f'{told}: "{unknown[0]}" is not an entry of a check. There are: {", ".join(sorted(known))}.')
    _check_kinds(told, entry)
    if not {"check", "claim"} <= set(entry):
        raise InvalidCheck(f"{told} lacks its name or its claim.")
    if sum(bool(entry.get(kind)) for kind in ("formula", "holds", "needs", "against")) != 1:
        raise InvalidCheck(f"{told} must have one of formula, holds, needs and against.")
    if bool(entry.get("formula")) and not entry.get("printed"):
        raise InvalidCheck(f"{told} has a formula and no printed figure.")
