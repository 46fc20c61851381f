"""Money: spending on children's social care by line against neighbours and England, and what a year of care comes to."""

import pandas as pd

from analysis.budget.national import ALL, LOOKED_AFTER, PARTS_OF_LOOKED_AFTER, looked_after_by_part, mean_looked_after, spending_by_line
from analysis.catalogue.national import release_of
from analysis.catalogue.national.areas import ENGLAND, area_name
from analysis.ingest.national.outturn import MEASURE
from analysis.pages.given import Given
from analysis.pages.national.held import NationalHeld
from analysis.pages.sections import NothingToShow, Outline, Shown, section
from analysis.present.charts.dots import dots_in_order
from analysis.present.charts.levels import named_bars
from analysis.present.findings import national_money as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table

RELEASE = "revenue_outturn_children"
STOCK = "Children looked after on 31 March each year"
NEEDS = (f"national.{RELEASE}", "national.children_looked_after", "national.child_population", "national.statistical_neighbours")


@section("Spending on children's social care, by line", needs=NEEDS)
def national_spending(given: Given) -> Shown:
    """Net and gross spending by line, per child and per child looked after, against neighbours and England."""
    spending, year = spending_of_areas(given.national)
    order = {line: place for place, line in enumerate(release_of(RELEASE).lines.values())}
    own = spending[spending["area"] == given.authority].sort_values("line", key=lambda names: names.map(order))
    beside = spending[spending["area"].isin(_neighbours(given))]
    medians = beside.groupby("line")["net_gbp_per_child"].median()
    england = spending[spending["area"] == ENGLAND].set_index("line")["net_gbp_per_child"]
    rows = own.assign(
        neighbours_net_gbp_per_child=own["line"].map(medians).to_numpy(), england_net_gbp_per_child=own["line"].map(england).to_numpy()
    )
    rows = rows.rename(columns={"line": "outturn_line", "employees_pct": "employees_of_gross_pct", "income_pct": "income_of_gross_pct"})
    columns = ["outturn_line", "net_gbp_thousand", "gross_gbp_thousand", "net_gbp_per_child", "neighbours_net_gbp_per_child"]
    columns += ["england_net_gbp_per_child", "employees_of_gross_pct", "income_of_gross_pct"]
    lines = given.release(rows[columns].dropna(subset="net_gbp_thousand"), "national_spending_by_line")
    body = [
        paragraphs(findings.spending_per_child(lines, ALL, given.place, year), findings.lines_furthest(lines, ALL)),
        table(lines, f"Spending on children's social care by line, {given.place}, {_year_name(year)}", columns),
    ]
    return Shown(
        body,
        {"lines": lines},
        headline=findings.spending_per_child(lines, ALL, given.place, year),
        tiles=[findings.per_child_tile(lines, ALL)],
        limits=[*findings.LIMITS, *_without_return(given, spending)],
        method=findings.method(year),
    )


@section("What a year of care comes to", needs=NEEDS)
def national_cost_of_care(given: Given) -> Shown:
    """Net spending on children looked after for each child looked after, and how it divides, against the neighbours."""
    spending, year = spending_of_areas(given.national)
    cost = spending[(spending["line"] == LOOKED_AFTER) & spending["net_gbp_per_child_looked_after"].notna()].set_index("area")
    if given.authority not in cost.index:
        raise NothingToShow(f"The number of children looked after in {given.place} is not given for both ends of the year.")
    kinds = {given.authority: "council", **dict.fromkeys(_neighbours(given), "neighbour"), ENGLAND: "England"}
    cost = cost[cost.index.isin(kinds)].sort_values("net_gbp_per_child_looked_after", ascending=False)
    ten = given.release(
        pd.DataFrame(
            {
                "national_area": [area_name(area) for area in cost.index],
                "area_kind": [kinds[area] for area in cost.index],
                "net_gbp_thousand": cost["net_gbp_thousand"].to_numpy(),
                "net_gbp_per_child_looked_after": cost["net_gbp_per_child_looked_after"].to_numpy(),
            }
        ),
        "national_cost_of_care",
    )
    shares = given.release(_shares(given), "national_looked_after_by_part")
    body = [
        paragraphs(findings.cost_of_care(ten, given.place, year), findings.division(shares, given.place)),
        dots_in_order(
            "national-cost-of-care",
            ten,
            label="national_area",
            value="net_gbp_per_child_looked_after",
            interval=None,
            kind="area_kind",
            decimals=0,
            note="Pounds for each child looked after, net, over the year. Hollow: England.",
            title=findings.cost_title(ten, given.place),
            alt="Dot plot of net spending for each child looked after: the council, its neighbours with a return, and England.",
            description=findings.cost_description(ten, year),
        ),
        *_division(given, shares),
        folded_table(ten, f"Net spending for each child looked after, {_year_name(year)}", list(ten.table.columns)),
    ]
    return Shown(
        body,
        {"cost": ten, "shares": shares},
        headline=findings.cost_of_care(ten, given.place, year),
        tiles=[findings.cost_tile(ten)],
        limits=[*findings.COST_LIMITS, *_without_return(given, spending)],
        method=findings.method(year),
    )


