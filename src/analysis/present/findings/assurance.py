"""Sentences on the assurance test, on what peers said, and on what was found elsewhere."""

from analysis.assurance.local_test import RATINGS
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.page import Tile
from analysis.present.wording import agreeing, counted, in_sentence, listing, number, sentence_case

VIEW_NAMES = {"questions_agreed": "Auditor agrees", "questions_with_gap": "Agrees, with a gap", "questions_incomplete": "Incomplete"}
STRENGTH, CONSIDERATION, NEXT_STEP, HEADLINE = "strength", "consideration", "next step", "headline"
THEMES = "Themes are this project's. A finding with two themes is counted under both. Inspections and peer reviews differ in scope and in date, so their counts are no ranking."
MOVED = {"better": "better", "worse": "worse", "same": "the same"}
VIEWS = "The auditor's view is read from the auditor's comment on each question."


def test_in_brief(views: Released, reported: str | None) -> str:
    """What the test is, and when the auditor reported."""
    questions = number(views.table["questions"].sum())
    when = f" in {_held(reported)}" if reported else ""
    return (
        f"Councils test whether one director can answer for children's services. The council rated itself on {questions} questions; "
        f"its internal auditor reported on the answers{when}."
    )


def test_tile(views: Released, reported: str | None) -> Tile:
    """How many answers the auditor found short."""
    view = views.table.sum(numeric_only=True)
    short = view["questions_with_gap"] + view["questions_incomplete"]
    of = f" of {_held(reported)}" if reported else ""
    return Tile(
        f"Assurance test{of}: auditor found a gap",
        f"{number(short)} of {number(view['questions'])}",
        "questions",
        field("auditor_view").definition,
    )


def views_title(views: Released) -> str:
    """How many answers the auditor found short, and how the council had rated them."""
    rows = views.table.assign(short=lambda table: table["questions_with_gap"] + table["questions_incomplete"])
    short, every_question = rows["short"].sum(), rows["questions"].sum()
    if not short:
        return f"The auditor found nothing missing in any of the {number(every_question)} answers"
    top = rows.sort_values("short", ascending=False, kind="stable").iloc[0]
    of_them = f"; the council had rated itself {top['own_rating'].lower()} on {number(top['short'])} of those"
    return f"The auditor found something missing in {number(short)} of {number(every_question)} answers{of_them}"


def views_description(views: Released) -> str:
    """Each rating's questions by the auditor's view."""
    sentences = []
    for row in views.table.to_dict("records"):
        parts = [f"{words.lower()} on {row[column]}" for column, words in VIEW_NAMES.items() if row[column]]
        sentences.append(f"Rated {row['own_rating'].lower()} by the council, {counted(row['questions'], 'question')}: {listing(parts)}.")
    return " ".join(sentences)


def rating_labels(views: Released) -> dict[str, str]:
    """What stands above each bar: the council's rating and its questions."""
    return {row.own_rating: f"Council rated itself {row.own_rating.lower()}: {row.questions}" for row in views.table.itertuples()}


def gaps(questions: Released) -> list[str]:
    """What the auditor found missing, a line each."""
    rows = questions.table.dropna(subset=["auditor_gap"])
    return [f"Question {row.test_question} ({row.auditor_view}): {in_sentence(row.auditor_gap)}." for row in rows.itertuples()]


def actions_in_brief(actions: Released) -> str:
    """How many things were to be done after the test, and how many had a date."""
    table = actions.table
    dated = int(table["test_action_due"].notna().sum())
    return f"{sentence_case(counted(len(table), 'thing was', 'things were'))} to be done after the test; {number(dated) if dated else 'none'} had a date. What became of them is not held."


def answers_in_words(answers: Released) -> Released:
    """The answers with the month of each action by its name."""
    due = answers.table["test_action_due"].map(lambda month: Month.parse(month).label, na_action="ignore")
    return answers.with_words(test_action_due=due)


def answers_in_brief(answers: Released) -> list[str]:
    """How the council rates itself now, what moved since the last time, and which answers lack evidence."""
    rows = answers.table
    counts = rows["own_rating"].value_counts()
    parts = [f"{number(counts[rating])} {rating.lower()}" for rating in RATINGS if rating in counts]
    sentences = [f"The council rates itself on {counted(len(rows), 'question')}: {listing(parts)}."]
    compared = rows.dropna(subset=["rating_moved"])
    if len(compared):
        moved = compared["rating_moved"].value_counts()
        told = [f"{number(moved[way])} {words}" for way, words in MOVED.items() if way in moved]
        sentences.append(f"Against the last time: {listing(told)}.")
    bare = list(rows.loc[rows["test_evidence"].isna(), "test_question"])
    if bare:
        sentences.append(
            f"{sentence_case(counted(len(bare), 'answer names', 'answers name'))} no evidence: {agreeing(len(bare), 'question', 'questions')} {listing([str(q) for q in bare])}."
        )
    sentences += [
        f"Question {row.test_question}: {in_sentence(row.test_missing)} is missing."
        for row in rows.dropna(subset=["test_missing"]).itertuples()
    ]
    return sentences


