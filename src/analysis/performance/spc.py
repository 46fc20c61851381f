"""Statistical process control: XmR limits, special causes, and a target set against the limits.

As in NHS England's Making Data Count. A point is one value of a series; each is judged against the mean and limits of
the whole series. A row without a value is a gap: no moving range and no run reaches over it.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.catalogue.parameters import threshold

LIMIT_WIDTH = 2.66
"""Distance from the mean to a limit, in mean moving ranges: 3 / 1.128, where 1.128 is the mean range of two normal values in standard deviations."""

SCREEN_AT = 3.267
"""Upper limit of the moving ranges, in mean moving ranges; a range at or beyond it is left out of the mean once."""

RUN = int(threshold("control_chart_run"))
"""Points in a row that make a trend or a shift."""

SETTLED_POINTS = int(threshold("control_chart_settled_points"))
"""Points from which limits are no longer provisional."""

FEWEST_POINTS = RUN
"""Points below which no limits are drawn here: neither run rule could ever be met."""

LINE_DUST = 1e-9
"""Differences below this share of the scale are the dust of binary fractions, not distance from a line."""


def control_limits(series: pd.DataFrame, *, key: str, period: str, value: str) -> pd.DataFrame:
    """Mean and process limits of each series.

    Parameters
    ----------
    series
        One row per ``key`` and ``period`` (which sorts), every period from the first to the last; a missing ``value`` is a gap.

    Returns
    -------
    pandas.DataFrame
        One row per series with ``FEWEST_POINTS`` or more: ``key``, ``points``, ``mean``, ``lower_limit``, ``upper_limit`` (mean ± 2.66 ×
        mean moving range of neighbouring periods, ranges of 3.267 × the mean or more screened out once), ``limits_status`` (``provisional`` under
        12 points, else ``settled``). Not a series of which no two neighbouring periods have a value.

    >>> table = pd.DataFrame({"key": "A", "period": range(8), "value": [10.0, 12, 10, 12, 10, 12, 10, 12]})
    >>> limits = control_limits(table, key="key", period="period", value="value")
    >>> limits[["mean", "lower_limit", "upper_limit"]].round(2).values.tolist(), limits["limits_status"].tolist()
    ([[11.0, 5.68, 16.32]], ['provisional'])
    """
    points = _points(series, key, period, value)
    ranges = points.groupby([key, "stretch"], sort=False)[value].diff().abs()
    mean_range = ranges.groupby(points[key], sort=False).transform("mean")
    screened = ranges.where((ranges < SCREEN_AT * mean_range) | (mean_range == 0))
    by_key = points.groupby(key, sort=False)[value]
    limits = pd.DataFrame({"points": by_key.size(), "mean": by_key.mean()})
    width = LIMIT_WIDTH * screened.groupby(points[key], sort=False).mean()
    limits["lower_limit"] = limits["mean"] - width
    limits["upper_limit"] = limits["mean"] + width
    limits["limits_status"] = np.where(limits["points"] < SETTLED_POINTS, "provisional", "settled").astype(str)
    return limits[limits["points"].ge(FEWEST_POINTS) & limits["upper_limit"].notna()].reset_index()


def special_causes(series: pd.DataFrame, limits: pd.DataFrame, *, key: str, period: str, value: str) -> pd.DataFrame:
    """Every point of the series that have limits, with what makes it special.

    Parameters
    ----------
    series
        As for ``control_limits``.
    limits
        As ``control_limits`` returns them, or limits of an earlier baseline.

    Returns
    -------
    pandas.DataFrame
        One row per series and period, in order: ``key``, ``period``, ``value``, ``mean``, ``lower_limit``, ``upper_limit``, and a flag and side for each rule:
        ``beyond_limits``, ``trend``, ``near_limit`` (2 of 3 consecutive points beyond two thirds of the way to the same limit, all three on
        one side of the mean), ``shift`` (7 on one side of the mean). A flag is +1 above or rising, -1 below or falling, 0 where the rule is not met. ``special_cause`` is the side of the
        first rule met, in that order.
    """
    points = _points(series, key, period, value).merge(limits[[key, "mean", "lower_limit", "upper_limit"]], on=key, how="inner")
    distance = points[value] - points["mean"]
    dust = LINE_DUST * np.maximum(1, points["mean"].abs())
    side = _sign(distance, dust)
    points["beyond_limits"] = np.where(distance.abs() > points["upper_limit"] - points["mean"] + dust, side, 0)
    stretch = points[key].ne(points[key].shift()).cumsum().astype(str) + "/" + points["stretch"].astype(str)
    steps = _sign(points.groupby(stretch, sort=False)[value].diff().fillna(0.0), dust)
    in_trend = _run_length(steps, stretch).ge(RUN - 1) & steps.ne(0)
    trend = steps.where(in_trend, 0)
    # A trend of 7 points has 6 steps: the point that the first step leaves belongs to it.
    before = trend.groupby(stretch, sort=False).shift(-1, fill_value=0)
    points["trend"] = trend.where(trend != 0, before)
    far = side.where(distance.abs() > 2 / 3 * (points["upper_limit"] - points["mean"]) + dust, 0)
    points["near_limit"] = _two_of_three(far, side, stretch)
    points["shift"] = side.where(_run_length(side, stretch).ge(RUN) & side.ne(0), 0)
    rules = points[["beyond_limits", "trend", "near_limit", "shift"]]
    points["special_cause"] = rules.mask(rules == 0).bfill(axis="columns").iloc[:, 0].fillna(0).astype(int)
    return points.drop(columns="stretch")


def stretches(periods: pd.Series, starts: Iterable[str]) -> pd.Series:
    """Stretch of the process that each period is in: how many declared causes begin in it or before.

    >>> stretches(pd.Series(["2023-09", "2023-10", "2023-11"]), ["2023-10"]).tolist()
    [0, 1, 1]
    """
    return pd.Series(
        np.searchsorted(np.array(sorted(starts), dtype=object), periods.to_numpy(dtype=object), side="right"), index=periods.index
    )


def judged(series: pd.DataFrame, *, period: str, value: str, starts: Iterable[str] = ()) -> pd.DataFrame:
    """One series with its limits, which are worked out anew from each declared cause on, and what is special against them.

    Parameters
    ----------
    series
        One row per ``period``, as for ``control_limits``.
    starts
        Periods from which a declared cause holds.

    Returns
    -------
    pandas.DataFrame
        Every period, in order: ``period``, ``value``, ``process_stretch``, ``mean``, ``lower_limit``, ``upper_limit`` (missing in a stretch with fewer than
        ``FEWEST_POINTS``), ``limits_status``, ``special_cause`` (0 without limits). No run reaches from one stretch into the next.

    >>> table = pd.DataFrame({"period": [f"{n:02d}" for n in range(14)], "value": [1.0, 2.0] * 3 + [1.0] + [11.0, 12.0] * 3 + [11.0]})
    >>> judged(table, period="period", value="value", starts=["07"]).groupby("process_stretch")["mean"].first().round(1).tolist()
    [1.4, 11.4]
    """
    table = series[[period, value]].sort_values(period, kind="stable", ignore_index=True).assign(process_stretch=0)
    table["process_stretch"] = stretches(table[period], starts)
    columns = {"key": "process_stretch", "period": period, "value": value}
    limits = control_limits(table, **columns)
    points = special_causes(table, limits, **columns).merge(limits[["process_stretch", "limits_status"]], on="process_stretch")
    kept = [period, "mean", "lower_limit", "upper_limit", "limits_status", "special_cause"]
    found = table.merge(points[kept], on=period, how="left")
    return found.assign(special_cause=found["special_cause"].fillna(0).astype(int))


def assurance(limits: pd.DataFrame, target: pd.Series, polarity: pd.Series) -> pd.Series:
    """What the process will do against its target, if nothing changes: ``meets``, ``misses`` or ``may meet or miss``.

    Rows of ``limits``, ``target`` and ``polarity`` go together. Missing where there is no target or polarity is ``neither``.

    >>> limits = pd.DataFrame({"lower_limit": [80.0, 80.0, 80.0], "upper_limit": [90.0, 90.0, 90.0]})
    >>> assurance(limits, pd.Series([95.0, 75.0, 85.0]), pd.Series(["higher"] * 3)).tolist()
    ['misses', 'meets', 'may meet or miss']
    """
    better_above, better_below = polarity == "higher", polarity == "lower"
    meets = (better_above & (limits["lower_limit"] >= target)) | (better_below & (limits["upper_limit"] <= target))
    misses = (better_above & (limits["upper_limit"] < target)) | (better_below & (limits["lower_limit"] > target))
    judged = target.notna() & (better_above | better_below)
    verdict = np.select([~judged, meets, misses], ["", "meets", "misses"], "may meet or miss")
    return pd.Series(verdict, index=limits.index, dtype="str").replace("", None)


def process_summary(series: pd.DataFrame, measures: pd.DataFrame, *, key: str, period: str, value: str) -> pd.DataFrame:
    """Each series with enough points: its limits, its latest point's variation, and its assurance.

    Parameters
    ----------
    series
        As for ``control_limits``.
    measures
        One row per ``key``: ``polarity``, ``target``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``control_limits`` with ``variation`` (``common cause``, ``improving``, ``worsening``, ``rising`` or ``falling``) and ``target_assurance``.
        No rows where no series has ``FEWEST_POINTS``.
    """
    limits = control_limits(series, key=key, period=period, value=value).merge(measures[[key, "polarity", "target"]], on=key, how="left")
    points = special_causes(series, limits, key=key, period=period, value=value)
    last = points.drop_duplicates(key, keep="last").set_index(key)["special_cause"]
    cause = limits[key].map(last)
    better = cause * limits["polarity"].map({"higher": 1, "lower": -1, "neither": 0})
    limits["variation"] = np.select(
        [cause == 0, better > 0, better < 0, cause > 0], ["common cause", "improving", "worsening", "rising"], "falling"
    ).astype(str)
    limits["target_assurance"] = assurance(limits, limits["target"], limits["polarity"])
    return limits


def _points(series: pd.DataFrame, key: str, period: str, value: str) -> pd.DataFrame:
    """The rows with a value, each series in order, with the ``stretch`` between gaps that each is in."""
    rows = series[[key, period, value]].sort_values([key, period], kind="stable", ignore_index=True)
    rows["stretch"] = rows[value].isna().groupby(rows[key], sort=False).cumsum()
    return rows.dropna(subset=[value]).astype({value: float}).reset_index(drop=True)


def _sign(distance: pd.Series, dust: pd.Series) -> pd.Series:
    return pd.Series(np.where(distance > dust, 1, np.where(distance < -dust, -1, 0)), index=distance.index)


def _run_length(side: pd.Series, key: pd.Series) -> pd.Series:
    """Length of the run of equal sides that each point is in."""
    starts = side.ne(side.shift()) | key.ne(key.shift())
    return side.groupby(starts.cumsum()).transform("size")


def _two_of_three(far: pd.Series, side: pd.Series, key: pd.Series) -> pd.Series:
    """Side of the points beyond two thirds of the way of which three consecutive points, all on that side of the mean, hold two."""
    fars, sides = far.groupby(key, sort=False), side.groupby(key, sort=False)
    met = pd.Series(False, index=far.index)
    # Three consecutive points around each: the one that starts, the middle one, the one that ends.
    for places in ((0, 1, 2), (-1, 0, 1), (-2, -1, 0)):
        far_of = [fars.shift(-place, fill_value=0) for place in places]
        side_of = [sides.shift(-place, fill_value=0) for place in places]
        two = sum(other.eq(far).astype(int) for other in far_of) >= 2
        met |= two & np.logical_and.reduce([other.eq(far) for other in side_of])
    return far.where(met & far.ne(0), 0)
