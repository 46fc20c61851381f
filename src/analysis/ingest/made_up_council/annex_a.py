"""The child-level lists of Annex A as they are drawn on a day."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, birthday, day_year
from analysis.ingest.made_up_council.council import Council
from analysis.ingest.made_up_council.holding import count_between, last_round, latest_on, row_on
from analysis.ingest.made_up_council.printed import ADOPTER, CHILD, WORKER, cut, identifiers

SIX_MONTHS, YEAR = 183, 365
FIRST_CONFERENCE_DAYS, CONFERENCE_DAYS = 85, 170
SUPPORTED_FROM = 2025
"""Return year from which supported accommodation is registered and has a code of its own."""
BEFORE = {"K3": "H5"}


def annex_a(council: Council, day: int) -> dict[str, pd.DataFrame]:
    """Fields of each list on a day, by the key of the list."""
    lists: dict[str, Callable[[Council, int], pd.DataFrame]] = {
        "contacts": _contacts,
        "early_help": _early_help,
        "referrals": _referrals,
        "assessments": _assessments,
        "section_47": _section_47,
        "children_in_need": _children_in_need,
        "child_protection_plans": _child_protection_plans,
        "children_looked_after": _children_looked_after,
        "care_leavers": _care_leavers,
        "adoptions": _adoptions,
        "adopters": _adopters,
    }
    return {key: drawn(council, day) for key, drawn in lists.items()}


def placement_code(codes: np.ndarray, day: int) -> np.ndarray:
    """Codes of placements in the return year that holds a day."""
    year = day_year(day) + (str(np.datetime64(day, "D"))[5:7] > "03")
    return codes if year >= SUPPORTED_FROM else pd.Series(codes).replace(BEFORE).to_numpy()


def holder_on(council: Council, child: np.ndarray, days: np.ndarray) -> dict[str, np.ndarray]:
    """Allocated team and worker of children on a day; without a worker where nobody holds the case."""
    held = council.allocations
    place = row_on(*(held[name].to_numpy() for name in ("child", "start", "end")), child, days)
    stages = council.stages
    stage = row_on(*(stages[name].to_numpy() for name in ("child", "start", "end")), child, days)
    team = np.where(stage >= 0, stages["team"].to_numpy()[stage], "")
    return {"team": team, "worker_id": identifiers(WORKER, np.where(place >= 0, held["worker"].to_numpy()[place], -1))}


def _who(council: Council, child: np.ndarray, day: int) -> dict[str, np.ndarray]:
    people = council.people
    born = people["born"].to_numpy()[child]
    return {
        "child_id": identifiers(CHILD, child),
        "sex": np.where(born <= day, people["sex"].to_numpy()[child], "U"),
        "ethnicity": people["ethnicity"].to_numpy()[child],
        "birth_date": born,
        "age": np.maximum(0, np.floor((day - born) / DAYS_A_YEAR)).astype(int),
    }


def _contacts(council: Council, day: int) -> pd.DataFrame:
    rows = council.contacts[council.contacts["day"].between(day - SIX_MONTHS, day)].drop_duplicates(["child", "day", "source"])
    return pd.DataFrame({**_who(council, rows["child"].to_numpy(), day), "contact_date": rows["day"], "contact_source": rows["source"]})


def _early_help(council: Council, day: int) -> pd.DataFrame:
    rows = council.early_help[council.early_help["start"].between(day - SIX_MONTHS, day)]
    return pd.DataFrame(
        {
            **_who(council, rows["child"].to_numpy(), day),
            "started_date": rows["start"].to_numpy(),
            "completed_date": cut(rows["end"], day),
            "organisation": rows["organisation"].to_numpy(),
        }
    )


def _referrals(council: Council, day: int) -> pd.DataFrame:
    rows = council.referrals[council.referrals["day"].between(day - SIX_MONTHS, day)]
    child = rows["child"].to_numpy()
    year = council.referrals[council.referrals["day"].between(day - YEAR, day)]
    counts = count_between(year["child"].to_numpy(), year["day"].to_numpy(), year["day"].to_numpy() + 1, child, 0, day)
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "referral_date": rows["day"].to_numpy(),
            "referral_source": rows["source"].to_numpy(),
            "no_further_action": (rows["outcome"] == "nfa").to_numpy(),
            "referrals_in_12_months": counts,
            **holder_on(council, child, rows["day"].to_numpy()),
        }
    )


def _assessments(council: Council, day: int) -> pd.DataFrame:
    all_of = council.referrals
    rows = all_of[(all_of["assessed_from"] <= day) & (all_of["assessed"] > day - SIX_MONTHS)]
    child, authorised = rows["child"].to_numpy(), cut(rows["assessed"], day)
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "disability": council.people["disabled"].to_numpy()[child],
            "started_date": rows["assessed_from"].to_numpy(),
            "child_seen": rows["seen"].to_numpy(),
            "authorised_date": authorised,
            **holder_on(council, child, np.minimum(day, authorised - 1)),
        }
    )


def _section_47(council: Council, day: int) -> pd.DataFrame:
    rows = council.referrals[council.referrals["enquiry"].between(day - SIX_MONTHS, day)]
    child, conference = rows["child"].to_numpy(), cut(rows["conference"], day)
    year = council.referrals[council.referrals["enquiry"].between(day - YEAR, day)]
    plan = np.where(conference < OPEN, (rows["plan_from"] < OPEN).to_numpy(), None)
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "started_date": rows["enquiry"].to_numpy(),
            "conference_unnecessary": (rows["conference"] == OPEN).to_numpy(),
            "conference_date": conference,
            "plan_resulted": plan,
            "enquiries_in_12_months": count_between(
                year["child"].to_numpy(), year["enquiry"].to_numpy(), year["enquiry"].to_numpy() + 1, child, 0, day
            ),
            **holder_on(council, child, rows["enquiry"].to_numpy()),
        }
    )


def _children_in_need(council: Council, day: int) -> pd.DataFrame:
    all_of = council.referrals
    rows = all_of[~all_of["outcome"].isin(["nfa", "not_in_need"]) & (all_of["day"] <= day) & (all_of["end"] > day - SIX_MONTHS)]
    rows = rows[rows["end"] > rows["day"]]
    child, closed = rows["child"].to_numpy(), cut(rows["end"], day)
    status = np.select(
        [closed < OPEN, _open(rows, "care", day), _open(rows, "plan", day), rows["assessed"].to_numpy() > day],
        ["Closed episode", "Looked after child", "Child protection plan", "Open assessment"],
        "Child in need plan",
    )
    until = np.minimum(day, closed)
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "started_date": rows["day"].to_numpy(),
            "primary_need": council.people["primary_need"].to_numpy()[child],
            "last_seen_date": last_round(rows["day"].to_numpy() + 5, rows["need_every"].to_numpy(), until),
            "closed_date": closed,
            "reason_closed": np.where(closed < OPEN, rows["reason_closed"], ""),
            "case_status": status,
            **holder_on(council, child, until - (closed < OPEN)),
        }
    )


def _open(rows: pd.DataFrame, what: str, day: int) -> np.ndarray:
    return ((rows[f"{what}_from"] <= day) & (rows[f"{what}_to"] > day)).to_numpy()


def _child_protection_plans(council: Council, day: int) -> pd.DataFrame:
    planned = council.referrals[council.referrals["plan_from"] < OPEN]
    planned = planned.assign(earlier=planned.groupby("child").cumcount())
    rows = planned[(planned["plan_from"] <= day) & (planned["plan_to"] > day - SIX_MONTHS)]
    child, ended, start = rows["child"].to_numpy(), cut(rows["plan_to"], day), rows["plan_from"].to_numpy()
    until = np.minimum(day, ended)
    late = rows["plan_every"].to_numpy() % 20
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "started_date": start,
            "category_initial": rows["category"].to_numpy(),
            "category_latest": np.where(until - start > 120, rows["latest_category"], rows["category"]),
            "last_visit_date": last_round(start + 3, rows["plan_every"].to_numpy(), until),
            "seen_alone": rows["alone"].to_numpy(),
            "last_conference_date": last_round(start + FIRST_CONFERENCE_DAYS - 10 + late, CONFERENCE_DAYS + late, until),
            "ended_date": ended,
            "previous_plans": rows["earlier"].to_numpy(),
            **holder_on(council, child, until - (ended < OPEN)),
        }
    )


def _children_looked_after(council: Council, day: int) -> pd.DataFrame:
    periods = council.periods
    rows = periods[(periods["start"] <= day) & (periods["end"] > day - SIX_MONTHS)]
    period, child, ceased = rows.index.to_numpy(), rows["child"].to_numpy(), cut(rows["end"], day)
    until = np.minimum(day, ceased)
    inside = until - (ceased < OPEN)
    spells, episodes, missing = council.placements, council.episodes, council.missing
    placed = row_on(*(spells[name].to_numpy() for name in ("period", "start", "end")), period, inside)
    episode = row_on(*(episodes[name].to_numpy() for name in ("period", "start", "end")), period, inside)
    last = episodes.drop_duplicates("period", keep="last").set_index("period")["reason_ended"].reindex(period).to_numpy()
    gone = {
        kind: missing[(missing["kind"] == kind) & (missing["start"] <= day) & (missing["start"] > day - YEAR)]["period"].to_numpy()
        for kind in "MA"
    }
    moves = count_between(*(spells[name].to_numpy() for name in ("period", "start", "end")), period, day - YEAR, day)
    reviews = council.reviews
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "started_date": rows["start"].to_numpy(),
            "category_of_need": episodes["category_of_need"].to_numpy()[episode],
            "legal_status": episodes["legal_status"].to_numpy()[episode],
            "last_review_date": latest_on(reviews["period"].to_numpy(), reviews["day"].to_numpy(), period, until),
            "last_visit_date": last_round(rows["start"].to_numpy() + 4, rows["visit_every"].to_numpy(), until),
            "last_health_assessment_date": last_round(rows["health_from"].to_numpy(), rows["health_every"].to_numpy(), until),
            "last_dental_check_date": last_round(rows["dental_from"].to_numpy(), rows["dental_every"].to_numpy(), until),
            "placements_in_12_months": moves,
            "ceased_date": ceased,
            "reason_ceased": np.where(ceased < OPEN, last, None),
            "placement_started_date": spells["start"].to_numpy()[placed],
            "placement_type": placement_code(spells["placement_type"].to_numpy()[placed], day),
            "placement_provider": spells["placement_provider"].to_numpy()[placed],
            "placement_location": np.where(spells["outside"].to_numpy()[placed], "Outside the area", "Inside the area"),
            "missing_episodes": pd.Series(gone["M"]).value_counts().reindex(period).fillna(0).astype(int).to_numpy(),
            "absences": pd.Series(gone["A"]).value_counts().reindex(period).fillna(0).astype(int).to_numpy(),
            **holder_on(council, child, inside),
        }
    )


def _care_leavers(council: Council, day: int) -> pd.DataFrame:
    left = council.leavers[(council.leavers["start"] <= day) & (council.leavers["end"] > day)]
    cared = council.periods[(council.periods["start"] <= day - 91) & (council.periods["end"] > day)]
    eligible = cared[birthday(cared["born"].to_numpy(), 16) <= day]
    child = np.concatenate([left["child"].to_numpy(), eligible["child"].to_numpy()])
    people = council.people
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "eligibility": np.repeat(["Former relevant", "Eligible"], [len(left), len(eligible)]),
            "in_touch": np.where(people["in_touch"].to_numpy()[child], "Yes", "No"),
            "accommodation": people["accommodation"].to_numpy()[child],
            "accommodation_suitable": people["suitable"].to_numpy()[child],
            "activity": people["activity"].to_numpy()[child],
            **holder_on(council, child, np.full(len(child), day)),
        }
    ).drop_duplicates("child_id")


def _adoptions(council: Council, day: int) -> pd.DataFrame:
    placed, orders = _for_adoption(council, day)
    child = placed["child"].to_numpy()
    order = orders.reindex(placed["period"]).fillna(OPEN).to_numpy().astype(np.int64)
    order = np.where(order < OPEN, order, placed["start"])
    return pd.DataFrame(
        {
            **_who(council, child, day),
            "entered_care_date": council.periods["start"].to_numpy()[placed["period"]],
            "adoption_decided_date": order,
            "placement_order_date": order,
            "matched_date": cut(placed["start"] - 12, day),
            "placed_date": cut(placed["start"], day),
            "adoption_order_date": cut(placed["end"], day),
        }
    ).drop_duplicates("child_id")


def _for_adoption(council: Council, day: int) -> tuple[pd.DataFrame, pd.Series]:
    """Placements for adoption of children whose plan it is on a day or was in the year before, and the day of the order by period."""
    orders = council.episodes[council.episodes["legal_status"] == "E1"].groupby("period")["start"].min()
    placed = council.placements[council.placements["kind"] == "A6"]
    decided = placed["period"].map(orders).fillna(placed["start"])
    return placed[(decided <= day) & (placed["end"] > day - YEAR)], orders


def _adopters(council: Council, day: int) -> pd.DataFrame:
    """One adopter a child who is or will be placed: each went through both stages before."""
    placed, _ = _for_adoption(council, day)
    placed = placed[placed["start"] - 60 <= day]
    start = placed["start"].to_numpy()
    return pd.DataFrame(
        {
            "adopter_id": identifiers(ADOPTER, placed["period"].to_numpy()),
            "enquired_date": start - 400,
            "stage_1_started_date": start - 340,
            "stage_1_ended_date": start - 280,
            "stage_2_started_date": start - 275,
            "stage_2_ended_date": start - 165,
            "approved_date": start - 160,
            "matched_date": cut(start - 12, day),
            "placed_date": cut(start, day),
            "left_date": np.full(len(placed), OPEN),
        }
    )
