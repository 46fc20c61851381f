"""What inspectors and peers found in other authorities, by theme."""

import pandas as pd

INSPECTED, PEER_REVIEWED = "inspection", "peer review"


def points_to_improve(
    findings: pd.DataFrame, inspections: pd.DataFrame, peer_findings: pd.DataFrame, peer_dates: pd.DataFrame
) -> pd.DataFrame:
    """Areas for improvement of inspections and areas for consideration of peer reviews, of all authorities.

    Parameters
    ----------
    findings, inspections
        Areas for improvement (``inspection``, ``authority``, ``finding``, ``theme``, ``second_theme``, ``timescale``), and the start of
        each inspection.
    peer_findings, peer_dates
        Findings of peer reviews (``authority``, ``finding_kind``, ``finding_brief``, ``theme``), of which those of kind ``consideration``
        are taken, and the reviews' statistics, of which ``review_visit`` gives the dates as ``first/last``.

    Returns
    -------
    pandas.DataFrame
        One row per point: ``authority``, ``reviewed_by``, ``review_year``, ``finding_theme``, ``second_theme`` (missing where there is
        one theme only), ``finding_brief``, ``timescale``.
    """
    started = inspections.set_index("inspection")["inspection_start_date"]
    inspected = findings.rename(columns={"finding": "finding_brief", "theme": "finding_theme"}).assign(
        reviewed_by=INSPECTED, review_year=findings["inspection"].map(started).dt.year
    )
    visits = peer_dates[peer_dates["statistic"] == "review_visit"].set_index("authority")["date"].str[:4].astype(int)
    peers = peer_findings[peer_findings["finding_kind"] == "consideration"].rename(columns={"theme": "finding_theme"})
    peers = peers.assign(reviewed_by=PEER_REVIEWED, review_year=peers["authority"].map(visits), second_theme=None, timescale=None)
    columns = ["authority", "reviewed_by", "review_year", "finding_theme", "second_theme", "finding_brief", "timescale"]
    return pd.concat([inspected[columns], peers[columns].astype({"timescale": "object", "second_theme": "object"})], ignore_index=True)


def points_by_theme(points: pd.DataFrame, names: pd.Series, own: str) -> pd.DataFrame:
    """How many points each review made on each theme, a point with two themes under both; the authority's own review first.

    Parameters
    ----------
    points
        As ``points_to_improve`` returns them.
    names
        Name in full by authority.
    own
        The authority whose page it is.

    Returns
    -------
    pandas.DataFrame
        One row per theme and review, zeros included, the theme with most reviews and points first: ``finding_theme``, ``review_name`` (such as ``Torbay 2013``), ``is_own``, ``review_points``.
    """
    labelled = points.assign(
        review_name=points["authority"].map(names) + " " + points["review_year"].astype(str), is_own=points["authority"] == own
    )
    reviews = labelled[["review_name", "is_own", "review_year"]].drop_duplicates()
    reviews = reviews.sort_values(["is_own", "review_year"], ascending=[False, True]).set_index("review_name")
    second = labelled.dropna(subset=["second_theme"]).assign(finding_theme=lambda table: table["second_theme"])
    both = pd.concat([labelled, second], ignore_index=True)
    counts = pd.crosstab(both["finding_theme"], both["review_name"])[list(reviews.index)]
    order = pd.DataFrame({"reviews": (counts > 0).sum(axis=1), "points": counts.sum(axis=1)})
    counts = counts.loc[order.sort_values(["reviews", "points"], ascending=False, kind="stable").index]
    long = counts.stack().rename("review_points").astype("Int64").reset_index()
    return long.assign(is_own=long["review_name"].map(reviews["is_own"]))
