"""Sentences and cells of sections on national figures."""

import pandas as pd

from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.figures import NationalFigure
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import counted, in_sentence, listing, number, rose_or_fell, rounded

NO_CHANCE = "cannot be told"
FEW = 20
"""A share of fewer is told with how many it is of."""
METHOD = [
    "Statistical neighbours are the ten that the Department for Education's model gives, those with a figure. Their median is shown, since one neighbour can move a mean.",
    "The range of chance is the 95% interval of a count or share of this size. Families come into care together and workers leave together, "
    "so that real figures move more than it says.",
    "A place among councils counts from the lowest figure. Councils with the same figure share their places. The places in brackets are those that the ranges of chance leave open.",
]
FUNNEL = (
    "Limits around England's figure are those of counts that come at England's rate or share, independently of one another: one council in 20 lies "
    "beyond those of 95% by chance alone, one in 500 beyond those of 99.8%."
)
BEYOND = {
    -2: "below the 99.8% limit",
    -1: "below the 95% limit",
    0: "within the limits",
    1: "above the 95% limit",
    2: "above the 99.8% limit",
}
LIMITS = [
    "A difference from neighbours is not a judgement: it can come from need, from practice or from what is counted.",
]


def with_cells(compared: Released, decimals: list[int]) -> Released:
    """A table of comparisons with its figures in words; ``decimals`` of each row."""
    rows = compared.table
    each = list(zip(rows.to_dict("records"), decimals, strict=True))
    return compared.with_words(
        national_value_words=[amount(row["national_value"], row["national_unit"], places) for row, places in each],
        national_interval_words=[_span(row, places) for row, places in each],
        neighbours_median_words=[_plain(row["neighbours_median"], places) for row, places in each],
        england_value_words=[_plain(row["england_value"], places) for row, places in each],
        region_value_words=[_plain(row["region_value"], places) for row, places in each],
        rank_words=[_place(row) for row, _ in each],
        beyond_by_chance_words=[
            _where(row["beyond_by_chance"]).replace("the ", "").replace(" limits", "").replace(" limit", "") for row, _ in each
        ],
    )


def amount(value: float, unit: str, decimals: int) -> str:
    """A figure with its unit: ``8.8%``, ``101 per 10,000 children``."""
    if pd.isna(value):
        return "no figure"
    return number(value, decimals) + ("%" if unit == "%" else f" {unit}" if unit else "")


def _plain(value: float, decimals: int) -> str:
    return "no figure" if pd.isna(value) else number(value, decimals)


def _span(row: dict, decimals: int) -> str:
    if pd.isna(row["national_low"]):
        return NO_CHANCE
    return f"{number(row['national_low'], decimals)} to {number(row['national_high'], decimals)}"


def _place(row: dict) -> str:
    first, last = int(row["rank_lowest_first"]), int(row["rank_shared_last"])
    place = f"{first}" if first == last else f"{first} to {last}"
    chance = (
        " (by chance: not known)"
        if pd.isna(row["rank_first_by_chance"])
        else f" ({int(row['rank_first_by_chance'])} to {int(row['rank_last_by_chance'])})"
    )
    return f"{place} of {int(row['councils_compared'])}{chance}"


def against_elsewhere(compared: Released, place: str, subject: str) -> str:
    """The first figure of a table against the neighbours' median and England, in a sentence that begins with what has it."""
    row = compared.table.iloc[0]
    places = 1
    return (
        f"{subject} in {place} had {amount(row['national_value'], row['national_unit'], places)} on {row['national_period']}, against a median of "
        f"{number(row['neighbours_median'], places)} among {counted(row['neighbours_with_figure'], 'statistical neighbour')} and "
        f"{number(row['england_value'], places)} in England."
    )


def where_in_the_range(compared: Released) -> str:
    """In which quarter of all councils the first figure lies, and its place with what chance leaves of it."""
    row = compared.table.iloc[0]
    quarter = _quarter(row)
    first, last = row["rank_first_by_chance"], row["rank_last_by_chance"]
    chance = (
        " What chance leaves of that place cannot be told."
        if pd.isna(first)
        else f" By chance alone it could hold any place from {int(first)} to {int(last)}."
    )
    return f"That is in {quarter} of the {int(row['councils_compared'])} councils with a figure: place {_place_alone(row)}, the lowest first.{chance}"


def _place_alone(row: pd.Series) -> str:
    first, last = int(row["rank_lowest_first"]), int(row["rank_shared_last"])
    return str(first) if first == last else f"{first} to {last} (shared)"


