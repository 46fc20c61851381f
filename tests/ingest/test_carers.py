"""The register and stays as real files vary, and everything that is refused."""

import csv
import io
from datetime import date, datetime

import pandas as pd
import pytest
from made_up_registers import REGISTER_HEADERS, STAY_HEADERS
from openpyxl import Workbook

from analysis.errors import InvalidData
from analysis.ingest.carers import read_carers

HOUSEHOLD = {
    "Household ID": "H1",
    "Approval date": "01/06/2020",
    "Approval type": "Mainstream",
    "Approval end date": "",
    "Approved places": "2",
    "Standards met": "Y",
    "Billing authority": "Plymouth",
    "Council tax band": "A",
    "Existing discount (per cent)": "0",
    "Transferred from agency": "N",
    "Break start": "",
    "Break end": "",
}
STAY = {
    "Household ID": "H1",
    "Child ID": "C1",
    "Stay start": "01/04/2022",
    "Stay end": "31/03/2023",
    "Stay type": "Placement",
    "Placing authority": "Plymouth",
}


def rows_of(defaults, headers, rows):
    return [list(headers), *[list((defaults | row).values()) for row in rows]]


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.fixture
def read(tmp_path):
    """Reads a register and stays given as rows that state only what differs from a plain one; more columns by ``headers``."""

    def build(households=({},), stays=({},), more=()):
        register = rows_of(HOUSEHOLD | dict.fromkeys(more, ""), [*REGISTER_HEADERS, *more], households)
        (tmp_path / "register.csv").write_text(as_csv(register), encoding="utf-8")
        (tmp_path / "stays.csv").write_text(as_csv(rows_of(STAY, STAY_HEADERS, stays)), encoding="utf-8")
        return read_carers([tmp_path / "register.csv", tmp_path / "stays.csv"], "plymouth")

    return build


@pytest.fixture
def problems_of(read):
    def build(*arguments, **keywords):
        with pytest.raises(InvalidData) as caught:
            read(*arguments, **keywords)
        return caught.value.problems

    return build


def place(problem):
    return problem.file, problem.row, problem.column, problem.value


# What is taken in


def test_a_plain_register_and_its_stays(read):
    found = read()
    approval = found["approvals"].iloc[0].to_dict()
    assert pd.isna(approval.pop("approval_end_date")) and pd.isna(approval.pop("approval_end_known_date"))
    assert approval == {
        "household": "H1",
        "approval_start_date": pd.Timestamp("2020-06-01"),
        "approval_type": "mainstream",
        "approval_end_reason": "not_stated",
        "appeal_succeeded": False,
        "approved_places": 2,
        "standards_met": True,
        "transferred_from_agency": False,
        "billing_authority": "Plymouth",
        "in_authority_area": True,
        "council_tax_band": "A",
        "existing_discount_pct": 0.0,
        "relief_agreed": True,
    }
    stay = found["stays"].iloc[0]
    assert (stay["stay_start_date"], stay["stay_end_date"]) == (pd.Timestamp("2022-04-01"), pd.Timestamp("2023-03-31"))
    assert (stay["child"], stay["stay_type"], stay["placed_by_authority"]) == ("C1", "placement", True)
    assert found["breaks"].empty
    assert found["approvals"]["approval_start_date"].dtype.kind == found["breaks"]["break_start_date"].dtype.kind == "M"


@pytest.mark.parametrize("written", ["2022-04-01", "01/04/2022", "1/4/2022", "44652", "44652.0", "2022-04-01 00:00:00", "01/04/2022 00:00"])
def test_dates_as_files_have_them(read, written):
    # Excel counts 44,652 days from 30 December 1899 to 1 April 2022.
    assert (date(2022, 4, 1) - date(1899, 12, 30)).days == 44652
    assert read(stays=[{"Stay start": written}])["stays"]["stay_start_date"].item() == pd.Timestamp("2022-04-01")


