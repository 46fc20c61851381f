import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_registers import write_register

from analysis.errors import MissingFigure, UnknownChoice
from analysis.ingest.carers import read_carers
from analysis.periods import FinancialYear
from analysis.relief.calendar import relief_calendar
from analysis.relief.criteria import CHOICES
from analysis.relief.eligibility import relief_decisions
from analysis.relief.summary import (
    cost_by_threshold,
    households_by_deciding_rule,
    just_short,
    reimbursements_by_payment,
    reimbursements_outside_area,
    relief_by_band,
    relief_in_all,
    relieved_households,
)

# Care in 2022-23: H1 365 days, H2 182 (1 October on), H3 180, H4 100; H5 gives 80 days of respite (1 April to 19 June).
APPROVALS = [
    {"household": "H1"},
    {"household": "H2", "council_tax_band": "D", "in_authority_area": False, "billing_authority": "South Hams"},
    {"household": "H3", "council_tax_band": "D"},
    {"household": "H4", "standards_met": False},
    {"household": "H5", "approval_type": "respite"},
]
STAYS = [
    {"household": "H1", "stay_start_date": "2022-04-01", "stay_end_date": "2023-03-31"},
    {"household": "H2", "stay_start_date": "2022-10-01", "stay_end_date": "2023-03-31"},
    {"household": "H3", "stay_start_date": "2022-10-03", "stay_end_date": "2023-03-31"},
    {"household": "H4", "stay_start_date": "2022-10-02", "stay_end_date": "2023-03-31"},
    {"household": "H5", "stay_start_date": "2022-04-01", "stay_end_date": "2022-06-19", "stay_type": "respite"},
]


@pytest.fixture(scope="module")
def calendar(calendar_of):
    return calendar_of(APPROVALS, STAYS)


@pytest.fixture(scope="module")
def decisions(calendar, council_tax):
    return relief_decisions(calendar, council_tax)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extracts")
    write_register(folder, children=1000, years=3, seed=7)
    return read_carers([folder], "plymouth")


def test_households_and_cost_by_band(decisions):
    table = relief_by_band(decisions).set_index("council_tax_band")
    assert table["households_registered"].to_dict() == {"A": 3, "D": 2}
    assert table["households_full_relief"].to_dict() == {"A": 1, "D": 1}
    assert table["relief_gbp"].to_dict() == {"A": 1407.71, "D": 2111.56}
    assert table["relief_outside_area_gbp"].to_dict() == {"A": 0, "D": 2111.56}


def test_households_by_the_rule_that_decided(decisions):
    table = households_by_deciding_rule(decisions)
    assert dict(zip(table["deciding_rule"], table["households"], strict=True)) == {"met": 2, "days_of_care": 2, "standards": 1}


def test_relieved_households_for_the_appraisal(decisions):
    table = relieved_households(decisions)
    assert table[["council_tax_band", "in_authority_area", "households", "relief_gbp"]].values.tolist() == [
        ["A", True, 1, 1407.71],
        ["D", False, 1, 2111.56],
    ]


def test_who_is_just_short(calendar, decisions):
    table = just_short(calendar, decisions, within_days=28)
    # H3 lacks 2 days; H5 11 of 91 days of respite; H4 would lack the standards even with the day that it lacks.
    assert table[["household", "days_short", "relief_short_of"]].values.tolist() == [["H3", 2, "Full relief"], ["H5", 11, "Partial relief"]]
    assert just_short(calendar, decisions, within_days=2)["household"].tolist() == ["H3"]
    with pytest.raises(UnknownChoice):
        just_short(calendar, decisions, within_days=0)


def test_respite_carers_with_partial_relief_may_be_just_short_of_full(calendar_of, council_tax):
    # 1 April to 28 September 2022: 181 days; 183 are needed.
    rows = [{"stay_start_date": "2022-04-01", "stay_end_date": "2022-09-28", "stay_type": "respite"}]
    calendar = calendar_of([{"approval_type": "respite"}], rows)
    table = just_short(calendar, relief_decisions(calendar, council_tax), within_days=5)
    assert table[["days_short", "relief_short_of"]].values.tolist() == [[2, "Full relief"]]
    none_granted = calendar_of([{"approval_type": "respite"}], rows, respite_full_relief="not_granted")
    assert just_short(none_granted, relief_decisions(none_granted, council_tax), within_days=366).empty


def test_cost_if_the_threshold_moved(calendar, council_tax):
    table = cost_by_threshold(calendar, council_tax, [180, 182, 183, 366])
    # At 180 H3 has relief as well; at 183 H2 has none; nobody has 366 days in a year of 365.
    assert table["households_full_relief"].tolist() == [3, 2, 1, 0]
    assert table["relief_gbp"].tolist() == [5630.83, 3519.27, 1407.71, 0]
    assert table["change_gbp"].tolist() == [2111.56, 0, -2111.56, -3519.27]


@pytest.mark.parametrize("threshold", [-1, 367, 100.5])
def test_a_threshold_that_is_no_number_of_days_is_refused(calendar, council_tax, threshold):
    with pytest.raises(UnknownChoice, match="0 to 366"):
        cost_by_threshold(calendar, council_tax, [threshold])


