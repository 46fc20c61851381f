"""Who is behind a hash: worked out again from the files, for the council's own eyes."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.errors import InvalidData
from analysis.ingest.reading.tables import find_table, plain_header, raise_for
from analysis.ingest.records.given import read_given
from analysis.ingest.records.identifiers import hashed
from analysis.ingest.records.kinds import find_lists, layout_columns


def identifiers_in(paths: Iterable[Path], key: bytes) -> pd.DataFrame:
    """Every identifier of some returns beside its hash, since nothing that is kept leads back from one to the other.

    Returns
    -------
    pandas.DataFrame
        One row an identifier: ``of`` (child, worker, household, adopter), ``identifier`` as the files have it, ``hash``.

    Raises
    ------
    InvalidData
        If a file cannot be read or is no list that is known.
    """
    files, problems = read_given(paths)
    lists, unknown = find_lists(files)
    raise_for(problems + unknown)
    found = []
    for one in lists:
        try:
            table = find_table([one.sheet], layout_columns(one.entry, one.sheet), one.entry.title)
        except InvalidData as error:
            problems += error.problems
            continue
        for column in one.entry.kept:
            if column.type == "identifier" and plain_header(column.header) in table.headers:
                texts = table.cells[plain_header(column.header)]
                texts = texts[texts != ""].drop_duplicates()
                found.append(pd.DataFrame({"of": column.of, "identifier": texts, "hash": hashed(texts, column.of, key)}))
    raise_for(problems)
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["of", "identifier", "hash"])
    return table.drop_duplicates().sort_values(["of", "identifier"]).reset_index(drop=True)
