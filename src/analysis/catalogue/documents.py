"""The documents that figures were transcribed from: ``sources.csv``, and what their items are about: ``source_items.csv``."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.catalogue.datasets import dataset_path, field_names, resource
from analysis.catalogue.plain_files import rows_with_columns


def documents() -> dict[str, dict[str, str]]:
    """Documents by their key: the columns of ``sources.csv`` as text; what is not stated is empty."""
    return {row["source"]: row for row in _rows("sources")}


def items_of(source: str, topics: Iterable[str]) -> str | None:
    """Items of a document that hold some topics, such as ``7 and 9``; ``None`` for a document without items."""
    wanted = set(topics)
    items = [row["item"] for row in _rows("source_items") if row["source"] == source and row["topic"] in wanted]
    return " and ".join(dict.fromkeys(items)) or None


def sources_of(names: Iterable[str], keys: set[str], topics: Mapping[str, set[str]] | None = None) -> pd.DataFrame:
    """Where the figures of some datasets come from.

    Parameters
    ----------
    names
        Names of the datasets.
    keys
        Source keys that the rows in use carry; other documents of the same datasets are left out.
    topics
        Topics of the rows in use, of a dataset whose rows are about several; without them all that it is about.

    Returns
    -------
    pandas.DataFrame
        One row per dataset and document that its rows cite: ``dataset_title``, ``document``, ``item``, ``place``,
        ``published_date``, ``transcribed_date``, ``licence``. Item and date are missing where the document has none.
    """
    known, rows = documents(), []
    for name in names:
        entry = resource(name)
        if "topics" not in entry:  # a list of the project's own, such as that of the documents
            continue
        for key in _cited_by(name, entry):
            if key in keys and key in known:
                document = known[key]
                rows.append(
                    {
                        "dataset_title": entry["title"],
                        "document": document["title"],
                        "item": items_of(key, (topics or {}).get(name, entry["topics"])),
                        "place": entry.get("places", {}).get(key, entry["place"]),
                        "published_date": document["published_date"] or None,
                        "transcribed_date": document["transcribed_date"],
                        "licence": document["terms_of_use"],
                    }
                )
    return pd.DataFrame(rows)


def _cited_by(name: str, entry: dict) -> list[str]:
    """Keys of the documents that a dataset's rows cite, in the order of ``sources.csv``; by its places where rows cite none."""
    if not any(field["name"] == "source" for field in entry["schema"]["fields"]):
        return list(entry.get("places", {}))
    cited = {row["source"] for row in _rows(name)}
    return [key for key in documents() if key in cited]


def _rows(name: str) -> list[dict[str, str]]:
    return rows_with_columns(dataset_path(name), field_names(name))
