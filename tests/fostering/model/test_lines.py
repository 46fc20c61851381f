"""The table of lines: each formula of the language, resting on nothing that comes after it."""

import pytest

from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.model.formulas import names_in, parsed
from analysis.fostering.model.lines import BAND_LISTS, GIVEN, LINES, SECTIONS


def test_each_line_is_stated_once_and_in_full():
    lines = [line for section in SECTIONS.values() for line in section]
    assert len({line.name for line in lines}) == len(lines)
    assert all(line.kind and line.heading and line.meaning.endswith(".") and line.applies for line in lines)


@pytest.mark.parametrize("name", LINES)
def test_a_formula_rests_on_what_stands_before_it(name):
    before = [*GIVEN, *list(LINES)[: list(LINES).index(name) + 1]]
    assert set(names_in(LINES[name].formula)) <= set(before)


def test_every_assumption_enters_the_model():
    named = {used for line in LINES.values() for used in names_in(line.formula)}
    in_bands = {part for name, parts in BAND_LISTS.items() if name in named for part in parts}
    assert set(ASSUMPTIONS) <= named | in_bands


@pytest.mark.parametrize(
    "formula", ["a.b", "open(a)", "where(a, b)", "a < b < c", "'a'", "[a]", "lambda: a", "True", "max(a, key=b)", "a if b else c", "a // b"]
)
def test_what_is_not_of_the_language_is_refused(formula):
    with pytest.raises(ValueError, match="is not of the language of the formulas"):
        parsed(formula)
