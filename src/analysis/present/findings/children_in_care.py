"""Sentences of the page on children in care: how many, the rate, and how it compares."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import Quarter
from analysis.present.page import Tile
from analysis.present.wording import (
    agreeing,
    counted,
    did_what,
    in_sentence,
    listing,
    long_date,
    month_year,
    number,
    per_cent,
    rounded,
    sentence_case,
)

TOO_FEW = "The number of children in care is too small to show."


def headline(rates: Released) -> str:
    """Children in care now, the change since the date before, and what the rate did on one population."""
    rows = rates.table
    last = rows.iloc[-1]
    if pd.isna(last["children_looked_after"]):
        hidden = rates.suppressed["children_looked_after"].iloc[-1]
        return TOO_FEW if hidden else f"The number of children in care at the end of {month_year(last['snapshot_date'])} is not known."
    text = f"{number(last['children_looked_after'])} children were in care at the end of {month_year(last['snapshot_date'])}"
    before = rows.iloc[-2] if len(rows) > 1 else None
    if before is None or pd.isna(before["children_looked_after"]):
        rate = last["cla_rate_restated_per_10k"]
        return f"{text}." if pd.isna(rate) else f"{text}: {number(rate, 1)} in every 10,000 children."
    change = last["children_looked_after"] - before["children_looked_after"]
    since = "as many as" if change == 0 else f"{number(abs(change))} {'more' if change > 0 else 'fewer'} than"
    return f"{text}, {since} in {month_year(before['snapshot_date'])}. {_rate_change(before, last)}".strip()


def _rate_change(before: pd.Series, last: pd.Series) -> str:
    """The rate on one population, and how the printed rate moved instead where the population changed."""
    rates = [before["cla_rate_restated_per_10k"], last["cla_rate_restated_per_10k"]]
    if pd.isna(rates).any():
        return ""
    restated = _between(*rates)
    text = f"The rate {did_what(restated, 1)} from {number(rates[0], 1)} to {number(rates[1], 1)} per 10,000 children"
    if restated == 0:
        text = f"The rate stayed at {number(rates[1], 1)} per 10,000 children"
    if same_population(before, last):
        return text + "."
    printed = _between(before["cla_rate_printed_per_10k"], last["cla_rate_printed_per_10k"])
    text += " on the same population"
    if pd.isna(printed) or did_what(printed, 1) == did_what(restated, 1):
        return text + "."
    if not population_changed(before, last):
        return f"{text}. The rate as printed {did_what(printed, 1)}; what population it is divided by is not known for both dates."
    figures = f"{number(before['cla_rate_printed_per_10k'], 1)} to {number(last['cla_rate_printed_per_10k'], 1)}"
    fewer = "fewer" if last["rate_children_population"] < before["rate_children_population"] else "more"
    populations = f"{number(last['rate_children_population'])}, not {number(before['rate_children_population'])}"
    return f"{text}. The rate as printed {did_what(printed, 1)} ({figures}) only because it is now divided by {fewer} children ({populations})."


def _between(before: float, last: float) -> float:
    """The change between two rates as they are shown; missing where one of them is."""
    if pd.isna(before) or pd.isna(last):
        return float("nan")
    return float(rounded(last, 1) - rounded(before, 1))


def population_changed(before: pd.Series, last: pd.Series) -> bool:
    """Whether two printed rates are of different populations; false where one is not known."""
    populations = [before["rate_population_basis"], last["rate_population_basis"]]
    return bool(pd.notna(populations).all() and populations[0] != populations[1])


def same_population(before: pd.Series, last: pd.Series) -> bool:
    """Whether two printed rates are known to be of one population."""
    populations = [before["rate_population_basis"], last["rate_population_basis"]]
    return bool(pd.notna(populations).all() and populations[0] == populations[1])


def area_in_sentence(area: str) -> str:
    """An area within a sentence: a name keeps its capital, a group of areas does not.

    >>> area_in_sentence("England"), area_in_sentence("South West"), area_in_sentence("Statistical neighbours")
    ('England', 'South West', 'statistical neighbours')
    """
    return in_sentence(area) if " " in area else area


def tiles(rates: Released, elsewhere: Released) -> list[Tile]:
    """Key figures: children in care, and their rate beside those elsewhere."""
    rows = rates.table
    last = rows.iloc[-1]
    found = []
    if pd.notna(last["children_looked_after"]):
        note = ""
        if len(rows) > 1 and pd.notna(rows.iloc[-2]["children_looked_after"]):
            change = last["children_looked_after"] - rows.iloc[-2]["children_looked_after"]
            note = f"{number(change, signed=True)} since {month_year(rows.iloc[-2]['snapshot_date'])}"
        found.append(Tile("Children in care", number(last["children_looked_after"]), note, field("children_looked_after").definition))
    if pd.notna(last["cla_rate_printed_per_10k"]):
        _, others = _own_and_others(elsewhere)
        against = [f"{area_in_sentence(row.compared_area)} {number(row.compared_rate_per_10k, 1)}" for row in others.itertuples()]
        periods = listing(list(dict.fromkeys(others["compared_period"])))
        beside = f"{sentence_case(listing(against))} ({periods})" if against else ""
        rate = number(last["cla_rate_printed_per_10k"], 1)
        found.append(Tile("In care per 10,000 children", rate, beside, field("cla_rate_printed_per_10k").definition))
    return found


def rate_title(rates: Released) -> str:
    """Finding of the chart of rates."""
    if len(rates.table) < 2:
        return "The rate of children in care"
    before, last = rates.table.iloc[-2], rates.table.iloc[-1]
    restated = _between(before["cla_rate_restated_per_10k"], last["cla_rate_restated_per_10k"])
    since = month_year(before["snapshot_date"])
    if population_changed(before, last):
        printed = did_what(_between(before["cla_rate_printed_per_10k"], last["cla_rate_printed_per_10k"]), 1)
        joined = "but" if printed != did_what(restated, 1) else "and"
        return f"The printed rate {printed} since {since}, {joined} on one population it {_size(restated)}"
    if same_population(before, last):
        return f"The rate of children in care {_size(restated)} since {since}"
    return f"On one population the rate of children in care {_size(restated)} since {since}"


def _size(change: float) -> str:
    moved = did_what(change, 1)
    return moved if moved == "did not change" else f"{moved} by {number(abs(change), 1)} per 10,000"


def rate_description(rates: Released) -> str:
    """Long description of that chart."""
    rows = rates.table
    parts = [
        f"{month_year(row.snapshot_date)}: printed {_rate(row.cla_rate_printed_per_10k)}, on today's population {_rate(row.cla_rate_restated_per_10k)}"
        for row in rows.itertuples()
    ]
    breaks = any(population_changed(rows.iloc[place - 1], rows.iloc[place]) for place in range(1, len(rows)))
    broken = " The printed line is broken where its population changes." if breaks else ""
    return f"Two lines over {counted(len(parts), 'date')}, per 10,000 children. {'; '.join(parts)}.{broken}"


def _rate(rate: float) -> str:
    return "no figure" if pd.isna(rate) else number(rate, 1)


def what_the_break_is(rates: Released) -> str:
    """From what population to what the printed rate changed, and what that does to it."""
    rows = rates.table
    breaks = [
        (rows.iloc[place - 1], rows.iloc[place])
        for place in range(1, len(rows))
        if population_changed(rows.iloc[place - 1], rows.iloc[place])
    ]
    sentences = [
        f"Up to {month_year(before['snapshot_date'])} the printed rate is per 10,000 of {number(before['rate_children_population'])} children "
        f"({before['rate_population_basis']}); from {month_year(after['snapshot_date'])} it is of {number(after['rate_children_population'])} "
        f"({after['rate_population_basis']}). The same number of children in care gives a rate "
        f"{per_cent(abs(100 * (before['rate_children_population'] / after['rate_children_population'] - 1)))} "
        f"{'higher' if before['rate_children_population'] > after['rate_children_population'] else 'lower'}. "
        "Rates on either side of the break must not be compared."
        for before, after in breaks
    ]
    return " ".join(sentences)


def populations_not_known(rates: Released) -> str:
    """Dates whose printed rate no population that is held gives."""
    rows = rates.table
    unknown = rows[
        rows["cla_rate_printed_per_10k"].notna() & rows["children_looked_after"].notna() & rows["rate_children_population"].isna()
    ]
    dates = [month_year(date) for date in unknown["snapshot_date"]]
    return f"No population that is held gives the printed {agreeing(len(dates), 'rate', 'rates')} of {listing(dates)}." if dates else ""


def restated_counts(restated: Released) -> str:
    """Counts that this report gives otherwise than an earlier one."""
    parts = [
        f"{long_date(row.snapshot_date)} ({number(row.children_looked_after_before)} in the report of {in_sentence(Quarter.parse(row.quarter).label)}, "
        f"{number(row.children_looked_after)} in this one)"
        for row in restated.table.dropna(subset=["children_looked_after", "children_looked_after_before"]).itertuples()
    ]
    return f"The number of children in care is restated for {listing(parts)}." if parts else ""


def elsewhere_title(elsewhere: Released) -> str:
    """Finding of the chart against other areas."""
    own, others = _own_and_others(elsewhere)
    parts, periods = [], []
    for row in others.itertuples():
        same = own[own["compared_period"] == row.compared_period]
        mine = same["compared_rate_per_10k"].iloc[0] if not same.empty else own["compared_rate_per_10k"].iloc[0]
        share = 100 * (mine / row.compared_rate_per_10k - 1)
        against = "the same as" if rounded(share) == 0 else f"{per_cent(abs(share), 0)} {'above' if share > 0 else 'below'}"
        when = "" if not same.empty else f" in {own['compared_period'].iloc[0]}, against {row.compared_period},"
        parts.append(f"{against} that of {area_in_sentence(row.compared_area)}{when}")
        periods += [str(row.compared_period)] if not same.empty else []
    if not parts:
        return "There is no rate to compare with"
    when = f" in {listing(list(dict.fromkeys(periods)))}" if periods else ""
    return f"The rate of children in care was {listing(parts)}{when}".removesuffix(",")


def _own_and_others(elsewhere: Released) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the authority, which stands first, and of the areas that it is set against."""
    if elsewhere.table.empty:
        return elsewhere.table, elsewhere.table
    own = elsewhere.table["compared_area"] == elsewhere.table["compared_area"].iloc[0]
    return elsewhere.table[own], elsewhere.table[~own]


