"""One figure of the national releases for every area and year, with the count and base behind it and what chance leaves of it."""

import pandas as pd

from analysis.catalogue.national.figures import NationalFigure
from analysis.performance.chance import rate_interval, share_interval

_KEY = ["area", "year"]
COLUMNS = ["area", "area_level", "year", "period", "end_date", "value", "symbol", "count", "base", "low", "high"]


def figure_rows(figures: pd.DataFrame, figure: NationalFigure) -> pd.DataFrame:
    """One row an area and year of a figure.

    Parameters
    ----------
    figures
        The tidy figures: ``release``, ``measure``, ``group``, ``breakdown``, ``area``, ``area_level``, ``year``, ``period``, ``end_date``,
        ``value``, ``symbol``.
    figure
        Which.

    Returns
    -------
    pandas.DataFrame
        ``area``, ``area_level``, ``year``, ``period``, ``end_date``; ``value`` (missing where a ``symbol`` stands); ``count`` and ``base``;
        ``low`` and ``high``, the 95 per cent interval that chance alone leaves, missing where count or base is not given.
    """
    rows = _of(figures, figure.release, figure.measure, figure.group, figure.breakdown)
    rows = rows.drop(columns=["release", "measure", "breakdown"])
    if not figure.base:
        return rows.assign(count=float("nan"), base=float("nan"), low=float("nan"), high=float("nan"))[COLUMNS]
    count = rows if figure.worked_out else _of(figures, figure.release, figure.count, figure.group, figure.breakdown)
    rows = rows.merge(count[[*_KEY, "value"]].rename(columns={"value": "count"}), on=_KEY, how="left")
    rows = rows.merge(_base(figures, figure), on=_KEY, how="left")
    if figure.worked_out:
        rows["value"] = figure.per * rows["count"] / rows["base"].where(rows["base"] > 0)
    if not figure.chance:
        return rows.assign(low=float("nan"), high=float("nan"))[COLUMNS]
    interval = share_interval if figure.unit == "%" else rate_interval
    span = interval(rows["count"], rows["base"], *([] if figure.unit == "%" else [figure.per]))
    if figure.unit == "%":
        # Leavers may be more than those in post: then it is not a share, and has no interval of one.
        span = span.where(rows["count"] <= rows["base"])
    return rows.assign(low=span["low"], high=span["high"])[COLUMNS]


def _of(figures: pd.DataFrame, release: str, measure: str, group: str | None, breakdown: str | None) -> pd.DataFrame:
    chosen = figures["release"].eq(release) & figures["measure"].eq(measure)
    if group is not None:
        chosen &= figures["group"].eq(group)
    if breakdown is not None:
        chosen &= figures["breakdown"].eq(breakdown)
    return figures[chosen]


def _base(figures: pd.DataFrame, figure: NationalFigure) -> pd.DataFrame:
    """The base by area and year: the sum of its measures where all are given."""
    release = figure.base_release or figure.release
    group = None if figure.base_release else figure.group
    parts = [_of(figures, release, measure, group, figure.base_breakdown or figure.breakdown) for measure in figure.base]
    parts = [
        _of(figures, release, measure, None, None) if figure.base_release else part
        for measure, part in zip(figure.base, parts, strict=True)
    ]
    whole = pd.concat(parts).groupby(_KEY)["value"].sum(min_count=len(parts)).rename("base").reset_index()
    return whole.assign(year=whole["year"] + figure.base_years_back)


def standing_out(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Figures that differ from the neighbours' median by more than chance, the furthest first.

    Distance is counted in widths of the middle half of all councils, so that figures of different units can be set side by side.

    Parameters
    ----------
    comparisons
        One row a figure: ``national_value``, ``national_low``, ``national_high``, ``neighbours_median``, ``lower_quartile``, ``upper_quartile``.

    Returns
    -------
    pandas.DataFrame
        Those rows, with ``distance`` (above 0 where the council is higher). A figure without an interval is left out.
    """
    width = comparisons["upper_quartile"] - comparisons["lower_quartile"]
    # Where the middle half of councils are alike, whatever differs from them lies beyond any width.
    distance = (comparisons["national_value"] - comparisons["neighbours_median"]) / width.abs()
    beyond = (comparisons["national_low"] > comparisons["neighbours_median"]) | (
        comparisons["national_high"] < comparisons["neighbours_median"]
    )
    found = comparisons.assign(distance=distance)[beyond & distance.notna()]
    return found.reindex(found["distance"].abs().sort_values(ascending=False, kind="stable").index)


def moved_beyond_chance(rows: pd.DataFrame) -> pd.Series:
    """Whether a figure's range of chance and that of the year before lie apart; not where either is missing.

    Parameters
    ----------
    rows
        ``national_low``, ``national_high``, ``before_low``, ``before_high``.
    """
    return (rows["national_low"] > rows["before_high"]) | (rows["national_high"] < rows["before_low"])
