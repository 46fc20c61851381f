"""Rows that a check looks at: those in force in its quarter, where a dataset's rows outlast their report."""

from dataclasses import dataclass

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Validity:
    """For how long rows hold: to the end of the financial year of their report, or until a later report states the same.

    ``superseded_per`` are the columns by which a later report takes the place of an earlier; without them it takes the place of all.
    """

    within_year: bool
    superseded_per: tuple[str, ...] = ()


class RowsInForce:
    """The tables as they stand for an authority and quarter.

    Parameters
    ----------
    tables
        Rows of each dataset, text by column.
    lasting
        Validity of the datasets whose rows outlast their report.
    """

    def __init__(self, tables: dict[str, Rows], lasting: dict[str, Validity]):
        self.tables, self.lasting = tables, {name: validity for name, validity in lasting.items() if name in tables}
        self._found: dict[tuple[str, str], dict[str, Rows]] = {}

    def of(self, scope: dict[str, str]) -> dict[str, Rows]:
        """The tables for the ``authority`` and ``quarter`` of a scope; a row in force is told as one of that quarter."""
        if not {"authority", "quarter"} <= set(scope):
            return self.tables
        key = scope["authority"], scope["quarter"]
        if key not in self._found:
            self._found[key] = self.tables | {name: _in_force(self.tables[name], validity, *key) for name, validity in self.lasting.items()}
        return self._found[key]


def _in_force(rows: Rows, validity: Validity, authority: str, quarter: str) -> Rows:
    year = quarter[:7] if validity.within_year else ""
    known = [row for row in rows if row["authority"] == authority and row["quarter"] <= quarter and row["quarter"].startswith(year)]
    latest: dict[tuple, str] = {}
    for row in known:
        key = tuple(row[column] for column in validity.superseded_per)
        latest[key] = max(latest.get(key, ""), row["quarter"])
    return [
        row | {"quarter": quarter} for row in known if row["quarter"] == latest[tuple(row[column] for column in validity.superseded_per)]
    ]
