"""Financial years, quarters and months as values that sort, print and know their dates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.errors import UnknownPeriod


@dataclass(frozen=True, order=True)
class FinancialYear:
    """A financial year, 1 April to 31 March, known by the calendar year in which it starts.

    >>> FinancialYear.parse("2023-24").end
    datetime.date(2024, 3, 31)
    """

    start_year: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read ``2023-24``; raises ``UnknownPeriod`` for anything else."""
        match = re.fullmatch(r"([12][0-9]{3})-([0-9]{2})", str(text))
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise UnknownPeriod(f'"{text}" is not a financial year. Write it like 2023-24.')
        return cls(int(match[1]))

    @property
    def start(self) -> date:
        """First day."""
        return date(self.start_year, 4, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return date(self.start_year + 1, 3, 31)

    def previous(self) -> "FinancialYear":
        """The year before."""
        return FinancialYear(self.start_year - 1)

    def next(self) -> "FinancialYear":
        """The year after.

        >>> str(FinancialYear(2023).next())
        '2024-25'
        """
        return FinancialYear(self.start_year + 1)

    @property
    def label(self) -> str:
        """The year as a reader sees it: ``2023/24``."""
        return str(self).replace("-", "/")

    def __str__(self) -> str:
        return f"{self.start_year}-{(self.start_year + 1) % 100:02d}"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month.

    >>> Month.parse("2023-07").label
    'July 2023'
    """

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2023-07``; raises ``UnknownPeriod`` for anything else."""
        match = re.fullmatch(r"([12][0-9]{3})-([0-9]{2})", str(text))
        if not match or not 1 <= int(match[2]) <= 12:
            raise UnknownPeriod(f'"{text}" is not a month. Write it like 2023-07.')
        return cls(int(match[1]), int(match[2]))

    @property
    def start(self) -> date:
        """First day."""
        return date(self.year, self.number, 1)

    def next(self) -> "Month":
        """The month after."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def end(self) -> date:
        """Last day."""
        return self.next().start - timedelta(days=1)

    @property
    def name(self) -> str:
        """The name without the year: ``July``."""
        return f"{self.start:%B}"

    @property
    def label(self) -> str:
        """The month as a reader sees it."""
        return f"{self.start:%B %Y}"

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to another, both included.

    >>> months_between("2023-11", "2024-01")
    ['2023-11', '2023-12', '2024-01']
    """
    months = [Month.parse(first)]
    while str(months[-1]) < last:
        months.append(months[-1].next())
    return [str(month) for month in months]


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year; quarter 1 starts on 1 April.

    >>> quarter = Quarter.parse("2023-24-Q2")
    >>> quarter.label, str(quarter.end), [str(month) for month in quarter.months]
    ('Quarter 2 2023/24', '2023-09-30', ['2023-07', '2023-08', '2023-09'])
    """

    year: FinancialYear
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read ``2023-24-Q2``; raises ``UnknownPeriod`` for anything else."""
        match = re.fullmatch(r"([12][0-9]{3}-[0-9]{2})-Q([1-4])", str(text), re.IGNORECASE)
        if not match:
            raise UnknownPeriod(f'"{text}" is not a quarter. Write it like 2023-24-Q2.')
        return cls(FinancialYear.parse(match[1]), int(match[2]))

    @classmethod
    def of_month(cls, month: Month) -> "Quarter":
        """The quarter that a month is in.

        >>> str(Quarter.of_month(Month.parse("2024-01"))), str(Quarter.of_month(Month.parse("2023-04")))
        ('2023-24-Q4', '2023-24-Q1')
        """
        return cls(FinancialYear(month.year if month.number >= 4 else month.year - 1), (month.number - 4) % 12 // 3 + 1)

    @property
    def months(self) -> tuple[Month, Month, Month]:
        """The three months, in order."""
        first = Month.parse(f"{self.year.start_year}-{3 * self.number + 1:02d}") if self.number < 4 else Month(self.year.start_year + 1, 1)
        return first, first.next(), first.next().next()

    @property
    def start(self) -> date:
        """First day."""
        return self.months[0].start

    @property
    def end(self) -> date:
        """Last day."""
        return self.months[2].end

    def previous(self) -> "Quarter":
        """The quarter before, in the year before if need be."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year.previous(), 4)

    @property
    def label(self) -> str:
        """The quarter as a reader sees it."""
        return f"Quarter {self.number} {self.year.label}"

    @property
    def slug(self) -> str:
        """The quarter as a folder name: ``2023-24-q2``."""
        return str(self).lower()

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
