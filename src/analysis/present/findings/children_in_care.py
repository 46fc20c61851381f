"""Sentences of the page on children in care."""

import pandas as pd

from analysis.catalogue import units
from analysis.catalogue.code_lists import code_list
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.page import Tile
from analysis.present.wording import counted, listing, number, per_cent, rose_or_fell, sentence_case

NOT_SHOWN = "not shown"
DATES = ["children_placed_first", "children_placed_second", "children_placed_third", "children_placed_latest"]


def month_year(date: pd.Timestamp) -> str:
    """A date as its month: ``March 2021``."""
    return f"{date:%B %Y}"


def headline(rates: Released) -> str:
    """Children in care now, the change since the date before, and what the rate did on one population."""
    rows = rates.table
    last = rows.iloc[-1]
    if pd.isna(last["children_looked_after"]):
        return "The number of children in care is too small to show."
    text = f"{number(last['children_looked_after'])} children were in care at the end of {month_year(last['snapshot_date'])}"
    if len(rows) == 1:
        return f"{text}: {number(last['cla_rate_restated_per_10k'], 1)} in every 10,000 children."
    before = rows.iloc[-2]
    change = last["children_looked_after"] - before["children_looked_after"]
    since = "as many as" if change == 0 else f"{number(abs(change))} {'more' if change > 0 else 'fewer'} than"
    return f"{text}, {since} in {month_year(before['snapshot_date'])}. {_rate_change(before, last)}"


def _rate_change(before: pd.Series, last: pd.Series) -> str:
    """The rate on one population, and how the printed rate moved instead where the population changed."""
    restated = last["cla_rate_restated_per_10k"].round(1) - before["cla_rate_restated_per_10k"].round(1)
    moved = _moved(restated)
    text = f"The rate {moved} from {number(before['cla_rate_restated_per_10k'], 1)} to {number(last['cla_rate_restated_per_10k'], 1)} per 10,000 children"
    if restated == 0:
        text = f"The rate stayed at {number(last['cla_rate_restated_per_10k'], 1)} per 10,000 children"
    if not population_changed(before, last):
        return text + "."
    printed = last["cla_rate_printed_per_10k"] - before["cla_rate_printed_per_10k"]
    text += " on the same population"
    if _moved(printed) == moved:
        return text + "."
    figures = f"{number(before['cla_rate_printed_per_10k'], 1)} to {number(last['cla_rate_printed_per_10k'], 1)}"
    fewer = "fewer" if last["rate_children_population"] < before["rate_children_population"] else "more"
    populations = f"{number(last['rate_children_population'])}, not {number(before['rate_children_population'])}"
    return f"{text}. The rate as printed {_moved(printed)} ({figures}) only because it is now divided by {fewer} children ({populations})."


def population_changed(before: pd.Series, last: pd.Series) -> bool:
    """Whether two printed rates are of different populations; false where one is not known."""
    populations = [before["rate_population_basis"], last["rate_population_basis"]]
    return bool(pd.notna(populations).all() and populations[0] != populations[1])


def _moved(change: float) -> str:
    return "did not change" if round(change, 1) == 0 else "rose" if change > 0 else "fell"


def tiles(rates: Released, elsewhere: Released, out_of_city: Released, health: Released) -> list[Tile]:
    """Key figures of the page."""
    rows = rates.table
    last = rows.iloc[-1]
    note = ""
    if len(rows) > 1:
        change = last["children_looked_after"] - rows.iloc[-2]["children_looked_after"]
        note = f"{number(change, signed=True)} since {month_year(rows.iloc[-2]['snapshot_date'])}"
    found = [Tile("Children in care", number(last["children_looked_after"]), note, field("children_looked_after").definition)]
    _, others = _own_and_others(elsewhere)
    against = [f"{_in_sentence(row.compared_area)} {number(row.compared_rate_per_10k, 1)}" for row in others.itertuples()]
    periods = listing(list(dict.fromkeys(others["compared_period"])))
    rate = number(last["cla_rate_printed_per_10k"], 1)
    beside = f"{sentence_case(listing(against))} ({periods})" if against else ""
    found.append(Tile("In care per 10,000 children", rate, beside, field("cla_rate_printed_per_10k").definition))
    places = out_of_city.table.dropna(subset=["out_of_city_pct"])
    if not places.empty:
        note = (
            f"{per_cent(places['out_of_city_pct'].iloc[-2])} in {month_year(places['snapshot_date'].iloc[-2])}" if len(places) > 1 else ""
        )
        found.append(
            Tile("Placed outside the city", per_cent(places["out_of_city_pct"].iloc[-1]), note, field("out_of_city_pct").definition)
        )
    worst = furthest_off(health)
    if worst is not None:
        target = f"Target {per_cent(worst['target'], 0)}"
        found.append(Tile(short_name(worst["description"]), per_cent(worst["measure_value"]), target, worst["definition"]))
    return found


