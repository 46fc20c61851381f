"""What cannot be true together in a register of foster carers and its stays."""

import re
from dataclasses import dataclass

import pandas as pd

from analysis.errors import Problem

OPEN = pd.Timestamp("2262-01-01")
DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """A problem, and the households that cannot be decided because of it; none where it cannot be said whose the row is."""

    problem: Problem
    households: tuple[str, ...]


def approval_findings(file: str, carers: pd.DataFrame) -> list[Finding]:
    """Approvals and breaks that end before they start, overlap, or say two things of one approval.

    Parameters
    ----------
    carers
        One row per row of the register, by its number in the file.
    """
    problems = _ends_before_start(file, carers, "approval_start_date", "approval_end_date", "Approval end date")
    problems += _ends_before_start(file, carers, "break_start_date", "break_end_date", "Break end")
    for row in carers[carers["break_start_date"].isna() & carers["break_end_date"].notna()].itertuples():
        problems.append(
            Problem(file, "is the end of a break without a start", "Fill in Break start.", row.Index, "Break end", _iso(row.break_end_date))
        )
    early = carers[carers["break_start_date"] < carers["approval_start_date"]]
    for row in early.itertuples():
        rule = f"is before the approval of household {row.household} on {_iso(row.approval_start_date)}"
        problems.append(Problem(file, rule, "Correct the break or the approval.", row.Index, "Break start", _iso(row.break_start_date)))
    without_end = carers[
        carers["approval_end_date"].isna() & ((carers["approval_end_reason"] != "not_stated") | carers["appeal_succeeded"].eq(True))
    ]
    for row in without_end.itertuples():
        rule = f"the approval of household {row.household} has a reason for its end, or an appeal, and no end"
        problems.append(Problem(file, rule, "Fill in Approval end date, or take the other out.", row.Index, "Approval end date"))
    appealed = carers[carers["appeal_succeeded"].eq(True) & carers["approval_end_reason"].isin(["resignation", "other_agency"])]
    for row in appealed.itertuples():
        rule = "there is an appeal only against deregistration"
        problems.append(Problem(file, rule, "Correct Appeal succeeded or Approval end reason.", row.Index, "Appeal succeeded", "Y"))
    problems += _conflicting_approvals(file, carers)
    return [_finding(problem, carers) for problem in problems]


def stay_findings(file: str, stays: pd.DataFrame, carers: pd.DataFrame) -> list[Finding]:
    """Stays that end before they start, lie outside their household's approval or in its break, or overlap for one child.

    A stay may begin before approval where the household came from an agency. Staying put may go on after approval. A
    respite stay may lie within the child's placement elsewhere: that is what respite is. A child may leave one
    household and come to the next on one day.

    Parameters
    ----------
    stays, carers
        One row per row of the file, by its number in it.
    """
    problems = _ends_before_start(file, stays, "stay_start_date", "stay_end_date", "Stay end")
    known = stays["household"].isin(carers["household"].dropna()) | stays["household"].isna()
    whole = stays[known].dropna(subset=["household", "child", "stay_start_date", "stay_type"])
    whole = whole.assign(row=whole.index, end=whole["stay_end_date"].fillna(OPEN))
    whole = whole[whole["end"] >= whole["stay_start_date"]]
    problems += _outside_approval(file, whole, _approval_spells(carers))
    problems += _within_break(file, whole, carers)
    return [_finding(problem, stays) for problem in problems] + _two_households_at_once(file, whole)


def orphan_findings(files: tuple[str, str], stays: pd.DataFrame, written: pd.Series, registered: pd.Series) -> list[Finding]:
    """Stays whose household is not on the register, and the households of the register that may be meant.

    Meant may be one whose identifier differs only in case, punctuation or leading noughts, or whose number a spreadsheet may have
    cut down to what the stay has.

    Parameters
    ----------
    files
        The stays and the register.
    stays
        One row per row of the file, by its number in it; ``household`` is missing where it cannot be read.
    written, registered
        Identifiers as the stays and the register write them.
    """
    known = set(registered[registered != ""])
    by_core: dict[str, list[str]] = {}
    for name in known:
        by_core.setdefault(_core(name), []).append(name)
    orphans = written[~written.isin(known) & (written != "")]
    meant = {name: tuple(sorted({*by_core.get(_core(name), []), *_longer_forms(name, known)})) for name in orphans.unique()}
    findings = []
    for row, name in orphans.items():
        rule = "is not a household of the register" + (f", but {', '.join(meant[name])} is" if meant[name] else "")
        remedy = "Take the identifiers from the system again, as text." if meant[name] else "Correct it, or add it there."
        if pd.notna(stays.loc[row, "household"]) or meant[name]:
            findings.append(Finding(Problem(files[0], rule, remedy, row, "Household ID", name), meant[name]))
    return findings + _alike(files[1], known)


