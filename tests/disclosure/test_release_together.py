"""Tables as the pages release them, with figures that a next quarter may well bring, and that one rule after another let through."""

import pandas as pd
import pytest

from analysis.disclosure.release import release, release_together
from analysis.errors import NotReleased


def interviews(counts: list[int]) -> list[list]:
    """What is shown of late interviews by reason, and of their total."""
    whole = sum(counts)
    words = [f"reason {place}" for place in range(len(counts))]
    reasons = pd.DataFrame({"late_reason_words": words, "late_interviews": pd.array(counts, dtype="Int64")})
    total = pd.DataFrame({"month": ["2023-12"], "late_reason_words": ["all"], "late_interviews": pd.array([whole], dtype="Int64")})
    reasons["late_share_pct"] = 100 * reasons["late_interviews"].astype(float) / whole
    out = release_together({"late_interviews_by_reason": reasons, "late_interviews": total}, "public")
    assert (
        out["late_interviews_by_reason"].suppressed["late_share_pct"] == out["late_interviews_by_reason"].suppressed["late_interviews"]
    ).all()
    return [[None if pd.isna(value) else int(value) for value in released.table["late_interviews"]] for released in out.values()]


def test_late_interviews_by_reason():
    assert interviews([12, 4, 4, 0]) == [[None, None, None, 0], [20]]
    assert interviews([1, 1, 20]) == [[None, None, None], [22]]
    # A total that is small, or that would give its parts away with nothing else to hide, is hidden with them.
    assert interviews([3, 0]) == [[None, 0], [None]]
    assert interviews([4, 4]) == [[None, None], [None]]


def test_children_missing_of_whom_all_but_two_are_in_care():
    table = pd.DataFrame({"month": ["2023-09", "2023-10"], "missing_children": [66, 50], "missing_children_in_care": [64, 20]})
    table = table.assign(missing_children_not_in_care=[2, 30], missing_episodes=[119, 80], missing_episodes_in_care=[110, 40])
    table = table.assign(missing_episodes_not_in_care=[9, 40], episodes_in_care_pct=[92.4, 50.0])
    hidden = release(table, "public", name="missing_children_and_episodes").suppressed
    assert hidden.columns[hidden.iloc[0]].tolist() == [
        "missing_children_in_care",
        "missing_children_not_in_care",
        "missing_episodes_in_care",
        "missing_episodes_not_in_care",
        "episodes_in_care_pct",
    ]
    assert not hidden.iloc[1].any()


def test_two_of_486_outside_the_area_and_their_percentage():
    bands = pd.DataFrame({"distance_split": "area", "distance_band": ["in", "outside"], "children_at_distance": [484, 2]})
    assert release(bands, "public", name="placements_by_distance").suppressed["children_at_distance"].all()
    shares = pd.DataFrame({"snapshot_date": pd.to_datetime(["2023-03-31", "2023-09-30"]), "out_of_area_pct": [39.9, 0.4]})
    shares["children_looked_after"] = [501, 486]
    assert release(shares, "public", name="placed_outside_the_area").suppressed["out_of_area_pct"].tolist() == [False, True]


def test_children_at_risk_of_two_kinds():
    table = pd.DataFrame({"exploitation_type_words": ["Sexual", "Criminal", "Any kind"], "children_at_risk": [37, 54, 90]})
    assert release(table, "public", name="children_at_risk").suppressed["children_at_risk"].tolist() == [True, False, False]


def test_parts_and_whole_that_are_rows_of_one_table():
    table = pd.DataFrame({"indicator": ["cla", "cla_placement_a", "cla_placement_b", "cla_placement_c"], "indicator_unit": "children"})
    table = table.assign(period_printed="Q2", report_section="1", report_reference="4", indicator_value=[100.0, 90.0, 9.0, None])
    withheld = {"indicator_value": pd.Series([False, False, False, True])}
    shown = release(table, "public", name="indicators_by_period", withheld=withheld)
    assert shown.suppressed["indicator_value"].tolist() == [False, False, True, True]


def services(counts: list, months: list | None = None) -> pd.DataFrame:
    months = months or ["2023-09"] * len(counts)
    return pd.DataFrame({"caseload_service": [f"service {n}" for n in range(len(counts))], "month": months, "children_open": counts})


def hidden(table: pd.DataFrame) -> list[bool]:
    return release(table, "public", name="children_open_by_month").suppressed["children_open"].tolist()


def test_a_group_of_one_and_a_missing_key_are_groups_too():
    assert hidden(services([3, 40], ["2023-08", "2023-09"])) == [True, False]
    assert hidden(services([3, 20, 30, 40], [None, None, None, "2023-09"])) == [True, True, False, False]


def test_an_index_with_doubles_hides_the_rows_that_it_means():
    table = services([40, 3, 20])
    table.index = [7, 7, 7]
    assert hidden(table) == [False, True, True]


@pytest.mark.parametrize("unit", ["children", "pupils", "families", "furlongs", None])
def test_a_unit_that_is_not_known_to_be_safe_hides(unit):
    table = pd.DataFrame({"measure_unit": [unit, "per cent"], "measure_value": [3.0, 3.0]})
    assert release(table, "public", name="some").suppressed["measure_value"].tolist() == [True, False]
    assert release(table.drop(columns="measure_unit"), "public", name="some").suppressed["measure_value"].all()


def test_where_nothing_more_can_be_hidden_nothing_is_released():
    with pytest.raises(NotReleased, match='"service 0" in children_open_by_month.*Merge these rows'):
        hidden(services([4, 4]))
    assert release(services([4, 4]), "internal", name="children_open_by_month").table["children_open"].tolist() == [4, 4]
