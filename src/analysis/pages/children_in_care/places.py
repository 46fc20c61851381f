"""Where children in care live: the type of placement, in the authority's area or outside it, how far from home, without registration."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.pages.children_in_care.figures import VALUES, area_word, care_values, columns_of, dates_of, not_given
from analysis.pages.given import Given
from analysis.pages.measures import rated_measures
from analysis.pages.sections import Shown, section
from analysis.placements import distance as distances
from analysis.placements import stock
from analysis.present.charts import levels, lines
from analysis.present.findings import children_in_care
from analysis.present.findings import placement_types as types_findings
from analysis.present.findings import where_children_live as findings
from analysis.present.html import Html, paragraphs
from analysis.present.tables import table

UNREGISTERED = "unregistered_placements"


@section("Types of placement", needs=VALUES, wants=("indicators",))
def placement_types(given: Given) -> Shown:
    """Children in care by type of placement: every type that the figures have, at this report's dates and the end of last quarter."""
    values = care_values(given, "cla")
    names = stock.type_names(values, given["indicators"])
    dates, columns = dates_of(given, values), columns_of(given, values[values["indicator"].isin(names)])
    placed = stock.placements_by_type(values, names)
    if not columns or placed["children_in_type"].isna().all():
        raise not_given("children in care by type of placement", f"{stock.TYPE_PREFIX}*")
    looked_after = stock.cla_on_dates(values)
    by_type, totals = given.release_together(
        {"placements_by_type_and_date": placed.drop(columns="withheld_by_source"), "children_looked_after": looked_after},
        {"placements_by_type_and_date": {"children_in_type": placed["withheld_by_source"]}},
    )
    side_by_side, masks = stock.dates_side_by_side(placed, by_type.suppressed["children_in_type"], columns)
    described = given["indicators"].drop_duplicates("indicator")
    meaning, common = types_findings.type_definitions(described[described["indicator"].isin(names)])
    types = given.release(side_by_side, "placements_by_type", withheld=masks)
    types = types.with_words(definition=types.table["placement_type"].map(meaning.rename(names)))
    hidden = totals.suppressed["children_looked_after"].set_axis(looked_after["snapshot_date"]).reindex(columns, fill_value=False)
    in_all = given.release(
        stock.totals_side_by_side(looked_after, columns),
        "placements_in_all",
        withheld={name: [secret] for name, secret in zip(stock.DATES[-len(columns) :], hidden, strict=True)},
    )
    excess = given.release(stock.types_against_total(placed, looked_after), "placement_types_against_total")
    drawn = by_type.where(by_type.table["snapshot_date"].isin(dates))
    body = [
        paragraphs(types_findings.largest_type(types, in_all)),
        *_types_chart(drawn, types, columns),
        table(
            types,
            f"Children in care by type of placement, {given.place}",
            ["placement_type", *stock.DATES[-len(columns) :], *(["change_placed_children"] if len(columns) > 1 else [])],
            total=in_all,
            headings=types_findings.type_headings(columns),
            explained={"placement_type": "definition"},
            checks=given.doubts,
        ),
        paragraphs(types_findings.hidden_types(types)),
    ]
    return Shown(
        body,
        {"types": types, "in_all": in_all, "by_date": by_type},
        warnings=types_findings.types_do_not_agree(excess),
        changes=_changes_of_types(given, by_type, columns),
        limits=[
            "Who provides the placements, and what they cost by type, is not in these figures. "
            "The statutory return on children looked after would give both.",
            _residential_twice(given, types) if columns[-1] == pd.Timestamp(given.quarter.end) else "",
        ],
        method=[
            common,
            "Counts that the report withholds stay hidden. So does a count that, with the total, would tell how many were withheld."
            if types.any_suppressed
            else "",
        ],
    )


@section("Placed outside the authority's area", needs=VALUES, wants=("indicators",))
def outside_area(given: Given) -> Shown:
    """Share of children in care placed outside the authority's area at each date held."""
    area = area_word(given)
    by_date = distances.outside_area_by_date(care_values(given, distances.OUTSIDE_AREA_INDICATOR))
    by_date = by_date.merge(stock.cla_on_dates(care_values(given, "cla")), on="snapshot_date", how="left")
    outside = given.release(by_date, "placed_outside_the_area")
    if outside.table["out_of_area_pct"].isna().all():
        raise not_given("the share placed outside the authority's area", distances.OUTSIDE_AREA_INDICATOR)
    heading = {"out_of_area_pct": f"Placed outside the {area}"}
    caption = f"Share of children in care placed outside the {area}, {given.place}"
    body = [
        paragraphs(findings.outside_over_time(outside, area)),
        table(outside, caption, ["snapshot_date", "out_of_area_pct"], headings=heading, checks=given.doubts),
    ]
    printed = given["indicators"].set_index("indicator")["definition"].get(distances.OUTSIDE_AREA_INDICATOR)
    return Shown(
        body,
        {"outside": outside},
        tiles=[findings.outside_tile(outside, area)],
        method=[f"Placed outside the {area}: {printed[:1].lower() + printed[1:]}." if printed else ""],
    )