def _alike(file: str, registered: set[str]) -> list[Finding]:
    """Identifiers of the register that differ only in leading noughts: one household, or two."""
    by_number: dict[str, list[str]] = {}
    for name in sorted(registered):
        if name.isdigit():
            by_number.setdefault(name.lstrip("0"), []).append(name)
    rule, remedy = "differ only in leading noughts, which spreadsheets drop", "Take the identifiers from the system again, as text."
    return [
        Finding(Problem(file, rule, remedy, column="Household ID", value=", ".join(alike)), tuple(alike))
        for alike in by_number.values()
        if len(alike) > 1
    ]


def _core(name: str) -> str:
    """An identifier without case, punctuation and the noughts that a number in it starts with."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]+", "", name.casefold()))


def _longer_forms(name: str, registered: set[str]) -> list[str]:
    """Identifiers of which a spreadsheet may have made this one: a number with an exponent, or with noughts after its 15th digit."""
    if match := re.fullmatch(r"([0-9])(?:\.([0-9]+))?E\+([0-9]{1,3})", name, re.IGNORECASE):
        digits, length = match[1] + (match[2] or ""), int(match[3]) + 1
        numbers = [other for other in registered if len(other) == length and other.isdigit()]
        return [other for other in numbers if abs(int(other[: len(digits)]) - int(digits)) <= 1]
    if not name.isdigit() or len(name) <= 15:
        return []
    return [other for other in registered if len(other) == len(name) and other.isdigit() and other[:15] == name[:15]]


def _finding(problem: Problem, rows: pd.DataFrame) -> Finding:
    """A problem of a row on the household of that row."""
    household = rows.loc[problem.row, "household"]
    return Finding(problem, () if pd.isna(household) else (household,))


def _ends_before_start(file: str, table: pd.DataFrame, start: str, end: str, header: str) -> list[Problem]:
    return [
        Problem(file, f"is before its start, {_iso(row[start])}", "Correct one of the dates.", number, header, _iso(row[end]))
        for number, row in table[table[end] < table[start]].iterrows()
    ]


def _conflicting_approvals(file: str, carers: pd.DataFrame) -> list[Problem]:
    """Rows of one approval that differ in more than the break, and approvals of one household that overlap."""
    problems = []
    said = carers.drop(columns=["break_start_date", "break_end_date", "break_known_date"]).drop_duplicates()
    said = said[said["household"].notna() & said["approval_start_date"].notna()]
    said = said.assign(end=said["approval_end_date"].fillna(OPEN)).sort_values(["household", "approval_start_date", "end"], kind="stable")
    earlier = said.shift()
    same = said["household"] == earlier["household"]
    for number, row in said[same & (said["approval_start_date"] == earlier["approval_start_date"])].iterrows():
        rule = f"household {row['household']} has two rows for the approval of that date, which differ in more than the break"
        remedy = "Make them agree, or correct the approval date."
        problems.append(Problem(file, rule, remedy, number, "Approval date", _iso(row["approval_start_date"])))
    overlap = same & (said["approval_start_date"] > earlier["approval_start_date"]) & (said["approval_start_date"] < earlier["end"])
    for number, row in said[overlap].iterrows():
        rule = f"household {row['household']} was still approved from {_iso(earlier.loc[number, 'approval_start_date'])}"
        remedy = "Give the earlier approval an end, or correct the date."
        problems.append(Problem(file, rule, remedy, number, "Approval date", _iso(row["approval_start_date"])))
    return problems


def _approval_spells(carers: pd.DataFrame) -> pd.DataFrame:
    """Time under approval of each household, approvals that follow one another joined: ``household``, ``start``, ``end``."""
    table = carers[carers["household"].notna() & carers["approval_start_date"].notna()]
    undone = table["appeal_succeeded"].eq(True)
    transferred = table["transferred_from_agency"].eq(True)
    ends = table["approval_end_date"].mask(undone).fillna(OPEN)
    table = table.assign(start=table["approval_start_date"], end=ends, transferred_from_agency=transferred)
    table = table.sort_values(["household", "start"], kind="stable")
    furthest = table.groupby("household")["end"].cummax().groupby(table["household"]).shift()
    spell = (furthest.isna() | (table["start"] > furthest + DAY)).cumsum()
    grouped = table.groupby(spell)
    return grouped.agg(
        household=("household", "first"), start=("start", "min"), end=("end", "max"), transferred=("transferred_from_agency", "max")
    ).reset_index(drop=True)


def _outside_approval(file: str, stays: pd.DataFrame, spells: pd.DataFrame) -> list[Problem]:
    """Stays that begin before approval or go on after it."""
    if stays.empty or spells.empty:
        return []
    first = spells.groupby("household").agg(first_start=("start", "min"), first_end=("end", "first"), came=("transferred", "first"))
    found = pd.merge_asof(
        stays.sort_values("stay_start_date"), spells.sort_values("start"), left_on="stay_start_date", right_on="start", by="household"
    ).join(first, on="household")
    before = found["start"].isna() & found["first_start"].notna()
    came = before & found["came"].eq(True)
    problems = [
        Problem(
            file,
            f"is before household {row.household} was approved, {_iso(row.first_start)}",
            "Correct the stay or the approval date; only carers who transferred from an agency bring earlier stays.",
            row.row,
            "Stay start",
            _iso(row.stay_start_date),
        )
        for row in found[before & ~came].itertuples()
    ]
    approved_until = found["end_y"].where(~came, found["first_end"])
    after = (found["end_x"] > approved_until) & (found["stay_type"] != "staying_put") & ~(before & ~came)
    for row, until in zip(found[after].itertuples(), approved_until[after], strict=True):
        rule = f"is after the approval of household {row.household} ended, {_iso(until)}"
        value = None if pd.isna(row.stay_end_date) else _iso(row.stay_end_date)
        if value is None:
            rule = f"the stay has no end, but the approval of household {row.household} ended on {_iso(until)}"
        problems.append(Problem(file, rule, "Correct the stay or the approval end date.", row.row, "Stay end", value))
    return problems


def _within_break(file: str, stays: pd.DataFrame, carers: pd.DataFrame) -> list[Problem]:
    """Stays, other than staying put, on days of the household's break; the break's first and last day may be shared."""
    breaks = carers.loc[carers["break_start_date"].notna(), ["household", "break_start_date", "break_end_date"]]
    both = stays[stays["stay_type"] != "staying_put"].merge(breaks, on="household")
    clash = (both["stay_start_date"] < both["break_end_date"].fillna(OPEN)) & (both["end"] > both["break_start_date"])
    return [
        Problem(
            file,
            f"the stay falls in a break of household {row.household} from fostering that starts {_iso(row.break_start_date)}",
            "Correct the stay or the break.",
            row.row,
            "Stay start",
            _iso(row.stay_start_date),
        )
        for row in both[clash].itertuples()
    ]


def _two_households_at_once(file: str, stays: pd.DataFrame) -> list[Finding]:
    """Stays of one child that overlap in two households."""
    moved = stays.groupby("child")["household"].transform("nunique") > 1
    table = stays.loc[moved, ["child", "household", "stay_start_date", "end", "stay_type", "row"]]
    pairs = table.merge(table, on="child", suffixes=("", "_other"))
    pairs = pairs[(pairs["household"] != pairs["household_other"]) & (pairs["stay_start_date"] < pairs["end_other"])]
    pairs = pairs[pairs["end"] > pairs["stay_start_date_other"]]
    later = pairs["stay_start_date"] > pairs["stay_start_date_other"]
    pairs = pairs[later | ((pairs["stay_start_date"] == pairs["stay_start_date_other"]) & (pairs["row"] > pairs["row_other"]))]
    inside = (pairs["stay_type"] == "respite") & (pairs["stay_type_other"] != "respite") & (pairs["end"] <= pairs["end_other"])
    holds = (pairs["stay_type_other"] == "respite") & (pairs["stay_type"] != "respite")
    holds &= (pairs["stay_start_date"] == pairs["stay_start_date_other"]) & (pairs["end_other"] <= pairs["end"])
    overlaps = pairs[~(inside | holds)]
    return [
        Finding(
            Problem(
                file,
                f"child {row.child} is with household {row.household_other} on that day too (row {row.row_other})",
                "End the one stay before the other begins, or correct the household.",
                row.row,
                "Stay start",
                _iso(row.stay_start_date),
            ),
            (row.household, row.household_other),
        )
        for row in overlaps.drop_duplicates(["row", "household_other"]).itertuples()
    ]


def _iso(day) -> str:
    return f"{day:%Y-%m-%d}"