def _quarter(row: pd.Series) -> str:
    if row["national_value"] <= row["lower_quartile"]:
        return "the lowest quarter"
    if row["national_value"] >= row["upper_quartile"]:
        return "the highest quarter"
    return "the middle half"


def over_the_years(years: Released, decimals: int) -> str:
    """How the figure moved since the year before, and since its highest or lowest."""
    rows = years.table.dropna(subset="national_value").reset_index(drop=True)
    if len(rows) < 2:
        return ""
    last, before = rows.iloc[-1], rows.iloc[-2]
    change = float(rounded(last["national_value"], decimals) - rounded(before["national_value"], decimals))
    moved = f"It {rose_or_fell(change, number(abs(change), decimals))} since {before['national_period']} ({number(before['national_value'], decimals)})."
    high, low = rows.loc[rows["national_value"].idxmax()], rows.loc[rows["national_value"].idxmin()]
    if len(rows) < 3:
        return moved
    if last["national_value"] == low["national_value"]:
        return f"{moved} It is the lowest of all years from {rows['national_period'].iloc[0]}; the highest was {number(high['national_value'], decimals)} ({high['national_period']})."
    if last["national_value"] == high["national_value"]:
        return f"{moved} It is the highest of all years from {rows['national_period'].iloc[0]}; the lowest was {number(low['national_value'], decimals)} ({low['national_period']})."
    return (
        f"{moved} Since {rows['national_period'].iloc[0]} the highest was {number(high['national_value'], decimals)} ({high['national_period']}) "
        f"and the lowest {number(low['national_value'], decimals)} ({low['national_period']})."
    )


def what_stands_out(outliers: Released, decimals: dict[str, int], place: str) -> str:
    """The figures furthest from the neighbours' median among those that chance alone does not explain, at most three."""
    rows = outliers.table
    if rows.empty:
        return f"No figure here differs from the median of {place}'s neighbours by more than chance alone can."
    parts = []
    for row in rows.head(3).to_dict("records"):
        places = decimals[row["national_figure"]]
        side = "above" if row["national_value"] > row["neighbours_median"] else "below"
        parts.append(
            f"{in_sentence(row['national_figure'])} ({amount(row['national_value'], row['national_unit'], places)}{_of_few(row)}, {side} the neighbours' "
            f"{number(row['neighbours_median'], places)})"
        )
    more = (
        f" In all, {counted(len(rows), 'figure')} {'differs' if len(rows) == 1 else 'differ'} by more than chance alone can."
        if len(rows) > 3
        else ""
    )
    return f"Furthest from its neighbours: {listing(parts)}.{more}"


def _of_few(row: dict) -> str:
    """`` of 2`` where a share rests on so few that it must not be read without."""
    return f" of {row['rests_on']:g}" if row["national_unit"] == "%" and row["rests_on"] < FEW else ""


def mean_beside_median(compared: Released, decimals: dict[str, int]) -> list[str]:
    """Figures that lie between the neighbours' median and their mean, in a sentence: there one neighbour or two decide what a mean would say."""
    parts = []
    for row in compared.table.to_dict("records"):
        places = decimals[row["national_figure"]]
        value, median, mean = (rounded(row[name], places) for name in ("national_value", "neighbours_median", "neighbours_mean"))
        if min(median, mean) < value < max(median, mean):
            parts.append(f"{in_sentence(row['national_figure'])} ({number(median, places)} and {number(mean, places)})")
    if not parts:
        return []
    return [f"Between the neighbours' median and their mean, which one or two of them pull away: {listing(parts)}. The median is compared."]


def not_given(missing: list[tuple[str, str]]) -> list[str]:
    """Figures that the newest release does not give, with why, a sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for title, why in missing:
        by_reason.setdefault(why, []).append(in_sentence(title))
    return [f"Not given ({why}): {listing(titles)}." for why, titles in by_reason.items()]


def tile(compared: Released, decimals: list[int], position: int, label: str) -> Tile:
    """A key figure with the neighbours' median beside it."""
    row = compared.table.iloc[position]
    places = decimals[position]
    note = f"Neighbours' median {_plain(row['neighbours_median'], places)}, England {_plain(row['england_value'], places)}"
    return Tile(label, amount(row["national_value"], "%" if row["national_unit"] == "%" else "", places), note, row["national_figure"])


