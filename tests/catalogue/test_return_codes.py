"""Codes of the returns, held against the lists that public validators and schemas of those returns have."""

import pytest

from analysis.catalogue.returns import code_list, return_of

# Rule 146 of the validator of Data to Insight, for the returns of 2022-23, 2024-25 and 2025-26.
PLACED = {
    *[
        "A3",
        "A4",
        "A5",
        "A6",
        "K1",
        "K2",
        "P1",
        "P3",
        "R1",
        "R2",
        "R3",
        "R5",
        "S1",
        "T0",
        "T1",
        "T2",
        "T3",
        "T4",
        "U1",
        "U2",
        "U3",
        "U4",
        "U5",
        "U6",
    ]
}
PUBLISHED = {
    "reason_episode_started": "S P L T U B",
    "legal_status": "C1 C2 D1 E1 V2 V3 V4 J1 J2 J3 L1 L2 L3",
    "category_of_need_looked_after": "N1 N2 N3 N4 N5 N6 N7 N8",
    "reason_episode_ended": "E11 E12 E2 E3 E4A E4B E13 E41 E45 E46 E47 E48 E5 E6 E7 E8 E9 E14 E15 E16 E17 X1",
    "reason_place_changed": "CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE CUSTOD OTHER",
    "reason_worker_changed": "MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS",
    "ethnicity": "WBRI WIRI WOTH WIRT WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT",
    "sex": "M F U",
    "workforce_role": "1 2 3 4 5 6",
}
# Elements of CSWWWorker in the schema of the workforce census of 2022.
CENSUS = """AgencyWorker SWENo FTE PersonBirthDate GenderCurrent Ethnicity QualInst QualLevel StepUpGrad OrgRole RoleStartDate StartOrigin RoleEndDate
LeaverDestination ReasonLeave FTE30 Cases30 WorkingDaysLost ContractWeeks FrontlineGrad Absat30Sept ReasonAbsence CFKSSstatus"""


@pytest.mark.parametrize(("year", "others"), [(2023, {"H5", "P2", "Z1"}), (2025, {"K3", "Z1"}), (2026, {"K3", "Z11", "Z12", "Z13", "Z14"})])
def test_codes_of_placements_are_those_of_the_year(year, others):
    # The validator has H5 and P2 in 2024-25 too; the layout that this project was given ends them with the return of 2024.
    assert {key for key, code in code_list("placement_type").codes.items() if code.used_in(year)} == PLACED | others


@pytest.mark.parametrize("name", PUBLISHED)
def test_codes_are_those_that_are_published(name):
    assert set(code_list(name).codes) == set(PUBLISHED[name].split())


def test_every_element_of_the_census_is_known():
    workers = next(entry for entry in return_of("csww").lists if entry.key == "workers")
    assert {column.name for column in workers.columns} == set(CENSUS.split())