@settings(max_examples=12)
@given(
    threshold=st.integers(0, 366), reading=st.sampled_from(CHOICES["care_period"]), respite=st.sampled_from(CHOICES["respite_full_relief"])
)
def test_a_moved_threshold_costs_what_the_decisions_under_it_cost(made_up, criteria_with, council_tax, threshold, reading, respite):
    readings = {"care_period": reading, "respite_full_relief": respite}
    year = FinancialYear(2023)
    tables = (made_up["approvals"], made_up["breaks"], made_up["stays"])
    found = cost_by_threshold(relief_calendar(*tables, criteria_with(**readings), year), council_tax, [threshold])
    respite_days = min(max(threshold, 0), 366)
    moved = criteria_with(**readings, full_relief_days=threshold, respite_full_relief_days=respite_days)
    decisions = relief_decisions(relief_calendar(*tables, moved, year), council_tax)
    assert found["relief_gbp"].item() == pytest.approx(decisions["relief_gbp"].sum(), abs=0.001)
    assert found["households_full_relief"].item() == (decisions["decision"] == "Full relief").sum()


@pytest.mark.parametrize("reading", CHOICES["care_period"])
def test_a_higher_threshold_never_costs_more(made_up, criteria_with, council_tax, reading):
    calendar = relief_calendar(
        made_up["approvals"], made_up["breaks"], made_up["stays"], criteria_with(care_period=reading), FinancialYear(2023)
    )
    table = cost_by_threshold(calendar, council_tax, np.arange(367))
    assert (table["relief_gbp"].diff().dropna() <= 0).all()


def test_reimbursements_outside_the_area_by_quarter(calendar, decisions):
    table = reimbursements_outside_area(calendar, decisions)
    # Quarters of 2023-24: 91, 92, 92 and 91 days of 366. 2,111.56 x 91 / 366 = 525.01; x 183 / 366 = 1,055.78;
    # x 275 / 366 = 1,586.55.
    assert table["household"].unique().tolist() == ["H2"]
    assert table["relief_days"].tolist() == [91, 92, 92, 91]
    assert table["reimbursement_gbp"].tolist() == [525.01, 530.77, 530.77, 525.01]
    assert table["payment_period_end_date"].tolist() == list(pd.to_datetime(["2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31"]))


@pytest.mark.parametrize("payments", [1, 2, 4, 12])
@pytest.mark.parametrize("reading", CHOICES["care_period"])
def test_reimbursements_add_up_to_the_relief(made_up, criteria_with, council_tax, reading, payments):
    criteria = criteria_with(care_period=reading, reimbursements_per_year=payments, outside_area="days_of_care")
    calendar = relief_calendar(made_up["approvals"], made_up["breaks"], made_up["stays"], criteria, FinancialYear(2023))
    decisions = relief_decisions(calendar, council_tax)
    paid = reimbursements_outside_area(calendar, decisions).groupby("household")[["reimbursement_gbp", "relief_days"]].sum().round(2)
    outside = decisions[~decisions["in_authority_area"] & (decisions["decision"] != "No relief")].set_index("household")
    assert len(outside) > 0
    assert paid["reimbursement_gbp"].to_dict() == outside["relief_gbp"].to_dict()
    assert paid["relief_days"].to_dict() == outside["relief_days"].to_dict()


def test_nobody_outside_the_area_gives_no_payments(calendar_of, council_tax):
    calendar = calendar_of()
    payments = reimbursements_outside_area(calendar, relief_decisions(calendar, council_tax))
    assert payments.empty and reimbursements_by_payment(payments).empty


def test_payments_of_all_households_together(calendar_of, council_tax):
    # H1 has relief all year. H2 is on a break to 30 September: relief ends on its 30th day, 30 April, so none is due for the second payment.
    outside = {"in_authority_area": False, "billing_authority": "South Hams"}
    stays = [
        {"household": household, "child": household, "stay_start_date": "2022-04-01", "stay_end_date": "2023-03-31"}
        for household in ("H1", "H2")
    ]
    breaks = [{"household": "H2", "break_start_date": "2023-04-01", "break_end_date": "2023-09-30"}]
    calendar = calendar_of([{"household": household} | outside for household in ("H1", "H2")], stays, breaks)
    decisions = relief_decisions(calendar, council_tax)
    table = reimbursements_by_payment(reimbursements_outside_area(calendar, decisions))
    assert table["payment_number"].tolist() == [1, 2, 3, 4] and table["households_paid"].tolist() == [2, 1, 2, 2]
    assert table["reimbursement_gbp"].sum() == pytest.approx(decisions["relief_gbp"].sum())


def test_all_bands_beside_what_the_report_assumes(decisions):
    assumptions = pd.DataFrame({"assumption": ["existing_households", "existing_households_cost"], "value": [137.0, 224530.0]})
    row = relief_in_all(relief_by_band(decisions), assumptions).iloc[0]
    assert row[["households_registered", "households_full_relief", "households_outside_area"]].tolist() == [5, 2, 1]
    assert row[["relief_gbp", "relief_outside_area_gbp", "existing_households", "existing_households_cost_gbp"]].tolist() == [
        3519.27,
        2111.56,
        137,
        224530,
    ]
    with pytest.raises(MissingFigure, match="lacks existing_households_cost. Add"):
        relief_in_all(relief_by_band(decisions), assumptions.head(1))
