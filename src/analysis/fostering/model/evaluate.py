"""The lines of the model worked out by numpy, for one set of assumptions or for many draws at once.

Inside, a line is an array of years by months of the year by draws, one long where it does not differ, so that what changes once a
year is worked out once a year.
"""

import ast
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from types import CodeType

import numpy as np

from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.model.formulas import is_call, names_in, parsed
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import BAND_LISTS, CONSTANTS, GIVEN, LINES

MONTHS = 12

Values = Mapping[str, float | np.ndarray]
"""Value of each assumption: one number, or an array with one for each draw."""


def evaluated(values: Values, names: Iterable[str], lines: Mapping[str, Line] = LINES) -> dict[str, np.ndarray]:
    """Lines of the model, and all that they rest on.

    Parameters
    ----------
    values
        A value for every assumption declared, percentages as such; the whole-number levers and the flags are single numbers, any
        other may be an array of draws.
    names
        Lines that are wanted.
    lines
        The table of lines; another one than the model's answers what another rule would come to.

    Returns
    -------
    dict of numpy.ndarray
        Monthly lines as years by months by draws, one long where they do not differ; rates and results as one for each draw, or a number.
    """
    found = {name: np.asarray(values[name]) / 100 if ASSUMPTIONS[name].unit == "per cent" else values[name] for name in ASSUMPTIONS}
    found |= {name: float(value) for name, value in found.items() if np.ndim(value) == 0} | CONSTANTS
    found |= {name: [found[part] for part in parts] for name, parts in BAND_LISTS.items()}
    months = _Months(int(values["horizon_years"]))
    wanted = tuple(names)
    for name, code, kept, spent in _plan(wanted, tuple(lines.values())):
        value = eval(code, months.functions, found)
        found[name] = _thin(value if kept is None else months.carried(eval(kept, months.functions, found), value))
        for done in spent:
            del found[done]
    return {name: found[name] for name in wanted}


def by_month(line, years: int) -> np.ndarray:
    """A line as months by draws; one column where the draws do not differ."""
    line = np.asarray(line, dtype=float)
    return np.broadcast_to(line, (years, MONTHS, line.shape[-1] if line.ndim else 1)).reshape(MONTHS * years, -1)


@cache
def needed(names: tuple[str, ...], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """The lines that some lines rest on, and they themselves, in the order in which they are worked out."""
    by_name = {line.name: line for line in lines}
    wanted, found = list(names), set()
    while wanted:
        name = wanted.pop()
        if name not in found and name not in GIVEN:
            found.add(name)
            wanted += names_in(by_name[name].formula)
    return tuple(name for name in by_name if name in found)


@cache
def _plan(names: tuple[str, ...], lines: tuple[Line, ...]) -> tuple[tuple[str, CodeType, CodeType | None, tuple[str, ...]], ...]:
    """The lines to work out in their order: the code of each, what of the month before it keeps if it keeps any, and the lines that nothing
    after it rests on, whose room is used again while it is warm.
    """
    formulas = {line.name: line.formula for line in lines}
    order = needed(names, lines)
    last_use = {used: name for name in order for used in (name, *names_in(formulas[name]))}
    spent = {
        name: tuple(used for used, last in last_use.items() if last == name and used in formulas and used not in names) for name in order
    }
    return tuple((name, *_steps(name, formulas[name]), spent[name]) for name in order)


@cache
def _steps(name: str, formula: str) -> tuple[CodeType, CodeType | None]:
    """The code of a line. One that rests on itself is ``previous(line) + rest`` or ``previous(line) * kept + rest``: the code of both.

    Raises
    ------
    ValueError
        If a line rests on itself in another way.
    """
    tree = parsed(formula)

    def carries(node: ast.AST) -> bool:
        return any(is_call(part, "previous", name) for part in ast.walk(node))

    if not carries(tree):
        return _compiled(tree), None
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add) and not carries(tree.right):
        before, rest = tree.left, tree.right
        if is_call(before, "previous", name):
            return _compiled(rest), _compiled(ast.Constant(1.0))
        kept = before.right if isinstance(before, ast.BinOp) and isinstance(before.op, ast.Mult) else None
        if kept is not None and is_call(before.left, "previous", name) and not carries(kept):
            return _compiled(rest), _compiled(kept)
    raise ValueError(f"{name} = {formula}: a line that rests on itself is previous({name}) + rest or previous({name}) * kept + rest.")


def _thin(value):
    """A line that does not differ within any year, held once a year."""
    if np.ndim(value) == 3 and value.shape[1:] == (MONTHS, 1) and (value == value[:, :1]).all():
        return value[:, :1]
    return value


