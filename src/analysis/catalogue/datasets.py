"""The datasets of ``data/raw``: each CSV is described by the JSON file beside it."""

import json
import tomllib
from functools import cache
from pathlib import Path

from analysis.catalogue.code_lists import code_list
from analysis.catalogue.plain_files import Unreadable, plain_text
from analysis.catalogue.project import DESCRIPTOR, raw_folder
from analysis.errors import InvalidData, Problem, UnknownDataset

VALIDITIES = ("quarter", "year", "until_superseded", "standing")
"""For how long a row holds: for the quarter of its report, for the financial year of its report, until a later report
states the same, or whatever the quarter."""
SHARED_BY_ALL = {
    "profile": "tabular-data-resource",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
}


def dataset_names() -> list[str]:
    """Names of the datasets, in alphabetical order: one for each descriptor in the folder of the raw data."""
    return sorted(path.stem for path in raw_folder().glob("*.json") if path.name != DESCRIPTOR.name)


def resource(name: str) -> dict:
    """Descriptor of one dataset as a whole Frictionless resource: what its own file states and what all share.

    Beside the keys of the standard it has ``validity`` (one of ``VALIDITIES``); ``superseded_per``, the columns by which rows
    of a later report take the place of earlier ones (none: a later report takes the place of all); ``topics``, what the
    dataset is about in the words of ``source_items.csv``; and ``place`` with ``places``, where in a document it stands,
    in general and by document.

    Raises
    ------
    UnknownDataset
        If no descriptor has this name.
    InvalidData
        If the descriptor cannot be read.
    """
    path = raw_folder() / f"{name}.json"
    try:
        state = path.stat()
    except OSError:
        state = None
    if state is None or path.name == DESCRIPTOR.name:
        raise UnknownDataset(f'"{name}" is not a dataset. There are: {", ".join(dataset_names())}.')
    return _read_descriptor(path, state.st_mtime_ns, state.st_size)


def resources() -> list[dict]:
    """Descriptors of all datasets, in the order of their names."""
    return [resource(name) for name in dataset_names()]


def dataset_path(name: str) -> Path:
    """File of one dataset."""
    return raw_folder() / resource(name)["path"]


def field_names(name: str) -> list[str]:
    """Columns of one dataset, in the order of its descriptor."""
    return [field["name"] for field in resource(name)["schema"]["fields"]]


@cache
def key_columns() -> dict[str, dict]:
    """Columns that key the rows of many datasets, as ``key_columns.toml`` declares them."""
    return tomllib.loads(Path(__file__).with_name("key_columns.toml").read_text(encoding="utf-8"))


@cache
def _read_descriptor(path: Path, modified_ns: int, size: int) -> dict:
    """Read one descriptor; an edit changes the time or size, and so is read anew."""
    try:
        stated = json.loads(plain_text(path))
        whole = _with_what_all_share(stated)
        wrong = _what_is_wrong(whole, path.stem)
    except Unreadable as error:
        raise InvalidData([Problem(path.name, *error.args)]) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        wrong = f"cannot be read as the descriptor of a dataset ({error!r})"
    if wrong:
        raise InvalidData([Problem(file=path.name, rule=wrong, remedy="Correct the file, or restore it from the last commit.")])
    return whole


def _with_what_all_share(stated: dict) -> dict:
    declared = key_columns()
    schema = stated["schema"]
    fields, references = [], list(schema.get("foreignKeys", []))
    for field in schema["fields"]:
        key = declared.get(field["name"], {})
        refers_to = key.get("refers_to")
        if refers_to not in (None, stated["name"]):
            references.append({"fields": [field["name"]], "reference": {"resource": refers_to, "fields": [field["name"]]}})
        shared = {name: value for name, value in key.items() if name != "refers_to"}
        fields.append(_with_codes({**shared, **field}))
    whole_schema = {**schema, "fields": fields, "missingValues": [""], "foreignKeys": references}
    return {**SHARED_BY_ALL, **stated, "schema": whole_schema}


def _with_codes(field: dict) -> dict:
    """The field with the codes of the list that it names as the values it allows; not where only some of its values are codes."""
    codes = field.get("codes")
    if codes is None or "starting" in codes:
        return field
    return {**field, "constraints": {**field.get("constraints", {}), "enum": list(code_list(codes["list"]))}}


def _what_is_wrong(entry: dict, stem: str) -> str | None:
    """The first thing that a descriptor lacks; ``None`` when it states all that is needed."""
    columns = [field["name"] for field in entry["schema"]["fields"]]
    if entry["name"] != stem or entry["path"] != f"{stem}.csv":
        return f'names the dataset "{entry["name"]}" in "{entry["path"]}", and the file is {stem}.json'
    if entry["validity"] not in VALIDITIES:
        return f'has the validity "{entry["validity"]}", which is not one of {", ".join(VALIDITIES)}'
    if (entry["validity"] == "standing") == ("quarter" in columns):
        return "has a validity that does not fit: a dataset stands for good exactly when it has no column quarter"
    untyped = [field["name"] for field in entry["schema"]["fields"] if not {"type", "description"} <= set(field)]
    if untyped:
        return f"states no type or description of {', '.join(untyped)}"
    if "source" in columns and stem != "sources" and not {"topics", "place"} <= set(entry) and "licenses" not in entry:
        return "states no topics or place, and its rows cite documents"
    unknown = {*entry["schema"]["primaryKey"], *entry.get("superseded_per", [])} - set(columns)
    return f"names columns that it does not describe: {', '.join(sorted(unknown))}" if unknown else None
