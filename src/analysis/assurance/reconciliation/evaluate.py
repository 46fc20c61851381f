"""The engine: each declared check worked out from the cells, with its verdict."""

import ast
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import pandas as pd
from simpleeval import EvalWithCompoundTypes, InvalidExpression

from analysis.assurance.reconciliation import intervals
from analysis.assurance.reconciliation.cells import Cells, OtherThan, as_text, with_small_bases
from analysis.assurance.reconciliation.declarations import Declaration, declarations
from analysis.assurance.reconciliation.in_force import RowsInForce, Validity
from analysis.assurance.reconciliation.intervals import Figure, Statement
from analysis.assurance.reconciliation.readings import likely_reading
from analysis.errors import CannotBeChecked, InvalidCheck
from analysis.periods import FinancialYear, Month, Quarter

AGREES, ROUNDING, DOES_NOT_AGREE, CANNOT_BE_CHECKED = "agrees", "rounding", "does not agree", "cannot be checked"
VERDICTS = (AGREES, ROUNDING, DOES_NOT_AGREE, CANNOT_BE_CHECKED)
SUPPRESSED = "x"
"""Note of a cell that the source suppresses."""

STATED_AGAIN = "the same figure, stated again"
"""Working of a figure that is held against another statement of it."""

WORDING = "wording"
"""Kind of an entry that holds one wording against another: it has no verdict."""

COLUMNS = [
    "check",
    "check_kind",
    "claim",
    "document",
    "source",
    "authority",
    "quarter",
    "place",
    "printed_figure",
    "working",
    "recomputed_figure",
    "figure_difference",
    "verdict",
    "likely_reading",
    "missing_figure",
    "against",
    "cause",
    "smallest_count",
    "marks",
    "topic",
    "report_topics",
]
"""Columns of the table of checks."""

OPERATORS = {
    ast.Add: lambda left, right: intervals.figure(left) + right,
    ast.Sub: lambda left, right: intervals.figure(left) - right,
    ast.Mult: lambda left, right: intervals.figure(left) * right,
    ast.Div: lambda left, right: intervals.figure(left) / right,
    ast.USub: lambda number: -intervals.figure(number),
    ast.Lt: partial(intervals.compared, sign="<"),
    ast.LtE: partial(intervals.compared, sign="<="),
    ast.Gt: partial(intervals.compared, sign=">"),
    ast.GtE: partial(intervals.compared, sign=">="),
    ast.Eq: partial(intervals.compared, sign="="),
    ast.NotEq: partial(intervals.compared, sign="\u2260"),
}
FUNCTIONS = {
    function.__name__: function
    for function in (
        intervals.total,
        intervals.mean,
        intervals.least,
        intervals.share_pct,
        intervals.change_pct,
        intervals.rate_per_10k,
        intervals.all_of,
        intervals.falls,
        intervals.rises,
        intervals.whole_number_gives,
        intervals.share_of,
    )
}


@dataclass(frozen=True)
class Outcome:
    """What a check came to; texts are empty where they do not apply."""

    verdict: str
    printed: str = ""
    working: str = ""
    recomputed: str = ""
    difference: str = ""
    reading: str = ""
    missing: str = ""
    smallest_count: Fraction | None = None


def checked_figures(
    files: dict[str, dict], tables: dict[str, list[dict[str, str]]], lasting: dict[str, Validity] | None = None
) -> pd.DataFrame:
    """Every declared check, worked out.

    Parameters
    ----------
    files
        The declarations, as ``catalogue.checks.declared_checks`` reads them.
    tables
        The datasets as printed, as ``ingest.printed.read_as_printed`` reads them.
    lasting
        For how long the rows of a dataset hold, where longer than the quarter of their report: a check looks at the rows in
        force in its quarter.

    Returns
    -------
    pandas.DataFrame
        One row per figure or statement checked: ``check`` (a name that a page can link to), ``check_kind``
        (``figure``, ``statement``, ``partition`` or ``wording``), ``claim``, ``document``, ``source``, ``authority``, ``quarter``,
        ``place``, ``printed_figure``, ``working``, ``recomputed_figure``, ``figure_difference`` (printed less
        recomputed), ``verdict``, ``likely_reading``, ``missing_figure``, ``against``, ``smallest_count`` (of the
        children that the check's figures count), ``marks`` (where the figure stands on the pages, as JSON), ``topic``, and ``report_topics`` (it and those of other items named).

    Raises
    ------
    InvalidCheck
        If a declaration cannot be read or evaluated.
    """
    rows = []
    tables = with_small_bases(tables)
    held = RowsInForce(tables, lasting or {})
    for declaration in declarations(files):
        rows += _rows(declaration, tables, held)
    found = pd.DataFrame(rows, columns=COLUMNS)
    twice = found.loc[found["check"].duplicated(), "check"]
    if not twice.empty:
        raise InvalidCheck(f'Two rows come to the name "{twice.iloc[0]}". Name more columns of the row in the claim.')
    found["smallest_count"] = found["smallest_count"].astype("Int64")
    return found


