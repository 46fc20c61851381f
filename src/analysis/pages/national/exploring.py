"""Exploring the national figures: which there are, any of them as a tidy table, and as a chart, each in one line."""

import pandas as pd

from analysis.catalogue.authorities import authorities, resolve
from analysis.catalogue.national import release_of
from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.figures import national_figure, national_figure_list
from analysis.disclosure.release import unreleased
from analysis.errors import NoFigures
from analysis.pages.national.held import NationalHeld
from analysis.pages.national.tables import over_years
from analysis.performance.national import figure_rows
from analysis.present.charts.band import line_in_band
from analysis.present.charts.spread import spread_by_group
from analysis.present.findings import national as findings
from analysis.present.html import Html, not_released
from analysis.store.national import held_releases, national_figures

_COUNCILS = ("council", "joint")


def national(word: str = "") -> pd.DataFrame:
    """The national figures that pages name: all, or those whose title or release has a word.

    Returns
    -------
    pandas.DataFrame
        One row a figure: ``figure`` (its key), ``title``, ``unit``, ``better``, ``release``, ``first_year``, ``last_year`` (missing where the
        release is not held).
    """
    held = held_releases().set_index("release")
    rows = []
    for figure in national_figure_list().values():
        release = release_of(figure.release)
        if word.casefold() in f"{figure.key} {figure.title} {release.title}".casefold():
            years = held.loc[figure.release, ["first_year", "last_year"]].tolist() if figure.release in held.index else [pd.NA, pd.NA]
            rows.append((figure.key, figure.title, figure.unit, figure.better or "neither", release.title, *years))
    return pd.DataFrame(rows, columns=["figure", "title", "unit", "better", "release", "first_year", "last_year"])


def national_table(figure: str, *councils: str) -> pd.DataFrame:
    """A national figure of every council, region and England, or of some councils, as a tidy table, oldest first.

    Parameters
    ----------
    figure
        Its key, as :func:`national` lists it.
    councils
        Names, ONS codes or DfE numbers.

    Returns
    -------
    pandas.DataFrame
        One row an area and year: ``area``, ``name``, ``area_level``, ``year``, ``period``, ``value``, ``low``, ``high`` (what chance alone
        leaves), ``count``, ``base``, ``symbol``.

    Raises
    ------
    UnknownField
        If there is no such figure.
    UnknownRelease
        If its release is not held.
    """
    known = national_figure(figure)
    rows = figure_rows(national_figures(known.measures, releases=known.releases), known)
    if councils:
        slugs = {resolve(council).slug for council in councils}
        rows = rows[[bool(slugs & set(area.split("+"))) for area in rows["area"]]]
    columns = ["area", "name", "area_level", "year", "period", "value", "low", "high", "count", "base", "symbol"]
    return rows.assign(name=rows["area"].map(area_name))[columns].sort_values(["area", "year"], ignore_index=True)


def national_change(figure: str, first: int, last: int) -> pd.DataFrame:
    """How every council's figure moved between two years, the largest fall first: ``name``, ``value_first``, ``value_last``, ``change``, ``change_pct``."""
    rows = national_table(figure)
    rows = rows[rows["area_level"].isin(_COUNCILS)]
    wide = rows.pivot(index="name", columns="year", values="value")
    if first not in wide or last not in wide:
        raise NoFigures(f"{national_figure(figure).title} has the years {', '.join(map(str, wide.columns))}.")
    both = wide[[first, last]].dropna().set_axis(["value_first", "value_last"], axis="columns")
    both["change"] = both["value_last"] - both["value_first"]
    both["change_pct"] = 100 * both["change"] / both["value_first"].where(both["value_first"] != 0)
    return both.sort_values("change").reset_index()


def national_alike(council: str, *figures: str, within_pct: float = 10) -> pd.DataFrame:
    """Councils whose newest figures are all near those of one council: who else has our caseload and our spending?

    Parameters
    ----------
    council
        A name, ONS code or DfE number.
    figures
        Keys, as :func:`national` lists them; of each the newest year that the council has.
    within_pct
        How far a figure may be from the council's, in per cent of it.

    Returns
    -------
    pandas.DataFrame
        ``name`` and a column a figure, the nearest in all first, the council itself at the head.

    Raises
    ------
    NoFigures
        If the council has no value of a figure.
    """
    slug, columns = resolve(council).slug, {}
    for figure in figures:
        rows = national_table(figure)
        rows = rows[rows["area_level"].isin(_COUNCILS) & rows["value"].notna()]
        own = rows[[slug in area.split("+") for area in rows["area"]]]
        if own.empty:
            raise NoFigures(f"{resolve(council).name} has no value of: {national_figure(figure).title}.")
        columns[figure] = rows[rows["year"] == own["year"].iloc[-1]].set_index("area")["value"]
    wide = pd.DataFrame(columns).dropna()
    own = wide.loc[[slug in area.split("+") for area in wide.index]].iloc[0]
    apart = 100 * (wide / own - 1).abs().max(axis="columns")
    near = wide[apart <= within_pct].loc[lambda table: apart[table.index].sort_values(kind="stable").index]
    return near.reset_index(names="name").assign(name=lambda table: table["name"].map(area_name))


def national_spread(figure: str, council: str) -> Html:
    """Every council's newest figure as a dot, by region, with the council named; marked as not released.

    Raises
    ------
    NoFigures
        If the council has no figure.
    """
    known, own = national_figure(figure), resolve(council)
    rows = national_table(figure)
    rows = rows[rows["area_level"].isin(_COUNCILS) & rows["value"].notna()]
    is_own = pd.Series([own.slug in area.split("+") for area in rows["area"]], index=rows.index)
    if not is_own.any():
        raise NoFigures(f"{own.name} has no value of: {known.title}.")
    year = rows.loc[is_own, "year"].max()
    regions = {each.slug: each.region for each in authorities()}
    spread = rows.assign(is_own=is_own, region=[regions[area.split("+")[0]] for area in rows["area"]])[rows["year"] == year]
    return not_released(
        spread_by_group(
            f"{figure.replace('_', '-')}-spread",
            unreleased(spread[["region", "value", "is_own"]].reset_index(drop=True), figure),
            group="region",
            value="value",
            own=own.short_name,
            is_own="is_own",
            title=f"{known.title}, by region, {spread['period'].iloc[0]}",
            alt=f"Dots of {known.title} of every council, a row a region, with the box of the middle half of the region's councils.",
            description=findings.spread_description(spread, own.short_name, known.decimals),
        )
    )


def national_line(figure: str, council: str) -> Html:
    """A council's line over the years in the band of its neighbours, marked as not released.

    Raises
    ------
    NoFigures
        If the council has no figure.
    """
    known, held = national_figure(figure), NationalHeld(resolve(council).slug, None)
    years = over_years(held, figure)
    if years["national_value"].isna().all():
        raise NoFigures(f"{known.title}: nothing is given for {council}.")
    released, name = unreleased(years.drop(columns="predecessor_value"), figure), held.council.short_name
    drawn = line_in_band(
        figure.replace("_", "-"),
        released,
        period="national_year",
        value="national_value",
        band=("neighbours_lowest", "neighbours_highest"),
        references={"neighbours_median": "Neighbours' median", "england_value": "England"},
        own_name=name,
        band_name="from the lowest to the highest of the ten statistical neighbours",
        decimals=known.decimals,
        title=f"{known.title}, {name}",
        alt=f"Line chart of {known.title} in {name} by year, with the range and the median of its neighbours and England.",
        description=findings.band_description(unreleased(years, figure), name, known.decimals),
    )
    return not_released(drawn)
