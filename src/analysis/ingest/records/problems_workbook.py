"""What is wrong or doubtful in a return as a workbook: a row a problem, for whoever mends it in the system."""

from collections.abc import Iterable
from pathlib import Path

from analysis.errors import PackNotWritable, Problem

HEADINGS = ("File", "Row", "Column", "Value", "What is wrong", "What to do", "Taken in?", "Done by")
WIDTHS = (34, 8, 30, 22, 60, 50, 12, 14)
MOST_ROWS = 1_048_000
"""Rows that a sheet can hold, with its heading."""


def write_problems(path: Path, refused: Iterable[Problem], doubts: Iterable[Problem]) -> Path:
    """A workbook of problems, those that stop a row first; the file is there whole or not at all.

    The last column is empty, for whoever works through it. Values stand as text, whatever they begin with.

    Raises
    ------
    PackNotWritable
        If it cannot be written.
    """
    import xlsxwriter

    rows = [(problem, "no") for problem in refused] + [(problem, "yes, with this doubt") for problem in doubts]
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with xlsxwriter.Workbook(part, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
            sheet = workbook.add_worksheet("Problems")
            bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
            for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, heading, bold)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, min(len(rows), MOST_ROWS)), len(HEADINGS) - 1)
            for number, (problem, taken) in enumerate(rows[:MOST_ROWS], 1):
                sheet.write_string(number, 0, problem.file, wrapped)
                if problem.row is not None:
                    sheet.write_number(number, 1, problem.row, wrapped)
                texts = (problem.column or "", problem.value or "", problem.rule, problem.remedy, taken)
                for place, text in enumerate(texts, 2):
                    sheet.write_string(number, place, text[:32_000], wrapped)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise PackNotWritable(f"{path} cannot be written: {error.strerror}. Free the disk, or name another file.") from error
    return path
