"""The language of the formulas: names, numbers, ``+ - * / ** %``, comparisons, ``and``, ``or``, and the functions below.

It is read by Python's own parser and means the same in numpy, in a spreadsheet and on paper. Money is nominal and percentages are
fractions. A month is a twelfth of a year, so a leap day changes nothing.
"""

import ast
from functools import cache

FUNCTIONS = {
    "where": (3, "where(condition, one, other)", "one where the condition holds, else the other"),
    "min": (2, "min(a, b)", "the smaller of two"),
    "max": (2, "max(a, b)", "the larger of two"),
    "floor": (1, "floor(a)", "the whole number at or below"),
    "ratio": (2, "ratio(a, b)", "a / b, and 0 where b is 0"),
    "previous": (1, "previous(line)", "the line in the month before; 0 before the first month"),
    "earlier": (2, "earlier(line, months)", "the line so many months before; 0 before the first month"),
    "paid_quarterly": (1, "paid_quarterly(line)", "what falls due in the three months of a quarter, paid in the last of them"),
    "sum_of": (1, "sum_of(bands)", "the sum over the bands of council tax"),
    "sum_of_products": (2, "sum_of_products(bands, bands)", "the sum over the bands of one times the other"),
    "total": (1, "total(line)", "the sum over the months counted"),
    "highest": (1, "highest(line)", "the highest of all months"),
    "lowest": (1, "lowest(line)", "the lowest of all months"),
    "place_of_lowest": (1, "place_of_lowest(line)", "the number of the first month in which the line is lowest"),
}
"""Function: how many things it takes, how it is written, what it is."""

WORDS = ("missing", "yes", "no")
"""What may stand for a result in place of a number: no figure, yes, no."""

_ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.USub,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
    ast.Mod,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
)


@cache
def parsed(formula: str) -> ast.expr:
    """The tree of a formula.

    Raises
    ------
    ValueError
        If the formula holds anything that is not of the language.

    >>> parsed("stock * __import__('os')")
    Traceback (most recent call last):
        ...
    ValueError: stock * __import__('os'): "__import__('os')" is not of the language of the formulas.
    """
    tree = ast.parse(formula, mode="eval")
    for node in ast.walk(tree):
        wrong = not isinstance(node, _ALLOWED)
        if isinstance(node, ast.Call):
            known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and not node.keywords
            wrong = not known or len(node.args) != FUNCTIONS[node.func.id][0]
        if isinstance(node, ast.Compare):
            wrong = len(node.ops) != 1
        if isinstance(node, ast.Constant):
            wrong = isinstance(node.value, bool) or not isinstance(node.value, int | float)
        if wrong:
            raise ValueError(f'{formula}: "{ast.unparse(node)}" is not of the language of the formulas.')
    return tree.body


@cache
def names_in(formula: str) -> tuple[str, ...]:
    """The assumptions, constants and lines that a formula names, each once.

    >>> names_in("previous(stock_with) * stay_with + min(intake, 1)")
    ('stock_with', 'stay_with', 'intake')
    """
    tree = parsed(formula)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called and node.id not in WORDS]
    return tuple(node.id for node in sorted({node.id: node for node in reversed(names)}.values(), key=lambda node: node.col_offset))


def is_call(node: ast.AST, function: str, of: str | None = None) -> bool:
    """Whether a node calls a function, and of the line named where one is."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function
    return called and (of is None or (isinstance(node.args[0], ast.Name) and node.args[0].id == of))
