"""The datasets that ``data/raw/datapackage.json`` describes."""

import json
from pathlib import Path

import pandas as pd

from analysis.catalogue.project import DESCRIPTOR, raw_folder
from analysis.errors import InvalidData, Problem, UnknownDataset


def descriptor() -> dict:
    """The data package descriptor, as read from its file.

    Raises
    ------
    InvalidData
        If the file is not JSON or lists no resources.
    """
    path = raw_folder() / DESCRIPTOR.name
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        package["resources"][0]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        remedy = "Restore the file from the last commit."
        raise InvalidData([Problem(file=DESCRIPTOR.name, rule=f"cannot be read as a data package ({error!r})", remedy=remedy)]) from error
    return package


def dataset_names() -> list[str]:
    """Names of the datasets, in the order of the descriptor."""
    return [resource["name"] for resource in descriptor()["resources"]]


def resource(name: str) -> dict:
    """Descriptor of one dataset.

    Raises
    ------
    UnknownDataset
        If the descriptor does not list it.
    """
    for entry in descriptor()["resources"]:
        if entry["name"] == name:
            return entry
    raise UnknownDataset(f'"{name}" is not a dataset. There are: {", ".join(dataset_names())}.')


def dataset_path(name: str) -> Path:
    """File of one dataset."""
    return raw_folder() / resource(name)["path"]


def sources_of(names: list[str], keys: set[str]) -> pd.DataFrame:
    """Where the figures of some datasets come from.

    Parameters
    ----------
    names
        Names of the datasets.
    keys
        Source keys that the rows in use carry; other sources of the same datasets are left out.

    Returns
    -------
    pandas.DataFrame
        One row per dataset and place in a source: ``dataset_title``, ``document``, ``item``, ``place``,
        ``published_date``, ``transcribed_date``, ``licence``. Item and date are missing where the document has none. A dataset with
        one licence for each of its sources states them in the same order; otherwise its first is that of all.
    """
    rows = []
    for name in names:
        entry = resource(name)
        sources, licences = entry.get("sources", []), entry["licenses"]
        if len(licences) != len(sources):
            licences = licences[:1] * len(sources)
        for source, licence in zip(sources, licences, strict=True):
            if source["key"] in keys:
                rows.append(
                    {
                        "dataset_title": entry["title"],
                        "document": source["title"],
                        "item": source.get("item"),
                        "place": source["table"],
                        "published_date": source.get("published"),
                        "transcribed_date": source["transcribed"],
                        "licence": licence["title"],
                    }
                )
    return pd.DataFrame(rows)
