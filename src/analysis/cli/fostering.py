"""Commands on fostering: scenarios appraised, council tax relief decided."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import click

from analysis.cli.options import AS_DATA, AUTHORITY, QUARTER, settings_like
from analysis.cli.running import near, progress, show_report
from analysis.fostering.assumptions import STANDING_DRAWS, STANDING_SEED

HORIZON = click.option("--horizon", metavar="YEARS", help="Financial years appraised, 1 to 10; the same as --set horizon_years=YEARS.")
SEED = click.option("--seed", default=STANDING_SEED, show_default=True, type=click.IntRange(0), help="Seed of the draws.")


def draws_option(default: int) -> Callable:
    """The option ``--draws``."""
    text = "Draws of the uncertain assumptions."
    return click.option("--draws", default=default, show_default=True, type=click.IntRange(100, 500_000), help=text)


@click.group()
def scenario() -> None:
    """Appraise fostering scenarios: what a scheme costs, avoids and comes to."""


@scenario.command("list")
@click.option("--assumptions", is_flag=True, help="Name what a scenario may state and --set may set, with unit, bounds and meaning.")
@AUTHORITY
@QUARTER
@AS_DATA
def list_scenarios(assumptions: bool, authority: str, quarter: str, as_data: bool) -> None:
    """Name every scenario, what it builds on and what it is for; every problem of a file is told."""
    from analysis.fostering.assumptions import declared_assumptions
    from analysis.pages.scenario_runs import shipped_scenarios
    from analysis.present.plain import assumptions_listed, listed

    if assumptions:
        rows = declared_assumptions()
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_data else assumptions_listed(rows))
        return
    shipped = shipped_scenarios(authority, quarter).values()
    rows = [
        {
            "name": one.name,
            "title": one.title,
            "base": one.bases[0] if one.bases else None,
            "purpose": one.purpose,
            "first_year": str(one.first_year),
        }
        for one in shipped
    ]
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_data else listed(rows))


@scenario.command("run")
@click.argument("name")
@click.option(
    "--set",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    callback=settings_like("new_placements_per_year=12"),
    help="Set an assumption for this run, in the unit that list --assumptions names; held in the draws; repeatable.",
)
@HORIZON
@draws_option(STANDING_DRAWS)
@SEED
@click.option(
    "--carers",
    metavar="FOLDER",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the register of carers and the stays: its households replace those assumed.",
)
@click.option(
    "--as",
    "label",
    metavar="LABEL",
    help="Name of the report's folder.  [default: NAME, or NAME_as_set with --set, --horizon, --draws or --seed]",
)
@AUTHORITY
@QUARTER
@AS_DATA
def run_one(name: str, settings: dict[str, str], horizon: str | None, as_data: bool, **options) -> None:
    """Appraise the scenario NAME; write its report, figures and workbook."""
    from analysis.publish.kernels.manager import Kernels
    from analysis.publish.kernels.process import SCENARIO_MODULES

    if horizon is not None and "horizon_years" in settings:
        raise click.UsageError("--horizon and --set horizon_years say the same. Give one.")
    if horizon is not None:
        settings = {**settings, "horizon_years": horizon}
    # The process that the kernel is forked from loads its libraries while this one loads its own.
    with progress(quiet=as_data) as report, Kernels(modules=SCENARIO_MODULES) as kernels:
        from analysis.publish.scenario_report import Run, run_scenario

        page, facts = run_scenario(Run(name=name, settings=settings, **options), report, kernels)
    show_report(page, facts, as_data)


@scenario.command("start")
@click.argument("council", metavar="COUNCIL")
@click.option("--base", default="central", show_default=True, metavar="NAME", help="Scenario that it builds on.")
@AUTHORITY
@QUARTER
def start(council: str, base: str, authority: str, quarter: str) -> None:
    """Write a scenario of starting values for COUNCIL, a name or code, from the national statistics held.

    Unit costs and sizes of the scenario it builds on are scaled to the council. Replace them by its own, and run it by its name.
    """
    from analysis.publish.starting_scenario import write_starting_scenario

    path = write_starting_scenario(council, base, authority, quarter)
    click.echo(f"{near(path)}\nRun it with: analysis scenario run {path.stem}")


@scenario.command("compare")
@click.argument("names", metavar="NAME NAME...", nargs=-1, required=True)
@click.option(
    "--basis",
    default="all_cost_avoided",
    show_default=True,
    type=click.Choice(["all_cost_avoided", "cashable_only"]),
    help="Cost avoided that counts.",
)
@HORIZON
@draws_option(20_000)
@SEED
@AUTHORITY
@QUARTER
@AS_DATA
def compare(names: tuple[str, ...], as_data: bool, **options) -> None:
    """Hold scenarios against the first named, over its years."""
    from analysis.pages.scenario_runs import compared
    from analysis.present.outcome_wording import SAID_IN_WORDS
    from analysis.present.plain import as_rows, turned

    if len(set(names)) < 2:
        raise click.UsageError("Name two scenarios or more.")
    table = compared(list(dict.fromkeys(names)), **options)
    click.echo(json.dumps(as_rows(table), indent=2, ensure_ascii=False) if as_data else turned(table, SAID_IN_WORDS))


def thresholds_of(context: click.Context, parameter: click.Parameter, given: str | None) -> tuple[int, ...]:
    """Whole days between commas; anything else is wrong usage."""
    parts = [part.strip() for part in given.split(",")] if given else []
    if not all(re.fullmatch(r"[0-9]+", part) for part in parts):
        raise click.BadParameter(f'"{given}" is not whole days between commas, such as 154,182,210.')
    return tuple(int(part) for part in parts)


@click.command()
@click.argument("carers", metavar="FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False))
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

    FOLDER holds the register of carers and the stays: CSV, Excel or OpenDocument. The report shows single households: do not publish it.
    """
    from analysis.publish.relief_report import ReliefRun, run_relief

    with progress(quiet=as_data) as report:
        page, facts = run_relief(ReliefRun(**options), report)
    show_report(page, facts, as_data)
