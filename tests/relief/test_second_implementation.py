"""The decision written a second time, from the pages on the rules alone: household by household, days as the bits of a whole number.

It shares nothing with the package but the tables that go in. Both must agree on every household.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

import numpy as np
import pandas as pd
import pytest

from analysis.periods import FinancialYear
from analysis.relief.calendar import relief_calendar
from analysis.relief.eligibility import relief_decisions

FAR = date(2200, 1, 1)
FIRST_DAY = date(2015, 1, 1)


def bits(first: date, last: date) -> int:
    """The days from the first to the last, both included, as bits counted from 1 January 2015."""
    start, end = max((first - FIRST_DAY).days, 0), (min(last, date(2030, 1, 1)) - FIRST_DAY).days
    return ((1 << (end - start + 1)) - 1) << start if end >= start else 0


def days_of(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]


def joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + timedelta(days=1 if found[-1][1] < FAR else 0):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def april(day: date) -> date:
    return date(day.year if (day.month, day.day) >= (4, 1) else day.year - 1, 4, 1)


class Household:
    """One household's rows, and what the rules make of them."""

    def __init__(self, approvals, breaks, stays, criteria, year: FinancialYear):
        self.breaks, self.stays, self.criteria, self.year = breaks, stays, criteria, year
        self.approvals = [dict(row, end=FAR if row["appeal"] and criteria.refund_after_appeal else row["end"]) for row in approvals]
        self.panel = [row for row in self.approvals if row["type"] != "temporarily_approved"]
        self.raw_ends = {id(row): original["end"] for row, original in zip(self.approvals, approvals, strict=True)}

    def deciding(self):
        """The latest approval at panel in the year; failing that a temporary one, then one that had begun, then any."""

        def rank(row):
            end = row["end"] if row["type"] != "temporarily_approved" else self.raw_ends[id(row)]
            in_year = row["start"] <= self.year.end and end > self.year.start
            if in_year:
                return 3 if row["type"] != "temporarily_approved" else 2
            return 1 if row["start"] <= self.year.end else 0

        return max(self.approvals, key=lambda row: (rank(row), row["start"]))

    def possible(self) -> int:
        deciding, criteria = self.deciding(), self.criteria
        force = 0
        for row in self.panel:
            force |= bits(row["start"], row["end"] - timedelta(days=1))
        inside = deciding["inside"]
        if criteria.outside_area == "days_of_care":
            inside = True
        elif not inside:
            by = criteria.outside_area_cutoff_date if criteria.outside_area == "approved_by_cutoff" else self.year.start
            inside = any(row["start"] <= by <= row["end"] for row in self.panel)
        if not (inside and deciding["standards"] and deciding["agreed"]):
            return 0
        return force & ~self.lost_to_breaks() & bits(self.year.start, self.year.end)

    def lost_to_breaks(self) -> int:
        lost = 0
        for start, end in joined(self.breaks):
            if (end - start).days + 1 <= self.criteria.break_allowed_days:
                continue
            last = end
            if not self.criteria.relief_resumes_after_break and end < FAR:
                last = date(april(end).year + 1, 3, 31)
            lost |= bits(start + timedelta(days=self.criteria.break_allowed_days - 1), last)
        return lost

    @cached_property
    def care(self) -> int:
        deciding, criteria = self.deciding(), self.criteria
        respite_only = deciding["type"] == "respite"
        counted = [
            stay
            for stay in self.stays
            if not (respite_only and stay["type"] == "placement" and not criteria.placements_count_as_respite)
            and not (not respite_only and stay["type"] == "respite" and not criteria.respite_counts_as_care)
        ]
        by_child: dict[tuple[str, bool], list[tuple[date, date]]] = {}
        for stay in counted:
            by_child.setdefault((stay["child"], stay["type"] == "staying_put"), []).append((stay["start"], stay["end"]))
        placed, staying = 0, []
        for (_, staying_put), spans in by_child.items():
            mask = 0
            for start, end in joined(spans):
                leaves = end - timedelta(days=1) if end < FAR and not criteria.departure_day_counts else end
                mask |= bits(start, leaves)
            if staying_put:
                staying.append(mask)
            else:
                placed |= mask
        if not respite_only and len(staying) >= deciding["places"]:
            every = 0
            for mask in staying:
                every |= mask
            placed |= sum(1 << day for day in days_of(every) if sum(mask >> day & 1 for mask in staying) >= deciding["places"])
        approved = 0
        for row in self.approvals if criteria.temporary_approval_days_count else self.panel:
            approved |= bits(row["start"], row["end"])
        return (placed & approved) | self.before_transfer(counted)

    def before_transfer(self, stays) -> int:
        came = [row["start"] for row in self.panel if row["transferred"]]
        if not came:
            return 0
        transfer, mask = min(came), 0
        for child in {stay["child"] for stay in stays}:
            spans = [
                (stay["start"], stay["end"]) for stay in stays if stay["child"] == child and stay["type"] == "placement" and stay["own"]
            ]
            for start, end in joined(spans):
                if start < transfer <= end:
                    mask |= bits(max(start, april(transfer)), transfer - timedelta(days=1))
        return mask

    def periods(self) -> list[tuple[date, date, bool]]:
        before, now = self.year.previous(), self.year
        of_year = {"previous_financial_year": [(before.start, before.end, False)], "same_financial_year": [(now.start, now.end, True)]}
        of_year["either_financial_year"] = [pair for pairs in of_year.values() for pair in pairs]
        if self.criteria.care_period != "approval_year":
            return of_year[self.criteria.care_period]
        if not self.panel:
            return []
        approved, found = min(row["start"] for row in self.panel), []
        for year in range(approved.year, now.start.year + 1):
            start, after = (self.anniversary(approved, number) for number in (year, year + 1))
            if after <= now.start:
                found = [(start, after - timedelta(days=1), False)]
        return found

    @staticmethod
    def anniversary(day: date, year: int) -> date:
        return date(year, 3, 1) if (day.month, day.day) == (2, 29) and not _leap(year) else date(year, day.month, day.day)

    def met_from(self, needed: int) -> date | None:
        """First day of the year on which so many days of care are met."""
        found = []
        for start, end, within in self.periods():
            window = (self.care & bits(start, end)) >> (start - FIRST_DAY).days
            run, best = 0, 0
            reached = start - timedelta(days=1) if needed == 0 else None
            for place in range((end - start).days + 1 if window.bit_count() >= needed > 0 else 0):
                run = run + 1 if window >> place & 1 else (0 if self.criteria.days_must_be_consecutive else run)
                best = max(best, run)
                if best >= needed:
                    reached = start + timedelta(days=place)
                    break
            if reached is not None:
                found.append(max(reached + timedelta(days=1), self.year.start) if within else self.year.start)
        return min(found, default=None)

    def decision(self, charge: Decimal) -> tuple[str, float, int, int]:
        deciding, criteria = self.deciding(), self.criteria
        respite = deciding["type"] == "respite"
        after = {"above": criteria.respite_full_relief_days + 1, "from": criteria.respite_full_relief_days, "not_granted": None}
        needed = after[criteria.respite_full_relief] if respite else criteria.full_relief_days
        full_from = self.met_from(needed) if needed is not None else None
        partial_from = self.met_from(criteria.respite_minimum_days) if respite else None
        possible = self.possible()
        full = (possible & bits(full_from, self.year.end)).bit_count() if full_from else 0
        either_from = min((day for day in (full_from, partial_from) if day), default=None)
        partial = ((possible & bits(either_from, self.year.end)).bit_count() if either_from else 0) - full
        discount = Decimal(str(deciding["discount"]))
        full_pct = min(Decimal(str(criteria.full_relief_pct)), 100 - discount)
        partial_pct = Decimal(str(criteria.respite_relief_pct))
        if discount >= Decimal(str(criteria.existing_discount_for_respite_pct)):
            most = Decimal(str(criteria.respite_relief_with_discount_pct))
            partial_pct = most if criteria.respite_with_discount == "on_top" else max(most - discount, partial_pct)
        partial_pct = min(partial_pct, full_pct)
        days = (self.year.end - self.year.start).days + 1
        amount = (charge * (full * full_pct + partial * partial_pct) / 100 / days).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return ("Full relief" if full else "Partial relief" if partial else "No relief"), float(amount), full, partial


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def made_up(generator: np.random.Generator, households: int) -> dict[str, pd.DataFrame]:
    """Households full of what the rules turn on: dates at the edges of years, breaks that touch, ends, appeals, transfers."""
    edges = [
        date(2021, 4, 1),
        date(2022, 3, 31),
        date(2022, 4, 1),
        date(2023, 3, 31),
        date(2023, 4, 1),
        date(2024, 3, 31),
        date(2020, 2, 29),
    ]

    def day(first=date(2019, 1, 1), last=date(2024, 6, 30)):
        if generator.random() < 0.15:
            return max(first, min(last, edges[generator.integers(len(edges))]))
        return first + timedelta(days=int(generator.integers((last - first).days + 1)))

    approvals, breaks, stays = [], [], []
    for number in range(households):
        name, start = f"H{number:05d}", day(last=date(2023, 12, 31))
        for _ in range(int(generator.choice([1, 1, 1, 2]))):
            end = day(first=start + timedelta(days=20), last=date(2025, 1, 1)) if generator.random() < 0.3 else None
            approvals.append(
                {
                    "household": name,
                    "approval_start_date": start,
                    "approval_end_date": end,
                    "approval_type": generator.choice(["mainstream", "mainstream", "respite", "connected_person", "temporarily_approved"]),
                    "approval_end_reason": "deregistration" if end else "not_stated",
                    "appeal_succeeded": bool(end) and generator.random() < 0.2,
                    "approved_places": int(generator.integers(1, 3)),
                    "standards_met": generator.random() < 0.95,
                    "transferred_from_agency": generator.random() < 0.2,
                    "billing_authority": "Plymouth",
                    "in_authority_area": generator.random() < 0.8,
                    "council_tax_band": generator.choice(list("ABCDEFGH")),
                    "existing_discount_pct": float(generator.choice([0, 0, 10, 25, 50, 100])),
                    "relief_agreed": generator.random() < 0.97,
                    "approval_end_known_date": None,
                }
            )
            if end is None or end > date(2024, 6, 30):
                break
            start = end + timedelta(days=int(generator.choice([0, 1, 30])))
        for _ in range(int(generator.choice([0, 0, 0, 1, 2]))):
            first = day()
            last = first + timedelta(days=int(generator.choice([5, 28, 29, 30, 31, 90])))
            breaks.append({"household": name, "break_start_date": first, "break_end_date": last if generator.random() < 0.9 else None})
            if generator.random() < 0.4:
                breaks.append(
                    {"household": name, "break_start_date": last + timedelta(days=1), "break_end_date": last + timedelta(days=10)}
                )
        for _ in range(int(generator.integers(0, 6))):
            first = day(first=date(2021, 1, 1), last=date(2024, 3, 31))
            length = int(generator.choice([0, 1, 14, 90, 91, 181, 182, 183, 365, 400]))
            stays.append(
                {
                    "household": name,
                    "child": f"C{number}-{generator.integers(3)}",
                    "stay_start_date": first,
                    "stay_end_date": first + timedelta(days=length) if generator.random() < 0.85 else None,
                    "stay_type": generator.choice(["placement", "placement", "respite", "staying_put"]),
                    "placing_authority": "Plymouth",
                    "placed_by_authority": generator.random() < 0.9,
                }
            )
    tables = {
        "approvals": pd.DataFrame(approvals),
        "breaks": pd.DataFrame(breaks).assign(break_known_date=None),
        "stays": pd.DataFrame(stays),
    }
    for table in tables.values():
        for column in table.columns[table.columns.str.endswith("_date")]:
            table[column] = pd.to_datetime(table[column])
    return tables


