"""Named failures: what is wrong, where it is, and what to do about it."""

from dataclasses import asdict, dataclass
from pathlib import Path

LONGEST_VALUE = 200
"""Characters of a cell that a message shows."""


def shortened(text: str) -> str:
    """A text as a message shows it: of a very long one the start.

    >>> shortened("x" * 1000)[195:]
    'xxxxx... (1,000 characters)'
    """
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}... ({len(text):,} characters)"


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of a file.

    ``row`` is the line of the file as a text editor numbers it, the header being line 1; ``None`` where the
    problem is not in a row.
    """

    file: str
    rule: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f" row {self.row}"
        if self.column is not None:
            place += f", {self.column}"
        value = "" if self.value is None else f'"{shortened(self.value)}" '
        return f"{place}: {value}{self.rule}. {self.remedy}"


class AnalysisError(Exception):
    """Anything that stops the work for a reason that a user can act on."""

    def as_data(self) -> dict:
        """Give the failure as plain data, for ``--json``."""
        return {"error": type(self).__name__, "message": str(self)}


class InvalidData(AnalysisError):
    """Raw data breaks its descriptor; holds every problem found."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the raw data:"
        super().__init__("\n".join([count, *(f"  {problem}" for problem in problems)]))

    def as_data(self) -> dict:
        """Give every problem as plain data."""
        return {"error": type(self).__name__, "problems": [asdict(problem) for problem in self.problems]}


class ReturnsRefused(InvalidData):
    """Returns cannot be used, so that nothing of them was taken in; shows the first problems, and holds every one.

    ``rows_alone`` says that each is of a row, so that the rest could be taken in.
    """

    SHOWN = 20

    def __init__(self, problems: list[Problem], doubts: int, workbook: Path, rows_alone: bool):
        super().__init__(problems)
        self.workbook = workbook
        lines = [f"{len(problems):,} problem{'s' if len(problems) > 1 else ''}, so that nothing was taken in:"]
        lines += [f"  {problem}" for problem in problems[: self.SHOWN]]
        left = len(problems) - self.SHOWN
        lines += [f"  and {left:,} more."] if left > 0 else []
        lines += [f"Doubts besides: {doubts:,}."] if doubts else []
        lines.append(
            f"Every one is a row of {workbook}. Mend them{', or take the rest in with --leave-out-refused' if rows_alone else ''}."
        )
        self.args = ("\n".join(lines),)

    def as_data(self) -> dict:
        """Give every problem, and the workbook that lists them."""
        return super().as_data() | {"workbook": str(self.workbook)}


class InvalidScenario(AnalysisError):
    """A scenario cannot be used; holds every problem found."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the scenario:"
        super().__init__("\n".join([count, *(f"  {problem}" for problem in problems)]))

    def as_data(self) -> dict:
        """Give every problem as plain data."""
        return {"error": type(self).__name__, "problems": [asdict(problem) for problem in self.problems]}


class UnknownScenario(AnalysisError):
    """A name that no file of ``scenarios/`` has."""


class ProjectNotFound(AnalysisError):
    """No folder with ``data/raw/datapackage.json`` here or above."""


class UnknownDataset(AnalysisError):
    """A dataset name that no descriptor of ``data/raw`` has."""


class UnknownField(AnalysisError):
    """A column that ``catalogue/fields`` does not declare."""


class UnknownUnit(AnalysisError):
    """A unit that ``catalogue/units.toml`` does not declare."""


class UnknownParameter(AnalysisError):
    """A threshold that ``catalogue/parameters.toml`` does not declare, or not for the day."""


class UnknownPeriod(AnalysisError):
    """A text that is not a period, or a period that does not exist."""


class UnknownAuthority(AnalysisError):
    """A text that names no English council with children's services."""


class UnknownRelease(AnalysisError):
    """A national release that the catalogue does not know, or that has not been taken in."""


class UnknownReturn(AnalysisError):
    """A kind of return, or a table of one, that ``catalogue/returns`` does not declare."""


class UnknownIntake(AnalysisError):
    """A return that was not taken in, or that the store does not hold."""


class RecordsMixed(AnalysisError):
    """Records were to be put where they must not be: made-up beside real ones, or where git would follow them."""


class IdentifierKeyMissing(AnalysisError):
    """The key by which identifiers in the store were hashed is not there."""


class NoFigures(AnalysisError):
    """A dataset holds nothing for the authority or quarter asked for."""


class MissingFigure(AnalysisError):
    """A figure that a calculation needs is absent: a gap is not a zero."""


class UnknownChoice(AnalysisError):
    """A parameter has a value that is not among those allowed."""


class NotReleased(AnalysisError):
    """A table that disclosure control stops, or that has not passed it, was to go to a page."""


class NotebookFailed(AnalysisError):
    """A notebook raised; names the notebook, the cell and what it raised."""


class KernelDied(NotebookFailed):
    """The kernel of a notebook died; names the cell, how it ended and the memory that it held."""


class OutOfTime(NotebookFailed):
    """A cell took longer than a cell may; names the notebook and the cell."""


class IncompletePage(AnalysisError):
    """A rendered page breaks a rule that every page keeps."""


class FolderInUse(AnalysisError):
    """A folder that should be new or empty has something in it."""


class PackNotWritable(AnalysisError):
    """The folder of the pack cannot be written."""


class PackFailed(AnalysisError):
    """The pack of a council could not be made elsewhere; the message is what the failure said there."""


class CouncilFailed(AnalysisError):
    """Work for one of several councils failed in another process; the message is what the failure said there."""


class NoCluster(AnalysisError):
    """A Dask cluster that was named cannot be used."""


class InvalidCheck(AnalysisError):
    """A declared check cannot be read or evaluated; names the file, the check and what is wrong with it."""


class CannotBeChecked(AnalysisError):
    """A printed figure lacks what it would have to be checked against; the message is what is missing."""


class SystemFailure(AnalysisError):
    """The system, or the program itself, failed where nothing of a user's is at fault."""


class SeveralFailures(AnalysisError):
    """More than one thing went wrong at once; holds each failure."""

    def __init__(self, failures: list[AnalysisError]):
        self.failures = failures
        super().__init__("\n".join(str(failure) for failure in failures))

    def as_data(self) -> dict:
        """Give every failure as plain data."""
        return {"error": type(self).__name__, "failures": [failure.as_data() for failure in self.failures]}
