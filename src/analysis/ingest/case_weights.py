"""Weights of cases that a council declares: that an assessment takes more work than the review of a care leaver."""

import tomllib
from collections.abc import Iterable
from datetime import date

from analysis.catalogue.project import raw_folder
from analysis.errors import InvalidData, Problem

FILE = "case_weights.toml"


def case_weights(authority: str, services: Iterable[str], on: date) -> dict[str, float] | None:
    """Weight of a case by service, as a council declares them for a day; ``None`` where it declares none.

    ``data/raw/case_weights.toml`` holds, for each council by its short name, entries with ``valid_from_date``, ``source`` and ``weights``.

    Raises
    ------
    InvalidData
        If the file is no TOML, or an entry leaves out a service, names another, or gives a weight that is not above 0; every problem is named.
    """
    path = raw_folder() / FILE
    if not path.is_file():
        return None
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8")).get(authority, [])
    except tomllib.TOMLDecodeError as error:
        raise InvalidData([Problem(FILE, f"is not TOML: {error}", "Write it as the documentation shows.")]) from error
    problems = [problem for number, entry in enumerate(declared, 1) for problem in _problems(authority, number, entry, list(services))]
    if problems:
        raise InvalidData(problems)
    held = [entry for entry in declared if entry["valid_from_date"] <= on]
    return (
        {name: float(weight) for name, weight in max(held, key=lambda entry: entry["valid_from_date"])["weights"].items()} if held else None
    )


def _problems(authority: str, number: int, entry: dict, services: list[str]) -> list[Problem]:
    where = f"{authority}, entry {number}"
    missing = [name for name in ("valid_from_date", "source", "weights") if name not in entry]
    if missing:
        return [Problem(FILE, f"is missing in {where}", "State it.", column=name) for name in missing]
    found = []
    if not isinstance(entry["valid_from_date"], date):
        found.append(
            Problem(
                FILE,
                f"in {where} is not a date",
                "Write it like 2024-04-01.",
                column="valid_from_date",
                value=str(entry["valid_from_date"]),
            )
        )
    weights = entry["weights"]
    for name in services:
        weight = weights.get(name)
        if weight is None:
            found.append(Problem(FILE, f"has no weight in {where}", "Give every service one.", column=name))
        elif isinstance(weight, bool) or not isinstance(weight, int | float) or not weight > 0:
            found.append(
                Problem(FILE, f"in {where} is not a number above 0", "Give the weight of one case.", column=name, value=str(weight))
            )
    unknown = [name for name in weights if name not in services]
    found += [Problem(FILE, f"in {where} is no service", f"There are: {', '.join(services)}.", column=name) for name in unknown]
    return found
