"""The returns of a year or a day: children looked after, the workforce, the register of carers."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.annex_a import placement_code
from analysis.ingest.made_up_council.chance import OPEN, birthday, day_year, financial_year_end
from analysis.ingest.made_up_council.council import Council
from analysis.ingest.made_up_council.printed import CHILD, HOUSEHOLD, WORKER, cut, identifiers
from analysis.ingest.made_up_council.workers import newly_qualified_on

NO_PUPIL_NUMBER = "UN1"
LEAVERS_LISTED_DAYS = 365
OTHER_COUNCIL = "Outside England"
"""Where carers live who live elsewhere: no real council is named."""


def ssda903(council: Council, year_end: int) -> dict[str, pd.DataFrame]:
    """Fields of each list of the return of children looked after, for the year that ends on a 31 March."""
    return children_looked_after(council, year_end - 364 - _is_leap(year_end), year_end)


def children_looked_after(council: Council, start: int, year_end: int) -> dict[str, pd.DataFrame]:
    """Fields of each list of the return of children looked after, for the days from one to another."""
    periods, people = council.periods, council.people
    cared = periods[(periods["start"] <= year_end) & (periods["end"] >= start)]
    child = cared["child"].drop_duplicates().sort_values().to_numpy()
    asylum = child[people["unaccompanied"].to_numpy()[child]]
    adult = birthday(people["born"].to_numpy()[asylum], 18)
    born = people["born"].to_numpy()
    lists = {
        "header": pd.DataFrame(
            {
                "child_id": identifiers(CHILD, child),
                "sex": people["sex"].to_numpy()[child],
                "birth_date": born[child],
                "ethnicity": people["ethnicity"].to_numpy()[child],
                "unique_pupil_number": NO_PUPIL_NUMBER,
                "mother": False,
                "first_child_birth_date": "",
            }
        ),
        "episodes": _episodes(council, start, year_end),
        "uasc": pd.DataFrame(
            {
                "child_id": identifiers(CHILD, asylum),
                "sex": people["sex"].to_numpy()[asylum],
                "birth_date": born[asylum],
                "ended_date": cut(adult, year_end),
            }
        ),
    }
    missing = council.missing[(council.missing["start"] <= year_end) & (council.missing["end"] >= start)]
    lists["missing"] = _of_child(
        missing["child"], born, kind=missing["kind"], started_date=missing["start"], ended_date=cut(missing["end"], year_end)
    )
    reviews = council.reviews[council.reviews["day"].between(start, year_end)]
    lists["reviews"] = _of_child(reviews["child"], born, review_date=reviews["day"], participation=reviews["participation"])
    lists["social_worker_episodes"] = _worker_episodes(council, cared, born, start, year_end)
    return lists


def _is_leap(year_end: int) -> int:
    return int(day_year(year_end) % 4 == 0)


def _of_child(child: pd.Series, born: np.ndarray, **fields) -> pd.DataFrame:
    numbers = child.to_numpy()
    rows = {"child_id": identifiers(CHILD, numbers), "birth_date": born[numbers]}
    return pd.DataFrame(rows | {name: np.asarray(values) for name, values in fields.items()})


def _episodes(council: Council, start: int, year_end: int) -> pd.DataFrame:
    episodes = council.episodes
    rows = episodes[(episodes["start"] <= year_end) & (episodes["end"] >= start)]
    ended = cut(rows["end"], year_end)
    over, spells = ended < OPEN, council.placements.loc[rows["placement"]]
    number = rows["placement"].to_numpy()
    bought = spells["placement_provider"].isin(["PR4", "PR5"]).to_numpy()
    # ZZ is no postcode area, so that no address is anybody's.
    outside = np.where(spells["outside"], "ZY", "ZZ")
    return pd.DataFrame(
        {
            "child_id": identifiers(CHILD, rows["child"].to_numpy()),
            "started_date": rows["start"].to_numpy(),
            "reason_started": rows["reason_started"].to_numpy(),
            "legal_status": rows["legal_status"].to_numpy(),
            "category_of_need": rows["category_of_need"].to_numpy(),
            "placement_type": placement_code(spells["placement_type"].to_numpy(), year_end),
            "placement_provider": spells["placement_provider"].to_numpy(),
            "ended_date": ended,
            "reason_ended": np.where(over, rows["reason_ended"], None),
            "reason_place_changed": np.where(over, rows["reason_place_changed"], None),
            "home_postcode_area": [f"ZZ{1 + child % 9} 1AA" for child in rows["child"]],
            "placement_postcode_area": [f"{area}{1 + place % 9} 2AA" for area, place in zip(outside, number, strict=True)],
            "placement_urn": np.where(bought, [f"MADEUP{place % 400:04d}" for place in number], ""),
        }
    )


def _worker_episodes(council: Council, cared: pd.DataFrame, born: np.ndarray, start: int, year_end: int) -> pd.DataFrame:
    """Time for which each worker had a child in care, within the care."""
    held = council.allocations[council.allocations["kind"] != "leaving"]
    both = held.merge(cared[["child", "start", "end"]], on="child", suffixes=("", "_care"))
    begin = np.maximum(both["start"], both["start_care"])
    until = np.minimum(both["end"], both["end_care"])
    rows = both.assign(begin=begin, until=until)
    rows = rows[(rows["until"] > rows["begin"]) & (rows["begin"] <= year_end) & (rows["until"] >= start)]
    rows = rows.sort_values(["child", "begin"], kind="stable")
    ended = cut(rows["until"], year_end)
    left = set(zip(council.workers["worker"], council.workers["end"], strict=True))
    leaves = np.array([pair in left for pair in zip(rows["worker"], rows["until"], strict=True)], dtype=bool)
    reason = np.where(ended == OPEN, None, np.where(leaves, "LEFTRL", "MANAGE"))
    return _of_child(
        rows["child"],
        born,
        worker_id=identifiers(WORKER, rows["worker"].to_numpy()),
        started_date=rows["begin"],
        ended_date=ended,
        reason=reason,
    )


def workforce(council: Council, day: int) -> dict[str, pd.DataFrame]:
    """Fields of the list of workers on a day: those in post, and those who left in the year before."""
    workers = council.workers
    rows = workers[(workers["start"] <= day) & (workers["end"] > day - LEAVERS_LISTED_DAYS)]
    return {
        "workers": pd.DataFrame(
            {
                "worker_id": identifiers(WORKER, rows["worker"].to_numpy()),
                "team": rows["team"].to_numpy(),
                "role": rows["role"].to_numpy(),
                "fte": rows["fte"].to_numpy(),
                "agency": rows["agency"].to_numpy(),
                "newly_qualified": newly_qualified_on(rows, day),
                "started_date": rows["start"].to_numpy(),
                "ended_date": cut(rows["end"], day),
            }
        )
    }


def census(council: Council, day: int) -> dict[str, pd.DataFrame]:
    """Fields of the workforce census on a 30 September: social workers of the year to it, with their cases on the day, and the vacancies."""
    workers = council.workers[council.workers["role"] != "Personal adviser"]
    rows = workers[(workers["start"] <= day) & (workers["end"] > day - 365)]
    held = council.allocations[(council.allocations["start"] <= day) & (council.allocations["end"] > day)]
    cases = held["worker"].value_counts().reindex(rows["worker"]).fillna(0).astype(int).to_numpy()
    here = (rows["end"] > day).to_numpy()
    roles = {"Team manager": "3", "Senior practitioner": "4", "Social worker": "5"}
    number = rows["worker"].to_numpy()
    now = rows[here]
    posts = council.workers.loc[council.workers["kind"] != "leaving", "post"].nunique()
    return {
        "workers": pd.DataFrame(
            {
                "agency": np.where(rows["agency"], "1", "0"),
                "worker_id": identifiers(WORKER, number),
                "fte": rows["fte"].to_numpy(),
                "role": rows["role"].map(roles).fillna("6").to_numpy(),
                "role_started_date": rows["start"].to_numpy(),
                "role_ended_date": cut(rows["end"], day),
                "fte_on_30_september": np.where(here, rows["fte"], 0.0),
                "cases_on_30_september": np.where(here, cases, 0),
                # Most lose a few days of the 253 worked, some far more.
                "working_days_lost": np.where(number % 9 == 0, 41, number % 6 + 2) * 1.0,
                "absent_on_30_september": number % 31 == 0,
            }
        ),
        "vacancies": pd.DataFrame(
            {
                "vacancies_fte": [float(max(0, posts - int((~now["agency"]).sum())))],
                "agency_workers_fte": [float(now.loc[now["agency"], "fte"].sum())],
                "agency_workers": [int(now["agency"].sum())],
            }
        ),
    }


def carers(council: Council, day: int) -> dict[str, pd.DataFrame]:
    """Fields of the register of carers and the stays, as they stand on a day."""
    homes, stays = council.carers.households, council.carers.stays
    known = homes[homes["approved"] <= day]
    stays = stays[(stays["start"] <= day) & stays["household"].isin(known.index) & (stays["end"] > council.first)]
    billing = np.array(council.billing, dtype=object)[(known["district"] * len(council.billing)).astype(int)]
    break_start = cut(known["break_start"], day)
    return {
        "households": pd.DataFrame(
            {
                "household_id": identifiers(HOUSEHOLD, known.index.to_numpy()),
                "approval_started_date": known["approved"].to_numpy(),
                "approval_type": known["approval_type"].to_numpy(),
                "approval_ended_date": cut(known["ended"], day),
                "approved_places": known["places"].to_numpy(),
                "standards_met": known["standards_met"].to_numpy(),
                "billing_authority": np.where(known["at_home"], billing, OTHER_COUNCIL),
                "council_tax_band": known["council_tax_band"].to_numpy(),
                "existing_discount_pct": known["existing_discount"].astype(float).to_numpy(),
                "transferred_from_agency": known["from_agency"].to_numpy(),
                "break_started_date": break_start,
                "break_ended_date": np.where(break_start < OPEN, cut(known["break_end"], day), OPEN),
            }
        ),
        "stays": pd.DataFrame(
            {
                "household_id": identifiers(HOUSEHOLD, stays["household"].to_numpy()),
                "child_id": identifiers(CHILD, stays["child"].to_numpy()),
                "started_date": stays["start"].to_numpy(),
                "ended_date": cut(stays["end"], day),
                "stay_type": stays["stay_type"].to_numpy(),
                "placing_authority": council.name,
            }
        ),
    }


def return_years(council: Council) -> list[int]:
    """Ends of the financial years that the council's files are of."""
    ends, day = [], council.first
    while day <= council.last:
        ends.append(financial_year_end(day))
        day = ends[-1] + 1
    return ends
