"""The ``analysis`` command: parse, call, and turn failures into messages."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from analysis.errors import AnalysisError

AS_DATA = click.option("--json", "as_data", is_flag=True, help="Print the outcome as JSON.")


class Commands(click.Group):
    """Commands whose failures are messages, not tracebacks."""

    def invoke(self, context: click.Context):
        """Run a command; a failure that a user can act on ends with exit code 1."""
        try:
            return super().invoke(context)
        except AnalysisError as error:
            as_data = "--json" in sys.argv[1:]
            click.echo(json.dumps(error.as_data(), indent=2, ensure_ascii=False) if as_data else f"Error: {error}", err=not as_data)
            context.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="childrens-services-analysis")
def main() -> None:
    """Caseloads, fostering schemes and budget variance of a council's children's services."""


@main.command()
@click.option("--authority", default="plymouth", show_default=True, help="Whose figures, as data/raw/authorities.csv names it.")
@click.option("--quarter", default="2023-24-Q2", show_default=True, help="Which quarter.")
@click.option("--policy", default="public", show_default=True, type=click.Choice(["public", "internal"]), help="What may be shown.")
@click.option("--only", metavar="NAME", help="Build one page again in a pack that is there.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Notebooks to execute at once.")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@AS_DATA
def publish(authority: str, quarter: str, policy: str, only: str | None, jobs: int, force: bool, as_data: bool) -> None:
    """Execute the notebooks and publish the pack."""
    from analysis.publish.pack import publish as publish_pack

    with progress(quiet=as_data) as report:
        published = publish_pack(authority, quarter, policy, only, jobs, force, report)
    if as_data:
        outcome = {"index": str(published.index), "built": published.built, "warnings": published.warnings}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
        return
    for text in published.warnings:
        click.echo(f"Warning: {text}", err=True)
    click.echo(_near(published.index))


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@AS_DATA
def check(path: Path | None, as_data: bool) -> None:
    """Hold the raw data against its descriptors.

    PATH is the folder of a project; this one when left out.
    """
    import os

    if path is not None:
        os.environ["ANALYSIS_PROJECT"] = str(path)
    from analysis.catalogue.datasets import dataset_names
    from analysis.ingest.validation import check_raw_data

    check_raw_data()
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
    from analysis.assurance.reconciliation.evaluate import checked_figures
    from analysis.assurance.reconciliation.summary import SHOWN, by_document, chosen
    from analysis.catalogue.checks import declared_checks
    from analysis.disclosure.release import release
    from analysis.ingest.printed import read_as_printed
    from analysis.present.findings.figures_checked import as_text

    checked = chosen(checked_figures(declared_checks(), read_as_printed()), authority, source)
    documents = release(by_document(checked), policy, name="figures_checked_by_document")
    checks = release(checked[SHOWN], policy, name="figures_checked")
    if as_data:
        shown = checks.table.astype(object).where(~checks.suppressed & checks.table.notna(), None).drop(columns="smallest_count")
        outcome = {"documents": documents.table.to_dict("records"), "checks": shown.to_dict("records")}
        click.echo(json.dumps(outcome, indent=2, ensure_ascii=False))
        return
    click.echo(as_text(checks, documents))


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
