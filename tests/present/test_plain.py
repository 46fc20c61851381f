import pandas as pd
import pytest

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present.plain import as_rows, listed, turned

TABLE = pd.DataFrame(
    {
        "scenario_title": ["One", "A title that runs over a line"],
        "net_present_value_gbp": [1234.4, -5.0],
        "payback_month": ["2024-11", None],
    }
)


def test_a_table_on_its_side_lines_up():
    lines = turned(release(TABLE, "public", name="t")).splitlines()
    assert lines[0].split() == ["Scenario", "One", "A", "title", "that", "runs", "over"]
    assert lines[1].split() == ["a", "line"]
    assert lines[3].split() == ["Net", "present", "value", "(£)", "+1,234", "−5"]
    assert lines[4].endswith("not by the end")
    assert len({len(line) for line in (lines[0], lines[2], lines[3], lines[4])}) == 1


def test_as_data_a_missing_figure_is_none():
    assert as_rows(release(TABLE, "public", name="t"))[1]["payback_month"] is None


def test_only_what_was_released_is_shown():
    for show in (turned, as_rows):
        with pytest.raises(NotReleased):
            show(TABLE)


def test_the_list_names_the_base():
    rows = [{"name": "a", "title": "A", "base": None, "purpose": "First."}, {"name": "b", "title": "B", "base": "a", "purpose": "Second."}]
    assert listed(rows) == "a: A\n    First.\nb: B, on a\n    Second."