def decided_a_second_time(tables, criteria, year, charge) -> dict[str, tuple]:
    def day(value):
        return FAR if pd.isna(value) else value.date()

    rows: dict[str, tuple[list, list, list]] = {}
    for row in tables["approvals"].itertuples():
        approval = {"start": day(row.approval_start_date), "end": day(row.approval_end_date), "type": row.approval_type}
        approval |= {"appeal": row.appeal_succeeded, "places": row.approved_places, "standards": row.standards_met}
        approval |= {"transferred": row.transferred_from_agency, "inside": row.in_authority_area, "band": row.council_tax_band}
        approval |= {"discount": row.existing_discount_pct, "agreed": row.relief_agreed}
        rows.setdefault(row.household, ([], [], []))[0].append(approval)
    for row in tables["breaks"].itertuples():
        rows[row.household][1].append((day(row.break_start_date), day(row.break_end_date)))
    for row in tables["stays"].itertuples():
        stay = {"child": row.child, "start": day(row.stay_start_date), "end": day(row.stay_end_date), "type": row.stay_type}
        rows[row.household][2].append(stay | {"own": row.placed_by_authority})
    found = {}
    for name, (approvals, breaks, stays) in rows.items():
        household = Household(approvals, breaks, stays, criteria, year)
        found[name] = household.decision(charge[household.deciding()["band"]])
    return found