def short_name(description: str) -> str:
    """A measure's name without what stands in brackets."""
    return description.split(" (")[0]


def furthest_off(measures: Released) -> pd.Series | None:
    """The measure in per cent, higher being better, that is furthest below its target."""
    rows = measures.table.dropna(subset=["measure_value", "target"])
    gaps = (rows["target"] - rows["measure_value"])[lambda gap: gap > 0]
    return None if gaps.empty else rows.loc[gaps.idxmax()]


def rate_title(rates: Released) -> str:
    """Finding of the chart of rates."""
    if len(rates.table) < 2:
        return "The rate of children in care"
    before, last = rates.table.iloc[-2], rates.table.iloc[-1]
    printed = _moved(last["cla_rate_printed_per_10k"] - before["cla_rate_printed_per_10k"])
    restated = last["cla_rate_restated_per_10k"].round(1) - before["cla_rate_restated_per_10k"].round(1)
    if population_changed(before, last):
        joined = "but" if printed != _moved(restated) else "and"
        return f"The printed rate {printed} since {month_year(before['snapshot_date'])}, {joined} on one population it {_size(restated)}"
    return f"The rate of children in care {_size(restated)} since {month_year(before['snapshot_date'])}"


def _size(change: float) -> str:
    return rose_or_fell(round(change, 1), f"{number(abs(change), 1)} per 10,000")


def rate_description(rates: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{month_year(row.snapshot_date)}: printed {number(row.cla_rate_printed_per_10k, 1)}, "
        f"on today's population {number(row.cla_rate_restated_per_10k, 1)}"
        for row in rates.table.itertuples()
    ]
    return f"Two lines over {counted(len(parts), 'date')}, per 10,000 children. {'; '.join(parts)}. The printed line is broken where its population changes."


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


def elsewhere_title(elsewhere: Released) -> str:
    """Finding of the chart against England and statistical neighbours."""
    own, others = _own_and_others(elsewhere)
    parts, periods = [], []
    for row in others.itertuples():
        same = own[own["compared_period"] == row.compared_period]
        mine = same["compared_rate_per_10k"].iloc[0] if not same.empty else own["compared_rate_per_10k"].iloc[0]
        share = 100 * (mine / row.compared_rate_per_10k - 1)
        against = "the same as" if round(share) == 0 else f"{per_cent(abs(share), 0)} {'above' if share > 0 else 'below'}"
        parts.append(f"{against} that of {_in_sentence(row.compared_area)}")
        periods.append(str(row.compared_period))
    if not parts:
        return "There is no rate to compare with"
    return f"The rate of children in care was {listing(parts)} in {listing(list(dict.fromkeys(periods)))}"


