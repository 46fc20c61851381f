"""What a row of a dataset is about, whatever the quarter: its key without authority, quarter and period."""

from collections.abc import Mapping

from analysis.catalogue.datasets import resource

MONTH_COLUMNS = ("month", "first_month", "last_month")
PERIOD_COLUMNS = (*MONTH_COLUMNS, "period_end_date", "financial_year", "period_printed", "period", "as_at")
BAR = " | "
"""Between the parts of an entity's name."""


def entity_key(dataset: str) -> list[str]:
    """Columns that say what a row is about, the same in every quarter.

    Raises
    ------
    UnknownDataset
        If there is no such dataset.
    """
    left_out = {"authority", "quarter", *PERIOD_COLUMNS}
    return [name for name in resource(dataset)["schema"]["primaryKey"] if name not in left_out]


def entity(row: Mapping, dataset: str) -> str:
    """What a row is about, as one text: ``CYPF | Permanency``."""
    return BAR.join(str(row.get(name, "")) for name in entity_key(dataset))


def period(row: Mapping) -> str:
    """The month or period of a row as text; empty where it has none."""
    return next((str(row[name])[:10] for name in PERIOD_COLUMNS if str(row.get(name, "")) not in ("", "nan", "NaT", "<NA>")), "")
