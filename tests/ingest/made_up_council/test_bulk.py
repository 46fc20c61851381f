"""Many councils at once: the same whatever makes them, together as large as asked for, and with the lists of a year in each."""

from datetime import date

import pandas as pd
import pytest

from analysis.ingest.made_up_council import write_made_up_councils
from analysis.ingest.made_up_council.writing import QUARTERS_IN_BULK

LAST = date(2024, 12, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folders = {processes: tmp_path_factory.mktemp(f"with-{processes}") for processes in (1, 2)}
    rows = {processes: write_made_up_councils(folder, 3, 300, 2, LAST, 5, processes) for processes, folder in folders.items()}
    return folders, rows


def test_one_process_makes_what_two_make(made):
    folders, rows = made
    assert rows[1] == rows[2] and set(rows[1]) == {"ssda903", "annex-a", "workforce", "carers", "placement-costs"}
    one, two = ({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.csv")} for folder in folders.values())
    assert one == two and {path.parts[0] for path in one} == {"made-up-001", "made-up-002", "made-up-003"}


def test_councils_have_the_children_asked_for_and_the_lists_of_a_year(made):
    folder = made[0][1]
    assert all(len(list(council.glob("annex_a/*"))) == QUARTERS_IN_BULK for council in folder.iterdir())
    needs = pd.concat([pd.read_csv(path, dtype=str) for path in folder.glob(f"*/annex_a/{LAST}/*_children_in_need.csv")])
    closed = next(column for column in needs if "closure" in column.casefold())
    assert needs[closed].isna().sum() == pytest.approx(300, rel=0.15)
