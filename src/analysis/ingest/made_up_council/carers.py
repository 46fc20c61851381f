"""The council's own foster carers: each of its foster placements is a stay with one of its households."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, birthday, drawn

IN_HOUSE = ("U3", "U1", "U6I", "U4I")
RELATIVES = ("U3", "U1")
REGULATION_24_DAYS = 112
"""Days for which a relative may foster before approval."""


@dataclass(frozen=True)
class Carers:
    """Households one row each; stays of children, ``placement`` being a row of the placements, or -1."""

    households: pd.DataFrame
    stays: pd.DataFrame


def carers_of(
    generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame, placements: pd.DataFrame, first: int, last: int
) -> Carers:
    """Households for every placement with the council's own carers that touches the years from ``first`` to ``last``.

    A child in care with one household may have respite with another; a young person who turns 18 may stay on.
    """
    own = placements[placements["kind"].isin(IN_HOUSE) & (placements["end"] > first) & (placements["start"] <= last)]
    own = own.sort_values(["start", "child"], kind="stable")
    stays, households = _housed(generator, figures, own)
    stays = pd.concat(
        [
            stays,
            _respite(generator, figures, stays, households, first, last),
            _staying_put(generator, figures, stays, periods, placements, last),
        ],
        ignore_index=True,
    )
    households = _described(generator, figures, households, stays, last)
    return Carers(households, stays.sort_values(["household", "start", "child"], kind="stable", ignore_index=True))


def _housed(generator: np.random.Generator, figures: Calibration, own: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each placement goes to a household that has had room, or to a new one; a relative's household is a child's own."""
    places = drawn(generator, figures["carers"]["places"], len(own)).astype(int)
    leads = generator.integers(20, 500, len(own))
    picks = generator.random(len(own))
    free_from: list[list[int]] = []
    rows, households = [], []
    open_to = []
    for number, row in enumerate(own[["child", "start", "end", "kind"]].itertuples()):
        relative = row.kind in RELATIVES
        room = [] if relative else [one for one in open_to if min(free_from[one]) <= row.start]
        if room:
            chosen = room[int(picks[number] * len(room))]
        else:
            chosen, beds = len(households), 1 if relative else int(places[number])
            households.append((relative, row.start if relative else row.start - leads[number], beds))
            free_from.append([0] * beds)
            if not relative:
                open_to.append(chosen)
        slot = free_from[chosen].index(min(free_from[chosen]))
        free_from[chosen][slot] = row.end
        rows.append((chosen, row.child, row.start, row.end, row.Index))
    stays = pd.DataFrame(rows, columns=["household", "child", "start", "end", "placement"], dtype=np.int64)
    stays["stay_type"] = "Placement"
    return stays, pd.DataFrame(households, columns=["relative", "approved", "places"])


def _respite(
    generator: np.random.Generator, figures: Calibration, stays: pd.DataFrame, households: pd.DataFrame, first: int, last: int
) -> pd.DataFrame:
    """Short stays with households that give respite alone, within a child's stay elsewhere; these households are added."""
    own = int((~households["relative"]).sum())
    count = max(1, round(own * figures["carers"]["respite_households"]))
    known = len(households)
    for number in range(count):
        households.loc[known + number] = [False, first - 100 - int(generator.integers(0, 900)), 1]
    long = stays[(np.minimum(stays["end"], last) - np.maximum(stays["start"], first)) > 60]
    visits = round(count * figures["carers"]["respite_stays_a_year"] * (last - first) / DAYS_A_YEAR)
    chosen = long.iloc[generator.integers(0, len(long), visits if len(long) else 0)]
    begin, until = np.maximum(chosen["start"], first).to_numpy(), np.minimum(chosen["end"], last).to_numpy()
    start = begin + 10 + np.floor(generator.random(len(chosen)) * (until - begin - 40)).astype(np.int64)
    end = start + generator.integers(3, 15, len(chosen))
    table = pd.DataFrame({"child": chosen["child"].to_numpy(), "start": start, "end": end, "placement": -1, "stay_type": "Respite"})
    table = table.sort_values(["start", "child"], kind="stable", ignore_index=True)
    table["household"] = known + np.arange(len(table)) % count
    # A household has one child at a time, and a child is in one household for respite at a time.
    for whose in ("household", "child"):
        reached = table.groupby(whose)["end"].cummax().groupby(table[whose]).shift()
        table = table[~(table["start"] <= reached)]
    return table


def _staying_put(
    generator: np.random.Generator, figures: Calibration, stays: pd.DataFrame, periods: pd.DataFrame, placements: pd.DataFrame, last: int
) -> pd.DataFrame:
    """Young people who stay on with their carers after their 18th birthday."""
    period = placements["period"].to_numpy()[stays["placement"]]
    adult = birthday(periods["born"].to_numpy()[period], 18)
    grown = (stays["end"].to_numpy() >= adult) & (stays["end"].to_numpy() < last - 1)
    chosen = stays[grown & (generator.random(len(stays)) < figures["carers"]["staying_put"])]
    length = generator.integers(60, 900, len(chosen))
    return chosen.assign(start=chosen["end"], end=chosen["end"].to_numpy() + length, placement=-1, stay_type="Staying put")


def _described(
    generator: np.random.Generator, figures: Calibration, households: pd.DataFrame, stays: pd.DataFrame, last: int
) -> pd.DataFrame:
    """Households as a register has them: kind of approval, end, breaks, home."""
    stated, count = figures["carers"], len(households)
    own = stays[stays["stay_type"] != "Staying put"]
    until = own.groupby("household")["end"].max().reindex(range(count)).fillna(0).to_numpy().astype(np.int64)
    begin = own.groupby("household")["start"].min().reindex(range(count)).fillna(OPEN).to_numpy().astype(np.int64)
    respite = ~own[own["stay_type"] == "Placement"].groupby("household").size().reindex(range(count)).notna().to_numpy()
    relative = households["relative"].to_numpy()
    ends = (until <= last - 40) & (relative | (generator.random(count) < 0.25)) & ~respite
    ended = np.where(ends, until + generator.integers(0, 40, count), OPEN)
    # A break starts where the last child has left and the household is still approved.
    rests = (until <= last - 60) & ~ends & (generator.random(count) < 0.4)
    break_start = np.where(rests, until + generator.integers(5, 40, count), OPEN)
    break_end = np.where(rests & (generator.random(count) < 0.5), break_start + generator.integers(5, 120, count), OPEN)
    temporary = relative & (ended == OPEN) & (begin > last - REGULATION_24_DAYS)
    came = (generator.random(count) < stated["from_agency"]) & ~relative & ~respite
    approved = np.where(came, np.minimum(begin + 150, np.minimum(until, last) - 1), households["approved"].to_numpy())
    kind = np.select([temporary, relative, respite], ["Temporarily approved Regulation 24", "Connected person", "Respite"], "Mainstream")
    return households.assign(
        approved=np.minimum(approved, begin + round(DAYS_A_YEAR)),
        approval_type=kind,
        ended=np.where(came & (until <= approved), OPEN, ended),
        standards_met=generator.random(count) < stated["standards_met"],
        at_home=generator.random(count) < stated["lives_in_area"],
        district=generator.random(count),
        council_tax_band=drawn(generator, stated["council_tax_band"], count),
        existing_discount=drawn(generator, stated["existing_discount"], count),
        from_agency=came,
        break_start=break_start,
        break_end=np.where(break_end <= last, break_end, OPEN),
    )
