import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present.decisions import decision_list

TABLE = pd.DataFrame(
    {
        "household": ["H1", "<H2>"],
        "reasons": ["You qualify.", "You do not qualify & why."],
        "relief_days": [366, 0],
        "decision_anchor": ["decision-1", "decision-2"],
    }
)


def listed(table):
    return decision_list(
        table,
        "the 2 decisions",
        name=lambda row: f"Household {row['household']}",
        text="reasons",
        facts=lambda row: f"{row['relief_days']} days",
        anchor="decision_anchor",
    )


def test_each_decision_has_an_id_a_name_its_words_and_facts():
    shown = listed(release(TABLE, "internal", name="decisions"))
    page = BeautifulSoup(shown.html, "html.parser")
    assert page.summary.get_text() == "Show the 2 decisions"
    second = page.find(id="decision-2")
    assert [part.get_text() for part in second.find_all(["dt", "dd"])] == ["Household <H2>", "You do not qualify & why.", "0 days"]
    assert list(shown.download) == ["decisions.csv"]


def test_a_table_that_has_not_passed_the_gate_is_refused():
    with pytest.raises(NotReleased):
        listed(TABLE)
