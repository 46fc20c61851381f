"""Changes of worker from records: by team, by service, and why, from the lists and from social worker episodes of the returns."""

import pandas as pd

from analysis.caseloads.handovers import handovers_by, reasons_of_change, worker_changes
from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.pages.caseloads.held import NEEDS, caseload_of
from analysis.pages.caseloads.long_lists import first_rows
from analysis.pages.from_records import too_few
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.findings import caseload_handovers as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import folded_table

EPISODES = "social_worker_episodes"
_FOLLOWED = ("children_followed", "children_two_or_more_changes")
_COLUMNS = [*_FOLLOWED, "mean_worker_changes", "median_months_held"]


@section("Changes of worker", needs=NEEDS, wants=(f"{RECORDS}{EPISODES}",))
def handovers(given: Given) -> Shown:
    """How often children's workers changed in a year, how long cases have been held, and why workers of children in care changed."""
    caseload = caseload_of(given)
    year = caseload.quarter_days[-5:]
    if len(year) < 5:
        raise NothingToShow(
            f"Lists of {len(year)} quarters' ends are held: changes of worker in a year take five.", "Take in those of the quarters before."
        )
    episodes, until = _episodes(given, caseload.day)
    changes = worker_changes(caseload.at_quarters, episodes, until, counted_after=year[0])
    teams = _released(given, changes, "team", "changes_of_worker")
    services = _released(given, changes, "case_service", "changes_of_worker_by_service")
    by_service = [name for name in _COLUMNS if name in services.table]
    whole = _released(given, changes.assign(team="All teams"), "team", "changes_of_worker_in_all")
    shown = first_rows(teams.where(teams.table["mean_worker_changes"].notna()))
    body = [
        paragraphs(*findings.handed_over(teams, services, whole)),
        named_bars(
            "changes-of-worker",
            shown,
            category=lambda row: row["team"],
            value="mean_worker_changes",
            amount=findings.changes_label,
            title=findings.handovers_title(shown),
            alt="Bar chart of mean changes of worker a child in a year, by team.",
            description=findings.handovers_description(shown),
        ),
        folded_table(
            teams, f"Changes of worker in the year to {findings.day(caseload.day)}, {given.place}", ["team", *_COLUMNS], total=whole
        ),
        folded_table(services, f"Changes of worker by service, {given.place}", ["case_service", *by_service]),
    ]
    tables = {"teams": teams, "services": services, "in_all": whole}
    if episodes is not None and until is not None:
        tables["reasons"] = _reasons(given, episodes, until)
        body += _why(given, tables["reasons"], until)
    return Shown(body, tables, limits=[findings.how_seen(until)])


def _episodes(given: Given, day: pd.Timestamp) -> tuple[pd.DataFrame | None, pd.Timestamp | None]:
    """Social worker episodes of the returns, and the last day that they tell of; none where no return of the years looked at has any."""
    if not given.records.holds(EPISODES):
        return None, None
    until = given.records[EPISODES]["return_date"].max()
    if until <= day - pd.DateOffset(years=1):
        return None, None
    return given.records.joined(EPISODES), until


def _released(given: Given, changes: pd.DataFrame, column: str, name: str) -> Released:
    counted = handovers_by(changes, column)
    hidden = {count: hidden_counts(counted[count], given.policy) for count in _FOLLOWED}
    if len(counted) == 1:
        hidden = {count: too_few(counted[count], given.policy) for count in _FOLLOWED}
    if column == "case_service" and policy_named(given.policy).smallest_count:
        # Shares of other things of the same service stand on other pages: a count of it that is hidden would seem to be told.
        few = too_few(counted["children_followed"], given.policy)
        hidden = dict.fromkeys(_COLUMNS[len(_FOLLOWED) :], few)
        return given.release(counted[[column, *hidden]], name, withheld=hidden)
    return given.release(counted[[column, *_COLUMNS]], name, withheld=hidden)


def _reasons(given: Given, episodes: pd.DataFrame, until: pd.Timestamp) -> Released:
    counted = reasons_of_change(episodes, until - pd.DateOffset(years=1), until)
    few = too_few(counted["children_changed"], given.policy)
    hidden = {"children_changed": few, "changes_of_worker": few}
    return findings.with_reasons(given.release(counted, "reasons_of_change", withheld=hidden))


def _why(given: Given, reasons: Released, until: pd.Timestamp) -> list[Html]:
    if reasons.table.empty:
        return []
    caption = f"Why workers of children in care changed in the year to {findings.day(until)}, {given.place}"
    return [
        paragraphs(*findings.why_changed(reasons, until)),
        folded_table(reasons, caption, ["change_reason_words", "changes_of_worker", "children_changed"]),
    ]
