import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.datasets import dataset_path, resources
from analysis.catalogue.units import unit, units, units_of_people
from analysis.errors import UnknownUnit


def test_every_unit_in_use_is_declared_and_declared_once():
    used = set()
    for entry in resources():
        with dataset_path(entry["name"]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for field in entry["schema"]["fields"]:
            used |= {field["unit"]} if "unit" in field else set()
            used |= {row[field["unit_column"]] for row in rows} if "unit_column" in field else set()
    assert used - {""} <= set(units())


def test_an_unknown_unit_is_named():
    with pytest.raises(UnknownUnit, match='"furlongs" is not a unit'):
        unit("furlongs")


def test_units_of_people_are_those_that_a_small_count_gives_away():
    assert set(units_of_people()) == {
        "children",
        "young people",
        "adults",
        "placements of children",
        "admissions of children",
        "assessments of children",
        "families",
        "people",
        "pupils",
        "students",
    }


@given(st.floats(-1e6, 1e6))
def test_a_share_lies_from_0_to_100_and_a_count_is_whole(value):
    assert (unit("per cent").broken_by(value) is None) == (0 <= value <= 100)
    assert (unit("children").broken_by(value) is None) == (value >= 0 and value == int(value))
    assert unit("per cent change").broken_by(value) is None
