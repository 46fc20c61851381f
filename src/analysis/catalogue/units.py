"""Units of figures: how each is shown, and within what bounds a figure in it lies."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analysis.errors import UnknownUnit


@dataclass(frozen=True)
class Unit:
    """One unit, as ``units.toml`` declares it; ``least`` and ``most`` are ``None`` where there is no bound."""

    name: str
    kind: str
    decimals: int
    whole: bool = False
    least: float | None = None
    most: float | None = None
    people: bool = False
    one_each: bool = False

    def broken_by(self, value: float) -> str | None:
        """The rule that a figure in this unit breaks; ``None`` for one that may stand.

        >>> unit("per cent").broken_by(1000.0), unit("children").broken_by(4.5), unit("children").broken_by(4)
        ('is above 100, the most that a figure in per cent can be', 'is no whole number, and it counts children', None)
        """
        if self.least is not None and value < self.least:
            return f"is below {self.least:g}, the least that a figure in {self.name} can be"
        if self.most is not None and value > self.most:
            return f"is above {self.most:g}, the most that a figure in {self.name} can be"
        if self.whole and value != int(value):
            return f"is no whole number, and it counts {self.name}"
        return "is a figure, and its unit says that the row states none" if self.kind == "label" else None


@cache
def units() -> dict[str, Unit]:
    """Every declared unit by name."""
    declared = tomllib.loads(files("analysis.catalogue").joinpath("units.toml").read_text(encoding="utf-8"))
    return {
        name: Unit(name=name, **{key: value for key, value in group.items() if key != "units"})
        for group in declared["group"]
        for name in group["units"]
    }


def unit(name: str) -> Unit:
    """One unit.

    Raises
    ------
    UnknownUnit
        If ``units.toml`` does not declare it.
    """
    if name not in units():
        raise UnknownUnit(
            f'"{name}" is not a unit. Use one that src/analysis/catalogue/units.toml declares, or add it there with its bounds.'
        )
    return units()[name]


def counts_people(name: object) -> bool:
    """Whether a small figure in a unit would give people away; so it is taken to where the unit is missing or not declared.

    >>> counts_people("children"), counts_people("per cent"), counts_people("pupils"), counts_people(None)
    (True, False, True, True)
    """
    declared = units().get(name) if isinstance(name, str) else None
    return declared is None or declared.people


def units_of_people() -> tuple[str, ...]:
    """Units of figures that count people, one by one or by what happened to them: a small number gives them away."""
    return tuple(name for name, declared in units().items() if declared.people)
