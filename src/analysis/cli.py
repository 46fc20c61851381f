"""The ``analysis`` command: parse, call, and turn failures into messages."""

import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from analysis.errors import AnalysisError
from analysis.fostering.assumptions import STANDING_DRAWS, STANDING_SEED
from analysis.publish.limits import SECONDS_A_CELL, Effort

STOPPED = 130
"""Exit code of a run that was stopped, as shells give it for Ctrl-C."""
AS_DATA = click.option("--json", "as_data", is_flag=True, help="Print the outcome as JSON.")


def or_usual_authority(context: click.Context, parameter: click.Parameter, given: str | None) -> str:
    """The authority named, or the project's own."""
    from analysis.catalogue.project import usual_authority

    return given or _told(usual_authority)


def or_newest_quarter(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """The quarter named, or the newest that a report of the authority is held for."""
    from analysis.catalogue.project import newest_quarter

    if given is None and context.params.get("national"):
        return None
    return given or _told(lambda: newest_quarter(context.params["authority"]))


def _told(find: Callable[[], str]) -> str:
    """What is found; a failure is told as any command tells it."""
    try:
        return find()
    except AnalysisError as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from error


AUTHORITY = click.option(
    "--authority",
    is_eager=True,
    callback=or_usual_authority,
    help="Whose figures, as data/raw/authorities.csv names it.  [default: the project's own]",
)
QUARTER = click.option(
    "--quarter", callback=or_newest_quarter, help="Which quarter, such as 2023-24-Q2.  [default: the newest that is held]"
)


def effort_options(command: Callable) -> Callable:
    """The options of how notebooks are executed, as ``Effort`` takes them."""
    jobs = click.option("--jobs", type=click.IntRange(1), help="Notebooks to execute at once.  [default: as many as there are cores]")
    limit = click.option(
        "--seconds-a-cell",
        default=SECONDS_A_CELL,
        show_default=True,
        type=click.IntRange(1),
        help="Longest that a cell of a notebook may take.",
    )
    warm = click.option(
        "--warm/--ordinary-kernels",
        default=True,
        show_default=True,
        help="Fork kernels from a process that has imported the libraries, where the system can; or start each anew. The result is the same.",
    )
    return jobs(limit(warm(command)))


class Commands(click.Group):
    """Commands whose failures are messages, not tracebacks."""

    def invoke(self, context: click.Context):
        """Run a command; a failure that a user can act on ends with exit code 1."""
        for stream in (sys.stdout, sys.stderr):
            # A log in an encoding of few letters, such as Windows-1252, gets a question mark and not a failure.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, stop)
        try:
            return super().invoke(context)
        except AnalysisError as error:
            as_data = "--json" in sys.argv[1:]
            click.echo(json.dumps(error.as_data(), indent=2, ensure_ascii=False) if as_data else f"Error: {error}", err=not as_data)
            context.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped. What was there before is as it was.", err=True)
            if threading.active_count() > 1:
                # Threads that waited for a kernel have yet to learn that it is gone: everything is cleared away without them.
                sys.stdout.flush()
                os._exit(STOPPED)
            context.exit(STOPPED)


def stop(number: int, frame) -> None:
    """End on a signal to terminate as on Ctrl-C: kernels and half-made folders go with the run."""
    raise KeyboardInterrupt


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="childrens-services-analysis")
def main() -> None:
    """Caseloads, fostering schemes and budget variance of a council's children's services."""


@main.command()
@AUTHORITY
@QUARTER
@click.option("--policy", default="public", show_default=True, type=click.Choice(["public", "internal"]), help="What may be shown.")
@click.option("--only", metavar="NAME", help="Build one page again in a pack that is there.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--national",
    is_flag=True,
    is_eager=True,
    help="A pack of the national statistics held, for any council; --authority takes a name or code.",
)
@click.option("--all", "every", is_flag=True, help="With --national: a pack for every council.")
@effort_options
@AS_DATA
def publish(
    authority: str, quarter: str, policy: str, only: str | None, force: bool, national: bool, every: bool, as_data: bool, **effort
) -> None:
    """Execute the notebooks and publish the pack."""
    if every and not national:
        raise click.UsageError("--all goes with --national.")
    if every:
        publish_every(policy, Effort(**effort), force, as_data)
        return
    with progress(quiet=as_data) as report:
        if national:
            from analysis.publish.national import publish_national

            published = publish_national(authority, policy, Effort(**effort), force, report)
        else:
            from analysis.publish.pack import publish as publish_pack

            published = publish_pack(authority, quarter, policy, only, Effort(**effort), force, report)
    if as_data:
        outcome = {"index": str(published.index), "built": published.built, "warnings": published.warnings, "left_out": published.left_out}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
        return
    for text in published.warnings:
        click.echo(f"Warning: {text}", err=True)
    for text in published.left_out:
        click.echo(f"Left out: {text}", err=True)
    click.echo(_near(published.index))


