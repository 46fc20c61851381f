"""Declared checks: a printed figure, the formula that derives it from others, and where both stand."""

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
    unit
        Unit of the printed figure, where its row has none.
    children
        False where no figure of the check counts children, whatever the datasets say.
    readings
        What the figure may be if it does not agree.
    marks
        Where the figure stands on the pages: column and key columns of a shown table, each of them declared in
        ``catalogue/fields``; may name columns of the row in braces.
    """

    check: str
    claim: str
    source: str
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
    unit: str = ""
    children: bool = True
    readings: tuple[Reading, ...] = ()
    marks: tuple[dict, ...] = ()
    scope: dict = field(default_factory=dict)
    shorthand: dict = field(default_factory=dict)


def declarations(files: dict[str, dict]) -> list[Declaration]:
    """The checks that some files declare.

    Parameters
    ----------
    files
        What each file holds, by file name: ``source`` (key of the document), ``document`` (its name in brief), ``authority`` and ``quarter`` that its
        cells have, ``place`` (put before each place), ``shorthand`` (named ways to a cell: dataset, column, keys and
        a prefix of the first key), and ``check``, a list.

    Raises
    ------
    InvalidCheck
        If a check lacks or adds an entry, or has another's name.
    """
    known = {entry.name for entry in fields(Declaration)}
    found: dict[str, Declaration] = {}
    for name, content in files.items():
        scope = {key: content[key] for key in ("authority", "quarter") if key in content}
        for entry in content.get("check", []):
            told = f'checks/{name}, check "{entry.get("check", "without a name")}"'
            unknown = sorted(set(entry) - known)
            if unknown:
                raise InvalidCheck(f'{told}: "{unknown[0]}" is not an entry of a check. There are: {", ".join(sorted(known))}.')
            if not {"check", "claim"} <= set(entry):
                raise InvalidCheck(f"{told} lacks its name or its claim.")
            if sum(bool(entry.get(kind)) for kind in ("formula", "holds", "needs", "against")) != 1:
                raise InvalidCheck(f"{told} must have one of formula, holds, needs and against.")
            if bool(entry.get("formula")) and not entry.get("printed"):
                raise InvalidCheck(f"{told} has a formula and no printed figure.")
            if entry["check"] in found:
                raise InvalidCheck(f"{told}: another check has that name. Give it its own.")
            found[entry["check"]] = Declaration(
                **{"source": content.get("source", ""), "document": content.get("document", ""), **entry}
                | {
                    "place": ", ".join(text for text in (content.get("place", ""), entry.get("place", "")) if text),
                    "readings": tuple(Reading(**reading) for reading in entry.get("readings", [])),
                    "marks": tuple(entry.get("marks", [])),
                    "scope": {} if entry.get("over") else scope,
                    "shorthand": content.get("shorthand", {}),
                }
            )
    return list(found.values())
