"""Children in care: placements that follow one another, legal statuses, and the episodes that both make."""

import numpy as np
import pandas as pd

from analysis.ingest.made_up_council.calibration import Calibration
from analysis.ingest.made_up_council.chance import DAYS_A_YEAR, OPEN, drawn, exponential_days

MOST_PLACEMENTS = 40
LAST_STEP_DAYS = 6
"""A placement is not followed by one of fewer days than this at the end of care."""
KINDS = {
    "U3": ("U3", "PR1"), "U1": ("U1", "PR1"), "U6I": ("U6", "PR1"), "U4I": ("U4", "PR1"), "U6A": ("U6", "PR4"), "U4A": ("U4", "PR4"),
    "K2": ("K2", "PR4"), "K1": ("K1", "PR2"), "K3": ("K3", "PR4"), "P1": ("P1", "PR0"), "R2": ("R2", "PR3"), "R3": ("R3", "PR4"),
    "R5": ("R5", "PR3"), "A6": ("A6", "PR1"),
}  # fmt: skip
"""Code of the placement and of its provider, by the kind that it is drawn as."""
LONG_TERM = {"U3": "U1", "U6I": "U4I", "U6A": "U4A"}
OTHER_PROVIDERS = {"PR4": ("PR5", 0.12)}
"""Share of placements of one provider that another has."""