@pytest.mark.parametrize(
    ("header", "written", "name", "value"),
    [
        ("Approval type", " CONNECTED  person ", "approval_type", "connected_person"),
        ("Approval type", "b) Respite", "approval_type", "respite"),
        ("Approval type", "temporarily approved Regulation 24", "approval_type", "temporarily_approved"),
        ("Standards met", "no", "standards_met", False),
        ("Standards met", "a) Yes", "standards_met", True),
        ("Council tax band", "Band c", "council_tax_band", "C"),
        ("Existing discount (per cent)", "25%", "existing_discount_pct", 25.0),
        ("Approved places", "3.0", "approved_places", 3),
        ("Billing authority", "PLYMOUTH CITY COUNCIL", "in_authority_area", True),
        ("Billing authority", "E06000026", "in_authority_area", True),
        ("Billing authority", "Portsmouth City Council", "in_authority_area", False),
        ("Billing authority", "South Hams", "in_authority_area", False),
    ],
)
def test_cells_as_files_have_them(read, header, written, name, value):
    assert read([{header: written}])["approvals"][name].item() == value


def test_headers_in_any_case_order_and_padding_with_columns_more(tmp_path):
    register = rows_of(HOUSEHOLD | {"Notes": "kind"}, [*REGISTER_HEADERS, "Notes"], [{}])
    register = [row[::-1] for row in register]
    register[0] = [f"  {header.upper()} " for header in register[0]]
    stays = rows_of(STAY, [header.lower().replace(" ", "_") for header in STAY_HEADERS], [{}])
    (tmp_path / "a.csv").write_text(as_csv(register), encoding="utf-8-sig")
    (tmp_path / "b.csv").write_text(as_csv(stays) + ",,,,,\n\n ,,,,,\n", encoding="utf-8-sig")
    found = read_carers([tmp_path], "plymouth")
    assert (len(found["approvals"]), len(found["stays"])) == (1, 1)


def test_utf_16_as_excel_saves_unicode_text(tmp_path):
    (tmp_path / "a.csv").write_text(as_csv(rows_of(HOUSEHOLD, REGISTER_HEADERS, [{}])), encoding="utf-16")
    (tmp_path / "b.csv").write_text(as_csv(rows_of(STAY, STAY_HEADERS, [{}])), encoding="utf-8")
    assert len(read_carers([tmp_path], "plymouth")["approvals"]) == 1


def test_one_workbook_with_two_sheets_real_dates_and_numbers(tmp_path):
    book = Workbook()
    register, stays = book.active, book.create_sheet("Stays")
    book.create_sheet("Empty")
    household = HOUSEHOLD | {
        "Household ID": 101,
        "Approval date": datetime(2020, 6, 1),
        "Approved places": 2.0,
        "Existing discount (per cent)": 25,
    }
    for row in rows_of(household, REGISTER_HEADERS, [{}]):
        register.append([cell if cell != "" else None for cell in row])
    stay = STAY | {"Household ID": 101.0, "Stay start": datetime(2022, 4, 1), "Stay end": None}
    for row in [*rows_of(stay, STAY_HEADERS, [{}]), [None] * 6, [""] * 6]:
        stays.append(row)
    book.save(tmp_path / "carers.xlsx")
    found = read_carers([tmp_path / "carers.xlsx"], "plymouth")
    approval, stay = found["approvals"].iloc[0], found["stays"].iloc[0]
    assert (approval["household"], approval["existing_discount_pct"], approval["approval_start_date"]) == (
        "101",
        25,
        pd.Timestamp("2020-06-01"),
    )
    assert (stay["household"], pd.isna(stay["stay_end_date"])) == ("101", True)


def test_a_household_with_two_breaks_has_two_rows_and_one_approval(read):
    found = read([{"Break start": "01/05/2023", "Break end": "10/05/2023"}, {"Break start": "01/08/2023", "Break end": ""}], stays=[{}])
    assert len(found["approvals"]) == 1
    assert found["breaks"]["break_start_date"].tolist() == list(pd.to_datetime(["2023-05-01", "2023-08-01"]))


