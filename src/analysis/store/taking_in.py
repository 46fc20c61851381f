"""Files of a council into the store, whole or not at all, with a workbook of what was wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from analysis.catalogue.authorities import resolve
from analysis.catalogue.project import names_a_folder, project_root
from analysis.errors import InvalidData, RecordsMixed, ReturnsRefused, UnknownAuthority
from analysis.ingest.followed import ignored_by_git
from analysis.ingest.records import TakenReturn, take_returns
from analysis.ingest.records.problems_workbook import write_problems
from analysis.store.against_held import with_doubts_against_held
from analysis.store.intakes import files_in_force, intakes
from analysis.store.records import KeptReturn, keep, store_key

PROBLEMS = Path("data/processed/problems")


@dataclass(frozen=True)
class TakenIn:
    """What some files did to the store: each return as read and as kept, and the workbook of problems if there was any."""

    taken: list[TakenReturn]
    kept: list[KeptReturn]
    problems_file: Path | None


def take_in(
    paths: Iterable[Path],
    authority: str,
    taken_date: date,
    kind: str | None = None,
    on: date | None = None,
    *,
    dates: str | None = None,
    made_up: bool = False,
    leave_out_refused: bool = False,
    problems_file: Path | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> TakenIn:
    """Take the returns of a council in.

    Parameters
    ----------
    authority
        Any name or code of an English council; of a made-up one, a short name in lower case.
    kind, on, dates
        As ``take_returns`` takes them.
    made_up
        Whether no real child is in the files.
    leave_out_refused
        Take the rest in where rows are refused; without it nothing is.
    problems_file
        Where the workbook of problems goes; without it, below ``data/processed``, which git ignores.

    Raises
    ------
    ReturnsRefused
        If a file as such cannot be used, or rows are refused and are not to be left out.
    RecordsMixed
        If made-up records were to stand beside real ones.
    UnknownAuthority
        If no council is called so.
    """
    slug = council_slug(authority, made_up)
    _refuse_mixing(slug, made_up)
    workbook = problems_file or project_root() / PROBLEMS / f"{slug}.xlsx"
    if not ignored_by_git(workbook):
        raise RecordsMixed(
            f"{workbook} is where git would follow it, and it names children. Put it below data/processed or data/raw/extracts."
        )
    try:
        held = partial(files_in_force, slug)
        taken = take_returns(paths, store_key(), kind, on, dates, slug if made_up else None, held)
        taken = with_doubts_against_held(taken, slug)
    except InvalidData as error:
        raise ReturnsRefused(error.problems, 0, write_problems(workbook, error.problems, []), rows_alone=False) from error
    refused = [problem for one in taken for problem in one.refused]
    doubts = [problem for one in taken for problem in one.doubts]
    told = write_problems(workbook, refused, doubts) if refused or doubts else None
    if refused and not leave_out_refused:
        raise ReturnsRefused(refused, len(doubts), told, rows_alone=True)
    if told is None and problems_file is None:
        workbook.unlink(missing_ok=True)
    return TakenIn(taken, keep(taken, slug, taken_date, made_up, report), told)


def council_slug(text: str, made_up: bool) -> str:
    """The name under which records of a council are kept.

    Raises
    ------
    UnknownAuthority
        If no English council is called so, and it is not said to be made up.

    >>> council_slug("Plymouth City Council", False), council_slug("exampleshire", True)
    ('plymouth', 'exampleshire')
    """
    try:
        return resolve(text).slug
    except UnknownAuthority as error:
        if not made_up:
            raise UnknownAuthority(f"{error} If it is a made-up one, say so with --made-up.") from error
        if not names_a_folder(text):
            raise UnknownAuthority(
                f'"{text}" is no name for a made-up council: use at most 60 lower-case letters, digits and hyphens.'
            ) from error
        return text


def _refuse_mixing(slug: str, made_up: bool) -> None:
    others = [one for one in intakes(slug) if one.made_up != made_up]
    if others:
        what, there = ("made-up", "real") if made_up else ("real", "made-up")
        remedy = "Take made-up records in under a name of their own, or remove the others (analysis store remove)."
        raise RecordsMixed(
            f"The store holds {there} records of {slug}, such as {others[0].id}: {what} ones cannot stand beside them. {remedy}"
        )
