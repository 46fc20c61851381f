"""Where the report of a run stands: the standing one is of the scenario as it is stated."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.errors import UnknownChoice
from analysis.fostering.assumptions import STANDING_DRAWS, STANDING_SEED
from analysis.publish.scenario_report import Run, run_scenario

STANDING = Run("central", "plymouth", "2023-24-Q2", {}, STANDING_DRAWS, STANDING_SEED)


@pytest.mark.parametrize(
    ("change", "folder"),
    [
        ({}, "central"),
        ({"carers": Path("register")}, "central-carers"),
        ({"settings": {"deadweight_pct": "30"}}, "central_as_set"),
        ({"draws": 1000}, "central_as_set"),
        ({"seed": 1}, "central_as_set"),
        ({"seed": 1, "label": "mine"}, "mine"),
        ({"draws": 1000, "carers": Path("register")}, "central_as_set-carers"),
    ],
)
def test_only_the_scenario_as_stated_has_the_standing_folder(change, folder):
    assert replace(STANDING, **change).folder_name == folder


@pytest.mark.parametrize("change", [{"settings": {"deadweight_pct": "30"}}, {"draws": 1000}, {"seed": 1}])
def test_a_label_does_not_put_another_run_in_its_place(project, change):
    with pytest.raises(UnknownChoice, match="report of the scenario as it is stated"):
        run_scenario(replace(STANDING, label="central", **change))
    assert not (project / "reports").exists()
