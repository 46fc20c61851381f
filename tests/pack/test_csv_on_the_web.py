"""The pack's files as a strict validator of CSV on the Web reads them: W3C, Metadata Vocabulary for Tabular Data, sections 3 to 6."""

import csv
import json
import re
from pathlib import Path

CONTEXT = "http://www.w3.org/ns/csvw"
TABLE_KEYS = {"@context", "url", "dialect", "tableSchema"}
COLUMN_KEYS = {"name", "titles", "datatype"}
DIALECT_KEYS = {"encoding": str, "header": bool}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")
"""Section 5.6: a name is a variable of a URI template and does not begin with an underscore."""
NUMBER = re.compile(r"[-+]?(\d+(\.\d+)?|\.\d+)([eE][-+]?\d+)?|NaN|-?INF")
"""Section 6.4.2: ``number``, which is an XML Schema ``double``."""


def faults(metadata: Path) -> list[str]:
    """What a validator would warn of or refuse."""
    content, found = json.loads(metadata.read_text(encoding="utf-8")), []
    if content["@context"][0] != CONTEXT or set(content["@context"][1]) != {"@language"}:
        found.append("context")
    found += [f"key {name}" for name in set(content) - TABLE_KEYS]
    found += [f"dialect {name}" for name, value in content["dialect"].items() if not isinstance(value, DIALECT_KEYS.get(name, ()))]
    path = metadata.parent / content["url"]
    if path.name != metadata.name.removesuffix("-metadata.json") or not path.is_file():
        return [*found, "url"]
    columns = content["tableSchema"]["columns"]
    with path.open(encoding=content["dialect"]["encoding"], newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    names = [column["name"] for column in columns]
    found += [f"name {name}" for name in names if not NAME.fullmatch(name) or names.count(name) > 1]
    found += [f"key {name}" for column in columns for name in set(column) - COLUMN_KEYS if ":" not in name]
    if len(header) != len(columns):
        found.append("columns")
    # Section 6.6.1: a table is compatible with its description where each header cell is among the titles of its column.
    found += [f"title {cell}" for cell, column in zip(header, columns, strict=False) if cell not in column["titles"]]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            found.append(f"row {number}")
        found += [
            f"row {number}, {column['name']}: {cell}"
            for cell, column in zip(row, columns, strict=False)
            if cell and (column["datatype"] not in ("number", "string") or (column["datatype"] == "number" and not NUMBER.fullmatch(cell)))
        ]
    return found


def test_a_strict_validator_accepts_every_file(pack):
    described = sorted((pack / "data").glob("*.csv-metadata.json"))
    assert len(described) == len(list((pack / "data").glob("*.csv"))) > 50
    assert {path.name: wrong for path in described if (wrong := faults(path))} == {}


def test_the_validator_is_strict(tmp_path):
    def wrong(text: str, **column) -> list[str]:
        (tmp_path / "a.csv").write_text(text, encoding="utf-8")
        entry = {"name": "children", "titles": ["children", "Children"], "datatype": "number"} | column
        content = {"@context": [CONTEXT, {"@language": "en"}], "url": "a.csv", "dialect": {"header": True, "encoding": "utf-8"}}
        path = tmp_path / "a.csv-metadata.json"
        path.write_text(json.dumps(content | {"tableSchema": {"columns": [entry]}}), encoding="utf-8")
        return faults(path)

    assert wrong('children\n1\n""\n') == []
    assert wrong("children\n1\n", titles=["Children"]) == ["title children"]
    assert wrong("children\n[c]\n") == ["row 2, children: [c]"]
    assert wrong("children\n1,000\n") == ["row 2"]
    assert wrong("children\n1\n", name="_children", description="x") == ["name _children", "key description"]
