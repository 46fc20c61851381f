import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows_in_force import rows_in_force

from analysis.catalogue.datasets import dataset_names, resource
from analysis.errors import InvalidData, UnknownAuthority, UnknownDataset, UnknownPeriod
from analysis.ingest import published
from analysis.ingest.published import (
    authorities_held,
    digest_of_rows,
    quarters_held,
    read_history,
    read_in_force,
)

QUARTER = "2023-24-Q2"
QUARTERS = [f"{year}-Q{number}" for year in ("2022-23", "2023-24", "2024-25") for number in (1, 2, 3, 4)]


def test_figures_are_typed_by_the_descriptor():
    table = rows_in_force(["fostering_scheme_calculation"])["fostering_scheme_calculation"]
    assert table["printed_scheme_cost_gbp"].tolist() == [224530.0, 256203.0, 287876.0, 319549.0]
    assert str(table["printed_placements"].dtype) == "Int64"
    assert pd.isna(table["printed_placements"].iloc[0])


def test_a_quarter_may_be_written_in_small_letters():
    assert not rows_in_force(["budget_history"], quarter="2023-24-q2")["budget_history"].empty


def test_what_is_not_a_quarter_is_refused():
    with pytest.raises(UnknownPeriod):
        read_in_force(["budget_history"], "plymouth", "autumn")


def test_an_unknown_dataset_is_refused():
    with pytest.raises(UnknownDataset):
        read_in_force(["budget"], "plymouth", QUARTER)


def test_what_breaks_its_descriptor_is_not_read(edit):
    edit("budget_history", lambda table: table.assign(approved_budget_gbp_m="?"))
    with pytest.raises(InvalidData):
        read_in_force(["budget_history"], "plymouth", QUARTER)


def stated_again_in(*quarters):
    """The rows of a table once more, as the reports of other quarters would state them."""
    return lambda table: pd.concat([table, *(table.assign(quarter=quarter) for quarter in quarters)])


def test_rows_of_a_quarter_hold_for_it_alone(edit):
    edit("budget_monitoring", stated_again_in("2023-24-Q1", "2023-24-Q4"))
    held = read_in_force(["budget_monitoring"], "plymouth", QUARTER)["budget_monitoring"]
    assert held.stated_in == QUARTER and set(held.table["quarter"]) == {QUARTER} and len(held.table) == 28
    none = read_in_force(["budget_monitoring"], "plymouth", "2023-24-Q3")["budget_monitoring"]
    assert none.stated_in is None and none.table.empty and list(none.table) == list(held.table)


def test_rows_of_a_year_hold_to_its_end_unless_a_later_report_restates_them(edit):
    edit("delivery_plans", stated_again_in("2023-24-Q4"))
    stated = {
        quarter: read_in_force(["delivery_plans"], "plymouth", quarter)["delivery_plans"].stated_in
        for quarter in ("2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4", "2024-25-Q1")
    }
    assert stated == {
        "2023-24-Q1": None,
        "2023-24-Q2": "2023-24-Q2",
        "2023-24-Q3": "2023-24-Q2",
        "2023-24-Q4": "2023-24-Q4",
        "2024-25-Q1": None,
    }


def test_what_is_not_superseded_holds_with_the_quarter_of_its_report(edit):
    later = read_in_force(["fostering_eligibility_criteria"], "plymouth", "2025-26-Q1")["fostering_eligibility_criteria"]
    assert later.stated_in == QUARTER and len(later.table) == 14
    edit("fostering_eligibility_criteria", lambda table: pd.concat([table, table.head(3).assign(quarter="2024-25-Q2")]))
    later = read_in_force(["fostering_eligibility_criteria"], "plymouth", "2025-26-Q1")["fostering_eligibility_criteria"]
    assert later.stated_in == "2024-25-Q2" and len(later.table) == 3


def test_a_definition_restated_leaves_the_others_in_force(edit):
    one = lambda table: pd.concat([table, table.head(1).assign(quarter="2023-24-Q3", definition="Said anew")])  # noqa: E731
    edit("performance_measure_definitions", one)
    held = read_in_force(["performance_measure_definitions"], "plymouth", "2023-24-Q4")["performance_measure_definitions"]
    assert len(held.table) == 38 and (held.table["definition"] == "Said anew").sum() == 1
    assert held.stated_in == "2023-24-Q3" and set(held.table["quarter"]) == {QUARTER, "2023-24-Q3"}


