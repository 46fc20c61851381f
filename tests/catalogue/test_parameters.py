from datetime import date

import pandas as pd
import pytest

from analysis.catalogue import parameters
from analysis.catalogue.documents import documents
from analysis.catalogue.fields import fields
from analysis.catalogue.parameters import in_words, threshold, threshold_on
from analysis.errors import UnknownParameter
from analysis.performance.targets import rag_rating


@pytest.fixture
def declared(monkeypatch):
    """Parameters that a test may change."""

    def change(**tables):
        known = {**parameters._declared(), **tables}
        monkeypatch.setattr(parameters, "_declared", lambda: known)

    return change


def test_every_threshold_has_a_unit_a_meaning_and_a_source():
    known = {
        *documents(),
        "making-data-count",
        "care-planning-regulations-2010",
        "working-together",
        "assumption",
        "docs/decisions/disclosure.md",
    }
    for name in parameters._declared():
        held = threshold_on(name)
        assert held.unit and held.meaning.endswith(".") and held.place and held.source in known, name


def test_the_value_that_held_on_a_day_is_found(declared):
    values = [
        {"value": 0.1, "valid_from_date": date(2020, 4, 1), "source": "a", "place": "b"},
        {"value": 0.2, "valid_from_date": date(2024, 4, 1), "source": "a", "place": "b"},
    ]
    declared(rag_amber_within={"meaning": "m", "unit": "share", "words": "{value:.0%}", "values": values})
    assert threshold("rag_amber_within", date(2023, 9, 30)) == 0.1
    assert threshold("rag_amber_within", date(2024, 4, 1)) == threshold("rag_amber_within") == 0.2
    with pytest.raises(UnknownParameter, match="states no rag_amber_within for 2019-01-01"):
        threshold("rag_amber_within", date(2019, 1, 1))


def test_an_unknown_threshold_names_those_there_are():
    with pytest.raises(UnknownParameter, match='"rag_red" is not a parameter. There are: rag_amber_within'):
        threshold("rag_red")


def test_one_edit_changes_the_rating_and_every_definition_of_it(declared):
    rule = parameters._declared()["rag_amber_within"]
    declared(rag_amber_within={**rule, "values": [{**rule["values"][0], "value": 0.5}]})
    fields.cache_clear()
    try:
        rated = rag_rating(pd.Series([60.0, 49.0]), pd.Series([100.0, 100.0]), pd.Series(["higher", "higher"]))
        assert rated.tolist() == ["amber", "red"] and in_words("rag_amber_within") == "50%"
        said = [field.definition + field.heading for field in fields().values()]
        assert sum("50%" in text for text in said) >= 4 and not any("15%" in text or "{{" in text for text in said)
    finally:
        fields.cache_clear()