def _rows(declaration: Declaration, tables: dict, held: RowsInForce) -> list[dict]:
    if not declaration.over:
        return [_row(declaration, {}, Cells(held.of(declaration.scope), declaration.scope))]
    found = []
    left_out = {name: OtherThan(value) for name, value in declaration.unless.items()}
    for row in Cells(tables).rows(declaration.over, **declaration.where, **left_out):
        scope = {name: row[name] for name in ("authority", "quarter") if row.get(name)}
        if entry := _row(declaration, row, Cells(held.of(scope), scope)):
            found.append(entry)
    return found


def _row(declaration: Declaration, row: dict[str, str], cells: Cells) -> dict | None:
    """One check as a row of the table; ``None`` where the row prints no figure to check."""
    try:
        outcome = _outcome(declaration, row, cells)
    except (InvalidCheck, InvalidExpression, SyntaxError, TypeError, KeyError, ValueError) as error:
        told = error.args[0] if error.args else type(error).__name__
        raise InvalidCheck(f'Check "{declaration.check}" cannot be evaluated: {told}. Correct it in checks/.') from error
    if outcome is None:
        return None
    kind = WORDING if declaration.against else "partition" if declaration.hidden else "statement" if declaration.holds else "figure"
    named = [row[name.removesuffix("_name")] for name in re.findall(r"{(\w+)}", declaration.claim)]
    source = row.get("source", declaration.source)
    items = _items(cells, source, declaration.topic)
    place = (declaration.place or row.get("place", "")).format_map(_Items(row | items))
    claim = declaration.claim.format_map({name: _in_words(text) for name, text in row.items()} | _names(row, cells))
    return {
        "check": _slug(" ".join([declaration.check, *cells.scope.values(), *named] if declaration.over else [declaration.check])),
        "check_kind": kind,
        "claim": claim[:1].upper() + claim[1:],
        "document": declaration.document.format_map(items),
        "source": source,
        "authority": cells.scope.get("authority", ""),
        "quarter": cells.scope.get("quarter", ""),
        "place": place,
        "printed_figure": outcome.printed,
        "working": outcome.working,
        "recomputed_figure": outcome.recomputed,
        "figure_difference": outcome.difference,
        "verdict": outcome.verdict,
        "likely_reading": outcome.reading,
        "missing_figure": outcome.missing,
        "against": declaration.against,
        "cause": declaration.cause or declaration.check,
        "smallest_count": int(outcome.smallest_count) if outcome.smallest_count is not None and declaration.children else None,
        "marks": json.dumps([{key: str(value).format_map(row) for key, value in mark.items()} for mark in declaration.marks]),
        "topic": declaration.topic,
        "report_topics": _topics(declaration.topic, place, items),
    }


def _outcome(declaration: Declaration, row: dict, cells: Cells) -> Outcome | None:
    if declaration.against:
        return Outcome("", printed=declaration.stated)
    suppressed: list[dict] = []
    evaluate = _evaluator(declaration, row, cells, suppressed)
    printed = None
    if declaration.printed:
        try:
            printed = evaluate(declaration.printed)
        except CannotBeChecked:
            if declaration.over:
                return None
            raise
        if not isinstance(printed, Figure):
            raise InvalidCheck("printed must name one cell that holds a figure")
    unit = declaration.unit or (printed.unit if isinstance(printed, Figure) else "")
    shown = declaration.stated or (with_unit(printed.working, unit) if isinstance(printed, Figure) else "")
    seen = printed.smallest_count if isinstance(printed, Figure) else None
    if declaration.needs:
        return Outcome(CANNOT_BE_CHECKED, printed=shown, missing=declaration.needs, smallest_count=seen)
    try:
        result = evaluate(declaration.formula or declaration.holds)
    except CannotBeChecked as error:
        return Outcome(CANNOT_BE_CHECKED, printed=shown, missing=str(error), smallest_count=seen)
    if isinstance(result, Statement) != bool(declaration.holds) or isinstance(result, str):
        raise InvalidCheck("a formula must give a figure, and holds a statement")
    if isinstance(result, Statement):
        return _of_statement(declaration, result, shown, seen, evaluate)
    result = intervals.figure(result)
    if declaration.hidden and suppressed:
        return _of_partition(declaration, printed, result, len(suppressed), shown, unit)
    return _of_figure(declaration, printed, result, shown, unit, evaluate)