def _outturn(held: NationalHeld) -> tuple[pd.DataFrame, int]:
    """The newest outturn held up to the day, and the year in which its financial year ends."""
    held.read.update({RELEASE, "children_looked_after", "child_population"})
    tidy = held.tidy([MEASURE], [RELEASE])
    tidy = tidy[tidy["release"] == RELEASE]
    year = int(tidy["year"].max())
    tidy = tidy[tidy["year"] == year]
    rows = tidy.rename(columns={"group": "line", "breakdown": "kind", "value": "outturn_gbp_thousand"})
    own = rows[rows["area"] == held.council.slug]
    if own["outturn_gbp_thousand"].notna().sum() == 0:
        raise NothingToShow(
            f"{held.council.short_name} made no return of its revenue outturn of {_year_name(year)} in time for the release."
        )
    return rows[["area", "line", "kind", "outturn_gbp_thousand"]], year


def spending_of_areas(held: NationalHeld) -> tuple[pd.DataFrame, int]:
    """Spending of every area by line, as ``spending_by_line`` gives it, by the newest outturn; the year in which its financial year ends.

    Raises
    ------
    NothingToShow
        If the council made no return.
    """
    outturn, year = _outturn(held)
    tidy = held.tidy(["looked_after", "children_aged_0_to_17"], ["children_looked_after", "child_population"])
    stock = tidy[(tidy["measure"] == "looked_after") & (tidy["group"] == STOCK)]
    at = {when: stock[stock["year"] == when].set_index("area")["value"] for when in (year - 1, year)}
    population = tidy[(tidy["measure"] == "children_aged_0_to_17") & (tidy["year"] == year - 1)].set_index("area")["value"]
    return spending_by_line(outturn, population, mean_looked_after(at[year - 1], at[year])), year


def _neighbours(given: Given) -> list[str]:
    return given.national.neighbours["neighbour"].tolist()


def _without_return(given: Given, spending: pd.DataFrame) -> list[str]:
    """Neighbours that made no return, in a sentence."""
    whole = spending[spending["line"] == ALL].set_index("area")["net_gbp_thousand"]
    late = [area_name(slug) for slug in _neighbours(given) if pd.isna(whole.get(slug))]
    return [f"No return was received in time from these neighbours, which are left out: {', '.join(late)}."] if late else []


def _shares(given: Given) -> pd.DataFrame:
    """How the council's net spending on children looked after divides, beside the neighbours' medians and England."""
    outturn, _ = _outturn(given.national)
    parts = looked_after_by_part(outturn)
    own = parts[parts["area"] == given.authority].set_index("line")
    medians = parts[parts["area"].isin(_neighbours(given))].groupby("line")["share_pct"].median()
    england = parts[parts["area"] == ENGLAND].set_index("line")["share_pct"]
    lines = [line for line in PARTS_OF_LOOKED_AFTER if line in own.index]
    return pd.DataFrame(
        {
            "outturn_line": lines,
            "net_gbp_thousand": own["net_gbp_thousand"].reindex(lines).to_numpy(),
            "share_of_looked_after_pct": own["share_pct"].reindex(lines).to_numpy(),
            "neighbours_share_pct": medians.reindex(lines).to_numpy(),
            "england_share_pct": england.reindex(lines).to_numpy(),
        }
    )


def _division(given: Given, shares) -> list:
    """The division as bars with the neighbours' medians marked, and as a table; nothing where it is not known."""
    if shares.table.empty:
        return []
    bars = named_bars(
        "national-looked-after-parts",
        shares,
        category=lambda row: row["outturn_line"].removeprefix("Looked after: ").capitalize(),
        value="share_of_looked_after_pct",
        amount=lambda row: findings.share(row["share_of_looked_after_pct"]),
        mark="neighbours_share_pct",
        note="Orange: the neighbours' median.",
        title=findings.division_title(shares, given.place),
        alt="Bar chart of the share of net spending on children looked after by line, with the neighbours' median.",
        description=findings.division_description(shares, given.place),
    )
    return [bars, folded_table(shares, f"Net spending on children looked after, {given.place}, by line", list(shares.table.columns))]


def _year_name(year: int) -> str:
    return findings.year_name(year)


PAGE = Outline(
    "national_money",
    "Money, against elsewhere",
    "spending on children's social care by line, and what a year of care comes to, against neighbours and England",
    (national_spending, national_cost_of_care),
    order=("national_cost_of_care", "national_spending"),
)