def test_temporary_approval_followed_by_approval_at_panel(read):
    rows = [
        {"Approval type": "Temporarily approved Regulation 24", "Approval date": "01/03/2022", "Approval end date": "01/08/2022"},
        {"Approval type": "Connected person", "Approval date": "01/08/2022"},
    ]
    assert len(read(rows)["approvals"]) == 2


def test_the_two_columns_on_how_approval_ended(read):
    row = {"Approval end date": "30/09/2023", "Approval end reason": "De-registration", "Appeal succeeded": "Y"}
    approval = read([row], more=["Approval end reason", "Appeal succeeded"])["approvals"].iloc[0]
    assert (approval["approval_end_reason"], approval["appeal_succeeded"]) == ("deregistration", True)


def test_the_columns_on_consent_and_when_an_end_was_known(read):
    row = {"Approval end date": "30/09/2023", "Relief agreed": "N", "Approval end known": "15/10/2023", "Break known": "-"}
    approval = read([row], more=["Relief agreed", "Approval end known", "Break known"])["approvals"].iloc[0]
    assert (approval["relief_agreed"], approval["approval_end_known_date"]) == (False, pd.Timestamp("2023-10-15"))


def test_stays_that_only_seem_to_be_wrong_are_taken(read):
    households = [
        {},
        {"Household ID": "H2"},
        {"Household ID": "H3", "Transferred from agency": "Y"},
        {"Household ID": "H4", "Approval end date": "31/05/2022"},
    ]
    stays = [
        {},
        {"Household ID": "H2", "Stay start": "31/03/2023", "Stay end": ""},  # came on the day that the child left H1
        {"Household ID": "H2", "Stay start": "10/06/2022", "Stay end": "12/06/2022", "Stay type": "Respite"},  # a weekend's respite
        {"Household ID": "H3", "Child ID": "C3", "Stay start": "01/01/2019", "Stay end": ""},  # came over with the carer
        {"Household ID": "H4", "Child ID": "C4", "Stay start": "01/01/2022", "Stay end": "", "Stay type": "Staying put"},
        {"Child ID": "C5", "Stay start": "29/02/2024", "Stay end": "29/02/2024"},
    ]
    assert len(read(households, stays)["stays"]) == 6


@pytest.mark.parametrize(
    "stays",
    [
        # Respite from the placement's first day, whichever row stands first.
        [{"Household ID": "H2", "Stay type": "Respite", "Stay end": "03/04/2022"}, {}],
        [{}, {"Household ID": "H2", "Stay type": "Respite", "Stay end": "03/04/2022"}],
        # One day in one household, and on the same day to the next.
        [{}, {"Household ID": "H2", "Stay end": "01/04/2022"}],
        [{"Household ID": "H2", "Stay end": "01/04/2022"}, {}],
    ],
)
def test_a_child_s_first_day_may_be_shared(read, stays):
    assert len(read([{}, {"Household ID": "H2"}], stays)["stays"]) == 2


def test_a_stay_may_go_on_from_one_approval_to_the_next(read):
    rows = [{"Approval end date": "31/07/2022"}, {"Approval date": "01/08/2022"}]
    assert len(read(rows)["approvals"]) == 2


