"""Fields of a list as its file prints them: headers, order and codes come from the declaration of the return."""

from functools import cache

import numpy as np
import pandas as pd

from analysis.catalogue.returns import ListColumn, ReturnList
from analysis.ingest.made_up_council.chance import OPEN, as_dates

CHILD, WORKER, HOUSEHOLD, ADOPTER = "MADEUP-C", "MADEUP-W", "MADEUP-H", "MADEUP-A"
"""How identifiers begin: nobody takes them for real ones."""


def identifiers(begins: str, numbers: np.ndarray) -> np.ndarray:
    """Identifiers of numbers; a number below 0 has none.

    >>> identifiers(CHILD, np.array([41, -1])).tolist()
    ['MADEUP-C000041', '']
    """
    known, inverse = np.unique(np.asarray(numbers), return_inverse=True)
    texts = np.array([f"{begins}{number:06d}" if number >= 0 else "" for number in known], dtype=object)
    return texts[inverse] if len(known) else np.empty(0, dtype=object)


def printed(entry: ReturnList, fields: pd.DataFrame) -> pd.DataFrame:
    """A list as text, in the columns that the return declares.

    Parameters
    ----------
    fields
        Columns by the names of the declaration: day numbers for dates, true or false for yes or no.

    Raises
    ------
    ValueError
        If a column that the list must have is not there, or one is there that it does not declare.
    """
    lacking = [column.field for column in entry.columns if not column.optional and column.field not in fields]
    unknown = [field for field in fields if field not in {column.field for column in entry.columns}]
    if lacking or unknown:
        raise ValueError(f"{entry.title}: {', '.join(lacking) or 'nothing'} is lacking, {', '.join(unknown) or 'nothing'} is not declared.")
    return pd.DataFrame({column.name: _texts(column, fields[column.field]) for column in entry.columns if column.field in fields})


def _texts(column: ListColumn, values: pd.Series) -> np.ndarray:
    if column.type == "date":
        return _day_texts(values.to_numpy())
    if column.type == "yes_no":
        return values.map({True: "Y", False: "N"}).fillna("").to_numpy(dtype=object)
    if column.type == "money":
        return np.array([f"{value:.2f}" for value in values], dtype=object)
    if column.type == "number":
        return np.array([f"{value:g}" for value in values], dtype=object)
    return values.fillna("").astype(str).to_numpy(dtype=object)


def _day_texts(days: np.ndarray) -> np.ndarray:
    """Days as dd/mm/yyyy; one that is not there is empty."""
    return _calendar()[np.minimum(days, OPEN).astype(np.int64)]


@cache
def _calendar() -> np.ndarray:
    """Text of each day number up to ``OPEN``, which is empty."""
    return pd.Series(as_dates(np.arange(OPEN + 1))).dt.strftime("%d/%m/%Y").fillna("").to_numpy(dtype=object)


def cut(ends: np.ndarray, day: int) -> np.ndarray:
    """Ends as they are known on a day: those that lie ahead are not there yet."""
    return np.where(np.asarray(ends) <= day, ends, OPEN)