def _of_statement(declaration: Declaration, result: Statement, shown: str, seen: Fraction | None, evaluate) -> Outcome:
    verdict = AGREES if result.holds else ROUNDING if result.can_hold else DOES_NOT_AGREE
    fitting = [entry.reading for entry in declaration.readings if verdict == DOES_NOT_AGREE and evaluate(entry.formula).holds]
    return Outcome(
        verdict,
        printed=shown,
        working=result.working,
        reading=fitting[0] if len(fitting) == 1 else "",
        smallest_count=intervals.smallest(seen, result.smallest_count),
    )


def verdict_of(printed: Figure, recomputed: Figure) -> str:
    """Whether a printed figure agrees with what the others give.

    It agrees if the result of the printed parts is the printed figure, at its precision. Rounding explains the rest if
    some figures that round to the printed parts give one that rounds to the printed figure.
    """
    if printed.low <= recomputed.value <= printed.high:
        return AGREES
    return ROUNDING if printed.low <= recomputed.high and recomputed.low <= printed.high else DOES_NOT_AGREE


def _of_figure(declaration: Declaration, printed: Figure, result: Figure, shown: str, unit: str, evaluate) -> Outcome:
    verdict = verdict_of(printed, result)
    difference = printed - result
    # What is left of a total, or over it, may be a group of children; two statements of one number leave no group.
    left_over = difference.smallest_count if result.decimals is None else None
    decimals = _decimals(printed, result, unit)
    reading = ""
    working = result.working if result.decimals is None else STATED_AGAIN
    if verdict == DOES_NOT_AGREE:
        reading = _declared_reading(declaration, printed, evaluate) or likely_reading(printed, result)
    return Outcome(
        verdict,
        printed=shown,
        working=working,
        recomputed=with_unit(as_text(result.value, decimals), unit),
        difference=_signed(difference.value, decimals),
        reading=reading,
        smallest_count=intervals.smallest(printed.smallest_count, result.smallest_count, left_over),
    )


def _declared_reading(declaration: Declaration, printed: Figure, evaluate) -> str:
    """The declared reading that gives the printed figure, if just one does."""
    fitting = []
    for entry in declaration.readings:
        try:
            result = evaluate(entry.formula)
        except CannotBeChecked:
            continue
        fits = result.holds if isinstance(result, Statement) else verdict_of(printed, result) != DOES_NOT_AGREE
        fitting += [entry.reading] if fits else []
    return fitting[0] if len(fitting) == 1 else ""


def _of_partition(declaration: Declaration, printed: Figure, visible: Figure, suppressed: int, shown: str, unit: str) -> Outcome:
    """A printed total against parts some of which are suppressed: what is left must fit into them."""
    left = printed.value - visible.value
    fits = 0 <= left <= declaration.hidden * suppressed
    working = f"{visible.working} + suppressed parts of at most {declaration.hidden} each"
    common = {
        "printed": shown,
        "working": working,
        "recomputed": with_unit(as_text(visible.value, 0), unit) + " without the suppressed parts",
    }
    if not fits:
        # What is left is no count of children here: no numbers of children could give it.
        return Outcome(DOES_NOT_AGREE, **common, difference=_signed(left, 0), smallest_count=visible.smallest_count)
    narrows = "The total narrows what the suppressed parts can be." if left < declaration.hidden * suppressed else ""
    held_back = intervals.smallest(visible.smallest_count, min(left, Fraction(declaration.hidden)) or None)
    # How many parts the source suppresses is not told: where a page hides a printed part beside them, it would say which.
    return Outcome(CANNOT_BE_CHECKED, **common, reading=narrows, missing="the suppressed parts", smallest_count=held_back)


