"""Published figures as they are printed: the text of each cell, with its decimals."""

from analysis.catalogue.datasets import dataset_names
from analysis.ingest.raw_tables import raw_table


def read_as_printed(names: list[str] | None = None) -> dict[str, list[dict[str, str]]]:
    """Datasets as text, by name.

    Parameters
    ----------
    names
        Datasets, as the files of ``data/raw`` are named; all when ``None``.

    Returns
    -------
    dict of list
        One dict a row, text by column, in the order of the file; an empty cell is an empty text. ``599.0`` stays
        ``599.0``: how many decimals a figure has says how far it was rounded.
    """
    return {name: [dict(row) for row in raw_table(name).rows] for name in (dataset_names() if names is None else names)}
