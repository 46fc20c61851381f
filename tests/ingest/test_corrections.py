import pandas as pd
import pytest

from analysis.errors import InvalidData
from analysis.ingest.corrections import corrected
from analysis.ingest.published import read_in_force


def declared(**changes) -> pd.DataFrame:
    row = {
        "dataset": "budget_monitoring",
        "entity": "CYPF | Permanency",
        "column": "forecast_outturn_gbp_m",
        "period": "",
        "printed": "0",
        "corrected": "5.5",
        "reason": "The council said so.",
    }
    return pd.DataFrame([row | changes])


@pytest.fixture
def lines() -> pd.DataFrame:
    return read_in_force(["budget_monitoring"], "plymouth", "2023-24-Q2")["budget_monitoring"].table


def test_a_corrected_figure_takes_the_place_of_the_printed_one_and_no_other(lines):
    printed = lines.set_index("service").loc["Permanency", "forecast_outturn_gbp_m"]
    table, put_in = corrected(lines, "budget_monitoring", declared(printed=f"{printed:.3f}"))
    assert len(put_in) == 1
    assert table.set_index("service").loc["Permanency", "forecast_outturn_gbp_m"] == 5.5
    assert lines.set_index("service").loc["Permanency", "forecast_outturn_gbp_m"] == printed
    assert table.drop(columns="forecast_outturn_gbp_m").equals(lines.drop(columns="forecast_outturn_gbp_m"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"printed": "99"}, "is not printed as 99 any more"), ({"entity": "CYPF | Nobody"}, "is not a figure of budget_monitoring")],
)
def test_a_correction_that_its_source_no_longer_needs_fails(lines, changes, said):
    with pytest.raises(InvalidData, match=said):
        corrected(lines, "budget_monitoring", declared(**changes))
