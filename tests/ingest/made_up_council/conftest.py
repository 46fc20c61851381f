"""Two made-up councils: a small one with its files, and one of the usual size; both are made once."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest.made_up_council import made_up_council, write_council
from analysis.ingest.made_up_council.council import Council

LAST = date(2025, 3, 31)


@pytest.fixture(scope="session")
def council() -> Council:
    return made_up_council("exampleshire", 2000, 5, LAST, 7)


@pytest.fixture(scope="session")
def small() -> Council:
    return made_up_council("exampleshire", 200, 2, LAST, 7)


@pytest.fixture(scope="session")
def written(small, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("exampleshire")
    write_council(folder, small)
    return folder


@pytest.fixture(scope="session")
def read(written):
    """A list of the small council as text, and with some of its columns as dates."""

    def read_list(path: str, *dates: str) -> pd.DataFrame:
        table = pd.read_csv(written / path, dtype=str, keep_default_na=False)
        for name in dates:
            table[name] = pd.to_datetime(table[name], format="%d/%m/%Y", errors="coerce")
        return table

    return read_list
