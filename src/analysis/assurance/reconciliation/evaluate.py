"""The engine: each declared check worked out from the cells, with its verdict."""

import ast
import json
import re
from functools import partial

import pandas as pd
from simpleeval import EvalWithCompoundTypes, InvalidExpression

from analysis.assurance.reconciliation import intervals
from analysis.assurance.reconciliation.cells import Cells, OtherThan, with_small_bases
from analysis.assurance.reconciliation.declarations import Declaration, declarations
from analysis.assurance.reconciliation.in_force import RowsInForce, Validity
from analysis.assurance.reconciliation.intervals import Figure, Statement
from analysis.assurance.reconciliation.naming import Items, in_words, items_of, names_in_claims, slug, topics_of
from analysis.assurance.reconciliation.verdicts import CANNOT_BE_CHECKED, Outcome, of_figure, of_partition, of_statement, with_unit
from analysis.errors import CannotBeChecked, InvalidCheck
from analysis.periods import FinancialYear, Quarter

SUPPRESSED = "x"
"""Note of a cell that the source suppresses."""

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


def checked_figures(
    files: dict[str, dict], tables: dict[str, list[dict[str, str]]], lasting: dict[str, Validity] | None = None
) -> pd.DataFrame:
    """Every declared check, worked out.

    Parameters
    ----------
    files
        The declarations, as ``catalogue.checks.declared_checks`` reads them.
    tables
        The datasets as printed, as ``ingest.printed.read_with_units`` reads them.
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
        entry = _row(declaration, {}, Cells(held.of(declaration.scope), declaration.scope))
        return [entry] if entry else []
    found = []
    left_out = {name: OtherThan(value) for name, value in declaration.unless.items()}
    for row in Cells(tables).rows(declaration.over, **declaration.where, **left_out):
        scope = {name: row[name] for name in ("authority", "quarter") if row.get(name)}
        if entry := _row(declaration, row, Cells(held.of(scope), scope)):
            found.append(entry)
    return found


def _row(declaration: Declaration, row: dict[str, str], cells: Cells) -> dict | None:
    """One check as a row of the table; ``None`` where the row prints no figure to check, or the report is not held."""
    try:
        outcome = _outcome(declaration, row, cells)
    except (InvalidCheck, InvalidExpression, SyntaxError, TypeError, KeyError, ValueError) as error:
        told = error.args[0] if error.args else type(error).__name__
        raise InvalidCheck(
            f'checks/{declaration.file}, check "{declaration.check}" cannot be evaluated: {told}. Correct it there.'
        ) from error
    if outcome is None:
        return None
    kind = WORDING if declaration.against else "partition" if declaration.hidden else "statement" if declaration.holds else "figure"
    named = [row[name.removesuffix("_name")] for name in re.findall(r"{(\w+)}", declaration.claim)]
    source = row.get("source", declaration.source)
    items = items_of(cells, source, declaration.topic)
    place = (declaration.place or row.get("place", "")).format_map(Items(row | items))
    claim = declaration.claim.format_map({name: in_words(text) for name, text in row.items()} | names_in_claims(row, cells))
    return {
        "check": slug(" ".join([declaration.check, *cells.scope.values(), *named] if declaration.over else [declaration.check])),
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
        "report_topics": topics_of(declaration.topic, place, items),
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
        except CannotBeChecked as error:
            if declaration.over or not _holds_report(declaration, cells):
                return None
            raise _not_printed(declaration, cells, error) from error
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
        return of_statement(declaration, result, shown, seen, evaluate)
    result = intervals.figure(result)
    if declaration.hidden and suppressed:
        return of_partition(declaration, printed, result, len(suppressed), shown, unit)
    return of_figure(declaration, printed, result, shown, unit, evaluate)


def _holds_report(declaration: Declaration, cells: Cells) -> bool:
    """Whether a dataset that the printed figure is read from has a row of the check's report at all."""
    return any(cells.rows(name) for name in _read_for_printed(declaration, cells) if cells.tables[name])


def _read_for_printed(declaration: Declaration, cells: Cells) -> list[str]:
    named = [short["dataset"] for name, short in declaration.shorthand.items() if re.search(rf"\b{re.escape(name)}\(", declaration.printed)]
    return [name for name in cells.tables if name in named or re.search(rf"['\"]{re.escape(name)}['\"]", declaration.printed)]


def _not_printed(declaration: Declaration, cells: Cells, error: CannotBeChecked) -> InvalidCheck:
    of = " of " + ", ".join(cells.scope.values()) if cells.scope else ""
    datasets = " or ".join(f"data/raw/{name}.csv" for name in _read_for_printed(declaration, cells))
    return InvalidCheck(
        f'printed = "{declaration.printed}" reads {error}, and no row{of} in {datasets} has it: transcribe the figure there, or take the check out'
    )


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
