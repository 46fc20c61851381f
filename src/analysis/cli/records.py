"""``analysis ingest`` for the returns of a council, and ``analysis store``: records in, listed, and out again."""

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path

import click

from analysis.cli.options import AS_DATA
from analysis.cli.running import near, printable, progress
from analysis.errors import AnalysisError

DAY = click.DateTime(["%Y-%m-%d"])
DOUBTS_SHOWN = 10
SCHEDULER = click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do it, such as tcp://10.0.0.1:8786.")


class Kinds(click.Group):
    """What can be taken in; a path in place of a kind is a return whose columns say what it is."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The kinds by name."""
        from analysis.catalogue.returns import returns

        return [*super().list_commands(context), *(kind.key for kind in returns())]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of a kind."""
        found = super().get_command(context, name)
        if found is not None:
            return found
        from analysis.catalogue.returns import returns

        kind = next((kind for kind in returns() if kind.key == name), None)
        return None if kind is None else _command(kind.key, f"Take in the {kind.title} of a council.")

    def resolve_command(self, context: click.Context, args: list[str]):
        """A first word that is no kind is a path, or an option before one."""
        if args and self.get_command(context, args[0]) is None:
            return "records", _command(None, "Take in returns of a council; their columns say what they are."), args
        return super().resolve_command(context, args)


def _command(kind: str | None, told: str) -> click.Command:
    @click.command(kind or "records", help=told)
    @click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
    @click.option("--authority", help="Whose records: a name or code of a council.")
    @click.option("--all", "every", is_flag=True, help="PATH holds a folder for each of many councils, called by its name or code.")
    @SCHEDULER
    @click.option("--on", type=DAY, metavar="DATE", help="Day on which lists were drawn, or one in the year of a return.")
    @click.option("--dates", type=click.Choice(["day_first", "month_first", "year_first"]), help="What stands first in dates of numbers.")
    @click.option("--made-up", is_flag=True, help="No real child is in the files.")
    @click.option("--leave-out-refused", is_flag=True, help="Take the rest in where rows cannot be used.")
    @click.option("--problems", "problems_file", type=click.Path(path_type=Path), help="Where to list problems, as a workbook.")
    @AS_DATA
    def take(
        paths: tuple[Path, ...], authority: str | None, every: bool, scheduler: str | None, on: datetime | None, as_data: bool, **options
    ) -> None:
        day = on.date() if on else None
        if every:
            _take_each(paths, authority, scheduler, as_data, kind=kind, on=day, **options)
            return
        if authority is None:
            raise click.UsageError("Say whose records they are with --authority; with --all each council has a folder of its own.")
        if scheduler:
            raise click.UsageError("--scheduler goes with --all.")
        from analysis.store.taking_in import take_in

        done = take_in(list(paths), authority, datetime.now().date(), kind, day, report=lambda line: click.echo(line, err=True), **options)
        _tell(done, as_data)

    return take


def _take_each(paths: tuple[Path, ...], authority: str | None, scheduler: str | None, as_data: bool, **options) -> None:
    if authority is not None or len(paths) != 1:
        raise click.UsageError("--all goes with one PATH, and without --authority: the folders in it are called by their councils.")
    if options.pop("problems_file") is not None:
        raise click.UsageError("--problems goes with one council.")
    from analysis.publish.council_records import take_in_each

    with progress(quiet=as_data) as report:
        outcomes = take_in_each(paths[0], datetime.now().date(), report, scheduler, **options)
    tell_each(
        outcomes, as_data, lambda taken: f"{sum(taken.rows.values()):,} rows taken in, {taken.refused:,} refused, {taken.doubts:,} doubts"
    )


def tell_each(outcomes: dict, as_data: bool, line: Callable[[object], str]) -> None:
    """What some work came to for each council; the exit code is 1 where it failed for any."""
    failed = {council: outcome for council, outcome in outcomes.items() if isinstance(outcome, AnalysisError)}
    done = {council: outcome for council, outcome in outcomes.items() if council not in failed}
    if as_data:
        told = {council: asdict(outcome) if is_dataclass(outcome) else outcome for council, outcome in done.items()}
        failures = {council: str(failure) for council, failure in failed.items()}
        click.echo(json.dumps({"done": told, "failed": failures}, indent=2, ensure_ascii=False, default=str))
    else:
        for council, outcome in done.items():
            click.echo(f"{council}: {line(outcome)}.")
        for council, failure in failed.items():
            click.echo(f"Error: {council}: {printable(str(failure))}", err=True)
    if failed:
        click.get_current_context().exit(1)


def _tell(done, as_data: bool) -> None:
    if as_data:
        told = [
            {
                "id": one.intake.id,
                "unchanged": one.unchanged,
                "rows": one.intake.rows,
                "changes": one.intake.changes,
                "quality": one.intake.quality,
            }
            for one in done.kept
        ]
        outcome = {"taken": told, "problems_file": str(done.problems_file) if done.problems_file else None}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
        return
    for kept in done.kept:
        click.echo("\n".join(_lines(kept)))
    doubts = [problem for one in done.taken for problem in one.doubts]
    for problem in doubts[:DOUBTS_SHOWN]:
        click.echo(f"Doubt: {problem}", err=True)
    if done.problems_file is not None:
        refused = sum(len(one.refused) for one in done.taken)
        click.echo(
            f"Problems of rows left out: {refused:,}; doubts: {len(doubts):,}. Each is a row of {near(done.problems_file)}", err=True
        )


def _lines(kept) -> list[str]:
    intake = kept.intake
    if kept.unchanged:
        return [f"{intake.id}: held already."]
    lines = [f"{intake.id}: {', '.join(f'{name} {rows:,}' for name, rows in intake.rows.items())}."]
    for table, change in intake.changes.items():
        told = [f"{count:,} {what}" for what, count in change.items() if count]
        lines.append(f"  {table}: {', '.join(told) or 'no row changed'} since the one before.")
    return lines


@click.group(invoke_without_command=True)
@click.option("--authority", help="What is held of one council.")
@AS_DATA
@click.pass_context
def store(context: click.Context, authority: str | None, as_data: bool) -> None:
    """List the records that are held: whose, of when, from which files, with how many rows and doubts."""
    if context.invoked_subcommand is not None:
        return
    from analysis.store.intakes import intakes
    from analysis.store.taking_in import council_slug

    held = intakes(council_slug(authority, made_up=True) if authority else None)
    if as_data:
        click.echo("[" + ",\n".join(one.noted().strip() for one in held) + "]")
        return
    if not held:
        click.echo("No record is held. Take some in with: analysis ingest PATH --authority NAME")
    for one in held:
        click.echo("\n".join(_listed(one, held)))


def _listed(one, held) -> list[str]:
    counts = {name: sum(row[name] for row in one.quality) for name in ("rows_refused", "rows_with_doubts")}
    later = [other for other in held if (other.authority, other.kind, other.end_date) == (one.authority, one.kind, one.end_date)]
    replaced = f", replaced by {later[-1].name}" if later[-1].number > one.number and set(one.rows) <= set(later[-1].rows) else ""
    span = one.end_date.isoformat() if one.start_date == one.end_date else f"{one.start_date.isoformat()} to {one.end_date.isoformat()}"
    made_up = ", made up" if one.made_up else ""
    lines = [
        f"{one.id}: {span}, {sum(one.rows.values()):,} rows, {counts['rows_refused']:,} refused, "
        f"{counts['rows_with_doubts']:,} with doubts, taken in on {one.taken_date.isoformat()}{made_up}{replaced}"
    ]
    return lines + [f"  {name}  {digest}" for name, digest in one.files.items()]


@store.command("remove")
@click.argument("identifier", metavar="ID")
def remove_intake(identifier: str) -> None:
    """Take an intake out of the store; ID is as `analysis store` lists it."""
    from analysis.store.records import remove

    click.echo(f"Removed {remove(identifier).id}.")


@store.command("caseloads")
@click.option("--authority", "authorities", multiple=True, help="A council whose lists are held; may be given again.  [default: every one]")
@SCHEDULER
@AS_DATA
def caseloads(authorities: tuple[str, ...], scheduler: str | None, as_data: bool) -> None:
    """Work out every caseload table of the councils held, for the council's own eyes: they name workers by their hashes.

    Writes COUNCIL/TABLE.parquet below data/processed/caseloads, which git ignores.
    """
    from analysis.publish.council_records import caseload_tables_of_each
    from analysis.store.taking_in import council_slug

    councils = [council_slug(name, made_up=True) for name in authorities] or None
    with progress(quiet=as_data) as report:
        outcomes = caseload_tables_of_each(councils, report, scheduler)
    tell_each(outcomes, as_data, lambda tables: f"{len(tables)} tables, {sum(tables.values()):,} rows")


@store.command("who")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--of", "whose", type=click.Choice(["child", "worker", "household", "adopter"]), default="worker", show_default=True)
def who(paths: tuple[Path, ...], whose: str) -> None:
    """Print who is behind each hash, from the files that were taken in: identifier, tab, hash. For the council's own eyes."""
    from analysis.ingest.records.who import identifiers_in
    from analysis.store.records import store_key

    found = identifiers_in(paths, store_key())
    for row in found[found["of"] == whose].itertuples():
        click.echo(f"{row.identifier}\t{row.hash}")