def _own_and_others(elsewhere: Released) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the authority, which stands first, and of the areas that it is set against."""
    own = elsewhere.table["compared_area"] == elsewhere.table["compared_area"].iloc[0]
    return elsewhere.table[own], elsewhere.table[~own]


def _in_sentence(area: str) -> str:
    return area[:1].lower() + area[1:] if area == code_list("comparators")["statistical_neighbours"] else area


def elsewhere_description(elsewhere: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.compared_area}, {row.compared_period}: {number(row.compared_rate_per_10k, 1)}" for row in elsewhere.table.itertuples()]
    return f"Bars from zero, children in care per 10,000 children. {'; '.join(parts)}."


def periods_differ(elsewhere: Released) -> str:
    """That the latest figure here is later than those elsewhere."""
    own, others = _own_and_others(elsewhere)
    if others.empty:
        return ""
    latest = own.iloc[0]
    return (
        f"The latest figures elsewhere are of {listing(list(dict.fromkeys(others['compared_period'])))}, so the latest rate here, "
        f"{number(latest['compared_rate_per_10k'], 1)} in {latest['compared_period']}, has nothing of its own time to be set against."
    )


def distance_title(distance: Released) -> str:
    """Finding of the chart of distance."""
    rows = distance.table.set_index("distance_band")
    parts = [
        f"{per_cent(rows['distance_share_pct'][band], 0)} {words}"
        for band, words in (("Outside the city", "live outside the city"), ("More than 125 miles", "live more than 125 miles from home"))
        if pd.notna(rows["distance_share_pct"][band])
    ]
    return f"Of children in care, {listing(parts)}" if parts else "Where children in care live"


def distance_description(distance: Released) -> str:
    """Long description of that chart."""
    parts = [f"{row.distance_band}: {distance_label(pd.Series(row._asdict()))}" for row in distance.table.itertuples()]
    return f"Bars from zero. {'; '.join(parts)}."


def distance_label(row: pd.Series) -> str:
    """Children and share, as a label of a bar."""
    if pd.isna(row["children_at_distance"]):
        return NOT_SHOWN
    return f"{number(row['children_at_distance'])} ({per_cent(row['distance_share_pct'])})"


def city_over_time(out_of_city: Released) -> str:
    """How the share placed outside the city moved over the dates."""
    rows = out_of_city.table.dropna(subset=["out_of_city_pct"])
    if len(rows) < 2:
        return ""
    first, last = rows.iloc[0], rows.iloc[-1]
    lowest, highest = rows["out_of_city_pct"].min(), rows["out_of_city_pct"].max()
    return (
        f"The share outside the city was {per_cent(first['out_of_city_pct'])} in {month_year(first['snapshot_date'])} and is "
        f"{per_cent(last['out_of_city_pct'])} now. At all {counted(len(rows), 'date')} it was from {per_cent(lowest)} to {per_cent(highest)}. "
        "A place outside the city can be next to it."
    )


def unregistered(stated: Released, measures: Released) -> str:
    """Young people in unregistered arrangements, in all, and whether the counts by age can be shown."""
    rows = stated.table
    if rows.empty:
        return "The report does not say in its text how many young people are in unregistered arrangements."
    row = rows.iloc[0]
    if pd.isna(row["unregistered_children"]):
        text = "The number of young people in unregistered arrangements is too small to show."
    elif row["unregistered_children"] == 0:
        text = "No young person was in an unregistered arrangement when the report was written."
    else:
        text = f"{counted(row['unregistered_children'], 'young person', 'young people').capitalize()} lived in unregistered arrangements when the report was written. The target is none."
    if measures.suppressed["measure_value"].any():
        text += " Counts by age group are too small to show."
    return text


def health_title(health: Released) -> str:
    """Finding of the chart of health checks."""
    rows = health.table.dropna(subset=["rag_rating"])
    met = rows[rows["rag_rating"] == "green"]
    worst = furthest_off(health)
    if worst is None:
        return "Every health measure is on target" if len(met) == len(rows) else "Health measures against target"
    start = (
        "No health measure is on target"
        if met.empty
        else f"{counted(len(met), 'health measure').capitalize()} of {number(len(rows))} on target"
    )
    gap = worst["target"] - worst["measure_value"]
    furthest = "furthest off of those shown" if health.suppressed["measure_value"].any() else "furthest off"
    return f"{start}; {furthest}: {short_name(worst['description'])[:1].lower() + short_name(worst['description'])[1:]}, by {number(gap, 1)} percentage points"


def health_description(health: Released) -> str:
    """Long description of that chart."""
    parts = [
        f"{short_name(row.description)}: {'no figure' if pd.isna(row.measure_value) else per_cent(row.measure_value)}"
        + ("" if pd.isna(row.target) else f" against {per_cent(row.target, 0)}")
        for row in health.table.itertuples()
    ]
    return f"Bars from zero, each with its target marked. {'; '.join(parts)}."


def health_hidden(health: Released) -> str:
    """Which measures are not shown, and why."""
    hidden = health.table.loc[health.suppressed["measure_value"], "description"]
    if hidden.empty:
        return ""
    names = listing([f"{short_name(text)[:1].lower()}{short_name(text)[1:]}" for text in hidden])
    return f"Not shown: {names}. The months rest on so few children that the percentages could tell of one to four."


def health_note(health: Released) -> str:
    """What the mark on the bars is."""
    targets = health.table["target"].dropna().unique()
    return f"The orange mark is the target, {per_cent(targets[0], 0)}." if len(targets) == 1 else "The orange mark is the target."


def stability(measures: Released) -> str:
    """Stability of placements against target."""
    rows = measures.table.dropna(subset=["rag_rating", "measure_value"])
    rows = rows[rows["indicator"].str.contains("stability")]
    parts = [
        f"{short_name(row.description)[:1].lower() + short_name(row.description)[1:]} {per_cent(row.measure_value)} "
        f"(target {per_cent(row.target, 0)} or {'less' if row.polarity == 'lower' else 'more'}: {'met' if row.rag_rating == 'green' else 'not met'})"
        for row in rows.itertuples()
    ]
    return f"{sentence_case(listing(parts))}. For short term, less is better." if parts else ""


def change_on_month(rate: Released, months: dict[str, str]) -> str:
    """The monthly rate against the month before."""
    rows = rate.table.dropna(subset=["measure_value"]).sort_values("month")
    if len(rows) < 2:
        return ""
    before, last = rows.iloc[-2], rows.iloc[-1]
    return (
        f"Children in care per 10,000 children: {number(last['measure_value'], 1)} at the end of {months[last['month']]}, "
        f"{number(before['measure_value'], 1)} at the end of {months[before['month']]}."
    )


def change_in_measures(*released: Released) -> list[str]:
    """Measures that improved, declined or stayed the same on the month before, one sentence each way."""
    rows = pd.concat([measures.table for measures in released])
    sentences = []
    for direction in ("improved", "declined", "unchanged"):
        parts = [
            f"{short_name(row.description)[:1].lower() + short_name(row.description)[1:]} ({_value(row.previous_value, row.measure_unit)} to "
            f"{_value(row.measure_value, row.measure_unit)})"
            for row in rows[rows["direction_of_travel"] == direction].itertuples()
        ]
        if parts:
            sentences.append(f"{direction.capitalize()}: {listing(parts)}.")
    hidden = sum(int(measures.suppressed["direction_of_travel"].sum()) for measures in released)
    if hidden:
        sentences.append(
            f"{counted(hidden, 'measure').capitalize()} {'is' if hidden == 1 else 'are'} left out, because a count is too small to show."
        )
    return sentences


def _value(value: float, unit: str) -> str:
    return number(value, units.unit(unit).decimals) + ("%" if unit == "per cent" else "")


def not_known(wide: Released, measures: Released, months: dict[str, str]) -> list[str]:
    """What published figures cannot say of children in care, and what would."""
    sentences = [
        "Who provides the placements, and what they cost by type, is not in these figures. The statutory return on children looked after would give both.",
        "There are no figures for England or statistical neighbours on types of placement, distance or health.",
        "Distance is provisional. It cannot be told whether children whose home address is not known are counted as neither near nor far.",
        "Nothing here says whether a child placed far away is there for want of a place nearby, or because it is right for the child.",
        "The report does not say what short and long term placement stability measure.",
        "Health percentages come without counts.",
    ]
    residential = wide.table.loc[wide.table["placement_type"].str.contains("residential"), "children_placed_latest"].dropna()
    counted_monthly = measures.table.loc[measures.table["indicator"] == "residential_placements", "measure_value"].dropna()
    if not residential.empty and not counted_monthly.empty and residential.iloc[0] != counted_monthly.iloc[0]:
        sentences.append(
            f"The quarterly report counts {number(residential.iloc[0])} children in children's homes and residential care, the monthly one "
            f"{number(counted_monthly.iloc[0])} residential placements at the end of {list(months.values())[-1]}. It is not said how the two differ."
        )
    return sentences


def date_labels(rates: Released, short: bool = False) -> dict[pd.Timestamp, str]:
    """Name of each date for an axis."""
    return {date: f"{date:%b} {date:%Y}" if not short else f"{date:%b %y}" for date in rates.table["snapshot_date"]}


def quarter_months(months: dict[str, str]) -> dict[str, str]:
    """Headings of the values of a quarter's three months."""
    names = list(months.values())
    return {"first_value": names[0], "previous_value": names[1], "measure_value": names[2]}


def scale_start(rates: Released) -> float:
    """Where the scale of the chart of rates starts: a round number well below the lowest."""
    columns = ["cla_rate_printed_per_10k", "cla_rate_restated_per_10k"]
    lowest, highest = rates.table[columns].min().min(), rates.table[columns].max().max()
    return float(max(0, 5 * ((lowest - 0.6 * (highest - lowest)) // 5)))


def share_label(pct: float) -> str:
    """A percentage as a label of a bar."""
    return "no figure" if pd.isna(pct) else per_cent(pct)
