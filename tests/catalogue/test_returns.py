"""The declaration of returns: whole, and as the layouts print them."""

import doctest

import pytest

from analysis.catalogue.returns import code_list, codes, layouts, list_of_table, return_of, returns
from analysis.errors import UnknownReturn

LISTS = [(kind, entry) for kind in returns() for entry in kind.lists]


def test_the_kinds_are_those_that_councils_make():
    known = {
        "annex-a",
        "budget-plan",
        "carers",
        "csww",
        "ledger",
        "placement-costs",
        "placements-budget",
        "savings",
        "ssda903",
        "workforce",
    }
    assert {kind.key for kind in returns()} == known
    assert all(kind.period in layouts.PERIODS for kind in returns())


def test_each_typed_table_has_one_list():
    tables = [entry.table for _, entry in LISTS]
    assert len(tables) == len(set(tables))


@pytest.mark.parametrize(("kind", "entry"), LISTS, ids=[f"{kind.key}-{entry.key}" for kind, entry in LISTS])
def test_a_list_hangs_together(kind, entry):
    fields = [column.field for column in entry.columns]
    headers = [name.casefold() for column in entry.columns for name in (column.name, *column.aliases)]
    assert len(fields) == len(set(fields)) and len(headers) == len(set(headers))
    kept = {column.field for column in entry.kept}
    assert {*entry.row, *filter(None, (entry.start, entry.end))} <= kept
    assert not entry.born or entry.start
    for column in entry.columns:
        assert column.type in layouts.TYPES
        assert (column.type == "identifier") == (column.of is not None)
        assert (column.type == "code") == (column.codes is not None)
        assert column.codes is None or code_list(column.codes).codes
        assert column.type != "date" or column.field.endswith("_date")
        assert column.type != "money" or "_gbp" in column.field


def test_codes_hold_for_their_return_years():
    places = code_list("placement_type").codes
    assert [places[code].used_in(2024) for code in ("H5", "K3", "U4", "Z11")] == [True, False, True, False]
    assert [places[code].used_in(2026) for code in ("H5", "K3", "U4", "Z11")] == [False, True, True, True]


def test_other_ways_to_write_a_code_lead_to_one():
    for key in {column.codes for _, entry in LISTS for column in entry.columns if column.codes}:
        entry = code_list(key)
        assert set(entry.same.values()) <= set(entry.codes)
        assert all(text == text.casefold() for text in entry.same)


def test_what_is_not_declared_is_named():
    with pytest.raises(UnknownReturn, match='"ssda904" is no kind of return. There are: annex-a'):
        return_of("ssda904")
    with pytest.raises(UnknownReturn, match="episodes"):
        list_of_table("episode")


def test_examples_in_docstrings_hold():
    assert doctest.testmod(layouts).failed == 0 and doctest.testmod(codes).failed == 0
