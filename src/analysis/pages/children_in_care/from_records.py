"""Children in care from the episodes of the returns: kinds of placement, who started and ceased, stability, and the report beside them."""

from functools import cached_property, lru_cache

import pandas as pd

from analysis.disclosure.linking import hidden_counts
from analysis.disclosure.policy import policy_named
from analysis.pages.children_in_care.figures import VALUES, care_values
from analysis.pages.from_records import hidden_together, quarter_of, released_or_hidden, too_few, year_of
from analysis.pages.given import RECORDS, Given
from analysis.pages.sections import NothingToShow, Shown, section
from analysis.placements import from_episodes
from analysis.placements.lines import OTHER_LINE, lines_shown
from analysis.placements.stock import cla_on_dates
from analysis.present.charts.levels import named_bars
from analysis.present.charts.lines import small_multiples
from analysis.present.charts.series import labelled_series
from analysis.present.findings import care_from_records as findings
from analysis.present.findings.caseload_services import few_labels
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

EPISODES, CHILDREN = "episodes", "children"
NEEDS = (f"{RECORDS}{EPISODES}",)
QUARTERS_BACK, YEARS_BACK = 12, 5
_KIND = ["children_in_kind", "children_in_kind_a_year_ago"]
_FLOWS = ["children_started", "children_ceased"]
_STABILITY = (("children_looked_after", "children_three_placements"), ("children_long_looked_after", "children_same_placement"))
"""Whole and part of each measure of stability."""


class CareHeld:
    """Episodes of one council's returns up to the end of the quarter.

    Raises
    ------
    NothingToShow
        If the last return ended more than a year before the quarter.
    """

    def __init__(self, given: Given):
        self.given = given
        self.since, self.day = from_episodes.days_covered(given.records[EPISODES]["return_date"])
        if self.day < pd.Timestamp(given.quarter.start) - pd.DateOffset(years=1):
            raise NothingToShow(
                f"The last return of children looked after ends on {findings.long_date(self.day)}, more than a year before the quarter.",
                "Take in the latest with: analysis ingest FILES --authority NAME",
            )
        self.care = from_episodes.care_episodes(given.records.joined(EPISODES))

    @cached_property
    def quarter_days(self) -> list[pd.Timestamp]:
        """Ends of quarters of which the returns tell everything, with the day before the first."""
        days = pd.date_range(self.since - pd.Timedelta(days=1), self.day, freq="QE")
        return list(days[-QUARTERS_BACK - 1 :])

    @cached_property
    def year_days(self) -> list[pd.Timestamp]:
        """Ends of the years of those quarters, with the day before the first."""
        return self.quarter_days[::-4][::-1]

    @cached_property
    def by_kind(self) -> pd.DataFrame:
        """Children by quarter's end and by the kinds that are shown under the page's policy."""
        counted = from_episodes.cla_on(self.care, self.quarter_days)
        wide = counted.pivot(index="placement_kind", columns="on_date", values="children_in_kind")
        shown_as = lines_shown(wide, policy_named(self.given.policy).smallest_count)
        counted["placement_kind"] = counted["placement_kind"].map(shown_as)
        sums = counted.groupby(["placement_kind", "on_date"], as_index=False)["children_in_kind"].sum()
        last = sums[sums["on_date"] == self.day].set_index("placement_kind")["children_in_kind"]
        order = sorted(last.index, key=lambda kind: (kind == OTHER_LINE, -last[kind], kind))
        return sums.sort_values(["placement_kind", "on_date"], key=lambda c: c.map(order.index) if c.name == "placement_kind" else c)

    @cached_property
    def birth_dates(self) -> pd.Series:
        """Birth date of each child of the returns' headers; empty where none is held."""
        if not self.given.records.holds(CHILDREN):
            return pd.Series(dtype="datetime64[us]")
        return self.given.records.joined(CHILDREN).set_index("child_id")["birth_date"]

    def stability(self) -> pd.DataFrame:
        """Both statutory measures on the last day and its anniversaries, as far back as the returns tell of all that they look at."""
        rows = []
        for years in range(YEARS_BACK):
            day = self.day - pd.DateOffset(years=years)
            if day - pd.DateOffset(years=1) < self.since - pd.Timedelta(days=1):
                break
            row = {"stability_date": day, **from_episodes.short_term_stability(self.care, day)}
            reaches = day - pd.DateOffset(months=from_episodes.LONG_MONTHS) >= self.since
            rows.append(
                row | (from_episodes.long_term_stability(self.care, self.birth_dates, day) if reaches and len(self.birth_dates) else {})
            )
        counts = [name for pair in _STABILITY for name in pair]
        counted = pd.DataFrame(rows[::-1]).reindex(columns=["stability_date", *counts])
        counted[counts] = counted[counts].astype("Int64")
        for whole, part in _STABILITY:
            share = (100 * counted[part] / counted[whole].mask(counted[whole].eq(0))).astype("Float64")
            counted.insert(counted.columns.get_loc(part) + 1, f"{part}_pct", share)
        return counted