class _AsNumpy(ast.NodeTransformer):
    """Products and conditions as calls: a product takes its small factors first, a condition holds for each draw."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        if not isinstance(node.op, ast.Mult):
            return self.generic_visit(node)
        factors, left = [self.visit(node.right)], node.left
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
            factors.append(self.visit(left.right))
            left = left.left
        return ast.Call(ast.Name("product", ast.Load()), [self.visit(left), *reversed(factors)], [])

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        name = "every" if isinstance(node.op, ast.And) else "any_of"
        return ast.Call(ast.Name(name, ast.Load()), [self.visit(value) for value in node.values], [])


def _compiled(tree: ast.expr) -> CodeType:
    as_numpy = _AsNumpy().visit(ast.parse(ast.unparse(tree), mode="eval").body)
    return compile(ast.fix_missing_locations(ast.Expression(as_numpy)), "<formula>", "eval")


class _Months:
    """The functions of the language, for a number of years."""

    def __init__(self, years: int):
        self.years, self.months = years, MONTHS * years
        self.functions = {
            "__builtins__": {},
            "where": _where,
            "min": np.minimum,
            "max": np.maximum,
            "floor": np.floor,
            "ratio": _ratio,
            "product": _product,
            "every": lambda *conditions: reduce(np.logical_and, conditions),
            "any_of": lambda *conditions: reduce(np.logical_or, conditions),
            "sum_of": sum,
            "sum_of_products": lambda ones, others: sum(one * other for one, other in zip(ones, others, strict=True)),
            "previous": lambda line: self.earlier(line, 1),
            "earlier": self.earlier,
            "paid_quarterly": self.paid_quarterly,
            "total": self.total,
            "highest": lambda line: np.max(by_month(line, self.years), axis=0),
            "lowest": lambda line: np.min(by_month(line, self.years), axis=0),
            "place_of_lowest": lambda line: np.argmin(by_month(line, self.years), axis=0) + 1.0,
            "missing": np.nan,
            "yes": 1.0,
            "no": 0.0,
        }

    def _by_year(self, by_month: np.ndarray) -> np.ndarray:
        return by_month.reshape(self.years, MONTHS, -1)

    def earlier(self, line, months) -> np.ndarray:
        """A line so many months before."""
        months = int(months)
        if not months:
            return line
        rows = by_month(line, self.years)
        moved = np.zeros(rows.shape)
        moved[months:] = rows[: len(rows) - months]
        return self._by_year(moved)

    def paid_quarterly(self, due) -> np.ndarray:
        """What falls due in each month, paid in the last month of each quarter."""
        if not np.any(due):
            return np.zeros((1, 1, 1))
        rows = by_month(due, self.years).reshape(self.months // 3, 3, -1)
        paid = np.zeros(rows.shape)
        np.add(rows[:, 0], rows[:, 1], out=paid[:, 2])
        paid[:, 2] += rows[:, 2]
        return self._by_year(paid)

    def total(self, line) -> np.ndarray:
        """The sum over all months."""
        line = np.asarray(line)
        years, months = line.shape[:2]
        return line.reshape(years * months, -1).sum(axis=0) * (self.months / (years * months))

    def carried(self, kept, rest) -> np.ndarray:
        """A line that keeps a share of itself from month to month, from nothing, and adds the rest."""
        rows = by_month(rest, self.years)
        out = np.empty((self.months, max(rows.shape[1], np.size(kept))))
        out[0] = rows[0]
        for before, after, row in zip(out, out[1:], rows[1:], strict=False):
            np.multiply(before, kept, out=after)
            after += row
        return self._by_year(out)


def _where(condition, one, other):
    if np.ndim(condition) == 0:
        return one if condition else other
    return np.where(condition, one, other)


def _ratio(above, below):
    nothing = np.equal(below, 0)
    with np.errstate(over="ignore"):
        return np.where(nothing, 0.0, np.divide(above, np.where(nothing, 1.0, below)))


def _product(*factors):
    """Small factors first, so that few products are of every month and draw; nothing times anything is nothing."""
    ordered = sorted(factors, key=np.size)
    result = ordered[0]
    if np.size(result) <= MONTHS:
        if not np.any(result):
            return np.zeros((1, 1, 1)) if any(np.ndim(factor) == 3 for factor in factors) else 0.0
        if len(ordered) > 1 and np.all(result == 1.0) and np.ndim(ordered[1]) >= np.ndim(result):
            return _product(*ordered[1:])
    for factor in ordered[1:]:
        result = result * factor
    return result