READINGS = [
    {},
    {"care_period": "same_financial_year", "departure_day_counts": False},
    {"care_period": "either_financial_year", "respite_counts_as_care": False, "outside_area": "approved_by_1_april"},
    {"days_must_be_consecutive": True, "placements_count_as_respite": False, "respite_full_relief": "from", "outside_area": "days_of_care"},
    {
        "care_period": "approval_year",
        "temporary_approval_days_count": True,
        "relief_resumes_after_break": False,
        "respite_with_discount": "on_top",
    },
]


@pytest.mark.parametrize("number", range(len(READINGS)))
def test_both_agree_on_4000_made_up_households_under_each_reading(criteria_with, council_tax, number):
    criteria, year = criteria_with(**READINGS[number]), FinancialYear(2023)
    tables = made_up(np.random.default_rng(100 + number), 4000)
    decisions = relief_decisions(relief_calendar(tables["approvals"], tables["breaks"], tables["stays"], criteria, year), council_tax)
    of_year = council_tax[council_tax["financial_year"] == "2023-24"]
    charge = {row.council_tax_band: Decimal(str(row.council_tax_gbp_per_year)) for row in of_year.itertuples()}
    second = decided_a_second_time(tables, criteria, year, charge)
    columns = ["decision", "relief_gbp", "full_relief_days", "partial_relief_days"]
    first = {row.household: tuple(getattr(row, name) for name in columns) for row in decisions.itertuples()}
    differ = {name: (first[name], second[name]) for name in first if first[name] != second[name]}
    assert len(first) == 4000 and not differ, dict(list(differ.items())[:5])
    assert decisions["decision"].nunique() == 3, "made-up households must meet every outcome"
