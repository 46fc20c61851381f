"""What cannot be true together, or is doubtful, within one list of a return."""

import pandas as pd

from analysis.catalogue.returns import Return, ReturnList
from analysis.errors import Problem
from analysis.ingest.records.findings import Finding
from analysis.ingest.records.periods import ReturnPeriod

CORRECT_DATES = "Correct one of the dates."
ONE_AT_A_TIME = {
    "episodes": True,
    "children_looked_after": True,
    "child_protection_plans": True,
    "children_in_need": False,
    "social_worker_episodes": False,
    "missing_episodes": False,
    "placement_weekly_costs": False,
    "workers": False,
}
"""Lists in which spells of one child or worker should not overlap, and whether one that does is refused or a doubt."""

NO_HOURS = "holds cases at 0 full-time equivalent"
MONTHS_EXPECTED = 10
"""Months before a birth in which a child who is expected can be known."""


def list_findings(file: str, rows: pd.DataFrame, kind: Return, entry: ReturnList, period: ReturnPeriod) -> list[Finding]:
    """Every rule for the rows of one list, by the row in the file.

    Parameters
    ----------
    rows
        Typed rows, identifiers as the file has them.
    """
    findings = ahead_of_period(file, rows, entry, period)
    if kind.key == "carers":
        # What the two lists of carers say is held together by rules of their own.
        return findings
    findings += ends_before_start(file, rows, entry)
    findings += doubles(file, rows, entry)
    findings += births(file, rows, entry)
    if entry.table in ONE_AT_A_TIME:
        findings += overlapping(file, rows, entry)
    if entry.table == "episodes":
        findings += gaps(file, rows, entry)
    if kind.key == "csww" and "cases_on_30_september" in rows:
        findings += cases_without_hours(file, rows, entry)
    return findings