def care_periods(referrals: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Periods of care, one row each: ``child``, ``start``, ``end``, ``born``, ``unaccompanied``."""
    periods = referrals.loc[referrals["care_from"] < OPEN, ["child", "care_from", "care_to", "outcome"]]
    periods = periods.rename(columns={"care_from": "start", "care_to": "end"}).reset_index(drop=True)
    child = periods["child"].to_numpy()
    return periods.assign(born=people["born"].to_numpy()[child], unaccompanied=people["unaccompanied"].to_numpy()[child])


def placements_of(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame) -> pd.DataFrame:
    """Placements of each period of care, one after another without a gap.

    Returns
    -------
    pandas.DataFrame
        ``period``, ``child``, ``start``, ``end``, ``kind`` (of ``KINDS``), ``placement_type``, ``placement_provider``, ``outside``,
        ``reason_moved`` where another follows.
    """
    adopted_from = _adoptions(generator, figures, periods)
    period, start = np.arange(len(periods)), periods["start"].to_numpy()
    born, final = periods["born"].to_numpy(), np.minimum(periods["end"].to_numpy(), adopted_from)
    alone = periods["unaccompanied"].to_numpy()
    rounds = []
    for turn in range(MOST_PLACEMENTS):
        kind = _kinds(generator, figures, (start - born[period]) / DAYS_A_YEAR, alone[period])
        end = start + _lengths(generator, figures, kind, turn)
        # From 16 on a young person who has been with carers may move towards independence.
        end = np.where((end > final[period] - LAST_STEP_DAYS) | (turn == MOST_PLACEMENTS - 1), final[period], end)
        rounds.append(pd.DataFrame({"period": period, "start": start, "end": end, "kind": kind}))
        more = end < final[period]
        period, start = period[more], end[more]
        if not len(period):
            break
    adopted = np.flatnonzero(adopted_from < OPEN)
    ends = periods["end"].to_numpy()[adopted]
    rounds.append(pd.DataFrame({"period": adopted, "start": adopted_from[adopted], "end": ends, "kind": "A6"}))
    table = pd.concat(rounds, ignore_index=True)
    table = table[table["end"] > table["start"]].sort_values(["period", "start"], kind="stable", ignore_index=True)
    return _described(generator, figures, table, periods)


def _adoptions(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame) -> np.ndarray:
    """Day on which a child who leaves for adoption is placed for it; ``OPEN`` for the others."""
    age = (periods["end"] - periods["born"]).to_numpy() / DAYS_A_YEAR
    stay = (periods["end"] - periods["start"]).to_numpy()
    chosen = (age < 6) & (stay > 300) & (generator.random(len(periods)) < figures["care"]["adopted_of_stayers_under_5"])
    return np.where(chosen, periods["end"].to_numpy() - generator.integers(140, 260, len(periods)), OPEN)


def _kinds(generator: np.random.Generator, figures: Calibration, age: np.ndarray, alone: np.ndarray) -> np.ndarray:
    stated = figures["care"]["placement_by_age"]
    group = np.where(alone, 4, np.searchsorted([5, 10, 16], age, side="right"))
    names = ["0-4", "5-9", "10-15", "16-17", "unaccompanied"]
    kind = np.empty(len(age), dtype=object)
    for place, name in enumerate(names):
        chosen = group == place
        kind[chosen] = drawn(generator, stated[name], int(chosen.sum()))
    return kind


def _lengths(generator: np.random.Generator, figures: Calibration, kind: np.ndarray, turn: int) -> np.ndarray:
    care = figures["care"]
    means = pd.Series(kind).map(care["placement_days"]).fillna(400).to_numpy()
    short = generator.random(len(kind)) < (care["first_placement_short"] if turn == 0 else care["short_placement_later"])
    means = np.where(short, care["short_placement_days"], means)
    return 3 + exponential_days(generator, means, len(kind))


def _described(generator: np.random.Generator, figures: Calibration, table: pd.DataFrame, periods: pd.DataFrame) -> pd.DataFrame:
    care, count = figures["care"], len(table)
    kind = table["kind"].to_numpy()
    lasts = (table["end"] - table["start"]).to_numpy() > 2 * DAYS_A_YEAR
    settled = lasts & (generator.random(count) < 0.7)
    kind = np.where(settled, pd.Series(kind).replace(LONG_TERM).to_numpy(), kind)
    provider = np.array([KINDS[name][1] for name in kind], dtype=object)
    for usual, (other, share) in OTHER_PROVIDERS.items():
        provider = np.where((provider == usual) & (generator.random(count) < share), other, provider)
    outside = generator.random(count) < np.where(np.isin(kind, ["K2", "K1", "R5"]), 0.62, np.where(provider == "PR1", 0.22, 0.47))
    follows = table["period"].eq(table["period"].shift(-1)).to_numpy()
    reasons = np.where(follows, drawn(generator, care["reason_moved"], count), None)
    return table.assign(
        child=periods["child"].to_numpy()[table["period"]],
        kind=kind,
        placement_type=[KINDS[name][0] for name in kind],
        placement_provider=provider,
        outside=outside,
        reason_moved=np.where(np.roll(kind, -1) == "A6", np.where(follows, "CARPL", None), reasons),
    )


def episodes_of(
    generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame, placements: pd.DataFrame, needs: np.ndarray
) -> pd.DataFrame:
    """Episodes as the return has them: a new one where the placement, the legal status or both change.

    Parameters
    ----------
    needs
        Category of need by period.

    Returns
    -------
    pandas.DataFrame
        One row an episode; ``placement`` is the row of ``placements``.
    """
    legal = _legal_statuses(generator, figures, periods, placements)
    starts = placements.assign(placement=placements.index)[["period", "start", "placement"]]
    events = pd.concat([starts, legal], ignore_index=True).groupby(["period", "start"], as_index=False).first()
    moved, changed = events["placement"].notna(), events["legal_status"].notna()
    events["placement"] = events.groupby("period")["placement"].ffill().astype(np.int64)
    events["legal_status"] = events.groupby("period")["legal_status"].ffill()
    first = events["period"].ne(events["period"].shift())
    last = events["period"].ne(events["period"].shift(-1))
    end = np.where(last, periods["end"].to_numpy()[events["period"]], events["start"].shift(-1, fill_value=OPEN))
    # A change of placement alone, of status alone, or of both.
    reason = np.select([first, moved & changed, changed], ["S", "B", "L"], "P")
    ended = np.where(last, _reasons_ended(generator, periods, placements, events)[events["period"]], "X1")
    leaves = placements["reason_moved"].to_numpy()[events["placement"]]
    ends_placement = end == placements["end"].to_numpy()[events["placement"]]
    return events.assign(
        child=periods["child"].to_numpy()[events["period"]],
        end=end,
        reason_started=reason,
        reason_ended=ended,
        reason_place_changed=np.where(ends_placement & ~last, leaves, None),
        # A child who is looked after is in need, and N9 says that a case is of none.
        category_of_need=np.where(needs == "N9", "N8", needs)[events["period"]],
    )


def _legal_statuses(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame, placements: pd.DataFrame) -> pd.DataFrame:
    """Days on which a legal status begins: the first, then a full order or accommodation, and an order to place for adoption."""
    count, start, end = len(periods), periods["start"].to_numpy(), periods["end"].to_numpy()
    first = np.where(periods["unaccompanied"], "V2", drawn(generator, figures["care"]["legal_at_start"], count))
    soon = np.where(first == "L2", generator.integers(4, 8, count), generator.integers(150, 330, count))
    then = np.select([first == "L2", first == "C1", first == "J1"], ["C1", "C2", "V2"], None)
    rows = [pd.DataFrame({"period": np.arange(count), "start": start, "legal_status": first})]
    changes = pd.notna(then) & (start + soon < end - 1)
    rows.append(pd.DataFrame({"period": np.flatnonzero(changes), "start": (start + soon)[changes], "legal_status": then[changes]}))
    adopted = placements[placements["kind"] == "A6"]
    ordered = np.maximum(adopted["start"] - generator.integers(40, 120, len(adopted)), start[adopted["period"]] + 1)
    rows.append(pd.DataFrame({"period": adopted["period"], "start": ordered, "legal_status": "E1"}))
    table = pd.concat(rows, ignore_index=True).drop_duplicates(["period", "start"], keep="last")
    order_made = table[table["legal_status"] == "E1"].set_index("period")["start"]
    made = table["period"].map(order_made).fillna(OPEN)
    return table[(table["start"] <= made)]


def _reasons_ended(generator: np.random.Generator, periods: pd.DataFrame, placements: pd.DataFrame, events: pd.DataFrame) -> np.ndarray:
    """Why each period of care ended."""
    count = len(periods)
    last = placements.drop_duplicates("period", keep="last").set_index("period")["kind"].reindex(range(count)).to_numpy()
    age = (periods["end"] - periods["born"]).to_numpy() / DAYS_A_YEAR
    home = drawn(generator, {"E4A": 0.46, "E4B": 0.13, "E13": 0.12, "E46": 0.17, "E45": 0.05, "E41": 0.05, "E8": 0.02}, count)
    adult = drawn(generator, {"E5": 0.42, "E6": 0.12, "E7": 0.16, "E8": 0.3}, count)
    stays = np.isin(last, ["U6I", "U4I", "U3", "U1", "U6A", "U4A"]) & (generator.random(count) < 0.6)
    adult = np.where(stays, "E17", adult)
    return np.select([last == "A6", age >= 17.99], ["E12", adult], home)


def reviews_of(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Statutory reviews: within 20 working days, within three months of that, then within six of each; a few are late."""
    period = np.flatnonzero((periods["end"] > first - 400).to_numpy() & (periods["start"] <= last).to_numpy())
    end, born = np.minimum(periods["end"].to_numpy(), last + 1), periods["born"].to_numpy()
    when = periods["start"].to_numpy()[period]
    found = []
    for turn in range(60):
        least, most = ((18, 29), (70, 92), (150, 184))[min(turn, 2)]
        late = (generator.random(len(period)) < figures["care"]["reviews_late"]) * generator.integers(8, 70, len(period))
        when = when + generator.integers(least, most, len(period)) + late
        here = when < end[period]
        period, when = period[here], when[here]
        found.append(pd.DataFrame({"period": period, "day": when}))
        if not len(period):
            break
    table = pd.concat(found, ignore_index=True).sort_values(["period", "day"], kind="stable", ignore_index=True)
    child = periods["child"].to_numpy()[table["period"]]
    age = (table["day"].to_numpy() - born[table["period"]]) / DAYS_A_YEAR
    took_part = drawn(generator, {"PN1": 0.55, "PN2": 0.08, "PN3": 0.07, "PN4": 0.04, "PN5": 0.08, "PN6": 0.12, "PN7": 0.06}, len(table))
    return table.assign(child=child, participation=np.where(age < 4, "PN0", took_part))


def missing_of(generator: np.random.Generator, figures: Calibration, periods: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Times that children of ten and more in care were missing, or away without leave; none overlap."""
    start = np.maximum(np.maximum(periods["start"], periods["born"] + round(10 * DAYS_A_YEAR)), first).to_numpy()
    end = np.minimum(periods["end"], last).to_numpy()
    years = np.maximum(end - start, 0) / DAYS_A_YEAR
    # Who goes missing does so again: half of those who ever do would in any year.
    prone = generator.random(len(periods)) < figures["care"]["missing_of_children_over_10"] * 1.6
    each = figures["care"]["missing_episodes_each"] / 1.6
    count = np.where(prone, generator.poisson(each * generator.gamma(1.0, 1.0, len(periods)) * years), 0)
    period = np.repeat(np.arange(len(periods)), count)
    day = start[period] + np.floor(generator.random(len(period)) * np.maximum(end[period] - start[period], 1)).astype(np.int64)
    length = drawn(generator, {"0": 0.42, "1": 0.38, "2": 0.12, "4": 0.05, "9": 0.03}, len(period)).astype(np.int64)
    table = pd.DataFrame({"period": period, "start": day, "end": np.minimum(day + length, end[period])})
    table = table.sort_values(["period", "start", "end"], kind="stable", ignore_index=True)
    reached = table.groupby("period")["end"].cummax().groupby(table["period"]).shift()
    table = table[~(table["start"] <= reached)].reset_index(drop=True)
    kind = np.where(generator.random(len(table)) < 0.86, "M", "A")
    return table.assign(kind=kind, child=periods["child"].to_numpy()[table["period"]])