# What is refused


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("31/04/2022", "date that exists"),
        ("29/02/2023", "date that exists"),
        ("2022-13-01", "date that exists"),
        ("1 April", "not a date"),
        ("Monday 1 April 2022", "not that day of the week"),
        ("12345", "not between"),
        ("01/04/0022", "not between"),
        ("99999", "not a date"),
        ("31/12/9999", "stands for no date"),
        ("2022-03-31T23:00:00Z", "time zone"),
    ],
)
def test_dates_that_would_have_to_be_guessed(problems_of, written, rule):
    (problem,) = problems_of(stays=[{"Stay start": written}])
    assert place(problem) == ("stays.csv", 2, "Stay start", written)
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("header", "written", "rule"),
    [
        ("Approval type", "Supported lodgings", "not a code"),
        ("Approval type", "", "is empty"),
        ("Council tax band", "I", "not a council tax band"),
        ("Council tax band", "", "is empty"),
        ("Standards met", "maybe", "not a code"),
        ("Existing discount", "0.25", "share or a percentage"),
        ("Existing discount", "-5", "not a percentage"),
        ("Existing discount", "101", "not a percentage"),
        ("Existing discount", "", "is empty"),
        ("Approved places", "0", "whole number of 1 or more"),
        ("Approved places", "two", "whole number of 1 or more"),
        ("Billing authority", "Plymoth", "is not an English council"),
        ("Billing authority", "PCC", "is not an English council"),
        ("Household ID", "2.02E+11", "last digits"),
        ("Household ID", "101.0", "with decimals"),
        ("Household ID", "123456789012345000", "only noughts"),
        ("Household ID", "H1_x000D_", "written as a code"),
        ("Household ID", "01-Feb", "a date that a spreadsheet has made"),
        ("Existing discount", "1", "share or a percentage"),
        ("Existing discount", "£50", "not a percentage"),
        ("Existing discount", "#REF!", "error value"),
        ("Existing discount", "9" * 400, "not a percentage"),
        ("Approved places", "9" * 400, "whole number of 1 or more"),
        ("Approved places", "٢", "whole number of 1 or more"),
        ("Approved places", "inf", "whole number of 1 or more"),
        ("Billing authority", "", "is empty"),
        ("Household ID", "", "is empty"),
    ],
)
def test_cells_that_would_have_to_be_guessed(problems_of, header, written, rule):
    full = "Existing discount (per cent)" if header == "Existing discount" else header
    problems = problems_of([{full: written}], stays=[{"Household ID": "H1"}] if header != "Household ID" else [])
    problems = [problem for problem in problems if problem.file == "register.csv"]
    assert place(problems[0]) == ("register.csv", 2, header, written or None)
    assert rule in problems[0].rule


@pytest.mark.parametrize(("header", "written"), [("Stay type", "Lodger"), ("Child ID", ""), ("Placing authority", ""), ("Stay start", "")])
def test_cells_of_stays_that_are_refused(problems_of, header, written):
    (problem,) = problems_of(stays=[{header: written}])
    assert place(problem) == ("stays.csv", 2, header, written or None)


@pytest.mark.parametrize(
    ("household", "column", "rule"),
    [
        ({"Approval end date": "31/05/2020"}, "Approval end date", "is before its start, 2020-06-01"),
        ({"Break start": "01/06/2023", "Break end": "31/05/2023"}, "Break end", "is before its start"),
        ({"Break end": "31/05/2023"}, "Break end", "without a start"),
        ({"Break start": "01/05/2020", "Break end": "02/06/2020"}, "Break start", "before the approval"),
    ],
)
def test_a_register_that_contradicts_itself(problems_of, household, column, rule):
    (problem,) = problems_of([household], stays=[])
    assert (problem.row, problem.column) == (2, column)
    assert rule in problem.rule


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"Approval end reason": "Resignation"}, "and no end"),
        ({"Appeal succeeded": "Y"}, "and no end"),
        ({"Approval end date": "30/09/2023", "Approval end reason": "Resignation", "Appeal succeeded": "Y"}, "only against deregistration"),
        ({"Approval end date": "30/09/2023", "Approval end reason": "Moved"}, "not a code"),
    ],
)
def test_an_end_of_approval_that_contradicts_itself(problems_of, row, rule):
    problems = problems_of([row], [], more=["Approval end reason", "Appeal succeeded"])
    assert any(rule in problem.rule for problem in problems)


def test_approvals_of_one_household_that_overlap_or_differ(problems_of):
    (overlap,) = problems_of([{}, {"Approval date": "01/06/2022"}], [])
    assert (overlap.row, overlap.column) == (3, "Approval date") and "still approved from 2020-06-01" in overlap.rule
    (differs,) = problems_of([{}, {"Council tax band": "B"}], [])
    assert differs.row == 3 and "differ in more than the break" in differs.rule


def test_a_stay_before_approval(problems_of):
    (problem,) = problems_of(stays=[{"Stay start": "31/05/2020"}])
    assert place(problem) == ("stays.csv", 2, "Stay start", "2020-05-31")
    assert "before household H1 was approved, 2020-06-01" in problem.rule