def ends_before_start(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Rows that end before they start: refused."""
    if entry.start is None or entry.end is None:
        return []
    wrong = _marked(rows, rows[entry.end] < rows[entry.start])
    rules = [f"is before its start, {_iso(day)}" for day in wrong[entry.start]]
    return _found(file, wrong, entry, entry.end, rules, CORRECT_DATES, "ends before it starts")


def ahead_of_period(file: str, rows: pd.DataFrame, entry: ReturnList, period: ReturnPeriod) -> list[Finding]:
    """Dates after the day or year that the return is of: refused, unless the column is one that may look ahead."""
    findings = []
    end = pd.Timestamp(period.end)
    for column in entry.kept:
        if column.type != "date" or column.unborn or column.ahead:
            continue
        late = rows[column.field] > end
        if not late.any():
            continue
        wrong = rows[late]
        rule = f"is after {period.end.isoformat()}, the last day that the return is of"
        remedy = "Correct the date, or the day that the return is said to be of (--on)."
        findings += _found(file, wrong, entry, column.field, [rule] * len(wrong), remedy, "is after the last day of the return")
    return findings


def doubles(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Rows that stand twice word for word: a doubt, and kept once. Two that say different things of one matter: by the declaration."""
    if not entry.row:
        return []
    known = _of_one_matter(rows, entry)
    known = known[known[[*entry.row]].notna().any(axis=1)]
    again = known.duplicated(keep="first")
    same, rest = known[again], known[~again]
    rule = "the row stands there more than once"
    findings = _found(file, same, entry, entry.row[0], [rule] * len(same), "Take it out; it is kept once.", rule, refused=False)
    other = rest[rest.duplicated([*entry.row], keep="first")]
    rule = f"another row has the same {' and '.join(entry.column(field).name for field in entry.row)}, and says something else"
    refused = entry.doubles == "refused"
    remedy = "Keep the one that is right." if refused else "Check whether both are meant; both are kept."
    return findings + _found(file, other, entry, entry.row[0], [rule] * len(other), remedy, rule, refused=refused)


def without_repeats(rows: pd.DataFrame, entry: ReturnList) -> pd.DataFrame:
    """Rows less those that say word for word what one before them says."""
    again = _of_one_matter(rows, entry).duplicated(keep="first")
    return rows.drop(index=again.index[again]) if again.any() else rows


def _of_one_matter(rows: pd.DataFrame, entry: ReturnList) -> pd.DataFrame:
    """Rows that have what a row is known by in common with another: the few that can be the same in every column."""
    return _marked(rows, rows.duplicated([*entry.row], keep=False)) if entry.row else rows


def _marked(rows: pd.DataFrame, mark: pd.Series) -> pd.DataFrame:
    """Rows with a mark; mostly none, which is told sooner than every column is looked through."""
    return rows[mark] if mark.any() else rows.iloc[:0]


def births(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Rows that start before the child was born: refused where the child must be born, a doubt long before an expected birth."""
    if "birth_date" not in rows or entry.start is None or entry.start == "birth_date":
        return []
    first = rows["birth_date"] if entry.born else rows["birth_date"] - pd.DateOffset(months=MONTHS_EXPECTED)
    wrong = _marked(rows, rows[entry.start] < first)
    rules = [
        f"is before the child's birth, {_iso(day)}"
        if entry.born
        else f"is more than {MONTHS_EXPECTED} months before the birth, {_iso(day)}"
        for day in wrong["birth_date"]
    ]
    return _found(file, wrong, entry, entry.start, rules, CORRECT_DATES, "starts before the child's birth", refused=entry.born)


def overlapping(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Spells of one child or worker that overlap, or are both open: the later one, refused or doubted as ``ONE_AT_A_TIME`` says.

    One may start on the day that another ends.
    """
    who = entry.row[0]
    # A second row of one spell is told of as such. Numbers are told apart sooner than texts.
    spells = rows[list(dict.fromkeys((*entry.row, entry.start, entry.end)))].assign(**{who: pd.factorize(rows[who])[0]})
    spells = spells[(spells[who] >= 0) & spells[entry.start].notna()].drop_duplicates([*entry.row])
    spells = spells[~(spells[entry.end] < spells[entry.start])].sort_values([who, entry.start], kind="stable")
    # An open spell reaches past every date that can stand in a file.
    ends = spells[entry.end].fillna(pd.Timestamp("2262-01-01"))
    reached = ends.groupby(spells[who]).cummax().groupby(spells[who]).shift()
    open_before = spells[entry.end].isna().groupby(spells[who]).cumsum().groupby(spells[who]).shift().fillna(0) > 0
    wrong = _marked(spells, reached.notna() & (spells[entry.start] < reached))
    whose = entry.column(who).of
    rules = []
    for place, until in zip(wrong.index, reached[wrong.index], strict=True):
        if not open_before[place]:
            rules.append(f"the {whose}'s one before it ended later, on {_iso(until)}")
        elif pd.isna(wrong.at[place, entry.end]):
            rules.append(f"the {whose} has another one that is open")
        else:
            rules.append(f"the {whose}'s one before it has no end")
    remedy = "Give the earlier one an end, or correct the dates."
    counted_as = f"two of one {whose} overlap or are open"
    return _found(file, wrong, entry, entry.start, rules, remedy, counted_as, refused=ONE_AT_A_TIME[entry.table])


def gaps(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Episodes that end because a new one begins, where none begins that day: a doubt."""
    episodes = without_repeats(rows.dropna(subset=["child_id", "started_date"]), entry)
    episodes = episodes.assign(child_id=pd.factorize(episodes["child_id"])[0]).sort_values(["child_id", "started_date"], kind="stable")
    following = episodes.groupby("child_id")["started_date"].shift(-1)
    doubtful = episodes["reason_ended"].eq("X1") & episodes["ended_date"].notna() & (following != episodes["ended_date"])
    wrong = _marked(episodes, doubtful)
    rules = [
        "a new episode should begin on that day, and none of the child does"
        if pd.isna(day)
        else f"the child's next episode begins on {_iso(day)}"
        for day in following[wrong.index]
    ]
    return _found(
        file,
        wrong,
        entry,
        "ended_date",
        rules,
        "Correct the end, its reason, or the next start.",
        "no episode follows on the day",
        refused=False,
    )


def cases_without_hours(file: str, rows: pd.DataFrame, entry: ReturnList) -> list[Finding]:
    """Workers of no hours who hold cases: a doubt."""
    wrong = rows[(rows["fte_on_30_september"].fillna(rows["fte"]) == 0) & (rows["cases_on_30_september"] > 0)]
    rules = [f"the worker holds {cases} cases at 0 full-time equivalent" for cases in wrong["cases_on_30_september"]]
    return _found(file, wrong, entry, "cases_on_30_september", rules, "Correct the one or the other.", NO_HOURS, refused=False)


def _found(
    file: str, wrong: pd.DataFrame, entry: ReturnList, field: str, rules: list[str], remedy: str, counted_as: str, refused: bool = True
) -> list[Finding]:
    """A finding for each row, on the column of a field."""
    header = entry.column(field).name
    return [
        Finding(Problem(file, rule, remedy, int(row), header, _shown(value)), entry.table, refused, counted_as)
        for row, value, rule in zip(wrong.index, wrong[field], rules, strict=True)
    ]


def _shown(value: object) -> str | None:
    if pd.isna(value):
        return None
    return _iso(value) if isinstance(value, pd.Timestamp) else str(value)


def _iso(day: pd.Timestamp) -> str:
    return day.date().isoformat()
