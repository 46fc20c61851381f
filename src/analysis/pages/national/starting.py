"""How a council compares with another in what a year of care comes to, for the starting values of a fostering scenario."""

from dataclasses import dataclass

from analysis.budget.national import LOOKED_AFTER
from analysis.catalogue.authorities import Authority, resolve
from analysis.errors import NoFigures
from analysis.pages.national.held import NationalHeld
from analysis.pages.national.money import NEEDS, spending_of_areas
from analysis.pages.sections import NothingToShow


@dataclass(frozen=True)
class BesideAnother:
    """A council beside the one whose figures a scenario rests on.

    Attributes
    ----------
    year
        The year in which the financial year of the figures ends.
    gbp_per_child
        Net spending for each child looked after: of the council, and of the other.
    children
        Children looked after on average over the year, likewise.
    """

    council: Authority
    other: Authority
    year: int
    gbp_per_child: tuple[float, float]
    children: tuple[float, float]

    @property
    def cost_ratio(self) -> float:
        """What a year of care comes to, of the other council's."""
        return self.gbp_per_child[0] / self.gbp_per_child[1]

    @property
    def children_ratio(self) -> float:
        """Children looked after, of the other council's."""
        return self.children[0] / self.children[1]


def beside_another(council: str, other: str) -> BesideAnother:
    """What a year of care comes to in one council beside another, by the newest releases held.

    Raises
    ------
    UnknownAuthority
        If either is not known.
    NoFigures
        If the releases held do not give it for both.
    """
    found = {}
    both = resolve(council), resolve(other)
    for one in both:
        held = NationalHeld(one.slug, None)
        lacking = [name for name in (need.removeprefix("national.") for need in NEEDS) if not held.holds(name)]
        if lacking:
            raise NoFigures(f"{one.name}: {' '.join(held.lacking(lacking))}")
        try:
            spending, year = spending_of_areas(held)
        except NothingToShow as nothing:
            raise NoFigures(str(nothing)) from nothing
        row = spending[(spending["area"] == one.slug) & (spending["line"] == LOOKED_AFTER)].dropna(subset="net_gbp_per_child_looked_after")
        if row.empty or row["net_gbp_per_child_looked_after"].iloc[0] <= 0:
            raise NoFigures(f"The releases held do not give what {one.name} spends for each child looked after.")
        per_child = float(row["net_gbp_per_child_looked_after"].iloc[0])
        found[one.slug] = per_child, 1000 * float(row["net_gbp_thousand"].iloc[0]) / per_child
    (cost, children), (other_cost, other_children) = (found[one.slug] for one in both)
    return BesideAnother(*both, year, (cost, other_cost), (children, other_children))
