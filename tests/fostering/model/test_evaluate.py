import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fostering.model.evaluate import by_month, evaluated, needed
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import LINES


def line(name, formula):
    return Line(name, name, "£", "For a test.", formula, "every month")


def worked_out(central, formula, name="x", **before):
    """The months of one formula, beside the lines of the model."""
    lines = {**LINES, **{key: line(key, text) for key, text in before.items()}, name: line(name, formula)}
    return by_month(evaluated(central.values, (name,), lines)[name], 5)[:, 0]


def test_functions_of_the_language_by_hand(central):
    months = np.arange(1, 61)
    assert worked_out(central, "t").tolist() == months.tolist()
    assert worked_out(central, "previous(t)").tolist() == [0, *months[:-1]]
    assert worked_out(central, "earlier(t, 3)").tolist() == [0, 0, 0, *months[:-3]]
    # Due 1, 2, 3 in the first quarter: 6 in its last month; then 15, 24, ...
    assert worked_out(central, "paid_quarterly(t)")[:9].tolist() == [0, 0, 6, 0, 0, 15, 0, 0, 24]
    assert worked_out(central, "where(t % 12 == 1 or t == 3, t, 0)")[:14].tolist() == [1, 0, 3] + [0] * 9 + [13, 0]
    assert worked_out(central, "where(t > 2 and t < 5, 1, 0)")[:6].tolist() == [0, 0, 1, 1, 0, 0]
    assert worked_out(central, "ratio(1, t - 2)")[:3].tolist() == [-1, 0, 1]
    assert worked_out(central, "previous(x) + t")[:4].tolist() == [1, 3, 6, 10]
    assert worked_out(central, "previous(x) * 2 + 1")[:4].tolist() == [1, 3, 7, 15]


def test_sums_over_the_months(central):
    # 1 to 60; 2.5 a month, which does not differ within a year; lowest of (t - 7)^2 in month 7.
    found = evaluated(
        central.values,
        ("a", "b", "c", "d"),
        {
            **LINES,
            "a": line("a", "total(t)"),
            "y": line("y", "year * 0 + 2.5"),
            "b": line("b", "total(y)"),
            "s": line("s", "(t - 7) * (t - 7)"),
            "c": line("c", "place_of_lowest(s)"),
            "d": line("d", "highest(s) - lowest(s)"),
        },
    )
    assert [float(found[name][0]) for name in "abcd"] == [1830, 150, 7, 53**2]


@pytest.mark.parametrize("formula", ["previous(x) * previous(x) + 1", "1 + previous(x)", "max(previous(x), t)", "previous(x) - t"])
def test_another_way_to_rest_on_itself_is_refused(central, formula):
    with pytest.raises(ValueError, match="a line that rests on itself"):
        worked_out(central, formula)


def test_only_what_is_wanted_is_worked_out(central):
    assert needed(("spend",), tuple(LINES.values()))[-1] == "spend"
    assert "avoided" not in needed(("spend",), tuple(LINES.values()))
    assert list(evaluated(central.values, ("spend", "stay_with"))) == ["spend", "stay_with"]


@given(st.lists(st.floats(0, 95), min_size=1, max_size=5))
def test_draws_stand_side_by_side(central, attrition):
    drawn = evaluated({**central.values, "attrition_pct": np.array(attrition)}, ("stock_without",))["stock_without"]
    for place, value in enumerate(attrition):
        alone = evaluated({**central.values, "attrition_pct": value}, ("stock_without",))["stock_without"]
        assert np.allclose(by_month(drawn, 5)[:, place if drawn.shape[-1] > 1 else 0], by_month(alone, 5)[:, 0], rtol=1e-12)
