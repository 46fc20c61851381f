"""Formulas of the model written for a spreadsheet, and those that a sheet has of its own."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from analysis.fostering.model.formulas import parsed
from analysis.fostering.model.lines import MONTHLY

_OPERATORS = {ast.Add: ("+", 2), ast.Sub: ("-", 2), ast.Mult: ("*", 3), ast.Div: ("/", 3), ast.Pow: ("^", 4)}
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "="}
_ALIKE = {"min": "MIN", "max": "MAX", "floor": "INT", "sum_of": "SUM", "sum_of_products": "SUMPRODUCT", "where": "IF"}
_WORDS = {"yes": '"yes"', "no": '"no"'}
_ATOM = 9
_MONTHLY = {line.name for line in MONTHLY}


def for_excel(
    formula: str, columns: Mapping[str, int] | None = None, row: int | None = None, missing: str = "", *, is_month: bool = False
) -> str:
    """A formula of the model for one cell, without the sign of equality.

    Parameters
    ----------
    columns
        Position of each monthly line's column, from 0, for a cell of the sheet by month; none elsewhere.
    row
        Number of the row as the sheet shows it, from 1; none for a pattern of any row, as ``SheetLine.pattern`` gives it.
    missing
        What the cell holds where there is no figure, as a formula.
    is_month
        Whether a number of the formula counts months, and the cell shows the calendar month.

    Notes
    -----
    ``N()`` reads the heading above the first row as 0, so every row has the same formula.

    >>> for_excel("previous(stock_with) * stay_with + intake", {"intake": 2, "stock_with": 3}, 8)
    'N($D7) * stay_with + $C8'
    >>> for_excel("total(net * present_value_factor)")
    'SUMPRODUCT(monthly_net, monthly_present_value_factor, monthly_counted)'
    """
    return _Writer(columns or {}, row, missing, is_month).written(parsed(formula))


@dataclass(frozen=True)
class _Writer:
    """Writes the tree of a formula for one cell."""

    columns: Mapping[str, int]
    row: int | None
    missing: str
    is_month: bool

    def written(self, node: ast.expr, around: int = 0) -> str:
        """A part of the formula, in brackets where what stands around it binds closer."""
        text, binds = self._part(node)
        return f"({text})" if binds < around else text

    def _part(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Constant():
                return repr(node.value), _ATOM
            case ast.Name(id="missing"):
                return self.missing, _ATOM
            case ast.Name():
                return _WORDS.get(node.id) or self.cell(node.id), _ATOM
            case ast.UnaryOp():
                return f"-{self.written(node.operand, _ATOM)}", 5
            case ast.BoolOp():
                name = "AND" if isinstance(node.op, ast.And) else "OR"
                return f"{name}({', '.join(map(self.written, node.values))})", _ATOM
            case ast.Compare():
                return f"{self.written(node.left, 2)} {_COMPARED[type(node.ops[0])]} {self.written(node.comparators[0], 2)}", 1
            case ast.BinOp(op=ast.Mod()):
                return f"MOD({self.written(node.left)}, {self.written(node.right)})", _ATOM
            case ast.BinOp():
                sign, binds = _OPERATORS[type(node.op)]
                first = binds + 1 if isinstance(node.op, ast.Pow) else binds
                return f"{self.written(node.left, first)} {sign} {self.written(node.right, binds + 1)}", binds
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node.args), _ATOM
        raise ValueError(f"{ast.unparse(node)} cannot be written for a spreadsheet.")

    def cell(self, name: str, up: int = 0) -> str:
        """Where a name stands: a line of the month in its column, anything else under its own name."""
        return f"${xl_col_to_name(self.columns[name])}{_row(self.row, up)}" if name in self.columns else name

    def _call(self, name: str, given: list[ast.expr]) -> str:
        if name in _ALIKE:
            texts = [self.written(part) for part in given]
            if name == "where" and self.is_month:
                texts[1] = f"EDATE(first_month, {self.written(given[1], 3)} - 1)"
            return f"{_ALIKE[name]}({', '.join(texts)})"
        if name == "ratio":
            above, below = self.written(given[0], 3), self.written(given[1], 4)
            return f"IF({self.written(given[1])} = 0, 0, {above} / {below})"
        return getattr(self, f"_{name}")(*given)

    def _previous(self, line: ast.Name) -> str:
        return f"N({self.cell(line.id, 1)})"

    def _earlier(self, line: ast.Name, months: ast.expr) -> str:
        month, back = self.cell("t"), self.written(months, 3)
        return f"IF({month} > {back}, INDEX(monthly_{line.id}, MAX(1, {month} - {back})), 0)"

    def _paid_quarterly(self, line: ast.Name) -> str:
        return f"IF(MOD({self.cell('t')}, 3) = 0, SUM({self.cell(line.id, 2)}:{self.cell(line.id)}), 0)"

    def _total(self, line: ast.expr) -> str:
        factors = [node.id for node in ast.walk(line) if isinstance(node, ast.Name)]
        return f"SUMPRODUCT({', '.join(f'monthly_{name}' for name in (*factors, 'counted'))})"

    def _highest(self, line: ast.Name) -> str:
        return f"MAX(monthly_{line.id})"

    def _lowest(self, line: ast.Name) -> str:
        return f"MIN(monthly_{line.id})"

    def _place_of_lowest(self, line: ast.Name) -> str:
        return f"MATCH(MIN(monthly_{line.id}), monthly_{line.id}, 0)"


def _row(row: int | None, up: int) -> str:
    """The number of a row, or the place for it in a pattern."""
    return f"{{{up}}}" if row is None else str(row - up)


_LINE = re.compile(r"\[(\w+)( cell above| above)?\]")


def in_cells(formula: str, columns: Mapping[str, int], row: int | None) -> str:
    """A formula that a sheet has of its own, for one row: ``[line]`` is that column in the row, ``[line above]`` the row before.

    >>> in_cells("[scheme_year above] + 1", {"scheme_year": 0}, 8)
    'N($A7) + 1'
    """

    def address(match: re.Match) -> str:
        cell = f"${xl_col_to_name(columns[match[1]])}{_row(row, 1 if match[2] else 0)}"
        return f"N({cell})" if match[2] == " above" else cell

    return _LINE.sub(address, formula)


@dataclass(frozen=True)
class SheetLine:
    """One column of a calculation: its name, how it is shown, and its formula.

    Attributes
    ----------
    of_the_sheet
        Whether the formula is one that the sheet has of its own, as ``in_cells`` reads it, and not one of the model.
    """

    name: str
    heading: str
    kind: str
    meaning: str
    formula: str
    of_the_sheet: bool = False

    def pattern(self, columns: Mapping[str, int]) -> str:
        """The formula in any row: ``format`` with numbers of the row and of the two above it makes it that row's."""
        text = in_cells(self.formula, columns, None) if self.of_the_sheet else for_excel(self.formula, columns, None)
        return f"={text}"

    @property
    def in_words(self) -> str:
        """The formula as the sheet of formulas states it."""
        return _LINE.sub(lambda match: f"{match[1]} of the row above" if match[2] else match[1], self.formula)


_T, *_REST = MONTHLY
_MONTH_START = SheetLine("month_start", "Month", "month", "The calendar month.", "EDATE(first_month, [t] - 1)", of_the_sheet=True)
BY_MONTH = tuple(
    line if isinstance(line, SheetLine) else SheetLine(line.name, line.heading, line.kind, line.meaning, line.formula)
    for line in (_T, _MONTH_START, *_REST)
)
"""Columns of the sheet by month: the monthly lines of the model, and the calendar month."""
