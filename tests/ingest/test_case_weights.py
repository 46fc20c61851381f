from datetime import date

import pytest

from analysis.errors import InvalidData
from analysis.ingest.case_weights import case_weights

SERVICES = ["Assessments", "Care leavers"]


@pytest.fixture
def declared(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    return lambda text: (tmp_path / "data" / "raw" / "case_weights.toml").write_text(text, encoding="utf-8")


def test_the_weights_that_held_on_a_day_are_found_and_none_for_others(declared):
    assert case_weights("somewhere", SERVICES, date(2024, 3, 31)) is None
    declared(
        '[[somewhere]]\nvalid_from_date = 2023-04-01\nsource = "a"\nweights = { "Assessments" = 2, "Care leavers" = 0.5 }\n'
        '[[somewhere]]\nvalid_from_date = 2024-04-01\nsource = "b"\nweights = { "Assessments" = 3, "Care leavers" = 1 }\n'
    )
    assert case_weights("somewhere", SERVICES, date(2024, 3, 31)) == {"Assessments": 2.0, "Care leavers": 0.5}
    assert case_weights("somewhere", SERVICES, date(2024, 4, 1)) == {"Assessments": 3.0, "Care leavers": 1.0}
    assert case_weights("somewhere", SERVICES, date(2023, 3, 31)) is None and case_weights("elsewhere", SERVICES, date(2024, 3, 31)) is None


def test_every_problem_is_named_at_once(declared):
    declared('[[somewhere]]\nvalid_from_date = "soon"\nsource = "a"\nweights = { "Assessments" = 0, "Visits" = 1 }\n')
    with pytest.raises(InvalidData) as failure:
        case_weights("somewhere", SERVICES, date(2024, 3, 31))
    assert [(problem.column, problem.value) for problem in failure.value.problems] == [
        ("valid_from_date", "soon"),
        ("Assessments", "0"),
        ("Care leavers", None),
        ("Visits", None),
    ]
