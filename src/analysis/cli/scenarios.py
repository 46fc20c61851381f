"""Commands on scenarios: fostering schemes appraised, children to come projected."""

import json
from collections.abc import Callable
from pathlib import Path

import click
from click.core import ParameterSource

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
    """Appraise scenarios: what a fostering scheme costs, avoids and comes to; how many children are to come and what they cost."""


@scenario.command("list")
@click.option("--assumptions", is_flag=True, help="Name what a scenario may state and --set may set, with unit, bounds and meaning.")
@AUTHORITY
@QUARTER
@AS_DATA
def list_scenarios(assumptions: bool, authority: str, quarter: str, as_data: bool) -> None:
    """Name every scenario, what it builds on and what it is for; every problem of a file is told."""
    from analysis.fostering.assumptions import declared_assumptions
    from analysis.placements.what_if import declared_suppositions
    from analysis.present.plain import assumptions_listed, listed

    if assumptions:
        rows = [*declared_assumptions(), *declared_suppositions()]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_data else assumptions_listed(rows))
        return
    rows = every_scenario(authority, quarter)
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False) if as_data else listed(rows))


def every_scenario(authority: str, quarter: str) -> list[dict]:
    """Every scenario as plain data. Where a council has no figures for fostering scenarios, that is said, and those of children to come are named.

    Raises
    ------
    InvalidScenario
        With every problem of every file of either kind.
    NoFigures
        If the council has no figures for fostering scenarios, and there is no scenario of children to come.
    """
    from analysis.errors import InvalidScenario, NoFigures
    from analysis.pages.placements_runs import placements_scenarios
    from analysis.pages.scenario_runs import shipped_scenarios

    placements, broken = placements_scenarios()
    problems = [problem for found in broken.values() for problem in found]
    fostering = {}
    try:
        fostering = shipped_scenarios(authority, quarter)
    except InvalidScenario as error:
        problems = [*error.problems, *problems]
    except NoFigures as error:
        if not placements and not problems:
            raise
        click.echo(f"Warning: {error}", err=True)
    if problems:
        raise InvalidScenario(list(dict.fromkeys(problems)))
    years = {name: str(one.first_year) for name, one in fostering.items()}
    return [
        {
            "name": one.name,
            "title": one.title,
            "kind": "fostering" if one.name in years else "placements",
            "base": one.bases[0] if one.bases else None,
            "purpose": one.purpose,
            "first_year": years.get(one.name),
        }
        for one in (*fostering.values(), *placements.values())
    ]


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
@click.pass_context
def run_one(context: click.Context, name: str, settings: dict[str, str], horizon: str | None, as_data: bool, **options) -> None:
    """Appraise the scenario NAME; write its report and figures, and for a fostering scenario its workbook.

    A scenario of children to come, from scenarios/placements, is projected from the records held of a council.
    """
    from analysis.pages.placements_runs import is_of_placements

    of_placements = is_of_placements(name)
    years = "years_ahead" if of_placements else "horizon_years"
    if horizon is not None and years in settings:
        raise click.UsageError(f"--horizon and --set {years} say the same. Give one.")
    if horizon is not None:
        settings = {**settings, years: horizon}
    with progress(quiet=as_data) as report:
        if of_placements:
            page, facts = _project(context, name, settings, options, report)
        else:
            from analysis.publish.scenario_report import Run, run_scenario

            page, facts = run_scenario(Run(name=name, settings=settings, **options), report)
    show_report(page, facts, as_data)


def _project(context: click.Context, name: str, settings: dict[str, str], options: dict, report: Callable) -> tuple[Path, dict]:
    """Run a scenario of children to come; what is about fostering scenarios alone is wrong usage."""
    from analysis.publish.placements_report import PlacementsRun, run_placements_scenario

    given = [one for one in ("draws", "seed", "carers") if context.get_parameter_source(one) is not ParameterSource.DEFAULT]
    if given:
        raise click.UsageError(
            f"{name} is a scenario of children to come. These are for fostering scenarios alone: --{', --'.join(given)}."
        )
    run = PlacementsRun(name, options["authority"], options["quarter"], settings, options["label"])
    return run_placements_scenario(run, report)


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
    from analysis.pages.placements_runs import is_of_placements
    from analysis.pages.scenario_runs import compared
    from analysis.present.outcome_wording import SAID_IN_WORDS
    from analysis.present.plain import as_rows, turned

    if len(set(names)) < 2:
        raise click.UsageError("Name two scenarios or more.")
    if of_placements := [name for name in names if is_of_placements(name)]:
        raise click.UsageError(
            f"{', '.join(of_placements)}: a scenario of children to come. Its report holds it against the others: analysis scenario run {of_placements[0]}"
        )
    table = compared(list(dict.fromkeys(names)), **options)
    click.echo(json.dumps(as_rows(table), indent=2, ensure_ascii=False) if as_data else turned(table, SAID_IN_WORDS))
