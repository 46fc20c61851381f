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
    peers = peer_findings[peer_findings["finding_kind"] == "consideration"].rename(columns={"theme": "finding_theme"})
    peers = peers.assign(
        reviewed_by=PEER_REVIEWED, review_year=peers["authority"].map(visits(peer_dates)), second_theme=None, timescale=None
    )
    columns = ["authority", "reviewed_by", "review_year", "finding_theme", "second_theme", "finding_brief", "timescale"]
    return pd.concat([inspected[columns], peers[columns].astype({"timescale": "object", "second_theme": "object"})], ignore_index=True)


def visits(peer_dates: pd.DataFrame) -> pd.Series:
    """Year of each authority's peer review, by ``authority``, of the statistics that give the dates of the visit."""
    visit = peer_dates[peer_dates["statistic"] == "review_visit"].dropna(subset=["date"]).drop_duplicates("authority")
    return visit.set_index("authority")["date"].str[:4].astype("Int64")


def review_names(points: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Authority and year of each point's review, such as ``Torbay 2013``; the authority alone where the year is not held."""
    year = points["review_year"].astype("Int64").astype("str")
    return (points["authority"].map(names).fillna(points["authority"]) + " " + year).where(
        points["review_year"].notna(), points["authority"].map(names)
    )


def peer_findings_by_theme(findings: pd.DataFrame) -> pd.DataFrame:
    """How many strengths and points to consider a peer review names under each of its themes.

    Parameters
    ----------
    findings
        One row per finding: ``review_theme`` (missing for those under none), ``finding_kind``.

    Returns
    -------
    pandas.DataFrame
        One row per theme, in the order of the findings: ``review_theme``, ``review_strengths``, ``review_considerations``.
    """
    counts = pd.crosstab(findings["review_theme"].fillna("under no theme"), findings["finding_kind"])
    counts = counts.reindex(columns=["strength", "consideration"], fill_value=0)
    counts.columns = ["review_strengths", "review_considerations"]
    counts = counts[counts.sum(axis=1) > 0]
    order = [name for name in dict.fromkeys(findings["review_theme"].fillna("under no theme")) if name in counts.index]
    return counts.loc[order].astype("Int64").rename_axis("review_theme").reset_index()


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
    labelled = points.assign(review_name=review_names(points, names), is_own=points["authority"] == own)
    reviews = labelled[["review_name", "is_own", "review_year"]].drop_duplicates()
    reviews = reviews.sort_values(["is_own", "review_year"], ascending=[False, True]).set_index("review_name")
    second = labelled.dropna(subset=["second_theme"]).assign(finding_theme=lambda table: table["second_theme"])
    both = pd.concat([labelled, second], ignore_index=True)
    counts = pd.crosstab(both["finding_theme"], both["review_name"])[list(reviews.index)]
    order = pd.DataFrame({"reviews": (counts > 0).sum(axis=1), "points": counts.sum(axis=1)})
    counts = counts.loc[order.sort_values(["reviews", "points"], ascending=False, kind="stable").index]
    long = counts.stack().rename("review_points").astype("Int64").reset_index()
    return long.assign(is_own=long["review_name"].map(reviews["is_own"]))
