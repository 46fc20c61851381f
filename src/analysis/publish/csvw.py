"""Descriptions of the pack's CSV files, as CSV on the Web metadata."""

import csv
import io
import json

from analysis.catalogue.fields import field


def heading_of(column: dict) -> str:
    """Heading of a column as pages show it, from its description."""
    return column["titles"][-1]


def column_metadata(file_name: str, text: str) -> str:
    """CSVW metadata of one CSV file, from the declarations of its columns.

    Raises
    ------
    UnknownField
        If a column is not declared.
    """
    columns = []
    for name in next(csv.reader(io.StringIO(text))):
        meaning = field(name)
        columns.append(
            {
                "name": name,
                # What stands in the file's header comes first: a strict validator wants it among the titles.
                "titles": [name, meaning.heading_with_unit],
                "dc:description": meaning.definition,
                "datatype": "number" if meaning.numeric else "string",
            }
        )
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file_name,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