def publish_every(policy: str, effort, force: bool, as_data: bool) -> None:
    """Publish the national pack of every council; those that fail are named, and the exit code says so."""
    from analysis.publish.national import publish_every_council

    with progress(quiet=as_data) as report:
        published = publish_every_council(policy, effort, force, report)
    failures = {slug: str(failure) for slug, failure in published.failures.items()}
    if as_data:
        click.echo(
            json.dumps({"index": str(published.index), "packs": list(published.packs), "failures": failures}, indent=2, ensure_ascii=False)
        )
    else:
        for slug, text in failures.items():
            click.echo(f"Failed: {slug}: {text}", err=True)
        click.echo(f"{len(published.packs)} packs. {_near(published.index)}")
    if failures:
        click.get_current_context().exit(1)


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@AS_DATA
def check(path: Path | None, as_data: bool) -> None:
    """Hold the raw data against its descriptors.

    PATH is the folder of a project; this one when left out.
    """
    if path is not None:
        os.environ["ANALYSIS_PROJECT"] = str(path)
    from analysis.catalogue.datasets import dataset_names
    from analysis.ingest.validation import check_raw_data
    from analysis.pages.not_yet_checked import checks_not_yet_written

    check_raw_data()
    for text in checks_not_yet_written():
        click.echo(f"Warning: {text}", err=True)
    names = dataset_names()
    click.echo(json.dumps({"valid": names}, indent=2) if as_data else f"{len(names)} datasets agree with their descriptors.")


@main.command()
@click.option("--authority", help="Only the documents on this authority.")
@click.option("--source", help="Only this document, as data/raw/sources.csv names it.")
@click.option("--policy", default="public", show_default=True, type=click.Choice(["public", "internal"]), help="What may be shown.")
@AS_DATA
def reconcile(authority: str | None, source: str | None, policy: str, as_data: bool) -> None:
    """Recompute every printed figure that derives from others.

    Figures that do not agree are findings, not failures: the command ends with 0 unless a declared check is broken.
    """
    from analysis.assurance.reconciliation.summary import SHOWN, by_document, chosen
    from analysis.disclosure.release import release
    from analysis.pages.checked import every_check
    from analysis.present.findings.figures_checked import as_text

    checked = chosen(every_check(), authority, source)
    documents = release(by_document(checked), policy, name="figures_checked_by_document")
    checks = release(checked[SHOWN], policy, name="figures_checked")
    if as_data:
        shown = checks.table.astype(object).where(~checks.suppressed & checks.table.notna(), None).drop(columns="smallest_count")
        outcome = {"documents": documents.table.to_dict("records"), "checks": shown.to_dict("records")}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
        return
    click.echo(as_text(checks, documents))


@main.group()
def intake() -> None:
    """Take in a quarter's printed figures by workbook."""


@intake.command("new")
@AUTHORITY
@click.option("--quarter", required=True, help="Which quarter, such as 2023-24-Q3.")
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), help="Where to write it.  [default: AUTHORITY-QUARTER.xlsx here]"
)
@AS_DATA
def new_workbook(authority: str, quarter: str, path: Path | None, as_data: bool) -> None:
    """Write the workbook of a quarter, with what carries over from the last."""
    from analysis.errors import FolderInUse
    from analysis.intake.workbook import write_workbook
    from analysis.periods import Quarter

    path = path or Path(f"{authority}-{Quarter.parse(quarter).slug}.xlsx")
    if path.exists():
        raise FolderInUse(f"{path} is there already and is left as it is. Name another file with --file, or move it away.")
    rows = write_workbook(path, authority, str(Quarter.parse(quarter)))
    outcome = {"file": str(path), "rows": rows}
    text = f"Wrote {path}: {len(rows)} sheets, {sum(rows.values())} rows carried over.\nFill it in, then: analysis intake take {path}"
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False) if as_data else text)


@intake.command("take")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@AS_DATA
def take_workbook(path: Path, as_data: bool) -> None:
    """Check a filled-in workbook, and add its rows to data/raw in one step or not at all."""
    from dataclasses import asdict

    from analysis.intake.taking import take

    taken = take(path)
    if as_data:
        click.echo(json.dumps(asdict(taken), indent=2, ensure_ascii=False))
        return
    lines = [f"{name}: {rows} rows" for name, rows in taken.rows.items()]
    lines += [f"Since last quarter: {text}" for text in taken.changes] + [f"Stands: {text}" for text in taken.accepted]
    from analysis.pages.not_yet_checked import checks_not_yet_written

    own = f"{taken.authority} {taken.quarter}"
    click.echo("\n".join([*lines, *(f"To do: {text}" for text in checks_not_yet_written() if own in text)]))
    click.echo(f"Try: analysis publish --authority {taken.authority} --quarter {taken.quarter}")


HORIZON = click.option("--horizon", metavar="YEARS", help="Financial years appraised, 1 to 10; the same as --set horizon_years=YEARS.")
SEED = click.option("--seed", default=STANDING_SEED, show_default=True, type=click.IntRange(0), help="Seed of the draws.")


def draws_option(default: int) -> Callable:
    """The option ``--draws``."""
    text = "Draws of the uncertain assumptions."
    return click.option("--draws", default=default, show_default=True, type=click.IntRange(100, 500_000), help=text)


