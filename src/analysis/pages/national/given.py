"""What a page of national figures alone is given: no report, only the store."""

from datetime import date

import pandas as pd

from analysis.catalogue.authorities import authority as council_of
from analysis.ingest.published import InForce
from analysis.pages.given import Given
from analysis.pages.national.held import NationalHeld
from analysis.periods import Month, Quarter
from analysis.store.national import last_day_held

EMPTY = InForce(pd.DataFrame(), None)


class NationalGiven(Given):
    """A council's national figures; every dataset of a report is empty.

    Parameters
    ----------
    authority
        Slug of the council.
    quarter
        Up to which quarter; empty for everything held.
    policy
        Name of the disclosure policy.
    """

    def __init__(self, authority: str, quarter: str, policy: str):
        last = Quarter.parse(quarter).end if quarter else last_day_held()
        super().__init__(authority, str(Quarter.of_month(Month(last.year, last.month))), policy)
        self.national = NationalHeld(authority, last if quarter else None)
        self.last = last

    @property
    def place(self) -> str:
        """Name of the council."""
        return council_of(self.authority).short_name

    @property
    def period(self) -> str:
        """What stands for the period at the head of a page."""
        last: date = self.last
        return f"national statistics up to {last.day} {last:%B %Y}"

    @property
    def before(self) -> None:
        """Nothing: national figures carry their own years before."""

    def in_force(self, name: str) -> InForce:
        """Nothing: no report is read."""
        return EMPTY

    def take(self, names) -> None:
        """Read nothing."""