@lru_cache(maxsize=1)
def care_of(given: Given) -> CareHeld:
    """Children in care of a page from records, worked out once for all its sections."""
    return CareHeld(given)


@section("Where children in care are placed, from the returns", needs=NEEDS)
def care_by_kind(given: Given) -> Shown:
    """Children looked after by kind of placement at each quarter's end."""
    held = care_of(given)
    series = held.by_kind.assign(care_quarter=held.by_kind["on_date"].map(quarter_of)).drop(columns="on_date").reset_index(drop=True)
    hidden = hidden_counts(series["children_in_kind"], given.policy, groups=series["care_quarter"])
    by_quarter = released_or_hidden(given, series, "care_by_kind_and_quarter", {"children_in_kind": hidden})
    kinds = _kinds_now(given, held)
    if kinds.table.loc[kinds.table["placement_kind"] != OTHER_LINE, "children_in_kind"].isna().all():
        raise NothingToShow("So few children are in care that no kind of placement may be shown.")
    body = [
        paragraphs(*findings.kinds(kinds, held.day)),
        named_bars(
            "care-by-kind",
            kinds.where(kinds.table["children_in_kind"].notna()),
            category=lambda row: row["placement_kind"],
            value="children_in_kind",
            amount=findings.kind_label,
            title=findings.kinds_title(kinds, held.day),
            alt="Bar chart of children in care by kind of placement.",
            description=findings.kinds_description(kinds),
        ),
        table(kinds, f"Children in care by kind of placement, {given.place}, {findings.long_date(held.day)}", list(kinds.table.columns)),
    ]
    if by_quarter.table["care_quarter"].nunique() > 1 and by_quarter.table["children_in_kind"].notna().any():
        body.append(
            small_multiples(
                "care-by-kind-and-quarter",
                by_quarter,
                panel="placement_kind",
                period="care_quarter",
                value="children_in_kind",
                labels=few_labels(sorted(series["care_quarter"].unique())),
                title=findings.series_title(by_quarter),
                alt="Line charts of children in care in each kind of placement at the end of each quarter.",
                description=findings.series_description(by_quarter),
            )
        )
    columns = ["placement_kind", "care_quarter", "children_in_kind"]
    body.append(folded_table(by_quarter, f"Children in care by kind of placement at each quarter's end, {given.place}", columns))
    return Shown(
        body,
        {"kinds": kinds, "by_quarter": by_quarter},
        headline=findings.headline(kinds, held.day),
        limits=[findings.how_old(held.day, pd.Timestamp(given.quarter.end)), findings.SHORT_BREAKS],
        method=[findings.KINDS],
    )


def _kinds_now(given: Given, held: CareHeld):
    """Children by kind on the last day, their share, and how many a year before."""
    wide = held.by_kind.pivot(index="placement_kind", columns="on_date", values="children_in_kind")
    wide = wide.reindex(dict.fromkeys(held.by_kind["placement_kind"]))
    now = pd.DataFrame({"placement_kind": wide.index, _KIND[0]: wide[held.day].to_numpy()})
    year_ago = held.day - pd.DateOffset(years=1)
    columns = [_KIND[0]]
    if year_ago in wide:
        now[_KIND[1]] = wide[year_ago].to_numpy()
        columns.append(_KIND[1])
    now["children_in_kind_pct"] = 100 * now[_KIND[0]].astype(float) / float(now[_KIND[0]].sum() or 1)
    return released_or_hidden(given, now, "care_by_kind", {name: hidden_counts(now[name], given.policy) for name in columns})