def _evaluator(declaration: Declaration, row: dict[str, str], cells: Cells, suppressed: list[dict]):
    """What evaluates a formula of the check; notes in ``suppressed`` the rows that ``visible`` leaves out."""

    def visible(dataset: str, column: str, **keys) -> list[Figure]:
        parts = cells.rows(dataset, **keys)
        suppressed.extend(part for part in parts if part.get("value_note") == SUPPRESSED)
        return [cells.of_row(part, column) for part in parts if part.get("value_note") != SUPPRESSED]

    functions = FUNCTIONS | {
        "cell": cells.cell,
        "cells": cells.cells,
        "count_rows": cells.count_rows,
        "visible": visible,
        "year_before": lambda text: str(FinancialYear.parse(text).previous()),
        "year_of": lambda text: str(Quarter.parse(text).year),
        "months_of": lambda text: [str(month) for month in Quarter.parse(text).months],
        "last_month": lambda text: str(Quarter.parse(text).months[2]),
        "month_before_last": lambda text: str(Quarter.parse(text).months[1]),
        "other_than": OtherThan,
    }
    for name, short in declaration.shorthand.items():
        functions[name] = partial(_short, cells, short)

    def named(node) -> Figure | str:
        if node.id in row:
            return cells.of_row(row, node.id)
        raise InvalidCheck(f'"{node.id}" is not a column of {declaration.over or "anything: the check is not over a table"}')

    evaluator = EvalWithCompoundTypes(operators=OPERATORS, functions=functions, names=named)
    return evaluator.eval


def _short(cells: Cells, short: dict, *values, **keys) -> Figure | str:
    """A cell by a shorthand of the file: its first key may have a prefix."""
    given = dict(zip(short["keys"], values, strict=False))
    if short.get("prefix") and short["keys"][0] in given:
        given[short["keys"][0]] = f"{short['prefix']}{given[short['keys'][0]]}"
    return cells.cell(short["dataset"], short.get("column", "value"), **{**short.get("where", {}), **given, **keys})


def with_unit(text: str, unit: str) -> str:
    """A figure with its unit, as a sentence says it: ``39.1%``, ``£4.578 million``."""
    if unit.startswith("GBP"):
        sign = text[0] if text[:1] == "\u2212" else ""
        period = unit.removeprefix("GBP").replace(" million", "\u00a0million")
        return f"{sign}\u00a3{text.removeprefix(sign)}{period}"
    if unit in ("per cent", "per cent change"):
        return f"{text}%"
    return f"{text} {unit}".strip() if unit != "not stated" else text


def _decimals(printed: Figure, result: Figure, unit: str) -> int:
    """One place more than printed, unless the result needs fewer; pounds with pence or without."""
    places = printed.decimals or 0
    if unit.startswith("GBP") and "million" not in unit and places == 0:
        return 0 if result.value.denominator == 1 else 2
    return next((number for number in range(places + 1) if (result.value * 10**number).denominator == 1 and number >= places), places + 1)


def _signed(value: Fraction, decimals: int) -> str:
    text = as_text(value, decimals)
    return text if value <= 0 else f"+{text}"


def _names(row: dict[str, str], cells: Cells) -> dict[str, str]:
    """What ``{indicator_name}`` and ``{measure_name}`` stand for in a claim."""
    names = {}
    if "indicator" in row:
        names["indicator_name"] = next((entry["name"] for entry in cells.rows("indicators", indicator=row["indicator"])), row["indicator"])
    if "measure" in row:
        measures = cells.rows("performance_measures", measure=row["measure"])
        names["measure_name"] = next((entry["description"] for entry in measures), row["measure"])
    return names


class _Items(dict):
    """What ``{item}`` and ``{item_of_budget}`` stand for; a document without items is called the report."""

    def __missing__(self, name: str) -> str:
        if name.startswith("item"):
            return "report"
        raise KeyError(name)


def _items(cells: Cells, source: str, topic: str) -> dict[str, str]:
    """Items of a document by the topics that they hold, as a place names them: ``item 10``."""
    by_topic = {row["topic"]: f"item {row['item']}" for row in cells.tables.get("source_items", []) if row["source"] == source}
    named = _Items({f"item_of_{about}": item for about, item in by_topic.items()})
    return _Items(named | ({"item": by_topic[topic]} if topic in by_topic else {}))


def _topics(topic: str, place: str, items: dict[str, str]) -> str:
    """Topics of a check: its own, and those of the other items that its place names."""
    named = [about for about, item in items.items() if about != "item" and re.search(rf"\b{item}\b", place)]
    return " ".join(dict.fromkeys([topic, *(about.removeprefix("item_of_") for about in named)]))


def _in_words(text: str) -> str:
    """A cell of a row as a claim names it: no underscores, a year with a stroke, a month with its name."""
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        year_or_month = text[5:] == f"{(int(text[2:4]) + 1) % 100:02d}"
        return FinancialYear.parse(text).label if year_or_month else Month.parse(text).label
    if re.fullmatch(r"20\d\d-\d\d", text):
        return FinancialYear.parse(text).label
    return text.replace("_", " ")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