def test_standing_rows_hold_from_the_quarter_of_their_document(edit):
    names = ["inspection_judgements", "appraisal_parameters"]
    before = read_in_force(names, "plymouth", "2014-15-Q3")
    after = read_in_force(names, "plymouth", "2014-15-Q4")
    assert before["inspection_judgements"].table.empty
    assert set(after["inspection_judgements"].table["source"]) == {"ofsted-plymouth-2015"}
    assert after["inspection_judgements"].stated_in is None
    assert len(before["appraisal_parameters"].table) == 3


def test_an_english_council_that_holds_nothing_reads_nothing():
    held = read_in_force(["budget_monitoring", "authorities"], "leeds", QUARTER)
    assert held["budget_monitoring"].table.empty and held["authorities"].table.empty


@pytest.mark.parametrize("read", [read_in_force, read_history])
def test_an_unknown_authority_dataset_or_quarter_is_named(read):
    with pytest.raises(UnknownAuthority, match='"exampleshire" is not an authority'):
        read(["budget_monitoring"], "exampleshire", QUARTER)
    with pytest.raises(UnknownDataset, match='"budget" is not a dataset'):
        read(["budget"], "plymouth", QUARTER)
    with pytest.raises(UnknownPeriod):
        read(["budget_monitoring"], "plymouth", "autumn")


def test_history_is_every_row_up_to_the_quarter_oldest_first(edit):
    edit("county_lines_totals", stated_again_in("2023-24-Q3", "2023-24-Q1"))
    history = read_history(["county_lines_totals"], "plymouth", QUARTER)["county_lines_totals"]
    assert history["quarter"].tolist() == ["2023-24-Q1"] * 4 + [QUARTER] * 4


def test_the_quarters_and_authorities_that_are_held(edit):
    assert quarters_held("plymouth") == [QUARTER] and authorities_held() == ["plymouth"]
    assert quarters_held("torbay") == []
    edit("budget_monitoring_totals", stated_again_in("2023-24-Q1"))
    edit("council_tax_bands", stated_again_in("2024-25-Q1"))
    assert quarters_held("plymouth") == ["2023-24-Q1", QUARTER]
    with pytest.raises(UnknownAuthority):
        quarters_held("exampleshire")


def test_the_digest_of_rows_is_of_what_the_quarter_reads_and_of_nothing_else(project, edit):
    before = digest_of_rows("budget_monitoring", "plymouth", QUARTER)
    edit("budget_monitoring", stated_again_in("2023-24-Q3"))
    path = project / "data" / "raw" / "budget_monitoring.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Permanency", '"Permanency"'), encoding="utf-8")
    assert digest_of_rows("budget_monitoring", "plymouth", QUARTER) == before
    path.write_text(path.read_text(encoding="utf-8").replace("3.923,0.072", "3.924,0.072", 1), encoding="utf-8")
    assert digest_of_rows("budget_monitoring", "plymouth", QUARTER) != before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from([name for name in dataset_names() if resource(name)["validity"] != "standing"]),
    added=st.lists(st.sampled_from(QUARTERS), unique=True),
    asked=st.sampled_from(QUARTERS),
)
def test_a_later_quarter_changes_nothing_that_an_earlier_one_reads(monkeypatch, name, added, asked):
    whole = published._read(name)
    reports = pd.concat([whole, *(whole.assign(quarter=quarter) for quarter in added)])
    known = reports[reports["quarter"] <= asked]
    seen = []
    for table in (reports, known):
        monkeypatch.setattr(published, "_read", lambda _, table=table: table)
        seen.append((published._in_force(name, "plymouth", asked), published._history(name, "plymouth", asked)))
    monkeypatch.undo()
    (with_later, history_with_later), (without, history_without) = seen
    pd.testing.assert_frame_equal(with_later.table, without.table)
    pd.testing.assert_frame_equal(history_with_later, history_without)
    assert with_later.stated_in == without.stated_in and (without.stated_in or asked) <= asked