@section("Who started and who ceased to be in care", needs=NEEDS)
def care_flows(given: Given) -> Shown:
    """Children who started and ceased to be looked after in each quarter, or year where a quarter's are few."""
    held = care_of(given)
    counted = from_episodes.started_and_ceased(held.care, held.quarter_days).assign(
        care_period=lambda rows: rows["on_date"].map(quarter_of)
    )
    if _few_flows(counted, given.policy).any():
        # Years stand in place of quarters and not beside them, from which the quarter that is hidden could be worked out.
        counted = from_episodes.started_and_ceased(held.care, held.year_days)
        counted["care_period"] = counted["on_date"].map(year_of)
    counted = counted[["care_period", *_FLOWS, "children_looked_after"]]
    # The change of the stock is one less the other: the one that is small takes the other with it.
    hidden = dict.fromkeys(_FLOWS, _few_flows(counted, given.policy))
    hidden["children_looked_after"] = too_few(counted["children_looked_after"], given.policy)
    periods = released_or_hidden(given, counted, "care_started_and_ceased", hidden)
    drawn = periods.where(periods.table[_FLOWS].notna().all(axis="columns"))
    body = [paragraphs(*findings.flows(periods))]
    if len(drawn.table) > 1:
        body.append(
            labelled_series(
                "care-started-and-ceased",
                drawn,
                period="care_period",
                values={"children_started": "Started", "children_ceased": "Ceased"},
                labels={period: findings.short_period(period) for period in drawn.table["care_period"]},
                amount=findings.number,
                title=findings.flows_title(drawn),
                alt="Line chart of children who started and who ceased to be looked after.",
                description=findings.flows_description(drawn),
            )
        )
    body.append(table(periods, f"Children who started and ceased to be in care, {given.place}", list(counted.columns)))
    return Shown(body, {"periods": periods}, changes=findings.flows(periods)[:1], method=[findings.FLOWS])


def _few_flows(counted: pd.DataFrame, policy: str) -> pd.Series:
    """Periods in which too few children started or ceased."""
    return too_few(counted[_FLOWS[0]], policy) | too_few(counted[_FLOWS[1]], policy)


@section("Stability of placements, from the returns", needs=NEEDS, wants=(f"{RECORDS}{CHILDREN}",))
def care_stability(given: Given) -> Shown:
    """The two statutory measures of stability, year by year."""
    counted = care_of(given).stability()
    hidden = {}
    for whole, part in _STABILITY:
        few = (
            too_few(counted[part], given.policy)
            | too_few(counted[whole] - counted[part], given.policy)
            | too_few(counted[whole], given.policy)
        )
        hidden |= {part: few, f"{part}_pct": few, whole: too_few(counted[whole], given.policy)}
    years = released_or_hidden(given, counted, "care_stability", hidden)
    columns = [name for name in counted if counted[name].notna().any()]
    body = [
        paragraphs(*findings.stability(years)),
        table(years, f"Stability of placements of children in care, {given.place}", columns),
    ]
    return Shown(
        body,
        {"years": years},
        limits=[findings.TEMPORARY, findings.NOT_REVIEWS, *findings.how_far_back(years)],
        method=findings.STABILITY,
    )


@section("Children in care in the report and in the returns", needs=(*NEEDS, *VALUES))
def care_against_report(given: Given) -> Shown:
    """Children looked after as the report prints them, beside those of the returns on the same days."""
    held = care_of(given)
    printed = cla_on_dates(care_values(given, "cla"))
    printed = printed[printed["snapshot_date"].between(held.since - pd.Timedelta(days=1), held.day)]
    if printed.empty:
        raise NothingToShow("The report and the returns have no day in common.")
    rows = pd.DataFrame({"snapshot_date": printed["snapshot_date"], "report_children": printed["children_looked_after"]})
    rows["records_children"] = [from_episodes.open_on(held.care, day)["child_id"].nunique() for day in rows["snapshot_date"]]
    rows["difference_children"] = rows["records_children"] - rows["report_children"]
    small = hidden_together(rows, ["report_children", "records_children"], given.policy)
    hidden = dict.fromkeys(["report_children", "records_children"], small)
    shown = given.release(rows.reset_index(drop=True), "care_report_against_records", withheld={k: list(v) for k, v in hidden.items()})
    body = [
        paragraphs(*findings.against_report(shown)),
        table(shown, f"Children in care in the report and in the returns, {given.place}", list(rows.columns)),
    ]
    return Shown(body, {"dates": shown})
