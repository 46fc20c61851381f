"""The figures that pages name, as ``figures.toml`` declares them."""

from dataclasses import dataclass
from functools import cache

from analysis.catalogue.national.releases import release_of, toml
from analysis.errors import UnknownField


@dataclass(frozen=True)
class NationalFigure:
    """One figure: where it stands in its release, what it is called, and which count and base it comes from.

    ``better`` is ``higher``, ``lower`` or empty. Without ``count`` the measure is itself a count, and the figure is worked out. Money is no
    count of events: ``chance`` is false, and the figure has no interval.
    ``base_name`` is what the base counts.
    """

    key: str
    title: str
    release: str
    measure: str
    unit: str
    decimals: int
    better: str = ""
    group: str | None = None
    breakdown: str | None = None
    count: str | None = None
    base: tuple[str, ...] = ()
    base_release: str | None = None
    base_breakdown: str | None = None
    base_years_back: int = 0
    per: float = 1
    chance: bool = True
    base_name: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, and not a rate."""
        return self.unit == "%"

    @property
    def worked_out(self) -> bool:
        """Whether the rate is worked out here and not published."""
        return bool(self.base) and self.count is None

    @property
    def measures(self) -> list[str]:
        """Measures that must be read for it."""
        return list(dict.fromkeys([self.measure, *([self.count] if self.count else []), *self.base]))

    @property
    def releases(self) -> list[str]:
        """Releases that it needs."""
        return list(dict.fromkeys([self.release, *([self.base_release] if self.base_release else [])]))


@cache
def national_figure_list() -> dict[str, NationalFigure]:
    """Every figure by its key."""
    found = {key: NationalFigure(key=key, **{**entry, "base": tuple(entry.get("base", ()))}) for key, entry in toml("figures").items()}
    found |= {measure: _factor(measure, title) for measure, title in toml("factors").items()}
    for figure in found.values():
        for release in figure.releases:
            release_of(release)
    return found


def assessment_factors() -> list[str]:
    """Keys of the figures that are a factor's share of assessments."""
    return list(toml("factors"))


def _factor(measure: str, title: str) -> NationalFigure:
    """How many of the assessments at which any factor was named, named this one."""
    whole = ("assessments_with_factor",)
    return NationalFigure(
        measure,
        title,
        release="assessment_factors",
        measure=measure,
        unit="%",
        decimals=1,
        base=whole,
        per=100,
        base_name="assessments with a factor",
    )


def national_figure(key: str) -> NationalFigure:
    """One figure.

    Raises
    ------
    UnknownField
        If there is none of that key.
    """
    if key not in national_figure_list():
        raise UnknownField(f'"{key}" is not a national figure. There are: {", ".join(national_figure_list())}.')
    return national_figure_list()[key]
