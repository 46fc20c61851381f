"""What every command shares: how it starts, stops, tells of its steps and of its failures."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from analysis.errors import AnalysisError

STOPPED = 130
"""Exit code of a run that was stopped, as shells give it for Ctrl-C."""


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


def show_report(page: Path, facts: dict, as_data: bool) -> None:
    """The headline of a report and where it stands."""
    outcome = {"index": str(page), **facts}
    if not as_data:
        for text in facts["warnings"]:
            click.echo(f"Warning: {text}", err=True)
    click.echo(json.dumps(outcome, indent=2, ensure_ascii=False) if as_data else f"{facts['headline']}\n{near(page)}")


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


def near(path: Path) -> str:
    """The path as seen from here, where that is shorter."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
