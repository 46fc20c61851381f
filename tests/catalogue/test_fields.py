import pytest

from analysis.catalogue.fields import KINDS, field, fields
from analysis.errors import UnknownField


def test_every_declaration_is_complete():
    for name, declared in fields().items():
        assert declared.heading and declared.definition.endswith("."), name
        assert declared.kind in KINDS, name
        assert set(declared.reveals) <= set(fields()), name
        if declared.unit_column:
            assert declared.unit_column in fields(), name


@pytest.mark.parametrize(("ending", "unit"), [("_gbp_m", "£ million"), ("_pct", ("per cent", "percentage points")), ("_gbp", "£")])
def test_the_unit_in_a_name_is_the_unit_declared(ending, unit):
    named = [declared for name, declared in fields().items() if name.endswith(ending)]
    assert named
    for declared in named:
        assert declared.unit.startswith(unit), declared.name


def test_an_undeclared_column_is_refused():
    with pytest.raises(UnknownField, match='"children_guessed" is not declared'):
        field("children_guessed")
