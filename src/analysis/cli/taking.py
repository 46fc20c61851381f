"""Commands that take figures in: a quarter by workbook, national files, made-up extracts."""

import json
from datetime import datetime
from pathlib import Path

import click

from analysis.cli.options import AS_DATA, AUTHORITY
from analysis.cli.records import Kinds


@click.group()
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


@click.command()
@click.option("--authority", default="exampleshire", show_default=True, help="What the council is called, in lower case.")
@click.option("--children", default=2000, show_default=True, type=click.IntRange(20, 1_000_000), help="Children in need on the last day.")
@click.option("--years", default=5, show_default=True, type=click.IntRange(1, 20), help="Years that its files are of.")
@click.option(
    "--until", metavar="DATE", default="2025-03-31", show_default=True, type=click.DateTime(["%Y-%m-%d"]), help="End of its last quarter."
)
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0), help="The same seed gives the same files.")
@click.option(
    "--faults", is_flag=True, help="Plant faults of each kind that is found when files are taken in, and list them in faults.csv."
)
@click.option(
    "--authorities",
    "councils",
    type=click.IntRange(1, 500),
    help="Make so many councils at once, a folder each, to measure with.",
)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="A folder that is new or empty.  [default: data/raw/extracts/AUTHORITY]"
)
@AS_DATA
def synthesise(authority: str, until: datetime, councils: int | None, faults: bool, folder: Path | None, as_data: bool, **options) -> None:
    """Write the files of a made-up council, in the layouts that councils have: no real child, worker or household is in them.

    They come from one simulation and agree with one another: returns of children looked after, Annex A at each quarter end, the
    workforce, foster carers, placement costs, the ledger. With --authorities, CHILDREN are those of all of them together.
    """
    from analysis.cli.running import near
    from analysis.publish.made_up import next_commands, write_made_up_council, write_many_councils

    if councils is not None:
        if faults:
            raise click.UsageError("--faults goes with one council: leave out --authorities.")
        place, rows = write_many_councils(councils, until=until.date(), folder=folder, **options)
        told = "\n".join(f"{name}: {count:,} rows" for name, count in rows.items())
        try_next = f"Try: analysis ingest {near(place)} --all --made-up\nTry: analysis store caseloads"
        click.echo(json.dumps({"folder": near(place), "rows": rows}, indent=2) if as_data else f"Wrote {near(place)}\n{told}\n{try_next}")
        return
    place, files = write_made_up_council(authority, until=until.date(), faults=faults, folder=folder, **options)
    try_next = next_commands(Path(near(place)), authority, until.date())
    if as_data:
        told = {"folder": str(near(place)), "files": [str(path) for path in files], "next": try_next}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo("\n".join([f"Wrote {len(files)} files into {near(place)}", *(f"Try: {command}" for command in try_next)]))


@click.group(cls=Kinds)
def ingest() -> None:
    """Take files in, into the store: national statistics, or a return of a council.

    A return may be given without its kind: its columns say what it is.
    """


@ingest.command("national")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--published",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the files were published, where they do not state it: CSV files do not.",
)
@AS_DATA
def ingest_national(paths: tuple[Path, ...], published: datetime | None, as_data: bool) -> None:
    """Take in national statistics as downloaded: CSV, ODS or XLSX files, or folders of them.

    A file is known by its columns, whatever its name. Without PATHS, everything in data/raw/national.
    """
    from analysis.ingest.national import national_files
    from analysis.store.national import downloads_folder, take_all

    kept, failed = take_all(national_files(list(paths) or [downloads_folder()]), datetime.now().date(), published and published.date())
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


@click.command()
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