@pytest.mark.parametrize("end", ["01/10/2022", ""])
def test_a_stay_after_approval_ended(problems_of, end):
    (problem,) = problems_of([{"Approval end date": "30/09/2022"}], [{"Stay end": end}])
    assert (problem.row, problem.column) == (2, "Stay end")
    assert "2022-09-30" in problem.rule


def test_a_transferred_carer_s_earlier_stay_may_not_outlast_the_approval(problems_of):
    household = {"Transferred from agency": "Y", "Approval end date": "30/09/2022"}
    (problem,) = problems_of([household], [{"Stay start": "01/01/2020"}])
    assert problem.column == "Stay end" and "2022-09-30" in problem.rule


def test_a_stay_between_two_approvals(problems_of):
    rows = [{"Approval end date": "31/07/2022"}, {"Approval date": "02/08/2022"}]
    (problem,) = problems_of(rows)
    assert problem.column == "Stay end" and "2022-07-31" in problem.rule


def test_a_stay_that_ends_before_it_starts(problems_of):
    (problem,) = problems_of(stays=[{"Stay end": "31/03/2022"}])
    assert place(problem) == ("stays.csv", 2, "Stay end", "2022-03-31")


def test_a_stay_in_a_household_that_is_not_registered_is_listed(read):
    found = read(stays=[{}, {"Household ID": "H9", "Child ID": "C2"}])
    [row] = found["undecided"].to_dict("records")
    assert pd.isna(row["household"]) and (row["problem_file"], row["problem_row"], row["problem_value"]) == ("stays.csv", 3, "H9")
    assert (found["approvals"]["household"].tolist(), len(found["stays"])) == (["H1"], 1)


@pytest.mark.parametrize(
    ("registered", "written"),
    [("00412", "412"), ("H-1", "h1"), ("H 01", "H1"), ("202100000001", "2.021E+11"), ("123456789012345678", "123456789012345000")],
)
def test_a_stay_that_may_be_of_a_household_leaves_it_undecided(read, registered, written):
    found = read(
        [{"Household ID": registered}, {"Household ID": "X"}], [{"Household ID": "X"}, {"Household ID": written, "Child ID": "C2"}]
    )
    assert registered in set(found["undecided"]["household"])
    assert found["approvals"]["household"].tolist() == ["X"] == found["stays"]["household"].tolist()


def test_identifiers_that_differ_only_in_leading_noughts_may_be_one(read):
    found = read([{"Household ID": "0012"}, {"Household ID": "12"}, {"Household ID": "X"}], [{"Household ID": "X"}])
    assert set(found["undecided"]["household"]) == {"0012", "12"} and found["approvals"]["household"].tolist() == ["X"]


def test_one_untidy_row_leaves_the_other_households(read):
    households = [{}, {"Household ID": "H2", "Council tax band": "Z"}, {"Household ID": "H3"}, {"Household ID": "H4"}]
    stays = [{}, {"Household ID": "H3", "Child ID": "C3", "Stay start": "soon"}, {"Household ID": "H4", "Child ID": "C4"}]
    found = read(households, stays)
    assert found["approvals"]["household"].tolist() == ["H1", "H4"] == found["stays"]["household"].tolist()
    assert found["undecided"][["household", "problem_file", "problem_row", "problem_column"]].values.tolist() == [
        ["H2", "register.csv", 3, "Council tax band"],
        ["H3", "stays.csv", 3, "Stay start"],
    ]


def test_a_child_in_two_households_leaves_both_undecided(read):
    found = read([{}, {"Household ID": "H2"}, {"Household ID": "H3"}], [{}, {"Household ID": "H2"}])
    assert set(found["undecided"]["household"]) == {"H1", "H2"} and found["approvals"]["household"].tolist() == ["H3"]


@pytest.mark.parametrize("written", ["31/12/9999", "01/01/1900", "-", "N/A", "ongoing", "2958465", ""])
def test_an_end_that_is_none(read, written):
    found = read([{"Approval end date": written}], [{"Stay end": written}])
    assert found["approvals"]["approval_end_date"].isna().all() and found["stays"]["stay_end_date"].isna().all()


