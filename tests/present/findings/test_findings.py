"""Sentences follow the figures: each is tried on figures that go the other way."""

import pandas as pd
import pytest

from analysis.budget.drivers import drivers_with_residual
from analysis.budget.monitoring import forecast_variance, total_of_departments
from analysis.disclosure.release import release
from analysis.present.findings import budget, caseloads, fostering


def totals(first, last):
    return release(pd.DataFrame({"month": ["2023-07", "2023-08", "2023-09"], "children_open": [first, first, last]}), "public", name="t")


def services(*rows):
    columns = ["caseload_service", "children_open_first", "children_open_previous", "children_open"]
    table = pd.DataFrame(rows, columns=columns)
    table["change_children"] = table["children_open"] - table["children_open_first"]
    table["change_on_month_children"] = table["children_open"] - table["children_open_previous"]
    table["change_pct"] = 100 * table["change_children"] / table["children_open_first"]
    table["share_of_children_pct"] = 100 * table["children_open"] / table["children_open"].sum()
    return release(table, "public", name="s")


def measures(value, previous=50.0, target=5.0, direction="improved", rating="red"):
    row = {
        "indicator": caseloads.OVER_THRESHOLD,
        "description": "Social workers with more than 20 children",
        "measure_unit": "per cent",
        "first_value": 52.0,
        "previous_value": previous,
        "measure_value": value,
        "target": target,
        "rag_rating": rating,
        "direction_of_travel": direction,
    }
    return release(pd.DataFrame([row]), "public", name="m")


def departments(*amounts):
    names = ["department", "approved_budget_gbp_m", "previous_forecast_gbp_m", "forecast_outturn_gbp_m"]
    table = pd.DataFrame(amounts, columns=names)
    return release(total_of_departments(table), "public", name="t"), release(forecast_variance(table), "public", name="d")


def test_the_total_rises_and_falls():
    assert "2,601 children and young people" in caseloads.total_change(totals(2358, 2601))
    assert "rose by 243 (10.3%) since the end of July" in caseloads.total_change(totals(2358, 2601))
    assert "fell by 100 (50.0%)" in caseloads.total_change(totals(200, 100))
    assert "did not change" in caseloads.total_change(totals(200, 200))


def test_what_drove_the_change_names_risers_and_fallers():
    both = caseloads.what_drove_the_change(services(("A", 100, 120, 150), ("B", 100, 100, 90)))
    assert "A grew most: from 100 to 150 (50.0% more), more than the whole increase." in both
    assert "Fewer children were open to B (−10)." in both
    assert caseloads.what_drove_the_change(services(("A", 100, 100, 100))) == "No service changed."
    assert "grew" not in caseloads.what_drove_the_change(services(("A", 100, 100, 90)))


def test_a_month_without_a_figure_is_said_not_guessed():
    text = " ".join(caseloads.change_in_measures(measures(47.6, previous=None, direction=None)))
    assert "Not known, because a month has no figure" in text
    assert "not known for the last month" in caseloads.over_threshold(measures(None))


def test_targets_met_counts_and_names_the_misses():
    assert caseloads.targets_met(measures(47.6)).startswith("0 of the 1 measures with a target meet it. More than 15% off: social workers")
    assert caseloads.targets_met(measures(4.0, rating="green")) == "1 of the 1 measures with a target meet it."


NAMES = {"CYPF": "Families", "EPS": "Skills"}


def test_overspend_underspend_and_balance():
    over = budget.headline(*departments(("CYPF", 50.092, 52.159, 54.776), ("EPS", 12.227, 13.079, 13.680)), NAMES, False)
    assert over == (
        "Children's services forecast an overspend of £6.14 million, 9.8% of the £62.32 million budget: Families (CYPF) over by £4.68 million and "
        "Skills (EPS) over by £1.45 million. The forecast worsened by £3.22 million since last quarter."
    )
    mixed = budget.headline(*departments(("CYPF", 10.0, 10.0, 9.0), ("EPS", 10.0, 10.0, 10.5)), NAMES, False)
    assert (
        "underspend of £0.50 million" in mixed and "Families (CYPF) under by £1.00 million and Skills (EPS) over by £0.50 million" in mixed
    )
    assert "improved by £0.50 million" in mixed
    even = budget.headline(*departments(("CYPF", 10.0, float("nan"), 10.0)), NAMES, True)
    assert "exactly their budget" in even and "the first forecast of the year" in even
    unknown = budget.headline(*departments(("CYPF", 10.0, 10.0, 11.0), ("EPS", 10.0, 10.0, float("nan"))), NAMES, False)
    assert unknown == "The forecast of children's services as a whole is not known: the report lacks a figure of EPS."


def test_printed_figures_that_do_not_agree_are_warned_of():
    rows = [
        ("Total of services", "figure", "£1.900 million", "£1.500 million", "", "does not agree"),
        ("Plans are forecast in full", "statement", "in full", "", "\u22123.2 = \u22123.1", "does not agree"),
        ("Share", "figure", "40%", "", "", "does not agree"),
        ("Variance", "figure", "£0.500 million", "£0.500 million", "", "agrees"),
    ]
    columns = ["claim", "check_kind", "printed_figure", "recomputed_figure", "working", "verdict"]
    checks = release(pd.DataFrame(rows, columns=columns), "public", name="c")
    assert budget.sums_that_do_not_agree(checks) == [
        "Total of services: printed £1.900 million, the other figures give £1.500 million.",
        "Plans are forecast in full: the figures do not bear this out (\u22123.2 = \u22123.1).",
        "Share: printed 40%, which the other figures do not bear out.",
    ]
    assert "1 agrees, 0 differ by no more than rounding explains, 3 do not agree." in budget.printed_sums(checks)


@pytest.mark.parametrize(
    ("variance", "stated", "expected"),
    [
        (
            4.684,
            [None, 0.618, 1.627],
            "leave £2.44 million of £4.68 million (52%) without an amount. The report puts it down to one reason",
        ),
        (1.453, [1.453], "explain the whole overspend of £1.45 million."),
        (1.0, [1.5], "come to £1.50 million, beside the overspend of £1.00 million; it does not say what makes the difference."),
        (0.0, [1.5], "the forecast is the budget, although the report names reasons that come to £1.50 million"),
        (-0.4, [None], "the report puts the underspend of £0.40 million down to one reason and gives no amount: reason 0."),
        (0.4, [], "the report gives no reason for the overspend of £0.40 million."),
    ],
)
def test_reasons_are_set_against_the_variance_whatever_they_come_to(variance, stated, expected):
    variances = pd.DataFrame({"department": ["A"], "variance_gbp_m": [variance]})
    reasons = pd.DataFrame(
        {"department": "A", "driver": [f"Reason {place}" for place in range(len(stated))], "stated_amount_gbp_m": stated}
    ).astype({"stated_amount_gbp_m": float})
    table = release(drivers_with_residual(reasons, variances), "public", name="d")
    assert expected in budget.drivers(table, release(variances, "public", name="v"))[0]


def test_the_first_report_on_a_scheme_has_nothing_to_compare_with():
    case = release(pd.DataFrame({"scheme_cost_gbp": [100.0], "net_gbp": [50.0]}), "public", name="c")
    earlier = release(pd.DataFrame({"scheme_cost_gbp": [120.0], "net_gbp": [50.0]}), "public", name="e")
    assert "nothing to compare with" in fostering.change_since(None, case, None)
    text = fostering.change_since("2023-24-Q1", case, earlier)
    assert text == "Since 2023-24-Q1, the cost for the carers who qualify now fell by £20; the net of the last year did not change."
