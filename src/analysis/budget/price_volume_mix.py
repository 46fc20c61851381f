"""Why placements cost other than was budgeted: price, uplift, volume and mix, with types that are new or ended on lines of their own."""

import numpy as np
import pandas as pd

PARTS = ["price_gbp", "uplift_gbp", "volume_gbp", "mix_gbp", "new_gbp", "ended_gbp"]
LINE = "placement_line"


def price_volume_mix(base: pd.DataFrame, now: pd.DataFrame, uplift_pct: float = 0.0) -> pd.DataFrame:
    """Parts of the difference in cost between two states of placements, by line; more expensive is positive.

    Over lines i with weeks in both, P price per week, V weeks, P̄ the average price of the base: price is (P_now,i − P_base,i) × V_now,i, of which
    ``uplift_gbp`` is what a raise of all prices by a rate comes to; mix is (V_now,i − ΣV_now × share_base,i) × (P_base,i − P̄); volume is what
    is left of each line, and (ΣV_now − ΣV_base) × P̄ in all. A line with weeks in one state alone is new or ended, and its whole cost is its
    own part.

    Parameters
    ----------
    base, now
        One row per ``placement_line``: ``weeks``, ``cost_gbp``.
    uplift_pct
        Rise of prices that was agreed for everyone between the two, in per cent of the base's.

    Returns
    -------
    pandas.DataFrame
        One row per line of either: ``placement_line``, ``base_weeks``, ``base_gbp``, ``now_weeks``, ``now_gbp``, ``PARTS``, ``difference_gbp``. All money
        to the penny; the parts of each line come to its difference exactly.

    >>> base = pd.DataFrame({"placement_line": ["A"], "weeks": [10.0], "cost_gbp": [1000.0]})
    >>> now = pd.DataFrame({"placement_line": ["A"], "weeks": [12.0], "cost_gbp": [1320.0]})
    >>> price_volume_mix(base, now)[["price_gbp", "volume_gbp", "mix_gbp", "difference_gbp"]].iloc[0].tolist()
    [120.0, 200.0, 0.0, 320.0]
    """
    table = _side_by_side(base, now)
    weeks, cost = ({side: table[f"{side}_{unit}"].to_numpy() for side in ("base", "now")} for unit in ("weeks", "gbp"))
    both = (weeks["base"] > 0) & (weeks["now"] > 0)
    difference = cost["now"] - cost["base"]
    price = np.divide(cost["base"], weeks["base"], out=np.zeros(len(table)), where=both)
    then, today = (np.where(both, weeks[side], 0.0) for side in ("base", "now"))
    share = then / then.sum() if both.any() else then
    average = float((price * share).sum())
    uplift = price * today * uplift_pct / 100
    table["price_gbp"] = _to_the_penny(np.where(both, cost["now"] - price * today - uplift, 0.0))
    table["uplift_gbp"] = _to_the_penny(uplift)
    table["mix_gbp"] = _to_the_penny((today - today.sum() * share) * (price - average))
    table["new_gbp"] = np.where(~both & (weeks["base"] <= 0), difference, 0.0)
    table["ended_gbp"] = np.where(~both & (weeks["base"] > 0), difference, 0.0)
    # What is left of a line is its volume; over all lines that is the change in weeks at the average price.
    others = ["price_gbp", "uplift_gbp", "mix_gbp", "new_gbp", "ended_gbp"]
    table["volume_gbp"] = difference - table[others].sum(axis="columns")
    table["difference_gbp"] = difference
    money = [*PARTS, "difference_gbp"]
    table[money] = table[money].round(2) + 0.0
    return table[[LINE, "base_weeks", "base_gbp", "now_weeks", "now_gbp", *money]]


def _side_by_side(base: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    sides = [
        table.groupby(LINE, sort=False)[["weeks", "cost_gbp"]].sum().set_axis([f"{side}_weeks", f"{side}_gbp"], axis="columns")
        for side, table in (("base", base), ("now", now))
    ]
    both = pd.concat(sides, axis="columns").fillna(0.0)
    both[["base_gbp", "now_gbp"]] = both[["base_gbp", "now_gbp"]].round(2)
    return both.rename_axis(LINE).reset_index()


def _to_the_penny(amounts: np.ndarray) -> np.ndarray:
    """Amounts to the penny that come to their sum to the penny: what rounding leaves goes on to the next."""
    return np.diff(np.round(np.cumsum(amounts), 2), prepend=0.0)


def total_of_parts(lines: pd.DataFrame) -> pd.DataFrame:
    """The same in all: one row with the sums of weeks, costs and parts, to the penny."""
    return lines.drop(columns=LINE).sum().round(2).to_frame().T.assign(**{LINE: "All placements"})


def steps_of_parts(lines: pd.DataFrame, names: dict[str, str], start: str, end: str) -> pd.DataFrame:
    """The bridge from the base to now: a step for each part, and for each line that is new or ended, in GBP million.

    Parameters
    ----------
    lines
        As ``price_volume_mix`` gives them.
    names
        Name of the step of each of price, uplift, volume and mix, by its column.
    start, end
        Names of the two ends.

    Returns
    -------
    pandas.DataFrame
        One row per step, as a bridge is drawn: ``step``, ``step_kind``, ``amount_gbp_m``, ``running_total_gbp_m``; parts of nothing are no steps.
    """
    sums = lines[list(names)].sum().round(2)
    steps = [(names[part], amount) for part, amount in sums.items() if amount]
    for part, word in (("new_gbp", "new"), ("ended_gbp", "ended")):
        steps += [(f"{row[LINE]} ({word})", row[part]) for _, row in lines[lines[part] != 0].iterrows()]
    ends = [lines[side].sum() for side in ("base_gbp", "now_gbp")]
    rows = [(start, "total", ends[0]), *((name, "change", amount) for name, amount in steps), (end, "total", ends[1])]
    table = pd.DataFrame(rows, columns=["step", "step_kind", "amount_gbp_m"])
    table["amount_gbp_m"] = (table["amount_gbp_m"] / 1_000_000).round(8)
    running = table["amount_gbp_m"].cumsum()
    running.iloc[-1] = table["amount_gbp_m"].iloc[-1]
    return table.assign(running_total_gbp_m=running.round(8))


def agreed_uplift_pct(before: pd.DataFrame, after: pd.DataFrame) -> float:
    """Rise of prices of placements that go on across a day, in per cent: the median of theirs, which one dear child does not move.

    Parameters
    ----------
    before, after
        Price spells that ended on the day and that began on it: ``child_id``, ``placement_line``, ``price_gbp_per_week``.

    Returns
    -------
    float
        0 where none goes on.
    """
    pairs = before.merge(after, on=["child_id", LINE], suffixes=("_before", "_after"))
    pairs = pairs[pairs["price_gbp_per_week_before"] > 0]
    changes = pairs["price_gbp_per_week_after"] / pairs["price_gbp_per_week_before"] - 1
    return float(changes.median() * 100) if len(changes) else 0.0
