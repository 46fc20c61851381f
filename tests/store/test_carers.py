"""The register of carers that the store holds gives the decisions that its files give."""

from datetime import date

import pandas as pd
import pytest

from analysis.errors import InvalidData, UnknownIntake
from analysis.ingest.carers import read_carers
from analysis.ingest.made_up_council.making import made_up_carers
from analysis.ingest.records.identifiers import hashed
from analysis.store.carers import carers_held
from analysis.store.records import store_key
from analysis.store.taking_in import take_in

DAY = date(2024, 3, 31)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    (tmp_path / "carers").mkdir()
    for name, table in made_up_carers("plymouth", 300, 2, DAY, 7).items():
        table.to_csv(tmp_path / "carers" / f"{name}.csv", index=False)
    return tmp_path / "carers"


def take(folder, **options):
    return take_in([folder], "plymouth", DAY, on=DAY, made_up=True, **options)


def under_hashes(table: pd.DataFrame) -> list[tuple]:
    """Rows with hashed identifiers, in any order; councils by whether they are the authority's own."""
    made = table.drop(columns=["billing_authority", "placing_authority"], errors="ignore").astype("object")
    for name in {"household", "child"} & set(made):
        made[name] = hashed(table[name], name, store_key())
    return sorted(map(str, made.itertuples(index=False, name=None)))


def test_a_register_from_the_store_is_the_register_of_its_files(folder):
    with pytest.raises(UnknownIntake, match="The store holds no register of carers of .plymouth.. Take one in"):
        carers_held("plymouth")
    take(folder)
    held, read = carers_held("plymouth"), read_carers([folder], "plymouth")
    assert len(read["approvals"]) > 20 and len(read["stays"]) > 40
    for name in ("approvals", "breaks", "stays"):
        own = held[name].drop(columns=["billing_authority", "placing_authority"], errors="ignore").astype("object")
        assert list(held[name]) == list(read[name])
        assert sorted(map(str, own.itertuples(index=False, name=None))) == under_hashes(read[name]), name
    assert held["undecided"].empty and "as at 2024-03-31" in held["notes"]["reading_note"].iloc[0]


def test_no_household_is_decided_without_rows_that_were_left_out_or_cells_that_are_empty(folder):
    path = folder / "register.csv"
    register = pd.read_csv(path, dtype=str, keep_default_na=False)
    register.loc[0, "Council tax band"] = ""
    register.to_csv(path, index=False)
    take(folder)
    held = carers_held("plymouth")
    assert held["undecided"]["household"].nunique() == 1
    assert held["undecided"]["problem_column"].tolist() == ["Council tax band"]
    assert not held["undecided"]["household"].isin(held["approvals"]["household"]).any()
    register.loc[1, "Approval date"] = "31/02/2020"
    register.to_csv(path, index=False)
    take(folder, leave_out_refused=True)
    with pytest.raises(InvalidData, match=r"register of foster carers: was taken in without 1 of its rows"):
        carers_held("plymouth")
