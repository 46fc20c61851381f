"""What the store holds of one council's national figures up to a day, each figure read once."""

from datetime import date
from functools import cached_property

import pandas as pd

from analysis.catalogue.authorities import Authority, predecessors, resolve
from analysis.catalogue.national import release_of
from analysis.catalogue.national.areas import ENGLAND
from analysis.catalogue.national.figures import NationalFigure, national_figure
from analysis.catalogue.national.releases import symbols
from analysis.errors import MissingFigure, UnknownAuthority
from analysis.pages.national.worked_out import digest_of_figures, every_figure, first_days
from analysis.performance.area_series import series_of
from analysis.performance.chance import in_funnel, rank_span
from analysis.performance.comparisons import Comparison, area_of, compare
from analysis.performance.national import COLUMNS
from analysis.store.national import held_releases, joint_areas, national_figures, national_inspections, national_neighbours


class NationalHeld:
    """National figures for one council.

    Parameters
    ----------
    authority
        Slug of the council.
    until
        Last day that a figure may be of; ``None`` for everything held.
    """

    def __init__(self, authority: str, until: date | None):
        self.authority, self.until = authority, until
        self.read: set[str] = set()
        self._rows: dict[str, pd.DataFrame] = {}
        self._standing: dict[str, dict | None] = {}

    @cached_property
    def council(self) -> Authority | None:
        """The council as the list of authorities knows it; ``None`` for one that it does not list."""
        try:
            return resolve(self.authority)
        except UnknownAuthority:
            return None

    @cached_property
    def releases(self) -> pd.DataFrame:
        """Releases that the store holds."""
        return held_releases().set_index("release", drop=False)

    def holds(self, release: str) -> bool:
        """Whether the store holds anything of the council in a release up to the day."""
        if self.council is None or release not in self.releases.index:
            return False
        if release == "statistical_neighbours":
            return not self.neighbours.empty
        if release == "inspections":
            return not self.inspections.empty
        days = first_days(self._digest).reindex([(release, area) for area in self.areas]).dropna()
        return bool(len(days)) and (self.until is None or days.min() <= pd.Timestamp(self.until))

    def lacking(self, releases: list[str]) -> tuple[str, str]:
        """What is not there of some releases that lack the council, and what would fill it, in a sentence each."""
        if self.releases.empty:
            return "No national statistics are held.", "Download the releases into data/raw/national and run: analysis ingest national."
        away = [release_of(name).title for name in releases if name not in self.releases.index]
        if away:
            return f"No national figures from: {'; '.join(away)}.", "Download them and run: analysis ingest national."
        titles = [release_of(name).title for name in releases]
        up_to = f" up to {self.until.day} {self.until:%B %Y}" if self.until else ""
        return f"No figure of the council{up_to} is given in: {'; '.join(titles)}.", "A later release may give it."

    @cached_property
    def _digest(self) -> str:
        return digest_of_figures()

    @cached_property
    def areas(self) -> list[str]:
        """Areas under which the council's figures may stand."""
        return [self.council.slug, *joint_areas(self.council.slug)]

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """The ten statistical neighbours."""
        self.read.add("statistical_neighbours")
        return national_neighbours(self.council.slug)

    @cached_property
    def inspections(self) -> pd.DataFrame:
        """Inspections and visits of the council and of those that it came from."""
        self.read.add("inspections")
        slugs = [self.council.slug, *(before.slug for before in predecessors(self.council))]
        return national_inspections(slugs, self.until)

    def rows(self, key: str) -> pd.DataFrame:
        """Every area and year of a figure, as ``performance.national.figure_rows`` gives them."""
        if key not in self._rows:
            figure = national_figure(key)
            held = all(release in self.releases.index for release in figure.releases)
            if held:
                self.read.update(figure.releases)
            rows = every_figure(self._digest).get(key, pd.DataFrame(columns=COLUMNS))
            # No count or base of a figure is of a day after the figure's own.
            self._rows[key] = rows if self.until is None else rows[rows["end_date"] <= pd.Timestamp(self.until)]
        return self._rows[key]

    def tidy(self, measures: list[str], releases: list[str]) -> pd.DataFrame:
        """Tidy figures of some measures of some releases up to the day."""
        return national_figures(measures, releases=releases, until=self.until)

    def newest_year(self, key: str) -> int | None:
        """Newest year of a figure in the releases held up to the day; ``None`` if there is none."""
        rows = self.rows(key)
        given = rows[rows["area_level"].isin(["council", "joint"]) & rows["value"].notna()]
        return None if given.empty else int(given["year"].max())

    def of_year(self, key: str, year: int | None) -> pd.DataFrame:
        """Every area's figure of one year."""
        rows = self.rows(key)
        return rows[rows["year"] == year]

    def comparison(self, key: str, year: int | None = None) -> Comparison:
        """Where the council's figure of a year, the newest without one, stands.

        Raises
        ------
        MissingFigure
            If it has none.
        """
        year = year or self.newest_year(key)
        if year is None:
            raise MissingFigure(f"No national figure of {key} is held.")
        neighbours = self.neighbours["neighbour"].tolist()
        return compare(self.of_year(key, year), self.council.slug, neighbours, self.council.region_code, ENGLAND)

    def compared(self, keys: list[str]) -> pd.DataFrame:
        """Where the council stands in each of some figures: the newest that it has, one row each; those without one are left out."""
        for key in keys:
            if key not in self._standing:
                self._standing[key] = self._compared(national_figure(key))
        return pd.DataFrame([self._standing[key] for key in keys if self._standing[key] is not None])

    def _compared(self, figure: NationalFigure) -> dict | None:
        try:
            found = self.comparison(figure.key)
        except MissingFigure:
            return None
        year = self.of_year(figure.key, self.newest_year(figure.key))
        councils = year[year["area_level"].isin(["council", "joint"])].set_index("area")
        own = councils.loc[found.area]
        by_chance = rank_span(councils["low"], councils["high"], found.area) if pd.notna(own["low"]) else (pd.NA, pd.NA)
        return {
            "key": figure.key,
            "national_figure": figure.title,
            "national_period": own["period"],
            "national_unit": figure.unit,
            "decimals": figure.decimals,
            "better_is": figure.better or "neither",
            "national_value": found.value,
            "national_low": own["low"],
            "national_high": own["high"],
            "england_value": found.england,
            "region_value": found.region,
            "neighbours_median": found.neighbours_median,
            "neighbours_mean": found.neighbours_mean,
            "neighbours_with_figure": len(found.neighbours),
            "lower_quartile": found.lower_quartile,
            "upper_quartile": found.upper_quartile,
            "rank_lowest_first": found.rank,
            "rank_shared_last": found.rank_last,
            "rank_first_by_chance": by_chance[0],
            "rank_last_by_chance": by_chance[1],
            "councils_compared": found.councils,
            "area": found.area,
            "base": own["base"],
            "rests_on": own["base"],
            "beyond_by_chance": self._beyond(figure, councils.loc[[found.area]], self.newest_year(figure.key)),
            "without": found.without,
        }

    def mean_of_england(self, key: str, year: int) -> float:
        """England's figure of a year, from its count and base where both are given: less rounded than it is published."""
        rows = self.of_year(key, year)
        england = rows[rows["area"] == ENGLAND]
        if england.empty:
            return float("nan")
        row, figure = england.iloc[0], national_figure(key)
        return figure.per * row["count"] / row["base"] if pd.notna(row["count"]) and row["base"] > 0 else row["value"]

    def _beyond(self, figure: NationalFigure, own: pd.DataFrame, year: int):
        """Where the council lies in the funnel around England's figure, as ``in_funnel`` tells it; missing where that cannot be told."""
        mean = self.mean_of_england(figure.key, year)
        if pd.isna(mean) or not figure.chance:
            return pd.NA
        return in_funnel(own["count"], own["base"], mean, figure.per, figure.is_share)["beyond"].iloc[0]

    def not_given(self, keys: list[str]) -> list[tuple[str, str]]:
        """Title of each figure that the newest release does not give for the council, and why not."""
        found = []
        for key in keys:
            year = self.newest_year(key)
            rows = self.of_year(key, year)
            if year is not None and area_of(rows, self.council.slug) is None:
                own = rows.loc[rows["area"].isin(self.areas), "symbol"].dropna()
                why = symbols()[own.iloc[0]].meaning if len(own) else "the release has no row of it"
                found.append((national_figure(key).title, why))
        return found

    def series(self, key: str) -> pd.DataFrame:
        """The council's figure over the years with its predecessors' before, marked; ``role`` says whose each is."""
        return series_of(self.rows(key), self.council.slug, [before.slug for before in predecessors(self.council)])

    def sources(self) -> pd.DataFrame:
        """Where the figures that were read come from, as the sources of a page are listed."""
        rows = []
        for key in sorted(self.read & set(self.releases.index)):
            held, release = self.releases.loc[key], release_of(key)
            years = f"Years {held['first_year']} to {held['last_year']}, {release.year_means}." if pd.notna(held["first_year"]) else ""
            rows.append(
                {
                    "dataset_title": release.title,
                    "document": f"{release.title}. {release.publisher}",
                    "item": None,
                    "place": " ".join(part for part in (f"{held['file']}.", years, release.rounding) if part),
                    "published_date": held["published_date"],
                    "transcribed_date": held["taken_date"],
                    "licence": release.licence,
                }
            )
        return pd.DataFrame(rows)