def elsewhere_description(elsewhere: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.compared_area}, {row.compared_period}: {number(row.compared_rate_per_10k, 1)}" for row in elsewhere.table.itertuples()]
    return f"Bars from zero, children in care per 10,000 children. {'; '.join(parts)}."


def periods_differ(elsewhere: Released) -> str:
    """That the latest figure here is later than those elsewhere."""
    own, others = _own_and_others(elsewhere)
    if others.empty or own["compared_period"].iloc[0] in set(others["compared_period"]):
        return ""
    latest = own.iloc[0]
    return (
        f"The latest figures elsewhere are of {listing(list(dict.fromkeys(others['compared_period'])))}, so the latest rate here, "
        f"{number(latest['compared_rate_per_10k'], 1)} in {latest['compared_period']}, has nothing of its own time to be set against."
    )


def date_labels(dates: list[pd.Timestamp], short: bool = False) -> dict[pd.Timestamp, str]:
    """Name of each date for an axis."""
    return {date: f"{date:%b}\n{date:%Y}" if not short else f"{date:%b %y}" for date in dates}


def scale_start(rates: Released) -> float:
    """Where the scale of the chart of rates starts: a round number well below the lowest."""
    columns = ["cla_rate_printed_per_10k", "cla_rate_restated_per_10k"]
    lowest, highest = rates.table[columns].min().min(), rates.table[columns].max().max()
    return float(max(0, 5 * ((lowest - 0.6 * (highest - lowest)) // 5)))


def uneven_steps(rates: Released) -> str:
    """That the dates of a chart are not equally far apart, where they are not."""
    gaps = rates.table["snapshot_date"].sort_values().diff().dropna().dt.days
    return "The dates are not equally far apart: years stand beside quarters." if len(gaps) > 1 and gaps.max() > 1.5 * gaps.min() else ""