@pytest.mark.parametrize(
    ("whose", "billing", "inside"),
    [
        ("plymouth", "Plymouth CC", True),
        ("plymouth", "879", True),
        ("plymouth", "Cornwall", False),
        ("plymouth", "Wales", False),
        ("herefordshire", "Herefordshire", True),
        ("herefordshire", "Hertfordshire County Council", False),
        ("west-sussex", "Horsham District Council", True),
        ("west-sussex", "Brighton and Hove", False),
        ("cumberland", "Cumbria", True),
        ("cumberland", "Allerdale", True),
        ("north-northamptonshire", "Northamptonshire", True),
        ("somerset", "Mendip", True),
    ],
)
def test_councils_by_name_code_predecessor_and_district(tmp_path, whose, billing, inside):
    register = rows_of(HOUSEHOLD | {"Billing authority": billing}, REGISTER_HEADERS, [{}])
    (tmp_path / "register.csv").write_text(as_csv(register), encoding="utf-8")
    (tmp_path / "stays.csv").write_text(as_csv(rows_of(STAY, STAY_HEADERS, [{}])), encoding="utf-8")
    assert read_carers([tmp_path], whose)["approvals"]["in_authority_area"].tolist() == [inside]


def test_the_reduced_band_a_can_be_stated(read):
    assert read([{"Council tax band": "Band A -"}])["approvals"]["council_tax_band"].tolist() == ["A-"]


def test_dates_are_asked_about_once_a_file_and_can_be_stated(tmp_path, problems_of):
    stays = [
        {"Stay start": "01-04-2022", "Stay end": "02-04-2022"},
        {"Stay start": "03-04-2022", "Stay end": "05-04-2022", "Child ID": "C2"},
    ]
    [problem] = problems_of(stays=stays)
    assert (problem.file, problem.row) == ("stays.csv", None) and "01-04-2022" in problem.rule and "--dates" in problem.remedy
    for order, day in (("day_first", "2022-04-01"), ("month_first", "2022-01-04")):
        found = read_carers([tmp_path], "plymouth", dates=order)
        assert found["stays"]["stay_start_date"].iloc[0] == pd.Timestamp(day)


def test_a_file_that_writes_the_month_first_is_not_read_otherwise_in_part(problems_of):
    stays = [{"Stay start": "04/13/2022", "Stay end": ""}, {"Stay start": "04/05/2022", "Stay end": "", "Child ID": "C2"}]
    [problem] = problems_of(stays=stays)
    assert problem.file == "stays.csv" and "04/13/2022" in problem.rule


def test_a_stay_in_a_break(problems_of):
    (problem,) = problems_of([{"Break start": "01/08/2022", "Break end": "30/09/2022"}])
    assert "in a break of household H1" in problem.rule


@pytest.mark.parametrize(
    "second",
    [
        {"Stay start": "01/03/2023", "Stay end": ""},
        {"Stay start": "01/05/2022", "Stay end": "03/05/2022"},  # a placement within a placement
        {"Stay start": "30/03/2023", "Stay end": "02/04/2023", "Stay type": "Respite"},  # respite that outlasts the placement
        {"Stay start": "01/04/2022", "Stay end": "31/03/2023"},
        {"Stay start": "01/03/2022", "Stay end": "01/05/2022", "Stay type": "Staying put"},
    ],
)
def test_one_child_in_two_households_at_once(problems_of, second):
    (problem,) = problems_of([{}, {"Household ID": "H2"}], [{}, {"Household ID": "H2", **second}])
    assert problem.file == "stays.csv" and problem.column == "Stay start"
    assert "child C1 is with household" in problem.rule


def test_two_stays_of_one_child_still_open(problems_of):
    stays = [{"Stay end": ""}, {"Household ID": "H2", "Stay start": "01/01/2023", "Stay end": ""}]
    (problem,) = problems_of([{}, {"Household ID": "H2"}], stays)
    assert problem.row == 3 and "household H1 on that day too (row 2)" in problem.rule