def settings_like(example: str) -> Callable:
    """Reads ``key=value`` options as a dictionary; anything else is wrong usage, and the example is shown."""

    def settings_of(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
        settings: dict[str, str] = {}
        for text in given:
            name, equals, value = (part.strip() for part in text.partition("="))
            if not (name and equals and value):
                raise click.BadParameter(f'"{text}" is not of the form key=value, such as {example}.')
            if name in settings:
                raise click.BadParameter(f'"{name}" is set twice.')
            settings[name] = value
        return settings

    return settings_of


@main.group()
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
    from analysis.publish.scenario_report import Run, run_scenario

    if horizon is not None and "horizon_years" in settings:
        raise click.UsageError("--horizon and --set horizon_years say the same. Give one.")
    if horizon is not None:
        settings = {**settings, "horizon_years": horizon}
    with progress(quiet=as_data) as report:
        page, facts = run_scenario(Run(name=name, settings=settings, **options), report)
    show_report(page, facts, as_data)


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


@main.command()
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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@AUTHORITY
@click.option("--households", default=150, show_default=True, type=click.IntRange(1, 20_000), help="Households on the register.")
@click.option("--years", default=3, show_default=True, type=click.IntRange(1, 20), help="Years that the stays span.")
@click.option(
    "--until", metavar="DATE", default="2024-03-31", show_default=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day of the stays."
)
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0), help="The same seed gives the same files.")
@AS_DATA
def synthesise(folder: Path, until: datetime, as_data: bool, **options) -> None:
    """Write made-up extracts, in the layouts that councils have, to FOLDER.

    They are a register of foster carers and the children's stays, with no real household or child in them. FOLDER must be new or empty.
    """
    from analysis.publish.made_up import next_command, write_made_up_extracts

    files = write_made_up_extracts(folder, until=until.date(), **options)
    if as_data:
        click.echo(json.dumps({"files": [str(path) for path in files], "next": next_command(folder)}, indent=2, ensure_ascii=False))
        return
    click.echo("\n".join([*(f"Wrote {path}" for path in files), f"Try: {next_command(folder)}"]))


@main.group()
def ingest() -> None:
    """Take files in, into the store."""


@ingest.command("national")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@AS_DATA
def ingest_national(paths: tuple[Path, ...], as_data: bool) -> None:
    """Take in national statistics as downloaded: CSV, ODS or XLSX files, or folders of them.

    A file is known by its columns, whatever its name. Without PATHS, everything in data/raw/national.
    """
    from analysis.ingest.national import national_files
    from analysis.store.national import downloads_folder, take_all

    kept, failed = take_all(national_files(list(paths) or [downloads_folder()]), datetime.now().date())
    if as_data:
        told = [
            {
                "release": k.release,
                "file": k.file,
                "rows": k.rows,
                "unchanged": k.unchanged,
                "revisions": len(k.revisions),
                "remarks": k.remarks,
            }
            for k in kept
        ]
        click.echo(json.dumps({"taken": told, "failed": [failure.as_data() for failure in failed]}, indent=2, ensure_ascii=False))
    else:
        for entry in kept:
            click.echo(str(entry))
            for remark in entry.remarks:
                click.echo(f"  Note: {remark}", err=True)
        for failure in failed:
            click.echo(f"Error: {failure}", err=True)
    if failed:
        click.get_current_context().exit(1)


@main.command()
@click.option("--authority", metavar="NAME", help="What the store holds of one council: a name, ONS code or DfE number.")
@AS_DATA
def national(authority: str | None, as_data: bool) -> None:
    """List the national releases that are held, their years, and what a council has in them."""
    from analysis.store.national import held_of, held_releases

    held = held_of(authority) if authority else held_releases()
    if as_data:
        click.echo(held.to_json(orient="records", indent=2, force_ascii=False))
        return
    if held.empty:
        click.echo("No national release is held. Download releases into data/raw/national, then: analysis ingest national")
    for row in held.to_dict("records"):
        click.echo(row["told"])


def show_report(page: Path, facts: dict, as_data: bool) -> None:
    """The headline of a report and where it stands."""
    outcome = {"index": str(page), **facts}
    if not as_data:
        for text in facts["warnings"]:
            click.echo(f"Warning: {text}", err=True)
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False) if as_data else f"{facts['headline']}\n{_near(page)}")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Tell of each step with the seconds since the start: a moving line on a terminal, plain lines in a log."""
    started = time.monotonic()

    def timed(step: str) -> str:
        return f"{time.monotonic() - started:5.1f}s  {step}"

    if quiet:
        yield lambda step: None
    elif not sys.stderr.isatty():
        yield lambda step: click.echo(timed(step), err=True)
    else:
        from rich.console import Console

        console = Console(stderr=True, highlight=False)
        with console.status("Starting") as status:

            def report(step: str) -> None:
                status.update(step)
                console.print(timed(step), style="dim")

            yield report


def _near(path: Path) -> str:
    """The path as seen from here, where that is shorter."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
