"""Many councils at once: the same whatever makes them, and together as large as asked for."""

from datetime import date

import duckdb
import pandas as pd
import pytest

from analysis.catalogue.returns import list_of_table
from analysis.ingest.made_up_council import write_made_up_councils

LAST = date(2024, 12, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folders = {processes: tmp_path_factory.mktemp(f"with-{processes}") for processes in (1, 2)}
    rows = {processes: write_made_up_councils(folder, 3, 600, 2, LAST, 5, processes) for processes, folder in folders.items()}
    return folders, rows


def test_one_process_makes_what_two_make(made):
    folders, rows = made
    assert rows[1] == rows[2]
    files = {path.relative_to(folders[1]) for path in folders[1].rglob("*.parquet")}
    assert files == {path.relative_to(folders[2]) for path in folders[2].rglob("*.parquet")} and len(files) > 45
    for path in files:
        one, two = (duckdb.read_parquet(str(folder / path)).df() for folder in folders.values())
        pd.testing.assert_frame_equal(one, two)


def test_tables_hold_what_is_declared_and_no_council_has_another_s_child(made):
    folders, rows = made
    for name, count in rows[1].items():
        table = duckdb.read_parquet(str(folders[1] / name / "*.parquet")).df()
        fields = {column.field for column in list_of_table(name)[1].kept}
        assert len(table) == count and set(table.columns) <= fields | {"authority", "as_at_date"}
    episodes = duckdb.read_parquet(str(folders[1] / "episodes" / "*.parquet")).df()
    assert episodes.groupby("child_id")["authority"].nunique().max() == 1
    assert str(episodes["started_date"].dtype).startswith("datetime64")
    needs = duckdb.read_parquet(str(folders[1] / "children_in_need" / "*.parquet")).df()
    assert needs["closed_date"].isna().sum() == pytest.approx(600, rel=0.15)
