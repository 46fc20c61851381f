"""Options that several commands take."""

from collections.abc import Callable

import click

from analysis.publish.limits import SECONDS_A_CELL

AS_DATA = click.option("--json", "as_data", is_flag=True, help="Print the outcome as JSON.")


def or_usual_authority(context: click.Context, parameter: click.Parameter, given: str | None) -> str:
    """The authority named, or the project's own."""
    from analysis.catalogue.project import usual_authority

    return given or usual_authority()


def or_newest_quarter(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """The quarter named, or the newest that a report of the authority is held for."""
    if given:
        return given
    from analysis.store.records_state import newest_quarter_held

    return newest_quarter_held(context.params["authority"])


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
