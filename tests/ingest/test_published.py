import pandas as pd
import pytest

from analysis.errors import InvalidData, NoFigures, UnknownDataset, UnknownPeriod
from analysis.ingest.published import check_held, earlier_quarter, read_published

QUARTER = "2023-24-Q2"


def test_figures_are_typed_by_the_descriptor():
    table = read_published(["fostering_scheme_calculation"], "plymouth", QUARTER)["fostering_scheme_calculation"]
    assert table["printed_scheme_cost_gbp"].tolist() == [224530.0, 256203.0, 287876.0, 319549.0]
    assert str(table["printed_placements"].dtype) == "Int64"
    assert pd.isna(table["printed_placements"].iloc[0])


def test_an_unknown_authority_names_the_dataset_and_those_there_are():
    with pytest.raises(NoFigures, match='budget_history.csv has no figures for the authority "exampleshire". It has: plymouth.'):
        read_published(["budget_history"], "exampleshire", QUARTER)


def test_a_quarter_without_figures_names_every_dataset_that_lacks_it_and_the_quarters_there_are():
    with pytest.raises(NoFigures) as caught:
        read_published(["budget_history", "budget_changes"], "plymouth", "2023-24-Q3")
    assert str(caught.value).splitlines() == [
        "budget_history.csv has no figures for plymouth in 2023-24-Q3. It has these quarters: 2023-24-Q2.",
        "budget_changes.csv has no figures for plymouth in 2023-24-Q3. It has these quarters: 2023-24-Q2.",
    ]


def test_a_quarter_may_be_written_in_small_letters():
    assert not read_published(["budget_history"], "plymouth", "2023-24-q2")["budget_history"].empty


def test_what_is_not_a_quarter_is_refused():
    with pytest.raises(UnknownPeriod):
        read_published(["budget_history"], "plymouth", "autumn")


def test_an_unknown_dataset_is_refused():
    with pytest.raises(UnknownDataset):
        read_published(["budget"], "plymouth", QUARTER)


def test_what_breaks_its_descriptor_is_not_read(edit):
    edit("budget_history", lambda table: table.assign(approved_budget_gbp_m="?"))
    with pytest.raises(InvalidData):
        read_published(["budget_history"], "plymouth", QUARTER)


def test_the_quarter_before_is_found_across_the_years(edit):
    def with_earlier(table):
        earlier = [table.assign(quarter=quarter) for quarter in ("2022-23-Q4", "2023-24-Q1", "2023-24-Q3")]
        return pd.concat([table, *earlier])

    edit("fostering_scheme_calculation", with_earlier)
    assert earlier_quarter("fostering_scheme_calculation", "plymouth", "2023-24-Q2") == "2023-24-Q1"
    assert earlier_quarter("fostering_scheme_calculation", "plymouth", "2022-23-Q4") is None


def test_a_quarter_that_no_dataset_holds_is_refused_before_any_work():
    check_held("plymouth", QUARTER)
    with pytest.raises(NoFigures, match="No dataset has figures for plymouth in 2030-31-Q1. There are these quarters: 2023-24-Q2"):
        check_held("plymouth", "2030-31-Q1")
    with pytest.raises(NoFigures, match='No dataset has quarterly figures for the authority "exampleshire". There are: plymouth'):
        check_held("exampleshire", QUARTER)
