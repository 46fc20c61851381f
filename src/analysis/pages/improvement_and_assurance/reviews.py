"""Sections on what peers found here, and what inspectors and peers found elsewhere."""

import pandas as pd

from analysis.assurance import elsewhere as domain
from analysis.catalogue.authorities import authorities
from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts import grid
from analysis.present.findings import assurance as findings
from analysis.present.html import bullets, paragraphs
from analysis.present.tables import folded_table, table

TEAM = {"team_role": "review_team_role", "post": "review_team_post"}
ACTIVITIES = {"activity": "review_activity", "activity_kind": "review_activity_kind"}


@section(
    "What peers found",
    needs=("peer_review_findings",),
    wants=("peer_review_themes", "peer_review_statistics", "peer_review_team", "peer_review_activities", "assurance_opinions"),
)
def peer_review(given: Given) -> Shown:
    """Strengths and points to consider of the authority's peer review, by theme of the review."""
    names = given["peer_review_themes"].drop_duplicates("review_theme").set_index("review_theme")["name"]
    held = given["peer_review_findings"]
    themed = held.assign(review_theme=held["review_theme"].map(names), peer_finding_kind=held["finding_kind"])
    rows = given.release(themed[["finding_brief", "peer_finding_kind", "review_theme"]], "peer_review_findings")
    themes = given.release(domain.peer_findings_by_theme(themed), "peer_review_themes")
    opinions = given["assurance_opinions"]
    opinions = given.release(opinions.loc[opinions["opinion_from"] == "peer_review", ["opinion"]], "peer_review_opinions")
    team = given.release(given["peer_review_team"].rename(columns=TEAM)[list(TEAM.values())], "peer_review_team")
    activities = given.release(
        given["peer_review_activities"].rename(columns=ACTIVITIES)[list(ACTIVITIES.values())], "peer_review_activities"
    )
    visit = domain.visits(given["peer_review_statistics"]).get(given.authority)
    body = [
        paragraphs(findings.peers_in_brief(themes, None if pd.isna(visit) else str(visit))),
        bullets(*(f"{text}." for text in opinions.table["opinion"])),
    ]
    if len(themes.table):
        body.append(
            table(themes, f"Findings of the peer review, {given.place}", ["review_theme", "review_strengths", "review_considerations"])
        )
    body.append(
        folded_table(
            findings.peers_in_words(rows), "Every finding of the peer review", ["finding_brief", "peer_finding_kind", "review_theme"]
        )
    )
    if len(team.table):
        body.append(paragraphs(findings.team_in_brief(team)))
    if len(activities.table):
        body.append(folded_table(findings.activities_in_words(activities), "How the peer review went about it", list(ACTIVITIES.values())))
    return Shown(body, {"themes": themes, "findings": rows}, headline=findings.peers_in_brief(themes, None))


@section("What was found in other authorities", needs=("inspection_findings",), wants=("inspections",))
def elsewhere(given: Given) -> Shown:
    """Points that inspectors and peers asked other authorities to improve, by theme, beside the authority's own."""
    everywhere = [
        given.everywhere(name) for name in ("inspection_findings", "inspections", "peer_review_findings", "peer_review_statistics")
    ]
    points = domain.points_to_improve(*everywhere)
    others = points[points["authority"] != given.authority]
    if others.empty:
        raise NothingToShow("No inspection or peer review of another authority is held.", "Fill in inspection_findings.csv for it.")
    names = pd.Series({council.slug: council.name for council in authorities()})
    added = given.everywhere("authorities").set_index("authority")["name"]
    names = pd.concat([added, names[~names.index.isin(added.index)]])
    themes = given.release(domain.points_by_theme(points, names, given.authority), "points_to_improve_by_theme")
    others = given.release(
        others.assign(review_name=domain.review_names(others, names))[
            ["finding_theme", "review_name", "reviewed_by", "finding_brief", "timescale"]
        ],
        "points_to_improve_elsewhere",
    )
    title = findings.grid_title(themes)
    body = [
        bullets(*findings.elsewhere(themes, others)),
        grid.counted_grid(
            "points-by-theme",
            themes,
            row="finding_theme",
            column="review_name",
            value="review_points",
            title=title,
            alt=f"Grid of points to improve by theme and review. {title}.",
            description=findings.grid_description(themes),
        ),
        folded_table(themes, "Points to improve by theme and review", ["finding_theme", "review_name", "review_points"]),
        folded_table(
            findings.others_in_words(others),
            "What inspectors and peers asked other authorities to improve",
            ["finding_theme", "review_name", "reviewed_by", "finding_brief", "timescale"],
        ),
    ]
    return Shown(body, {"themes": themes, "others": others}, method=[findings.THEMES])