def test_every_problem_of_both_files_is_told_at_once(problems_of):
    households = [{"Council tax band": "Z"}, {"Household ID": "H2", "Standards met": "?", "Approval date": "31/02/2003"}]
    stays = [
        {"Stay start": "soon"},
        {"Stay type": "Lodger", "Child ID": "C2"},
        {"Household ID": "H9", "Child ID": "C3"},
        {"Child ID": "C4", "Stay end": "01/01/2022"},
    ]
    problems = problems_of(households, stays)
    assert [place(problem)[:3] for problem in problems] == [
        ("register.csv", 2, "Council tax band"),
        ("register.csv", 3, "Approval date"),
        ("register.csv", 3, "Standards met"),
        ("stays.csv", 2, "Stay start"),
        ("stays.csv", 3, "Stay type"),
        ("stays.csv", 4, "Household ID"),
        ("stays.csv", 5, "Stay end"),
    ]
    assert all(problem.remedy for problem in problems)


def test_rows_are_numbered_as_in_the_file_though_some_are_blank(tmp_path):
    register = [
        *rows_of(HOUSEHOLD, REGISTER_HEADERS, [{}]),
        [""] * 12,
        rows_of(HOUSEHOLD, REGISTER_HEADERS, [{"Household ID": "H2", "Council tax band": "?"}])[1],
    ]
    (tmp_path / "a.csv").write_text(as_csv(register), encoding="utf-8")
    (tmp_path / "b.csv").write_text(as_csv(rows_of(STAY, STAY_HEADERS, [{}])), encoding="utf-8")
    assert read_carers([tmp_path], "plymouth")["undecided"]["problem_row"].tolist() == [4]


# Files


def test_a_missing_column_names_the_one_that_may_be_meant(tmp_path, read):
    read()
    stays = rows_of(STAY, ["Household ID", "Child ID", "Stay begin", "Stay end", "Stay type", "Placing authority"], [{}])
    (tmp_path / "stays.csv").write_text(as_csv(stays), encoding="utf-8")
    with pytest.raises(InvalidData, match="Stay start: the column is missing"):
        read_carers([tmp_path], "plymouth")


def test_an_optional_column_with_a_slip_in_its_name_is_not_passed_over(problems_of):
    (problem,) = problems_of(more=["Aproval end reason"])
    assert problem.value == "Aproval end reason" and "nearly a column" in problem.rule


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("stays.csv", b"Household ID,Child ID\n\x81\x8dH", "cannot be read"),
        ("stays.csv", b'Household ID,"Child ID\n', "a quotation mark does not close"),
        ("stays.csv", b"Household ID,Child ID,Child ID,Stay start,Stay end\n1,2,3\n", "stands twice"),
        (
            "stays.csv",
            b"Household ID,Child ID,Stay start,Stay end,Stay type,Placing authority\n1,2,3,4,5,6,7\n",
            "more cells than the header",
        ),
        ("stays.csv", b"", "stays of children is missing"),
        ("stays.xlsx", b"PK not a workbook", "is broken"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, content, rule):
    (tmp_path / "register.csv").write_text(as_csv(rows_of(HOUSEHOLD, REGISTER_HEADERS, [{}])), encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InvalidData, match=rule):
        read_carers([tmp_path], "plymouth")


def test_files_that_are_missing_or_of_another_kind(tmp_path):
    (tmp_path / "notes.docx").write_bytes(b"%PDF-1.7")
    with pytest.raises(InvalidData) as caught:
        read_carers([tmp_path / "none.csv", tmp_path / "none.xlsx", tmp_path / "notes.docx"], "plymouth")
    assert [problem.file for problem in caught.value.problems] == ["none.csv", "none.xlsx", "notes.docx"]


def test_two_registers_are_one_too_many(tmp_path, read):
    read()
    (tmp_path / "register again.csv").write_text(as_csv(rows_of(HOUSEHOLD, REGISTER_HEADERS, [{}])), encoding="utf-8")
    with pytest.raises(InvalidData, match="more than once"):
        read_carers([tmp_path], "plymouth")