def what_the_change_is_made_of(changes: Released) -> list[str]:
    """The last change in caseload and its two parts; the caseload against the neighbours' median in workers."""
    rows = changes.table
    last, before = rows.iloc[-1], rows.iloc[-2]
    change = last["cases_per_fte_change"]
    if pd.isna(change):
        sentences = [f"No figure is given for the year before {last['national_period']}, so that the last change cannot be divided."]
    else:
        sentences = [
            f"From {before['national_period']} to {last['national_period']} the cases for each {rose_or_fell(float(rounded(change, 1)), number(abs(change), 1))}: "
            f"{_part(last['change_by_cases'], last['national_cases'] - before['national_cases'], 'cases', 0)}, and "
            f"{_part(last['change_by_workers'], last['case_holders_fte'] - before['case_holders_fte'], 'full-time equivalent case holders', 1)}."
        ]
    needed = last["workers_to_median_fte"]
    if pd.notna(needed):
        if rounded(needed, 1) > 0:
            sentences.append(
                f"{number(needed, 1)} full-time equivalent case holders more would have brought it to the neighbours' median with the same cases."
            )
        else:
            sentences.append(
                f"At the neighbours' median, {number(abs(needed), 1)} full-time equivalent case holders fewer would have held the same cases."
            )
    return sentences


def _part(effect: float, moved: float, what: str, decimals: int) -> str:
    """``412 fewer cases took 3.9 off``."""
    if rounded(moved, decimals) == 0:
        return f"as many {what} changed nothing"
    more = "more" if moved > 0 else "fewer"
    did = f"added {number(abs(effect), 1)}" if effect > 0 else f"took {number(abs(effect), 1)} off"
    return f"{number(abs(moved), decimals)} {more} {what} {did}"


def name_of(area: str) -> str:
    """The name of an area."""
    return area_name(area)


def named_together(place: str, council: str, area: str) -> str:
    """The council, or the two that return together, as a sentence names whose figure it is."""
    return place if area == council else f"{area_name(area)} together"


def joint_return(council: str, area: str) -> list[str]:
    """That a figure is of two councils together, where it is."""
    if area == council:
        return []
    return [f"The return is of {area_name(area)} together: its figures cannot be told apart."]


def predecessors(years: Released, slugs: tuple[str, ...]) -> list[str]:
    """That earlier years are of another council, where they are."""
    if not slugs or years.table["predecessor_value"].isna().all():
        return []
    return [f"Years before the council began are those of {area_name(slugs[0])}, for its whole area; the two lines do not join."]


def band_title(years: Released, place: str, what: str, decimals: int) -> str:
    """Where the newest figure lies in the range of the neighbours, as a finding."""
    row = years.table.dropna(subset="national_value").iloc[-1]
    value, median = rounded(row["national_value"], decimals), row["neighbours_median"]
    if pd.isna(median):
        return f"{place}: {number(row['national_value'], decimals)} {what}"
    side = "above" if value > rounded(median, decimals) else "below" if value < rounded(median, decimals) else "at"
    return f"{place} has {number(row['national_value'], decimals)} {what}, {side} its neighbours' median of {number(median, decimals)}"


def band_description(years: Released, place: str, decimals: int) -> str:
    """Every year's figure with the neighbours' median."""
    rows = years.table
    parts = []
    for row in rows.itertuples():
        own = f"{number(row.national_value, decimals)}" if pd.notna(row.national_value) else "no figure"
        earlier = f" (the council before: {number(row.predecessor_value, decimals)})" if pd.notna(row.predecessor_value) else ""
        median = f", neighbours' median {number(row.neighbours_median, decimals)}" if pd.notna(row.neighbours_median) else ""
        parts.append(f"{row.national_period}: {own}{earlier}{median}")
    return f"{place}. {'; '.join(parts)}."


def spread_description(spread: pd.DataFrame, place: str, decimals: int) -> str:
    """The council's figure, and the lowest, middle and highest of each region; ``spread`` has ``region``, ``value`` and ``is_own``."""
    own = number(spread.loc[spread["is_own"], "value"].iloc[0], decimals)
    ends = spread.groupby("region")["value"].agg(["min", "median", "max"]).sort_values("median", ascending=False)
    parts = [
        f"{row.Index}: {number(row.min, decimals)} to {number(row.max, decimals)}, in the middle {number(row.median, decimals)}"
        for row in ends.itertuples()
    ]
    return f"{place}: {own}. {'; '.join(parts)}."


