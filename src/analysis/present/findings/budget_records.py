"""Sentences of the budget page on placements, from records: why their cost moved, and what it will come to."""

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


def step_label(gbp_m: float, kind: str) -> str:
    """An amount beside a bar of a bridge."""
    return f"£{number(gbp_m, 2)}m" if kind == "total" else number(gbp_m, 3, signed=True)


def steps_description(steps: Released) -> str:
    """Long description of a bridge."""
    parts = [f"{row.step}: {step_label(row.amount_gbp_m, row.step_kind)}" for row in steps.table.itertuples()]
    return "Bars from top to bottom, each starting where the one before ends, in £ million. " + "; ".join(parts) + "."
