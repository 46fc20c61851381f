"""Faults of each kind that is found when files are taken in, planted in the files of a made-up council, one row each."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.ingest.made_up_council.printed import CHILD, HOUSEHOLD

REFUSED, DOUBT, UNUSABLE = "refused", "doubt", "unusable"
UNKNOWN_CHILD, UNKNOWN_HOUSEHOLD = f"{CHILD}999999", f"{HOUSEHOLD}999999"
DAY_FORMAT = "%d/%m/%Y"


@dataclass(frozen=True)
class Planted:
    """One fault: where it is, what stands there, how the rule reads that it breaks, and whether the row is refused or doubtful."""

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    degree: str


class Spoiled:
    """The lists of one return while faults are planted in them: each in a row of its own, of a child that no other fault touches."""

    def __init__(self, place: str, lists: dict[str, pd.DataFrame], file_names: Callable[[str], str]):
        self.lists = {key: table.reset_index(drop=True) for key, table in lists.items()}
        self.place, self.file_names = place, file_names
        self.planted: list[Planted] = []
        self.used: set[str] = set()

    def row(self, key: str, who: str, chosen: pd.Series | None = None) -> int:
        """A row of a list whose child, worker or household no fault has touched, the first of those chosen."""
        table = self.lists[key]
        free = ~table[who].isin(self.used) & (True if chosen is None else chosen)
        if not free.any():
            raise ValueError(f"{self.place} has no row of {key} left in which to plant a fault: make up more children.")
        found = int(table.index[free][0])
        self.used.add(table.at[found, who])
        return found

    def cell(self, key: str, row: int, column: str, value: str, rule: str, degree: str = REFUSED, named: str | None = None) -> None:
        """Put a wrong value into a cell; ``named`` is the column that is named as wrong, if it is another."""
        table = self.lists[key]
        table.at[row, column] = value
        self.used.add(value)
        named = named or column
        self.planted.append(Planted(f"{self.place}/{self.file_names(key)}", row + 2, named, table.at[row, named], rule, degree))

    def added(self, key: str, changed: dict[str, str]) -> int:
        """Another row without a fault, made of the first; its place."""
        table = self.lists[key]
        table.loc[len(table)] = table.loc[0].to_dict() | changed
        return len(table) - 1

    def another(self, key: str, row: int, changed: dict[str, str], column: str, rule: str, degree: str = REFUSED) -> None:
        """Put another row at the end of a list, made of one that is there."""
        table = self.lists[key]
        table.loc[len(table)] = table.loc[row].to_dict() | changed
        value = table.at[len(table) - 1, column]
        self.planted.append(Planted(f"{self.place}/{self.file_names(key)}", len(table) + 1, column, value, rule, degree))


def later(text: str, days: int) -> str:
    """A day as dd/mm/yyyy, so many days on."""
    return (pd.to_datetime(text, format=DAY_FORMAT) + pd.Timedelta(days=days)).strftime(DAY_FORMAT)


def _days_over(table: pd.DataFrame, start: str, end: str, days: int) -> pd.Series:
    """Rows that last more than so many days; none that is open."""
    first, last = (pd.to_datetime(table[column], format=DAY_FORMAT, errors="coerce") for column in (start, end))
    return (last - first).dt.days > days


def spoil_ssda903(lists: Spoiled, year: int) -> None:
    """Faults of the return of children looked after, of the year in whose March it ends."""
    episodes = lists.lists["episodes"]
    alone = ~episodes["CHILD"].duplicated(keep=False)
    still, left = alone & (episodes["DEC"] == ""), alone & (episodes["DEC"] != "")

    def episode(chosen: pd.Series = still) -> int:
        return lists.row("episodes", "CHILD", chosen.reindex(lists.lists["episodes"].index, fill_value=False))

    wrong_year = "H5" if year >= 2025 else "K3"
    lists.cell("episodes", episode(), "LS", "Q9", "is not a code of this column")
    lists.cell("episodes", episode(), "PLACE", wrong_year, "that returns use")
    lists.cell("episodes", episode(), "DECOM", "01/01/2203", "is not between 1950 and 2100")
    lists.cell("episodes", episode(), "DECOM", f"31/02/{year - 1}", "is not a date")
    lists.cell("episodes", episode(), "CIN", "", "is empty, and this column may not be")
    lists.cell("episodes", episode(), "HOME_POST", "somewhere", "is not a postcode", DOUBT)
    row = episode(left)
    lists.cell("episodes", row, "DEC", later(episodes.at[row, "DECOM"], -10), "is before its start")
    row = episode()
    born = lists.lists["header"].set_index("CHILD")["DOB"][episodes.at[row, "CHILD"]]
    lists.cell("episodes", row, "DECOM", later(born, -100), "is before the child's birth")
    row = episode(left)
    lists.cell("episodes", row, "REC", "X1", "a new episode should begin on that day", DOUBT, named="DEC")
    row = episode(left)
    lists.cell("episodes", row, "REASON_PLACE_CHANGE", "QQQQQ", "is a code that is not known here", DOUBT)
    row = episode()
    lists.another("episodes", row, {"DECOM": later(episodes.at[row, "DECOM"], 1)}, "DECOM", "the child has another one that is open")
    row = episode(left)
    lists.another("episodes", row, {"DECOM": later(episodes.at[row, "DECOM"], 1)}, "DECOM", "the child's one before it ended later")
    lists.another("episodes", episode(), {}, "CHILD", "the row stands there more than once", DOUBT)
    several = episodes["CHILD"].duplicated(keep="last") & (episodes["REC"] == "X1") & _days_over(episodes, "DECOM", "DEC", 3)
    row = episode(several)
    lists.cell("episodes", row, "DEC", later(episodes.at[row, "DEC"], -1), "the child's next episode begins on", DOUBT)
    spells = lists.lists["social_worker_episodes"]
    row = lists.row("social_worker_episodes", "CHILD", ~spells["CHILD"].duplicated(keep=False) & (spells["SW_DEC"] == ""))
    start = {"SW_DECOM": later(spells.at[row, "SW_DECOM"], 1)}
    lists.another("social_worker_episodes", row, start, "SW_DECOM", "the child has another one that is open", DOUBT)
    missing = lists.lists["missing"]
    row = lists.row("missing", "CHILD", ~missing["CHILD"].duplicated(keep=False) & _days_over(missing, "MIS_START", "MIS_END", 0))
    lists.another("missing", row, {"MIS_END": missing.at[row, "MIS_START"]}, "CHILD", "and says something else", DOUBT)
    header = lists.row("header", "CHILD")
    other = {"M": "F"}.get(lists.lists["header"].at[header, "SEX"], "M")
    lists.another("header", header, {"SEX": other}, "CHILD", "and says something else")
    lists.another("header", header, {"CHILD": f"{CHILD}888888"}, "CHILD", "has no episode in", DOUBT)
    review = lists.row("reviews", "CHILD")
    lists.cell("reviews", review, "REVIEW", f"01/04/{year}", "the last day that the return is of")
    lists.cell("reviews", lists.row("reviews", "CHILD"), "REVIEW", f"03/25/{year}", "with the day before the month")
    review = lists.row("reviews", "CHILD")
    lists.cell("reviews", review, "DOB", later(lists.lists["reviews"].at[review, "DOB"], -1), "is born on")
    lists.cell("reviews", lists.row("reviews", "CHILD"), "CHILD", UNKNOWN_CHILD, "is not in the header")
    lists.cell("reviews", lists.row("reviews", "CHILD"), "CHILD", "2.02E+11", "last digits a spreadsheet has dropped")


def spoil_annex_a(lists: Spoiled, day: str) -> None:
    """Faults of the child-level lists of a day, as dd/mm/yyyy."""
    child = "Child Unique ID"
    needs = lists.lists["children_in_need"]
    closed = (needs["CIN Closure Date"] != "") & ~needs[child].duplicated(keep=False)
    row = lists.row("children_in_need", child, closed)
    lists.cell("children_in_need", row, "CIN Closure Date", later(needs.at[row, "CIN Start Date"], -3), "is before its start")
    row = lists.row("children_in_need", child, closed)
    start = later(needs.at[row, "CIN Start Date"], 1)
    lists.another("children_in_need", row, {"CIN Start Date": start}, "CIN Start Date", "the child's one before it ended later", DOUBT)
    once = ~needs[child].duplicated(keep=False)
    row = lists.row("children_in_need", child, once)
    lists.cell("children_in_need", row, "CIN Start Date", later(needs.at[row, "Date of Birth"], -330), "months before the birth", DOUBT)
    row = lists.row("children_in_need", child, closed)
    lists.cell("children_in_need", row, "Reason for Closure", "the family moved " * 6, "as free text does, and is not kept", DOUBT)
    row = lists.row("referrals", child)
    lists.cell("referrals", row, "Number of Referrals in Last 12 Months", "1.5", "is not a whole number")
    cared = lists.lists["children_looked_after"]
    row = lists.row("children_looked_after", child, ~cared[child].duplicated(keep=False))
    start = "Date Started to be Looked After"
    lists.cell("children_looked_after", row, start, later(cared.at[row, "Date of Birth"], -100), "is before the child's birth")
    plans = lists.lists["child_protection_plans"]
    still = (plans["Child Protection Plan End Date"] == "") & ~plans[child].duplicated(keep=False)
    row = lists.row("child_protection_plans", child, still)
    start = "Child Protection Plan Start Date"
    lists.another("child_protection_plans", row, {start: later(plans.at[row, start], 1)}, start, "the child has another one that is open")
    row = lists.row("child_protection_plans", child)
    lists.cell("child_protection_plans", row, "Number of Previous Child Protection Plans", "two", "is not a number")
    lists.cell("children_looked_after", lists.row("children_looked_after", child), "Gender", "Q", "is not a code of this column")
    row = lists.row("children_looked_after", child)
    lists.cell("children_looked_after", row, "Date of Last Social Work Visit", later(day, 40), "the last day that the return is of")
    row = lists.row("child_protection_plans", child)
    lists.cell("child_protection_plans", row, "Was the Child Seen Alone?", "perhaps", "is not a code of this column")


def spoil_workforce(lists: Spoiled) -> None:
    """Faults of the list of workers."""
    worker = "Worker ID"
    lists.cell("workers", lists.row("workers", worker), "Full-time equivalent", "37", "it may be hours")
    lists.cell("workers", lists.row("workers", worker), "Agency", "perhaps", "is not a code of this column")
    workers = lists.lists["workers"]
    row = lists.row("workers", worker, workers["End date"] == "")
    start = later(workers.at[row, "Start date"], 1)
    lists.another("workers", row, {"Start date": start}, "Start date", "the worker has another one that is open", DOUBT)
    row = lists.row("workers", worker, workers["End date"] != "")
    lists.cell("workers", row, "End date", later(workers.at[row, "Start date"], -5), "is before its start")


def spoil_census(lists: Spoiled) -> None:
    """Faults of the workforce census."""
    row = lists.row("workers", "SWENo", lists.lists["workers"]["Cases30"].astype(int) > 0)
    lists.lists["workers"].at[row, "Cases30"] = "30"
    lists.cell("workers", row, "FTE30", "0", "at 0 full-time equivalent", DOUBT, named="Cases30")


def spoil_carers(lists: Spoiled) -> None:
    """Faults of the register of carers and the stays."""
    households, stays = lists.lists["households"], lists.lists["stays"]
    lists.cell("stays", lists.row("stays", "Child ID"), "Household ID", UNKNOWN_HOUSEHOLD, "is not in the register")
    ended = stays["Stay end"] != ""
    row = lists.row("stays", "Child ID", ended & ~stays["Child ID"].duplicated(keep=False))
    lists.cell("stays", row, "Stay end", later(stays.at[row, "Stay start"], -2), "is before its start")
    # Households of their own, without a stay that would fall outside an approval.
    alone = {"Approval end date": "", "Break start": "", "Break end": ""}
    row = lists.added("households", {"Household ID": f"{HOUSEHOLD}777777", "Approval date": "01/02/2020", **alone})
    lists.another("households", row, {"Approval date": "02/02/2020"}, "Approval date", "was still approved from")
    row = lists.added("households", {"Household ID": f"{HOUSEHOLD}666666", "Approval date": "01/02/2020", **alone})
    lists.cell("households", row, "Break start", "20/01/2020", "is before the approval of household")
    once = ~stays["Child ID"].duplicated(keep=False)
    row = lists.row("stays", "Child ID", once & ~stays["Household ID"].isin(lists.used))
    lists.cell("stays", row, "Stay start", "01/01/1995", "was approved")
    row = lists.row("stays", "Child ID", once)
    lists.cell("stays", row, "Placing authority", "Nowhereshire", "is not an English council")
    row = lists.row("households", "Household ID", households["Existing discount"] != "")
    lists.cell("households", row, "Existing discount", "250", "is not a percentage from 0 to 100")
    row = lists.row("households", "Household ID", households["Break start"] == "")
    lists.cell("households", row, "Break end", later(households.at[row, "Approval date"], 5), "is the end of a break without a start")


def spoil_costs(lists: Spoiled) -> None:
    """Faults of the lists of placement costs."""
    weekly, other = lists.lists["weekly"], lists.lists["other"]
    for kind, amount, rule in (("credit", "50.00", "is a credit above nothing"), ("one-off", "-50.00", "is below nothing and no credit")):
        row = lists.row("other", "Child ID")
        other.at[row, "Kind of cost"] = kind
        lists.cell("other", row, "Amount", amount, rule)
    row = lists.row("other", "Child ID")
    other.loc[row, ["Kind of cost", "Amount", "Cost to"]] = ["backdated", "60.00", ""]
    lists.cell("other", row, "Cost from", "", "does not say from when", DOUBT, named="Kind of cost")
    lists.cell("other", lists.row("other", "Child ID"), "Child ID", UNKNOWN_CHILD, "has no placement in", DOUBT)
    lists.cell("other", lists.row("other", "Child ID"), "Amount", "twelve", "is not a number")
    lists.cell("weekly", lists.row("weekly", "Child ID"), "Weekly cost", "1,2O0", "is not a number")
    lists.cell("weekly", lists.row("weekly", "Child ID"), "Provider type", "PR9", "is not a code of this column")
    lists.cell("weekly", lists.row("weekly", "Child ID"), "Weekly cost", "-40.00", "is a price below nothing")
    weekly["Contribution from health"] = ""
    row = lists.row("weekly", "Child ID")
    lists.cell("weekly", row, "Contribution from health", "99999", "is less than health and education contribute", named="Weekly cost")
    alone = ~weekly["Child ID"].duplicated(keep=False)
    row = lists.row("weekly", "Child ID", alone)
    lists.cell("weekly", row, "Price from", later(weekly.at[row, "Placement start date"], -7), "is before the placement starts")
    row = lists.row("weekly", "Child ID", alone & (weekly["Placement end date"] != ""))
    lists.cell("weekly", row, "Price from", weekly.at[row, "Placement end date"], "is not before the placement ends")
    row = lists.row("quarterly", "Child ID")
    total = "Total committed cost accrued in FY to date"
    lists.cell("quarterly", row, total, "1.00", "is not what social care, health and education contribute together", DOUBT)
    lists.cell("weekly", lists.row("weekly", "Child ID"), "Cost per", "month", "is not a code of this column")
    quarterly = lists.lists["quarterly"]
    row = lists.row("quarterly", "Child ID")
    lists.cell("quarterly", row, "Placement start date", later(quarterly.at[row, "Date of birth"], -30), "is before the child's birth")


def spoil_ledger(lists: Spoiled) -> None:
    """Faults of the ledger."""
    lists.cell("ledger", 0, "Period", "13", "more than 12")
    lists.cell("ledger", 1, "Current budget", "about a million", "is not a number")
    lists.another("ledger", 2, {"Actual to date": "1.00"}, "Cost centre", "and says something else")


def spoil_placements_budget(lists: Spoiled) -> None:
    """A fault of the budget for placements."""
    lists.cell("placements_budget", 0, "Weeks", "all year", "is not a number")


def spoil_savings(lists: Spoiled) -> None:
    """A fault of the list of savings."""
    lists.cell("savings", 0, "Target", "a lot", "is not a number")


SPOILS: dict[str, Callable[[Spoiled, str], None]] = {
    "ssda903": lambda lists, name: spoil_ssda903(lists, int(name[:4]) + 1),
    "annex-a": lambda lists, name: spoil_annex_a(lists, pd.Timestamp(name).strftime(DAY_FORMAT)),
    "workforce": lambda lists, name: spoil_workforce(lists),
    "csww": lambda lists, name: spoil_census(lists),
    "carers": lambda lists, name: spoil_carers(lists),
    "placement-costs": lambda lists, name: spoil_costs(lists),
    "placements-budget": lambda lists, name: spoil_placements_budget(lists),
    "savings": lambda lists, name: spoil_savings(lists),
    "ledger": lambda lists, name: spoil_ledger(lists),
}
"""What spoils the return of each kind, given its lists and what its folder is called."""


def unusable_files(lists: dict[str, pd.DataFrame], workers: pd.DataFrame, year: str) -> dict[str, tuple[str, str, str]]:
    """Files that cannot be used as such, by their path: text, the kind that they are said to be of, and how the rule reads.

    Parameters
    ----------
    lists
        Lists of a return of children looked after.
    workers
        A list of workers.
    year
        What the return's folder is called.
    """
    header, episodes = (lists[key].to_csv(index=False, lineterminator="\n") for key in ("header", "episodes"))
    listed = workers.to_csv(index=False, lineterminator="\n")
    either_way = workers.assign(**{"Start date": "03-04-2021", "End date": ""}).to_csv(index=False, lineterminator="\n")
    day = f"{int(year[:4]) + 1}-03-31"
    return {
        f"empty/{year}/header.csv": ("", "ssda903", "is empty"),
        f"no_rows/{year}/episodes.csv": (episodes.splitlines()[0] + "\n", "ssda903", "has a header and no row"),
        f"no_rows/{year}/header.csv": (header.splitlines()[0] + "\n", "ssda903", "has a header and no row"),
        f"wrong_kind/{year}/episodes.csv": (listed, "ssda903", "is no list of ssda903"),
        f"column_missing/{year}/header.csv": (header, "ssda903", ""),
        f"column_missing/{year}/episodes.csv": (lists["episodes"].drop(columns="DECOM").to_csv(index=False), "ssda903", "DECOM"),
        f"two_returns/{year}/header.csv": (header, "ssda903", ""),
        f"two_returns/{year}/episodes.csv": (episodes, "ssda903", ""),
        f"two_returns/{year} again/header.csv": (header, "ssda903", "is a second header"),
        f"two_returns/{year} again/episodes.csv": (episodes, "ssda903", "is a second episodes"),
        f"ambiguous/{day}/workers.csv": (either_way, "workforce", "does not show whether day, month or year stands first"),
        f"renamed_column/{day}/workers.csv": (listed.replace("Full-time equivalent", "Contract"), "workforce", "Full-time equivalent"),
        "no_day/workers.csv": (listed, "workforce", "does not state the day"),
    }
