"""The command on council tax relief for foster carers."""

import re
from pathlib import Path

import click

from analysis.cli.options import AS_DATA, AUTHORITY, QUARTER, settings_like
from analysis.cli.running import progress, show_report


def thresholds_of(context: click.Context, parameter: click.Parameter, given: str | None) -> tuple[int, ...]:
    """Whole days between commas; anything else is wrong usage."""
    parts = [part.strip() for part in given.split(",")] if given else []
    if not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        raise click.BadParameter(f'"{given}" is not whole days between commas, such as 154,182,210.')
    return tuple(int(part) for part in parts)


@click.command()
@click.argument("carers", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--year", metavar="YEAR", help="Financial year of the relief, such as 2023-24.  [default: that of the quarter]")
@click.option("--short-by", default=14, show_default=True, type=click.IntRange(1, 366), help="Days short that are just short.")
@click.option(
    "--thresholds",
    metavar="DAYS,DAYS,...",
    callback=thresholds_of,
    help="Days of care to cost as the threshold.  [default: the scheme's own and steps of 14 days either side]",
)
@click.option(
    "--reading",
    "readings",
    metavar="KEY=VALUE",
    multiple=True,
    callback=settings_like("care_period=same_financial_year"),
    help="Read a criterion otherwise for this run, such as care_period=same_financial_year; repeatable.",
)
@click.option(
    "--dates",
    type=click.Choice(["day_first", "month_first", "year_first"]),
    help="What stands first in dates of numbers alone, where a file does not show it.",
)
@click.option("--as", "label", metavar="LABEL", help="Part of the name of the report's folder.  [default: none, or the readings]")
@AUTHORITY
@QUARTER
@AS_DATA
def relief(as_data: bool, **options) -> None:
    """Decide on council tax relief for every foster carer of a register.

    FOLDER holds the register of carers and the stays: CSV, Excel or OpenDocument. Without it, the last register that was taken in (analysis ingest
    carers) counts, whose households stand under hashes. The report shows single households: do not publish it.
    """
    from analysis.publish.relief_report import ReliefRun, run_relief

    with progress(quiet=as_data) as report:
        page, facts = run_relief(ReliefRun(**options), report)
    show_report(page, facts, as_data)