def test_actions_in_brief(answers: Released) -> str:
    """How many actions the answers name, how many are complete, and which are past their month."""
    rows = answers.table.dropna(subset=["test_action"])
    if rows.empty:
        return "The answers name nothing to be done."
    done, late = int(rows["test_action_status"].eq("complete").sum()), rows[rows["test_action_is_late"]]
    past = (
        f" Past {agreeing(len(late), 'its', 'their')} month and not complete: {listing([f'{in_sentence(row.test_action)} (question {row.test_question})' for row in late.itertuples()])}."
        if len(late)
        else ""
    )
    return f"{sentence_case(counted(len(rows), 'action'))}, of which {number(done) if done else 'none'} complete.{past}"


def evidence_in_brief(evidence: Released) -> str:
    """How much evidence auditor and council name."""
    counts = evidence.table["evidence_from"].value_counts()
    parts = [f"{number(counts[who])} by the {who}" for who in ("auditor", "council") if who in counts]
    return f"{sentence_case(counted(len(evidence.table), 'piece'))} of evidence {agreeing(len(evidence.table), 'is', 'are')} named, {listing(parts)}; the file lists them by question."


def team_in_brief(team: Released) -> str:
    """Who came."""
    rows = team.table
    parts = [f"{row.review_team_role} ({row.review_team_post})" for row in rows.itertuples()]
    return f"The team: {listing(parts)}."


def activities_in_words(activities: Released) -> Released:
    """What was done for the review, with when."""
    when = {"focus_requested": "asked for", "preparation": "before the visit", "site_visit": "on the visit", "feedback": "after it"}
    return activities.with_words(review_activity_kind=activities.table["review_activity_kind"].map(when))


def peers_in_brief(themes: Released, visited: str | None) -> str:
    """What peers found, in counts."""
    sums = themes.table[["review_strengths", "review_considerations"]].sum()
    when = f" The review was in {visited}." if visited else ""
    return f"Peers named {counted(sums['review_strengths'], 'strength')} and {counted(sums['review_considerations'], 'point')} to consider.{when}"


def peers_in_words(findings: Released) -> Released:
    """Peers' findings with what the kind means."""
    names = {STRENGTH: "strength", CONSIDERATION: "to consider", NEXT_STEP: "next step", HEADLINE: "headline that sums up others"}
    return findings.with_words(peer_finding_kind=findings.table["peer_finding_kind"].map(names).fillna(findings.table["peer_finding_kind"]))


def grid_title(themes: Released) -> str:
    """Which themes every review raised."""
    by_theme = themes.table.groupby("finding_theme", sort=False)["review_points"].min()
    shared = list(by_theme[by_theme > 0].index)
    reviews = themes.table["review_name"].nunique()
    if reviews == 1:
        return f"Points to improve by theme, {themes.table['review_name'].iloc[0]}"
    if not shared:
        return f"No theme was raised in all of the {number(reviews)} reviews"
    return sentence_case(f"{listing(shared)} {agreeing(len(shared), 'was', 'were')} raised in each of the {number(reviews)} reviews")


def grid_description(themes: Released) -> str:
    """Each review's themes with their counts."""
    sentences = []
    for review, rows in themes.table.groupby("review_name", sort=False):
        parts = [f"{row.finding_theme} {row.review_points}" for row in rows.itertuples() if row.review_points]
        sentences.append(f"{review}: {listing(parts)}.")
    return " ".join(sentences)


def elsewhere(themes: Released, others: Released) -> list[str]:
    """What others were told most, and what they were told that this authority was not."""
    sentences = []
    for review, rows in themes.table[~themes.table["is_own"]].groupby("review_name", sort=False):
        most = rows["review_points"].max()
        tied = list(rows.loc[rows["review_points"] == most, "finding_theme"])
        points = int((others.table["review_name"] == review).sum())
        sentences.append(
            f"{review}: {counted(points, 'point')} to improve, most on {listing(tied)} ({number(most)}{' each' if len(tied) > 1 else ''})."
        )
    by_theme = themes.table.pivot_table(index="finding_theme", columns="is_own", values="review_points", aggfunc="sum", sort=False)
    by_theme = by_theme.reindex(columns=[True, False]).fillna(0)
    only_others = list(by_theme.index[(by_theme[True] == 0) & (by_theme[False] > 0)])
    if only_others:
        sentences.append(f"Raised elsewhere, but not in this authority's own review: {listing(only_others)}.")
    return sentences


def others_in_words(others: Released) -> Released:
    """Points made elsewhere, with the time that the inspectors set as a reader says it."""
    times = others.table["timescale"].str.replace("_", " ").where(others.table["timescale"] != "not_stated")
    return others.with_words(timescale=times)


def _held(text: str) -> str:
    return Month.parse(text[:7]).label if "-" in text else text
