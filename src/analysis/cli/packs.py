"""Commands that publish packs, and hold data and printed figures against what they should be."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import click

from analysis.cli.options import AS_DATA, effort_options, or_usual_authority
from analysis.cli.running import near, progress
from analysis.publish.limits import Effort


def or_usual_authorities(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The authorities named, or the project's own."""
    return given or (or_usual_authority(context, parameter, None),)


def newest_of(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """The quarter named, or the newest that a report of the authority is held for; none for a national pack, and none yet for several authorities."""
    authorities = context.params["authorities"]
    if given or context.params.get("national") or len(authorities) > 1:
        return given
    from analysis.store.records_state import newest_quarter_held

    return newest_quarter_held(authorities[0])


@click.command()
@click.option(
    "--authority",
    "authorities",
    multiple=True,
    is_eager=True,
    callback=or_usual_authorities,
    help="Whose figures, as data/raw/authorities.csv names it; can be given several times.  [default: the project's own]",
)
@click.option(
    "--quarter", callback=newest_of, help="Which quarter, such as 2023-24-Q2.  [default: of each authority the newest that is held]"
)
@click.option(
    "--policy", default="public", show_default=True, type=click.Choice(["public", "rounded", "internal"]), help="What may be shown."
)
@click.option("--only", metavar="NAME", help="Build one page again in a pack that is there.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.option(
    "--national",
    is_flag=True,
    is_eager=True,
    help="A pack of the national statistics held, for any council; --authority takes a name or code.",
)
@click.option("--all", "every", is_flag=True, help="With --national: a pack for every council.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers make the packs, such as tcp://10.0.0.1:8786.")
@effort_options
@AS_DATA
def publish(
    authorities: tuple[str, ...],
    quarter: str,
    policy: str,
    only: str | None,
    force: bool,
    national: bool,
    every: bool,
    scheduler: str | None,
    as_data: bool,
    **effort,
) -> None:
    """Execute the notebooks and publish the pack."""
    if every and not national:
        raise click.UsageError("--all goes with --national.")
    if every or scheduler or len(authorities) > 1:
        several = {"policy": policy, "effort": Effort(**effort), "force": force, "scheduler": scheduler}
        if national:
            from analysis.publish.national import publish_councils

            publish_many(publish_councils, as_data, councils=None if every else list(authorities), **several)
        else:
            from analysis.publish.quarterly import publish_quarterly

            publish_many(publish_quarterly, as_data, authorities=list(authorities), quarter=quarter, only=only, **several)
        return
    authority = authorities[0]
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
    click.echo(near(published.index))


def publish_many(publish_them: Callable, as_data: bool, **asked) -> None:
    """Publish the packs of several councils; those that fail are named, and the exit code says so."""
    with progress(quiet=as_data) as report:
        published = publish_them(report=report, **asked)
    failures = {slug: str(failure) for slug, failure in published.failures.items()}
    if as_data:
        warnings = {slug: pack.warnings for slug, pack in published.packs.items() if pack.warnings}
        outcome = {"index": str(published.index), "packs": list(published.packs), "failures": failures, "warnings": warnings}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
    else:
        for slug, pack in published.packs.items():
            for text in pack.warnings:
                click.echo(f"Warning: {slug}: {text}", err=True)
        for slug, text in failures.items():
            click.echo(f"Failed: {slug}: {text}", err=True)
        click.echo(f"{len(published.packs)} packs. {near(published.index)}")
    if failures:
        click.get_current_context().exit(1)


@click.command()
@click.argument("pack", type=click.Path(path_type=Path, exists=True, file_okay=False))
@AS_DATA
def audit(pack: Path, as_data: bool) -> None:
    """Attack a published pack as an outsider would.

    PACK is its folder. Its pages, charts and files are read, beside the council's pack before it, and each hidden count is bounded by everything
    else that they show. The command ends with 1 where one can be pinned down, or narrowed to fewer values than the policy asks.
    """
    from analysis.publish.audit import audit as attack

    came_to = attack(pack)
    if as_data:
        found = [vars(finding) for finding in came_to.findings]
        click.echo(json.dumps({"pack": came_to.pack, "hidden": came_to.hidden, "findings": found}, indent=2, ensure_ascii=False))
    else:
        for finding in came_to.findings:
            click.echo(str(finding), err=True)
        click.echo(f"{came_to.pack}: {came_to.hidden} hidden counts attacked, {len(came_to.findings)} given away.")
    if came_to.findings:
        click.get_current_context().exit(1)


@click.command()
@click.argument("pack", type=click.Path(path_type=Path, exists=True, file_okay=False))
@effort_options
@AS_DATA
def verify(pack: Path, as_data: bool, **effort) -> None:
    """Make a pack anew from the same inputs, and compare byte for byte.

    PACK is its folder. Each file that differs, lacks or is too many is named, and the command ends with 1. Nothing is changed.
    """
    from analysis.publish.verify import verify as compare

    with progress(quiet=as_data) as report:
        came_to = compare(pack, Effort(**effort), report)
    if as_data:
        click.echo(json.dumps({"same": came_to.same, **vars(came_to)}, indent=2, ensure_ascii=False))
    else:
        for what, names in (("differs", came_to.differing), ("is missing", came_to.missing), ("should not be there", came_to.unexpected)):
            for name in names:
                click.echo(f"{name} {what}.", err=True)
        wrong = len(came_to.differing) + len(came_to.missing) + len(came_to.unexpected)
        click.echo(
            f"{came_to.files} files made anew: {'every byte is the same' if came_to.same else f'{wrong} are not as they should be'}."
        )
    if not came_to.same:
        click.get_current_context().exit(1)


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@AS_DATA
def check(path: Path | None, as_data: bool) -> None:
    """Hold the raw data against its descriptors, and make sure that no notebook is saved with what it showed.

    PATH is the folder of a project; this one when left out.
    """
    if path is not None:
        os.environ["ANALYSIS_PROJECT"] = str(path)
    from analysis.catalogue.datasets import dataset_names
    from analysis.catalogue.project import project_root
    from analysis.ingest.validation import check_raw_data
    from analysis.pages.not_yet_checked import checks_not_yet_written
    from analysis.publish.saved_notebooks import stop_where_output_is_saved

    check_raw_data()
    stop_where_output_is_saved(project_root() / "notebooks")
    for text in checks_not_yet_written():
        click.echo(f"Warning: {text}", err=True)
    names = dataset_names()
    click.echo(json.dumps({"valid": names}, indent=2) if as_data else f"{len(names)} datasets agree with their descriptors.")


@click.command()
@click.option("--authority", help="Only the documents on this authority.")
@click.option("--source", help="Only this document, as data/raw/sources.csv names it.")
@click.option(
    "--policy", default="public", show_default=True, type=click.Choice(["public", "rounded", "internal"]), help="What may be shown."
)
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