def dots_title(ten: Released, what: str) -> str:
    """How many neighbours have a higher figure, and how many by more than chance."""
    rows = ten.table
    own = rows.loc[rows["area_kind"] == "council"].iloc[0]
    beside = rows[rows["area_kind"] == "neighbour"]
    higher = int((beside["national_value"] > own["national_value"]).sum())
    if not higher:
        return f"No neighbour has more {what}"
    by_more = int((beside["national_low"] > own["national_high"]).sum())
    chance = "" if pd.isna(own["national_high"]) else f", {by_more or 'none'} of them by more than chance alone can"
    who = f"All {higher}" if higher == len(beside) > 1 else f"{higher} of {len(beside)}"
    return f"{who} neighbours {'has' if higher == 1 else 'have'} more {what}{chance}"


def dots_description(ten: Released, shown: Released, decimals: int) -> str:
    """Every dot with its figure, highest first."""
    parts = [f"{row.national_area} {number(row.national_value, decimals)}" for row in ten.table.itertuples()]
    return f"{shown.table['national_period'].iloc[0]}, the highest first: {listing(parts)}."


def rate_against_elsewhere(compared: Released, place: str) -> str:
    """Children looked after per 10,000 against the neighbours' median and England."""
    row = compared.table.iloc[0]
    return (
        f"{place} looked after {number(row['national_value'])} of every 10,000 children on {row['national_period']}, against a median of "
        f"{number(row['neighbours_median'])} among {counted(row['neighbours_with_figure'], 'statistical neighbour')} and "
        f"{number(row['england_value'])} in England."
    )


def _where(beyond: int | None) -> str:
    return NO_CHANCE if pd.isna(beyond) else BEYOND[int(beyond)]


def beyond_chance_of_england(compared: Released) -> str:
    """Which figures lie beyond the limits around England's that chance leaves to one council in 500, and of which that cannot be told."""
    rows = compared.table
    told = rows[rows["beyond_by_chance"].notna()]
    outside = told[told["beyond_by_chance"].abs() == 2]
    names = [
        f"{in_sentence(row['national_figure'])} ({'above' if row['beyond_by_chance'] > 0 else 'below'})"
        for row in outside.to_dict("records")
    ]
    sentences = []
    if names:
        sentences.append(f"Beyond the limits that chance alone leaves to one council in 500 around England's figure: {listing(names)}.")
    elif len(told):
        sentences.append("None lies beyond the limits that chance alone leaves to one council in 500 around England's figure.")
    untold = [in_sentence(title) for title in rows.loc[rows["beyond_by_chance"].isna(), "national_figure"]]
    if untold:
        sentences.append(
            f"What chance leaves of a place cannot be told for {listing(untold)}: no count and base are given that it is a rate or share of."
        )
    return " ".join(sentences)


def _own(councils: Released) -> pd.Series:
    return councils.table.loc[councils.table["area_kind"] == "council"].iloc[0]


def in_the_funnel(councils: Released, place: str) -> str:
    """Whether the council's figure lies beyond what chance alone would leave, and how many councils' do."""
    rows = councils.table
    outside = int((rows["beyond_by_chance"].abs() == 2).sum())
    return (
        f"The figure of {place} is {_where(_own(councils)['beyond_by_chance'])} of what chance alone would leave around England's. {outside} of {len(rows)} councils "
        "lie beyond the 99.8% limits, where chance alone would put none or one: need and practice differ."
    )


def funnel_title(councils: Released, place: str, title: str) -> str:
    """Where the council lies in the funnel of a figure, as a finding."""
    return f"{title}: {place} is {_where(_own(councils)['beyond_by_chance'])} of chance around England's figure"


def funnel_description(councils: Released, place: str, figure: NationalFigure) -> str:
    """The council's point, its limits, and how many councils lie beyond theirs."""
    row, rows = _own(councils), councils.table
    above, below = int((rows["beyond_by_chance"] == 2).sum()), int((rows["beyond_by_chance"] == -2).sum())
    unit = "%" if figure.is_share else figure.unit
    return (
        f"{place}: {amount(row['national_value'], unit, 1)}, of {number(row['rests_on'])} {figure.base_name}; by chance alone, around England's figure, "
        f"{number(row['funnel_low_998'], 1)} to {number(row['funnel_high_998'], 1)} (99.8%). Of {len(rows)} councils {above} lie above their 99.8% limit and {below} below."
    )
