"""What day or year a return is of: as stated, as its file is called, or as its own dates show."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.catalogue.returns import Return
from analysis.ingest.records.given import GivenFile

SHARE_OF_LAST_YEAR = 0.02
"""Share of the dates of a return that its own year holds at least; fewer are slips of the pen."""


@dataclass(frozen=True, order=True)
class ReturnPeriod:
    """What a return is of: a year, or a day, which then is both start and end."""

    end: date
    start: date

    @property
    def return_year(self) -> int:
        """Year in whose March the year ends that holds the last day: the year by which codes go.

        >>> ReturnPeriod(date(2023, 9, 30), date(2023, 9, 30)).return_year
        2024
        """
        return self.end.year + (self.end.month > 3)

    def __str__(self) -> str:
        return self.end.isoformat() if self.start == self.end else f"{self.start.isoformat()} to {self.end.isoformat()}"


def period_on(kind: Return, day: date) -> ReturnPeriod:
    """The period of a return that holds a day.

    >>> from analysis.catalogue.returns import return_of
    >>> str(period_on(return_of("ssda903"), date(2024, 1, 5)))
    '2023-04-01 to 2024-03-31'
    """
    if kind.period == "as_at":
        return ReturnPeriod(day, day)
    month = 9 if kind.period == "year_to_30_september" else 3
    last = {9: 30, 3: 31}[month]
    year = day.year if (day.month, day.day) <= (month, last) else day.year + 1
    return ReturnPeriod(date(year, month, last), date(year - 1, month, last) + timedelta(days=1))


def stated_period(kind: Return, file: GivenFile) -> ReturnPeriod | None:
    """The period that a file states itself, or by its name, or that of its folder; ``None`` if none does in one way only."""
    if file.stated_date is not None:
        return period_on(kind, file.stated_date)
    names = [file.path.stem, *([file.folder.name] if file.folder is not None else [])]
    return next((found for name in names if (found := _named(kind, name)) is not None), None)


def _named(kind: Return, name: str) -> ReturnPeriod | None:
    days = named_days(name)
    if days:
        return period_on(kind, days[0]) if len(days) == 1 else None
    if kind.period == "as_at":
        return None
    years = {_end_year(match) for match in re.finditer(r"(?<!\d)(20\d\d)[-_ /](\d\d)(?!\d)", name)} - {None}
    if not years and kind.period != "financial_year":
        years = {int(text) for text in re.findall(r"(?<!\d)(20\d\d)(?!\d)", name)}
    if len(years) != 1:
        return None
    return period_on(kind, date(years.pop(), 3, 1))


def _end_year(match: re.Match) -> int | None:
    year = int(match[1]) + 1
    return year if year % 100 == int(match[2]) else None


def named_days(name: str) -> list[date]:
    """Days that a name states in full, each once.

    >>> named_days("annex_a_2024-03-31"), named_days("Annex A 20240331 (2)"), named_days("annex_a_31-03-2024"), named_days("2023-24")
    ([datetime.date(2024, 3, 31)], [datetime.date(2024, 3, 31)], [datetime.date(2024, 3, 31)], [])
    """
    found = []
    patterns = (r"(?<!\d)(?P<y>20\d\d)([-_.]?)(?P<m>\d\d)\2(?P<d>\d\d)(?!\d)", r"(?<!\d)(?P<d>\d\d)([-_.])(?P<m>\d\d)\2(?P<y>20\d\d)(?!\d)")
    for pattern in patterns:
        for match in re.finditer(pattern, name):
            try:
                found.append(date(int(match["y"]), int(match["m"]), int(match["d"])))
            except ValueError:
                continue
    return list(dict.fromkeys(found))


def period_of_dates(kind: Return, dates: pd.Series) -> ReturnPeriod | None:
    """The last period that holds a fair share of some dates, for a return of a year to 31 March; ``None`` for others."""
    if kind.period != "year_to_31_march" or dates.empty:
        return None
    years = dates.dt.year + (dates.dt.month > 3)
    shares = years.value_counts(normalize=True)
    return period_on(kind, date(int(shares[shares >= SHARE_OF_LAST_YEAR].index.max()), 3, 1))
