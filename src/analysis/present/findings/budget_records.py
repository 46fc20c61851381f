"""Sentences of the budget page on placements, from records: why their cost moved, and what it will come to."""

import pandas as pd

from analysis.budget.price_volume_mix import PARTS
from analysis.disclosure.release import Released
from analysis.periods import Quarter
from analysis.present.wording import in_sentence, listing, millions, number, per_cent, pounds

PART_NAMES = {
    "price_gbp": "Price",
    "uplift_gbp": "Uplift on 1 April",
    "volume_gbp": "Volume: more or fewer weeks",
    "mix_gbp": "Mix: dearer or cheaper kinds",
}
_MEANINGS = {
    "price_gbp": ("higher prices", "lower prices"),
    "uplift_gbp": ("the uplift of 1 April", "the cut of prices on 1 April"),
    "volume_gbp": ("more weeks", "fewer weeks"),
    "mix_gbp": ("dearer kinds of placement", "cheaper kinds of placement"),
    "new_gbp": ("kinds of placement that are new", "kinds of placement that are new"),
    "ended_gbp": ("kinds of placement that ended", "kinds of placement that ended"),
}
_OPENED = {
    "price_gbp": "Price, the change in price for the weeks now",
    "uplift_gbp": "Uplift of 1 April, for the weeks now",
    "mix_gbp": "Mix, weeks beyond its share before times how much dearer it was than the average",
    "volume_gbp": "Volume, the rest of its difference",
    "new_gbp": "New: it had no weeks before",
    "ended_gbp": "Ended: it has no weeks any more",
}
FORECAST_PARTS = {"spent_gbp": "spent so far", "committed_gbp": "committed in open placements", "to_come_gbp": "still to begin"}
OPEN_LINES = "Open a kind of placement to see what is in its difference:"
_COMPARED = {
    "budget_to_forecast": ("their budget", "From the budget of placements to the forecast"),
    "last_quarter_to_this": ("last quarter's forecast", "From last quarter's forecast to this quarter's"),
    "last_year_to_this": ("last year", "From last year's spending to this year's forecast"),
}
MIX_METHOD = [
    "Price: change in price per week times the weeks now. Volume: change in all weeks times the average price before. Mix: weeks beyond each kind's share of before, "
    "times how much dearer that kind was than the average. They come to the difference to the penny; a kind with weeks on one side alone stands by itself.",
    "Uplift: the rise on 1 April of the price of most placements that went on across it. What prices changed beyond that is price.",
]
MIX_LIMITS = [
    "Prices are compared by kind of placement. A kind may cost more a week because of whom it cares for: needs are not in the records of costs."
]


def caption(name: str) -> str:
    """What a comparison leads from and to."""
    return _COMPARED[name][1]


def ends_of(name: str, quarter: Quarter) -> tuple[str, str]:
    """Names of the two ends of a bridge."""
    year = quarter.year.label
    starts = {
        "budget_to_forecast": f"Budget of placements {year}",
        "last_quarter_to_this": f"Forecast at the end of {_named(quarter.previous())}",
        "last_year_to_this": f"Spent in {quarter.year.previous().label}",
    }
    return starts[name], f"Forecast for {year}"


def _named(quarter: Quarter) -> str:
    return f"quarter {quarter.number}"


def money(amount_gbp: float) -> str:
    """Money in words: millions from one million on, whole pounds below.

    >>> money(1_234_567), money(-4_321.4)
    ('£1.23 million', '\u2212£4,321')
    """
    return millions(amount_gbp / 1_000_000) if abs(amount_gbp) >= 1_000_000 else pounds(amount_gbp)


def signed_money(amount_gbp: float) -> str:
    """The same with a plus sign before a rise."""
    return ("+" if amount_gbp > 0 else "") + money(amount_gbp)


def more_or_less(amount_gbp: float) -> str:
    """A change of money in words: ``£4,321 less``."""
    return f"{money(abs(amount_gbp))} {'more' if amount_gbp > 0 else 'less'}"


def moved_title(total: Released, name: str) -> str:
    """Finding of a bridge: by how much placements cost other than before."""
    row = total.table.iloc[0]
    against = _COMPARED[name][0]
    if not row["difference_gbp"]:
        return f"Placements are forecast to cost exactly as much as {against}: {money(row['now_gbp'])}"
    share = f" ({per_cent(abs(row['difference_gbp']) / row['base_gbp'] * 100)})" if row["base_gbp"] else ""
    more = "more" if row["difference_gbp"] > 0 else "less"
    return f"Placements are forecast to cost {money(abs(row['difference_gbp']))}{share} {more} than {against}"


def moved(lines: Released, total: Released, name: str) -> str:
    """The difference in its parts, and the kind of placement that makes most of it."""
    row = total.table.iloc[0]
    if not row["difference_gbp"]:
        return f"{moved_title(total, name)}."
    parts = sorted(((part, row[part]) for part in PARTS if row[part]), key=lambda part: -abs(part[1]))
    told = listing([f"{more_or_less(amount)} for {_MEANINGS[part][int(amount < 0)]}" for part, amount in parts])
    largest = lines.table.loc[lines.table["difference_gbp"].abs().idxmax()]
    changed = f"{in_sentence(largest['placement_line'])} ({more_or_less(largest['difference_gbp'])})"
    return f"{moved_title(total, name)}: {told}. The kind that changed most: {changed}."


def line_opened(row: pd.Series, made_of: dict[str, float]) -> tuple[str, list[str]]:
    """What a line of a bridge came to, and what is in it: weeks and price of both sides, how each part is worked out, what the forecast is made of.

    Parameters
    ----------
    row
        Of ``price_volume_mix``.
    made_of
        Parts of the forecast of the line, in words.
    """
    summary = (
        f"{row['placement_line']}: {more_or_less(row['difference_gbp'])}"
        if row["difference_gbp"]
        else f"{row['placement_line']}: as before"
    )
    sides = [
        f"{word}: {number(row[f'{side}_weeks'], 1)} weeks at {pounds(row[f'{side}_gbp'] / row[f'{side}_weeks'], 2)} on average, {pounds(row[f'{side}_gbp'], 2)}."
        if row[f"{side}_weeks"]
        else f"{word}: no weeks."
        for side, word in (("base", "Before"), ("now", "Now"))
    ]
    sentences = [f"{name}: {_to_the_penny(row[part])}." for part, name in _OPENED.items() if row[part]]
    of_now = [f"{name} {pounds(amount, 2)}" for name, amount in made_of.items() if amount]
    return summary, [*sides, *sentences, f"Of what it costs now: {listing(of_now)}." if of_now else ""]


def _to_the_penny(amount_gbp: float) -> str:
    return f"{pounds(abs(amount_gbp), 2)} {'more' if amount_gbp > 0 else 'less'}"


def step_label(gbp_m: float, kind: str) -> str:
    """An amount beside a bar of a bridge."""
    return f"£{number(gbp_m, 2)}m" if kind == "total" else number(gbp_m, 3, signed=True)


def steps_description(steps: Released) -> str:
    """Long description of a bridge."""
    parts = [f"{row.step}: {step_label(row.amount_gbp_m, row.step_kind)}" for row in steps.table.itertuples()]
    return "Bars from top to bottom, each starting where the one before ends, in £ million. " + "; ".join(parts) + "."
