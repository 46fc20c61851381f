import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.fields import Field, field
from analysis.present.wording import counted, listing, millions, number, per_cent, pounds, rose_or_fell, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (number(1234.5), "1,234"),
        (number(-0.0004, 3), "0.000"),
        (number(-0.072, 3), "−0.072"),
        (number(0.0001, 3, signed=True), "0.000"),
        (pounds(-224_530), "−£224,530"),
        (pounds(2_111.5333, 2), "£2,111.53"),
        (millions(4.684), "£4.68 million"),
        (per_cent(47.6), "47.6%"),
        (counted(1, "household"), "one household"),
        (counted(11, "household"), "11 households"),
        (counted(0, "child", "children"), "no children"),
        (listing(["a"]), "a"),
        (listing(["a", "b", "c"]), "a, b and c"),
        (rose_or_fell(0, "0"), "did not change"),
        (rose_or_fell(-3, "3"), "fell by 3"),
    ],
)
def test_figures_in_words(text, expected):
    assert text == expected


def test_cells_of_a_table():
    assert shown(float("nan"), field("children_open")) == "[x]"
    assert shown(float("nan"), field("variance_pct")) == "[z]"
    assert shown(None, field("direction_of_travel")) == "not known"
    assert shown(3, field("children_open"), suppressed=True) == "[c]"
    assert shown("2023-07", field("month")) == "July 2023"
    assert shown("2023-24", field("financial_year")) == "2023/24"
    assert shown(11.06, field("measure_value"), "days per FTE") == "11.06"
    assert shown(52.0, field("measure_value"), "per cent") == "52.0"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_figure_reads_back_as_itself(value, decimals):
    text = number(value, decimals).replace(",", "").replace("−", "-")
    assert float(text) == pytest.approx(round(value, decimals), abs=1e-9)


def test_a_heading_carries_its_unit():
    assert Field("x", "Net", "What is left.", "money", "£ a year").heading_with_unit == "Net (£ a year)"
