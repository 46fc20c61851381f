import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present.decisions import LONGEST_LIST, decision_list, household_table

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


def many(count):
    numbers = range(count)
    return release(
        pd.DataFrame(
            {
                "household": [f"H{number}" for number in numbers],
                "reasons": "You qualify.",
                "relief_days": 1,
                "decision_anchor": [f"decision-{number}" for number in numbers],
            }
        ),
        "internal",
        name="decisions",
    )


def test_a_list_too_long_for_a_page_is_a_file():
    most, more = listed(many(LONGEST_LIST)), listed(many(LONGEST_LIST + 1))
    assert len(BeautifulSoup(most.html, "html.parser").find_all("dt")) == LONGEST_LIST
    assert more.html == "" and more.download["decisions.csv"].count("\n") == LONGEST_LIST + 2


def test_a_table_of_households_shows_its_first_rows_and_its_file_has_all():
    shown = household_table(many(LONGEST_LIST + 1), "Days", ["household", "relief_days"])
    page = BeautifulSoup(shown.html, "html.parser")
    assert page.caption.get_text() == "Days: the first 500 of 501 rows"
    assert len(page.tbody.find_all("tr")) == LONGEST_LIST and shown.download["decisions.csv"].count("\n") == LONGEST_LIST + 2
    assert BeautifulSoup(household_table(many(1), "Days", ["household"]).html, "html.parser").caption.get_text() == "Days"
