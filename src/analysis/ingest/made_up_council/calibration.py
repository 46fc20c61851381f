"""What a made-up council is drawn from: the figures of ``calibration.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Calibration:
    """Figures by group and name, and where each is from."""

    values: dict[str, dict[str, object]]
    sources: dict[str, dict[str, str]]

    def __getitem__(self, group: str) -> dict[str, object]:
        return self.values[group]


@cache
def calibration() -> Calibration:
    """The figures of the package.

    >>> calibration()["workforce"]["cases_per_fte"]
    15.2
    """
    groups = tomllib.loads(files(__package__).joinpath("calibration.toml").read_text(encoding="utf-8"))
    values = {group: {name: entry["value"] for name, entry in entries.items()} for group, entries in groups.items()}
    sources = {group: {name: entry["source"] for name, entry in entries.items()} for group, entries in groups.items()}
    return Calibration(values, sources)
