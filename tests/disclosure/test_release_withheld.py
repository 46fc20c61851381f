import pandas as pd

from analysis.disclosure.release import release


def test_what_a_source_hides_stays_hidden_under_every_policy():
    table = pd.DataFrame({"indicator_unit": ["children", "children"], "indicator_value": [None, 40.0]})
    for policy in ("public", "internal"):
        released = release(table, policy, name="some", withheld={"indicator_value": pd.Series([True, False])})
        assert released.suppressed["indicator_value"].tolist() == [True, False]


def test_every_unit_that_counts_children_is_protected_and_no_other():
    units = [
        "children",
        "placements of children",
        "admissions of children",
        "assessments of children",
        "per cent",
        "referrals",
        "days per FTE",
    ]
    table = pd.DataFrame({"measure_unit": units, "measure_value": 3.0})
    assert release(table, "public", name="some").suppressed["measure_value"].tolist() == [True] * 4 + [False] * 3


def test_one_hidden_count_among_counts_that_add_up_takes_the_smallest_other_with_it():
    table = pd.DataFrame({"report_section": "1", "indicator_unit": ["children"] * 3 + ["per cent"], "value_latest": [3.0, 20.0, 9.0, 6.0]})
    released = release(table.assign(report_reference="2", indicator="a"), "public", name="indicators")
    assert released.suppressed["value_latest"].tolist() == [True, False, True, False]


def test_rows_in_an_order_keep_what_was_hidden():
    table = pd.DataFrame({"measure_unit": "children", "measure_value": [3.0, 7.0]})
    turned = release(table, "public", name="some").in_order(pd.Index([1, 0]))
    assert turned.suppressed["measure_value"].tolist() == [False, True]


def test_what_reveals_a_hidden_figure_is_hidden_whatever_the_order_of_the_columns():
    # The arrow stands before the value, and the value is hidden only because of the few children behind it.
    table = pd.DataFrame(
        {"printed_arrow": ["up", "up"], "measure_unit": "per cent", "measure_value": [50.0, 50.0], "children_behind": [2, 20]}
    )
    assert release(table, "public", name="some").suppressed["printed_arrow"].tolist() == [True, False]
