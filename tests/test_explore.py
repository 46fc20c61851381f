"""Exploring: each question in one line, in Python and in a notebook run from another folder."""

import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis import explore
from analysis.errors import NoFigures, UnknownDataset
from analysis.publish.rendering import read_page

REPOSITORY = Path(__file__).resolve().parents[1]


def test_datasets_say_what_they_hold_and_for_whom():
    table = explore.datasets().set_index("dataset")
    assert table.loc["budget_monitoring", ["rows", "authorities", "quarters"]].tolist() == [28, "plymouth", "2023-24-Q2"]
    assert "placement" in " ".join(explore.datasets("placement")["title"]).lower()


def test_a_dataset_for_an_authority_and_a_span_of_quarters():
    assert len(explore.load("budget_monitoring", "plymouth", "2023-24-Q1", "2023-24-Q2")) == 28
    assert explore.load("budget_monitoring", "plymouth", last="2023-24-Q1").empty
    with pytest.raises(UnknownDataset, match="budget_monitoring"):
        explore.load("budgets")


def test_a_measure_over_time_with_its_target():
    # scrutiny-2023-11, item 7, measure 69: 52.0, 59.1, 47.6 against 5.
    held = explore.series("social workers with more than 20")
    assert held.table["value"].tolist() == [52.0, 59.1, 47.6] and set(held.table["target"]) == {5.0}
    assert held.unit == "per cent"


def test_an_indicator_over_its_periods():
    # scrutiny-2023-11, item 9, table 1.1: 3,616, 3,285, 2,351.
    assert explore.series("referrals").table["value"].tolist()[:3] == [3616, 3285, 2351]
    with pytest.raises(NoFigures, match="explore.search"):
        explore.series("rainfall")


def test_measures_that_are_red_and_declining():
    red = explore.measures().query("rag_rating == 'red' and direction_of_travel == 'declined'")
    assert "Case supervision in time: Care Leavers Service" in set(red["description"])


def test_variances_by_service_a_column_a_quarter():
    table = explore.variances("plymouth")
    assert table.loc[("plymouth", "CYPF", "Placements & Packages"), "2023-24-Q2"] == 4.577


def test_what_is_due_and_what_is_said_of_a_word_and_what_a_column_means():
    assert explore.actions_due("plymouth", "2023-24-Q2")["action"].tolist() == ["1.2.1"]
    found = explore.search("care leavers")
    assert {"performance_measures", "indicators"} <= set(found["dataset"])
    assert explore.search("leavers care").shape == found.shape
    assert "so few" in explore.meaning("small_base")["meaning"].iloc[0]


def test_charts_are_marked_and_no_page_takes_them():
    for drawn in (
        explore.line(explore.series("social workers with more than 20"), 30.0),
        explore.control_chart(explore.series("referrals")),
    ):
        assert "Not released" in drawn.html and "<svg" in drawn.html
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data={"text/html": drawn.html})])]
    )
    with pytest.raises(Exception, match="drawn while exploring"):
        read_page("explore", notebook)


def test_a_page_is_a_value_that_can_be_taken_further():
    page = explore.page("caseloads")
    assert page.children_open.table.table["children_open"].sum() == 2601
    assert list(page.children_open.charts) == ["children-open"]


def test_the_notebook_answers_every_question_from_another_folder(tmp_path):
    executed = papermill.execute_notebook(
        str(REPOSITORY / "notebooks" / "explore.ipynb"), str(tmp_path / "out.ipynb"), cwd=str(REPOSITORY / "notebooks"), progress_bar=False
    )
    questions = [cell for cell in executed.cells if cell.cell_type == "code"][1:]
    assert len(questions) == 10 and all(cell.outputs for cell in questions)


def test_it_is_there_from_any_folder(tmp_path):
    line = [sys.executable, "-c", "from analysis import explore; print(len(explore.datasets()) > 70)"]
    outcome = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert outcome.stdout.strip() == "True", outcome.stderr
