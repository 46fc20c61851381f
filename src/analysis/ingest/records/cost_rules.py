"""Placement costs: prices by the week or day as times at one weekly price, and what cannot be true of a price or of a cost beside it."""

import pandas as pd

from analysis.catalogue.returns import ReturnList
from analysis.errors import Problem
from analysis.ingest.records.findings import Finding

WEEKLY, QUARTERLY, OTHER = "placement_weekly_costs", "placement_costs", "placement_other_costs"
DAYS_A_WEEK = 7
PENNIES_OF_ROUNDING = 0.025
"""By how much three contributions, each rounded to the penny, may miss their total."""
_PER_WEEK = ["weekly_cost_gbp", "health_gbp_per_week", "education_gbp_per_week"]
_PLACEMENT = ["child_id", "started_date", "placement_type", "placement_provider"]


def cost_findings(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Every rule for the rows of one list of placement costs, as the file has them."""
    return {WEEKLY: _of_prices, QUARTERLY: _of_totals, OTHER: _of_other_costs}[entry.table](file, rows, entry)


def times_at_one_price(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of weekly costs with every price by the week, each from the day it holds to the day the next of its placement does.

    Parameters
    ----------
    rows
        Typed rows of the weekly costs. A price is of a week unless ``price_period`` says ``day``; it holds from ``price_from_date``, or from the start of
        the placement where that is not given.

    Returns
    -------
    pandas.DataFrame
        The same rows and index; ``started_date`` and ``ended_date`` are those of the price.

    >>> rows = pd.DataFrame({"child_id": "c", "placement_type": "K2", "placement_provider": "PR4", "price_period": ["week", "day"]})
    >>> rows = rows.assign(weekly_cost_gbp=[700.0, 110.0], health_gbp_per_week=[0.0, 11.0], education_gbp_per_week=None)
    >>> days = {"started_date": "2024-04-01", "ended_date": None, "price_from_date": [None, "2024-05-01"]}
    >>> rows = times_at_one_price(rows.assign(**{name: pd.to_datetime(pd.Series(day, index=rows.index)) for name, day in days.items()}))
    >>> [str(day.date()) for day in [*rows["started_date"], rows["ended_date"][0]]]
    ['2024-04-01', '2024-05-01', '2024-05-01']
    >>> rows[["weekly_cost_gbp", "health_gbp_per_week"]].values.tolist()
    [[700.0, 0.0], [770.0, 77.0]]
    """
    by_day = rows["price_period"].eq("day").to_numpy()
    times = 1 + by_day * (DAYS_A_WEEK - 1)
    prices = {name: (rows[name].astype("float64") * times).round(2) for name in _PER_WEEK}
    starts = rows["price_from_date"].fillna(rows["started_date"])
    ordered = rows.assign(from_date=starts).sort_values("from_date", kind="stable")
    following = ordered.groupby(_PLACEMENT)["from_date"].shift(-1).reindex(rows.index)
    # Two prices from one day are two costs of one placement: both hold until it ends or the next begins.
    later = following.where(following > starts)
    ends = rows["ended_date"].mask(later.notna() & (rows["ended_date"].isna() | (later < rows["ended_date"])), later)
    return rows.assign(**prices, started_date=starts, ended_date=ends)


def prices_of_collection(rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Weekly prices that the quarterly collection implies, for a council that gives no list of prices: cost over nights in the year, times seven.

    Parameters
    ----------
    rows
        Typed rows of the quarterly collection; refused ones left out.
    day
        Day that the collection is of: cost is from the 1 April before to it.

    Returns
    -------
    pandas.DataFrame
        Columns of the weekly costs, from the first night of the year on; a placement without a night or with a cost below nothing has no price.

    >>> rows = pd.DataFrame({"child_id": ["c"], "placement_type": ["K2"], "placement_provider": ["PR4"], "cost_to_date_gbp": [3_000.30]})
    >>> rows = rows.assign(started_date=pd.Timestamp("2023-05-05"), ended_date=pd.Timestamp("2024-05-01"))
    >>> prices_of_collection(rows, pd.Timestamp("2024-06-30"))[["started_date", "weekly_cost_gbp"]].astype("str").values.tolist()
    [['2024-04-01', '700.07']]
    """
    starts, nights = _nights(rows, day)
    priced = (nights > 0) & (rows["cost_to_date_gbp"] >= 0)
    weekly = (rows["cost_to_date_gbp"] / nights.where(nights > 0) * DAYS_A_WEEK).round(2)
    names = ["child_id", "placement_type", "placement_provider", "ended_date"]
    return rows[names].assign(started_date=starts, weekly_cost_gbp=weekly)[priced.fillna(False)]


def _nights(rows: pd.DataFrame, day: pd.Timestamp) -> tuple[pd.Series, pd.Series]:
    """First night of each placement in the year of a day, and nights paid for up to it; the day of leaving is not."""
    first = pd.Timestamp(day.year if day.month > 3 else day.year - 1, 4, 1)
    starts = rows["started_date"].clip(lower=first)
    after = pd.Timestamp(day) + pd.Timedelta(days=1)
    return starts, (rows["ended_date"].fillna(after).clip(upper=after) - starts).dt.days.clip(lower=0)


def _of_prices(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    price, starts, ends, first = (rows[name] for name in ("weekly_cost_gbp", "price_from_date", "ended_date", "started_date"))
    given = rows[["health_gbp_per_week", "education_gbp_per_week"]].sum(axis="columns")
    credit = "Give a credit in the list of one-off, backdated and disputed costs."
    dates = "Correct one of the dates."
    return [
        *_found(file, rows[price < 0], entry, "weekly_cost_gbp", "is a price below nothing", credit),
        *_found(file, rows[starts < first], entry, "price_from_date", "is before the placement starts", dates),
        *_found(file, rows[starts >= ends], entry, "price_from_date", "is not before the placement ends", dates),
        *_found(
            file,
            rows[given > price.clip(lower=0)],
            entry,
            "weekly_cost_gbp",
            "is less than health and education contribute",
            "Correct one of the amounts.",
        ),
    ]


def _of_totals(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    names = ["social_care_contribution_gbp", "health_contribution_gbp", "education_contribution_gbp"]
    parts = rows[names].sum(axis="columns", min_count=len(names))
    off = rows[(parts - rows["cost_to_date_gbp"]).abs() > PENNIES_OF_ROUNDING]
    rule = "is not what social care, health and education contribute together"
    return _found(file, off, entry, "cost_to_date_gbp", rule, "Check the amounts; the row is kept.", refused=False)


def _of_other_costs(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    kind, amount, first, last = (rows[name] for name in ("cost_kind", "amount_gbp", "cost_from_date", "cost_to_date"))
    sign = "Correct the amount or the kind: credits are negative, all else is not."
    undated = rows[kind.eq("backdated") & first.isna()]
    return [
        *_found(file, rows[kind.eq("credit") & (amount > 0)], entry, "amount_gbp", "is a credit above nothing", sign),
        *_found(file, rows[kind.ne("credit") & (amount < 0)], entry, "amount_gbp", "is below nothing and no credit", sign),
        *_found(
            file, rows[last < first], entry, "cost_to_date", "is before the first day that the cost is for", "Correct one of the dates."
        ),
        *_found(
            file,
            undated,
            entry,
            "cost_kind",
            "is backdated and does not say from when",
            "Fill in Cost from; until then all of it counts as of the year in which it is charged.",
            refused=False,
        ),
    ]


def without_price(file: str, rows: pd.DataFrame, entry: ReturnList, day: pd.Timestamp) -> list[Finding]:
    """Rows of a collection, given without a list of prices, from which no price follows: doubts."""
    cost, (_, nights) = rows["cost_to_date_gbp"], _nights(rows, day)
    remedy = (
        "Give a list of weekly costs, and the amount in that of one-off, backdated and disputed costs; the row is kept without a price."
    )
    return [
        *_found(
            file, rows[cost < 0], entry, "cost_to_date_gbp", "is below nothing, so that no weekly price follows", remedy, refused=False
        ),
        *_found(
            file,
            rows[(cost > 0) & (nights == 0)],
            entry,
            "cost_to_date_gbp",
            "is of no night of the year, so that no weekly price follows",
            remedy,
            refused=False,
        ),
    ]


def across_costs(files: dict[str, str], tables: dict[str, pd.DataFrame], entries: dict[str, ReturnList]) -> list[Finding]:
    """Costs of a child who is in no list of placements of the return, and placements of one list that the other lacks: doubts."""
    findings = []
    placed = [name for name in (WEEKLY, QUARTERLY) if name in tables]
    if OTHER in tables and placed:
        known = set().union(*(tables[name]["child_id"].dropna() for name in placed))
        rows = tables[OTHER]
        rule = f"has no placement in {' or '.join(files[name] for name in placed)}"
        lone = rows[rows["child_id"].notna() & ~rows["child_id"].isin(known)]
        findings += _found(files[OTHER], lone, entries[OTHER], "child_id", rule, "Check the child; the cost is kept.", refused=False)
    if len(placed) == 2:
        for name, other in ((WEEKLY, QUARTERLY), (QUARTERLY, WEEKLY)):
            rows = tables[name]
            lone = rows[rows["child_id"].notna() & ~rows["child_id"].isin(tables[other]["child_id"])]
            rule = f"has a placement here and none in {files[other]}"
            findings += _found(
                files[name], lone, entries[name], "child_id", rule, "Check which list is right; the row is kept.", refused=False
            )
    return findings


def _found(file: str, wrong: pd.DataFrame, entry: ReturnList, field: str, rule: str, remedy: str, refused: bool = True) -> list[Finding]:
    header = entry.column(field).name
    shown = [value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value) for value in wrong[field]]
    return [
        Finding(Problem(file, rule, remedy, int(row), header, value), entry.table, refused)
        for row, value in zip(wrong.index, shown, strict=True)
    ]
