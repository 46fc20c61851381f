"""Published figures as they are printed: the text of each cell, with its decimals."""

from analysis.catalogue.datasets import dataset_names, resource
from analysis.ingest.raw_tables import raw_table
from analysis.ingest.unit_checks import unit_fields, unit_of, units_named_elsewhere


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


def read_with_units() -> dict[str, list[dict[str, str]]]:
    """Every dataset as ``read_as_printed`` reads it, with the declared unit of each figure beside it.

    Returns
    -------
    dict of list
        Where a column states a unit, each row has a key more: ``unit of value`` is the unit of ``value``. A column without one has none.
    """
    tables = read_as_printed()
    for name, rows in tables.items():
        for field in unit_fields(resource(name)):
            named = units_named_elsewhere(field["unit_from"]) if "unit_from" in field else {}
            for row in rows:
                row[f"unit of {field['name']}"] = unit_of(field, row, named)[0]
    return tables
