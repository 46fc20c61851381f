"""What every command shares: how it starts, stops, tells of its steps and of its failures."""

import errno
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from analysis.errors import AnalysisError, SystemFailure

STOPPED = 130
"""Exit code of a run that was stopped, as shells give it for Ctrl-C."""

FREE_THE_DISK = "Free the disk, or write elsewhere, and try again."
SYSTEM_REMEDIES = {
    errno.ENOSPC: FREE_THE_DISK,
    errno.EDQUOT: FREE_THE_DISK,
    errno.EFBIG: FREE_THE_DISK,
    errno.EROFS: "Make the folder writable, or write elsewhere.",
}


class Commands(click.Group):
    """Commands whose failures are messages, not tracebacks."""

    def main(self, *arguments, **options):
        """Parse and run; where not even help can be written, that is said."""
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            tell(failure_of(error))
            sys.exit(1)

    def invoke(self, context: click.Context):
        """Run a command; a failure ends with exit code 1 and a message that says what to do.

        What the program itself does not expect is a message too; with ``ANALYSIS_TRACEBACK`` set it is shown as Python shows it.
        """
        for stream in (sys.stdout, sys.stderr):
            # A log in an encoding of few letters, such as Windows-1252, gets a question mark and not a failure.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, stop)
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except AnalysisError as error:
            tell(error)
            context.exit(1)
        except Exception as error:
            if os.environ.get("ANALYSIS_TRACEBACK") or (isinstance(error, OSError) and error.errno == errno.EPIPE):
                # A pipe whose reader has gone, as in "analysis scenario list | head -1", is ended by click without a word.
                raise
            tell(failure_of(error))
            context.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped. What was there before is as it was.", err=True)
            if threading.active_count() > 1:
                # Threads that waited for a kernel have yet to learn that it is gone: everything is cleared away without them.
                sys.stdout.flush()
                os._exit(STOPPED)
            context.exit(STOPPED)


def tell(error: AnalysisError) -> None:
    """The failure on the error stream, or as data where ``--json`` was given; on the error stream too where the other is full."""
    as_data = "--json" in sys.argv[1:]
    text = f"Error: {printable(str(error))}"
    try:
        click.echo(json.dumps(error.as_data(), indent=2, ensure_ascii=False) if as_data else text, err=not as_data)
    except OSError:
        click.echo(text, err=True)


def printable(text: str) -> str:
    """A message in which no text of a file can move the cursor, colour the terminal or turn the direction of writing.

    >>> printable("red: \\x1b[31m")
    'red: \\\\x1b[31m'
    """
    return "".join(one if one.isprintable() or one in "\n\t" else ascii(one)[1:-1] for one in text)


def failure_of(error: Exception) -> AnalysisError:
    """What is said of a failure that has no name of its own."""
    if isinstance(error, MemoryError):
        return SystemFailure("The memory did not suffice. Close other programs, or give less at once.")
    if isinstance(error, OSError):
        place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        remedy = SYSTEM_REMEDIES.get(error.errno, "Check the file or folder, and who may read and write it.")
        return SystemFailure(f"{place}{error.strerror or error}. {remedy}")
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(last.filename).name}, line {last.lineno}"
    return SystemFailure(
        f"The program met what it does not expect: {type(error).__name__}: {str(error)[:500]} ({where}). What was there before is as it was. "
        "Tell those who look after it; set ANALYSIS_TRACEBACK=1 to see more."
    )


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