@section("How far from home", needs=("stated_figures",))
def distance(given: Given) -> Shown:
    """Children in care by whether they live in the authority's area, and by distance from home."""
    area = area_word(given)
    stated = given["stated_figures"]
    placed = distances.placements_by_distance(stated)
    if placed.empty:
        raise not_given("how far from home children in care live", "the quantities of distance in its stated figures, not")
    stated = given.using("stated_figures", stated[stated["quantity"].isin(placed["place"])])
    bounds = tuple(distances.miles(place) for place in placed.loc[placed["split"] == distances.BY_DISTANCE, "place"])
    named = placed.assign(
        distance_split=placed["split"].map(lambda split: findings.split_name(split, area)),
        distance_band=placed["place"].map(lambda place: findings.place_name(place, area, (bounds[0], bounds[-1]))),
    ).drop(columns=["split", "place"])
    released = given.release(named, "placements_by_distance")
    title = findings.distance_title(released)
    first_split = named["distance_split"].iloc[0]
    between = distances.BETWEEN in set(placed["place"])
    provisional = stated["statement"].str.contains("provisional", case=False).any()
    body = [
        levels.named_bars(
            "distance",
            released,
            category=lambda row: row["distance_band"],
            value="children_at_distance",
            amount=findings.distance_label,
            stands_out=lambda row: row["distance_split"] == first_split,
            title=title,
            alt=f"Bar chart. {title}.",
            description=findings.distance_description(released),
        ),
        table(
            released,
            f"Where children in care live, {given.place}, {given.quarter.months[-1].label}",
            ["distance_band", "distance_split", "children_at_distance", "distance_share_pct"],
            checks=given.doubts,
        ),
    ]
    return Shown(
        body,
        {"distance": released},
        limits=findings.distance_limits(provisional, between),
        method=["Distance is from the child's home." if len(bounds) else ""],
    )


@section(
    "Unregistered placements",
    needs=("improvement_stated_figures",),
    wants=("performance_measures", "performance_measure_values", "performance_measure_definitions"),
)
def unregistered(given: Given) -> Shown:
    """Young people in unregistered arrangements, as the report's text states them."""
    stated = given.release(stock.unregistered_children(given["improvement_stated_figures"]), "unregistered_arrangements")
    if stated.table.empty:
        raise not_given("how many young people are in unregistered arrangements", "its quantity in improvement_stated_figures.csv, not")
    measures = given.release(rated_measures(given, [UNREGISTERED], children_behind=True), "unregistered_placements")
    return Shown([paragraphs(findings.unregistered(stated, measures))], {"unregistered": stated})


def _types_chart(by_type: Released, types: Released, columns: list[pd.Timestamp]) -> list[Html]:
    """The types with a figure at every date, without the largest; no chart where there are none or one date."""
    whole = by_type.where(types_findings.whole_lines(by_type))
    if whole.table.empty or whole.table["snapshot_date"].nunique() < 2:
        return []
    title = types_findings.types_title(types, columns)
    return [
        lines.small_multiples(
            "types",
            whole,
            panel="placement_type",
            period="snapshot_date",
            value="children_in_type",
            labels=children_in_care.date_labels(sorted(whole.table["snapshot_date"].unique()), short=True),
            title=title,
            alt=f"Line charts of children in care by type of placement, without the largest type. {title}.",
            description=types_findings.types_description(whole),
        )
    ]


def _changes_of_types(given: Given, by_type: Released, columns: list[pd.Timestamp]) -> list[str]:
    """Which types moved since the end of last quarter, and which came and went."""
    if given.before is None or not given.before.holds("indicator_values"):
        return []
    before = pd.Timestamp(given.before.quarter.end)
    now, then = (
        list(stock.type_names(values, given["indicators"]).values())
        for values in (given["indicator_values"], given.before["indicator_values"])
    )
    moves = types_findings.moves_since(by_type, before, columns[-1]) if before in columns[:-1] else []
    return [*moves, *types_findings.types_that_came_and_went(now, then)]


def _residential_twice(given: Given, types: Released) -> str:
    monthly = given.release(rated_measures(given, ["residential_placements"], children_behind=True), "residential_placements")
    residential = stock.PLACEMENT_TYPES["cla_placement_residential"]
    return types_findings.residential_counted_twice(types, residential, monthly, given.quarter.months[-1].name)
