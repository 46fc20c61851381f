"""Returns read, typed and checked: what they should give, and every fault that a return can have."""

import datetime
import re
import threading

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.records.made_returns import CHILDREN_IN_NEED, EPISODES, HEADER, WORKERS, write_return

from analysis.catalogue.returns import list_of_table, return_of
from analysis.errors import AnalysisError, InvalidData
from analysis.ingest.records import take_returns
from analysis.ingest.records.findings import rows_of
from analysis.ingest.records.rules import overlapping

KEY = b"made up"


def taken(folder, **options):
    found = take_returns([folder], KEY, **options)
    assert len(found) == 1
    return found[0]


def refused(folder, **options) -> list[str]:
    return [str(problem) for problem in taken(folder, **options).refused]


def test_a_clean_return_gives_its_tables_and_no_message(tmp_path):
    one = taken(write_return(tmp_path / "2024"))
    assert one.findings == [] and str(one.period) == "2023-04-01 to 2024-03-31"
    children, episodes = one.tables["children"], one.tables["episodes"]
    assert children["sex"].tolist() == ["M", "F", "F"]
    assert children["birth_date"].tolist() == [pd.Timestamp(day) for day in ("2010-06-05", "2020-08-07", "2023-10-09")]
    assert children["mother"].isna().tolist() == [True, False, True]
    assert episodes["ended_date"].isna().tolist() == [False, True, False, True]
    assert episodes["placement_type"].tolist() == ["U4", "K2", "U6", "U6"]
    assert episodes["home_postcode_area"].tolist()[:3] == ["PL", "PL", "PL"]
    # One child is one hash in every list, two children are two, and no identifier of the file is left anywhere.
    assert episodes["child_id"].map(dict(zip(children["child_id"], "abc", strict=True))).tolist() == list("aabc")
    assert one.tables["missing_episodes"]["child_id"].tolist() == children["child_id"].tolist()[:1]
    for table in one.tables.values():
        assert not {"unique_pupil_number", "first_child_birth_date"} & set(table)
        assert not table.astype(str).isin(["X2", "X3", "A123", "PL4 8AA"]).any(axis=None)


def test_the_year_is_said_by_the_folder_by_on_or_by_the_dates(tmp_path):
    folder = write_return(tmp_path / "ours")
    assert taken(folder).period.end == datetime.date(2024, 3, 31)
    assert taken(folder, on=datetime.date(2024, 5, 1)).period.end == datetime.date(2025, 3, 31)
    assert taken(write_return(tmp_path / "SSDA903 2024-25")).period.end == datetime.date(2025, 3, 31)


# What is changed in a clean return, and what is said of it. One finding each: none invented beside it.
FAULTS = {
    "ends before it starts": (
        {"episodes": ("20/12/2023,E4A", "20/09/2023,E4A")},
        'episodes.csv row 4, DEC: "2023-09-20" is before its start, 2023-10-10',
    ),
    "two open episodes": (
        {"episodes": ("03/09/2023,X1,PLACE", ",,")},
        'episodes.csv row 3, DECOM: "2023-09-03" the child has another one that is open',
    ),
    "overlapping episodes": (
        {"episodes": ("03/09/2023,X1,PLACE", "05/09/2023,E8,")},
        'episodes.csv row 3, DECOM: "2023-09-03" the child\'s one before it ended later, on 2023-09-05',
    ),
    "a date far ahead": (
        {"missing": ("02/02/2024", "02/02/2203")},
        'missing.csv row 2, MIS_END: "02/02/2203" is not between 1950 and 2100',
    ),
    "a date after the return": (
        {"missing": ("02/02/2024", "02/05/2024")},
        'missing.csv row 2, MIS_END: "2024-05-02" is after 2024-03-31, the last day that the return is of',
    ),
    "a code of a later year": (
        {"episodes": ("N1,K2,PR4", "N1,K3,PR4")},
        'episodes.csv row 3, PLACE: "K3" is a code (registered supported accommodation) that returns use from 2025, and this one is of 2024',
    ),
    "an unknown code": ({"episodes": ("C2,N1,K2", "C9,N1,K2")}, 'episodes.csv row 3, LS: "C9" is not a code of this column'),
    "a code where none may lack": ({"episodes": ("C2,N1,K2", ",N1,K2")}, "episodes.csv row 3, LS: is empty, and this column may not be"),
    "born after the placement": (
        {"header": ("09/10/2023", "09/12/2023")},
        'episodes.csv row 5, DECOM: "2023-12-01" is before the child\'s birth, 2023-12-09',
    ),
    "a child not in the header": (
        {"missing": ("X1,05", "X9,05")},
        'missing.csv row 2, CHILD: "X9" is not in the header, header.csv',
    ),
    "an identifier used again": (
        {"missing": ("05/06/2010", "05/06/2011")},
        'missing.csv row 2, DOB: "2011-06-05" child X1 is born on 2010-06-05 in header.csv row 2',
    ),
    "an identifier that lost digits": (
        {"missing": ("X1,05", "2.02E+11,05")},
        'missing.csv row 2, CHILD: "2.02E+11" is a number whose last digits a spreadsheet has dropped',
    ),
    "two rows of one child": (
        {"header": ("X3,2,09/10/2023,WBRI,,,\n", "X3,2,09/10/2023,WBRI,,,\nX3,1,09/10/2023,WBRI,,,\n")},
        'header.csv row 5, CHILD: "X3" another row has the same CHILD, and says something else',
    ),
}


@pytest.mark.parametrize(("edits", "message"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_a_return_is_refused_by_name_and_no_other(tmp_path, edits, message):
    messages = refused(write_return(tmp_path / "2024", edits))
    assert len(messages) == 1 and messages[0].startswith(message), messages


DOUBTS = {
    "a row twice": (
        {"missing": ("02/02/2024\n", "02/02/2024\nX1,05/06/2010,M,01/02/2024,02/02/2024\n")},
        "the row stands there more than once",
    ),
    "a reason not known": ({"episodes": ("20/12/2023,E4A", "20/12/2023,E99")}, "is a code that is not known here"),
    "no episode follows": ({"episodes": ("X1,03/09/2023,P", "X1,04/09/2023,P")}, "the child's next episode begins on 2023-09-04"),
    "no episode at all": ({"episodes": ("X2,10/10/2023,S,V2,N5,U6,PR1,20/12/2023,E4A,,PL2 1AB,,\n", "")}, "has no episode in episodes.csv"),
    "no postcode": ({"episodes": ("PL2 1AB", "unknown")}, "is not a postcode"),
}


@pytest.mark.parametrize(("edits", "rule"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_keeps_the_row(tmp_path, edits, rule):
    one = taken(write_return(tmp_path / "2024", edits))
    found = one.doubts or [finding.problem for finding in one.findings]
    assert [problem.rule for problem in found] == [rule]
    assert not one.refused


def test_the_quality_of_a_return_counts_rows_and_children_once(tmp_path):
    edits = {"episodes": ("C2,N1,K2,PR4,,", "C9,N9x,K2,PR4,,")}
    one = taken(write_return(tmp_path / "2024", edits))
    assert len(one.refused) == 2 and rows_of(one.findings, "episodes", True) == {3}
    episodes = one.quality.set_index("table").loc["episodes"]
    assert episodes.to_dict() == {
        "rows_read": 4, "rows_refused": 1, "rows_with_doubts": 0, "children_with_refused_rows": 1, "children_with_doubts": 0,
    }  # fmt: skip
    assert len(one.tables["episodes"]) == 3


def test_rules_are_counted_without_anything_of_a_child(tmp_path):
    for place, (edits, _) in enumerate([*FAULTS.values(), *DOUBTS.values()]):
        one = taken(write_return(tmp_path / str(place) / "2024", edits))
        told = one.rules.drop(columns="rows").astype(str).agg(" ".join, axis=1)
        assert not told.str.contains(r"X\d|\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}|C9|E99", regex=True).any(), told.tolist()


FILES = {
    "an empty file": ({"header": HEADER, "episodes": ""}, "episodes.csv: is empty"),
    "a header alone": (
        {"header": HEADER.splitlines()[0] + "\n", "episodes": EPISODES.splitlines()[0] + "\n"},
        "episodes.csv: has a header and no row",
    ),
    "a column missing": ({"header": HEADER, "episodes": EPISODES.replace(",LS,", ",XX,")}, "LS: the column is missing"),
    "a list missing": ({"header": HEADER}, "the episodes of the SSDA903 return is missing beside it"),
    "another kind": (
        {"header": WORKERS, "episodes": EPISODES},
        "header.csv: is no list of ssda903: its columns are those of the list of social workers",
    ),
    "no kind": ({"header": HEADER, "episodes": EPISODES, "notes": "a,b\n1,2\n"}, "notes.csv: holds no list that is known here (ssda903)"),
    "two of one year": ({"header": HEADER, "episodes": EPISODES, "episodes_2": EPISODES}, "is a second episodes of the SSDA903 return"),
}


@pytest.mark.parametrize(("files", "message"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_used_stops_the_return(tmp_path, files, message):
    with pytest.raises(InvalidData) as caught:
        taken(write_return(tmp_path / "ours", **files), kind="ssda903")
    assert message in str(caught.value)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    folder = write_return(tmp_path / "2024-03-31", workers=WORKERS + "W9,East,Social worker,1,N,N,01/02/2020,\n" * 20_000)
    done = threading.Event()

    def append():
        with (folder / "workers.csv").open("a", encoding="utf-8") as file:
            while not done.wait(0.001):
                file.write("W8,East,Social worker,1,N,N,01/02/2020,\n")
                file.flush()

    writer = threading.Thread(target=append)
    writer.start()
    try:
        with pytest.raises(InvalidData, match="workers.csv: changed while it was read"):
            taken(folder)
    finally:
        done.set()
        writer.join()


def test_a_list_of_a_day_must_say_the_day(tmp_path):
    folder = write_return(tmp_path / "ours", list_6=CHILDREN_IN_NEED)
    with pytest.raises(InvalidData, match="does not state the day on which it was drawn. State it with --on"):
        taken(folder)
    assert taken(write_return(tmp_path / "annex_a_2024-03-31", list_6=CHILDREN_IN_NEED)).period.end == datetime.date(2024, 3, 31)


def test_annex_a_in_capitals_padded_with_serial_dates_and_other_columns(tmp_path):
    entry = next(entry for entry in return_of("annex-a").lists if entry.number == "7")
    values = {
        "Child Unique ID": "X1", "Gender": "a) Male", "Ethnicity": "WBRI", "Date of Birth": datetime.datetime(2012, 5, 1),
        "Child Protection Plan Start Date": 45300, "Initial Category of Abuse": "NEG", "Latest Category of Abuse": "Emotional abuse",
        "Was the Child Seen Alone?": "a) Yes", "Number of Previous Child Protection Plans": 0, "Allocated Team": "East", "Allocated Worker": "W1",
    }  # fmt: skip
    workbook = openpyxl.Workbook()
    workbook.active.append(["", "Children on plans, printed on request"])
    workbook.active.append([f"  {column.name.replace('Gender', 'Sex').upper()} " for column in reversed(entry.columns)] + ["Free notes"])
    workbook.active.append([values.get(column.name) for column in reversed(entry.columns)] + ["Mrs Example rang"])
    workbook.create_sheet("Guidance").append(["Fill in every column"])
    workbook.save(tmp_path / "plans 2024-03-31.xlsx")
    one = taken(tmp_path / "plans 2024-03-31.xlsx")
    plan = one.tables["child_protection_plans"].iloc[0]
    # Day 45300 of the 1900 system is 9 January 2024.
    assert plan["started_date"] == pd.Timestamp("2024-01-09") and plan["sex"] == "M" and plan["category_latest"] == "EMO"
    assert bool(plan["seen_alone"]) and pd.isna(plan["last_visit_date"]) and plan["previous_plans"] == 0
    assert one.findings == [] and "Mrs Example rang" not in plan.astype(str).tolist()


def test_a_child_who_is_expected_is_no_fault_in_a_list_of_need(tmp_path):
    one = taken(write_return(tmp_path / "2024-03-31", list_6=CHILDREN_IN_NEED))
    assert one.findings == [] and one.tables["children_in_need"]["birth_date"].max() == pd.Timestamp("2024-07-01")
    late = {"list_6": ("01/07/2024", "01/07/2025")}
    assert (
        "more than 10 months before the birth"
        in taken(write_return(tmp_path / "b-2024-03-31", late, list_6=CHILDREN_IN_NEED)).doubts[0].rule
    )


@pytest.mark.parametrize(
    ("fte", "rule"), [("37", "is not between 0 and 1: it may be hours"), ("-0.5", "is not between 0 and 1"), ("full", "is not a number")]
)
def test_hours_are_no_full_time_equivalent(tmp_path, fte, rule):
    messages = refused(write_return(tmp_path / "w", {"workers": ("0.6", fte)}, workers=WORKERS), on=datetime.date(2024, 3, 31))
    assert len(messages) == 1 and rule in messages[0]


def test_a_column_of_free_text_is_not_kept(tmp_path):
    rows = "".join(f"W{number},Team of worker {number},Social worker,1,N,N,01/02/2020,\n" for number in range(60))
    one = taken(write_return(tmp_path / "w", workers=WORKERS.splitlines()[0] + "\n" + rows), on=datetime.date(2024, 3, 31))
    assert one.tables["workers"]["team"].isna().all() and one.tables["workers"]["role"].eq("Social worker").all()
    assert [problem.column for problem in one.doubts] == ["Team"]


def test_a_long_wording_is_not_kept(tmp_path):
    edits = {"list_6": ("2024,Moved,Closed", f"2024,Mrs Example said {'that he moved ' * 6},Closed")}
    one = taken(write_return(tmp_path / "2024-03-31", edits, list_6=CHILDREN_IN_NEED))
    assert one.tables["children_in_need"]["reason_closed"].isna().all()
    assert [(problem.row, problem.column, problem.value) for problem in one.doubts] == [(3, "Reason for Closure", None)]


CENSUS = """<?xml version="1.0"?>
<Message><Header><CollectionDetails><Collection>CSWW</Collection><ReferenceDate>2023-09-30</ReferenceDate></CollectionDetails></Header>
<LALevelVacancies><NumberOfVacancies>12.5</NumberOfVacancies></LALevelVacancies>
<CSWWWorker><AgencyWorker>0</AgencyWorker><SWENo>SW1</SWENo><FTE>1</FTE><RoleStartDate>2020-01-06</RoleStartDate><Cases30>17</Cases30></CSWWWorker>
<CSWWWorker><AgencyWorker>1</AgencyWorker><SWENo>SW2</SWENo><FTE>0</FTE><RoleStartDate>2021-02-01</RoleStartDate><Cases30>30</Cases30></CSWWWorker>
</Message>
"""


def test_the_workforce_census_is_read_from_its_xml(tmp_path):
    (tmp_path / "census.xml").write_text(CENSUS, encoding="utf-8")
    one = taken(tmp_path / "census.xml")
    workers = one.tables["workforce_census"]
    assert one.period.end == datetime.date(2023, 9, 30) and one.tables["workforce_census_vacancies"]["vacancies_fte"].tolist() == [12.5]
    assert workers["cases_on_30_september"].tolist() == [17, 30] and workers["agency"].tolist() == ["0", "1"]
    assert [str(problem).split(".")[1] for problem in one.doubts] == [
        'xml, CSWWWorker row 5, Cases30: "30" the worker holds 30 cases at 0 full-time equivalent'
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (CENSUS.replace("</Message>", ""), "the XML is broken"),
        (CENSUS.replace("<Message>", '<!DOCTYPE Message [<!ENTITY a "b">]><Message>'), "the XML declares a document type"),
        (CENSUS.replace("2023-09-30", "30 September"), '"30 September" is not a date'),
    ],
)
def test_broken_or_hostile_xml_is_refused(tmp_path, text, rule):
    (tmp_path / "census.xml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidData, match=re.escape(rule)):
        taken(tmp_path / "census.xml")


def test_files_of_several_kinds_and_years_are_told_apart(tmp_path):
    write_return(tmp_path / "2023", {"episodes": ("X2,10/10/2023,S,V2,N5,U6,PR1,20/12/2023,E4A,,PL2 1AB,,\n", "")})
    (tmp_path / "2023" / "missing.csv").unlink()
    write_return(tmp_path / "2024")
    write_return(tmp_path / "2024-03-31", workers=WORKERS, list_6=CHILDREN_IN_NEED)
    found = take_returns([tmp_path], KEY)
    assert [(one.kind.key, one.period.end.isoformat()) for one in found] == [
        ("annex-a", "2024-03-31"), ("ssda903", "2023-03-31"), ("ssda903", "2024-03-31"), ("workforce", "2024-03-31"),
    ]  # fmt: skip


FINANCE = {
    "ledger": (
        "Cost centre,Cost centre name,Service,Subjective code,Subjective name,Period (1 to 12),Original budget,Virements,Current budget,Actual to date,"
        'Commitments,Forecast outturn (£)\n01234,Fostering,Care,4100,Allowances,6,"1,200.00",-200,1000,512.34,(10.50),"£1,024.68"\n',
        {
            "cost_centre": "01234",
            "ledger_period": 6,
            "original_budget_gbp": 1200.0,
            "commitments_gbp": -10.5,
            "forecast_outturn_gbp": 1024.68,
        },
    ),
    "savings": (
        "Saving,Owner,Period,Target,Delivered,Status,Child ID,Budget line\nStep down,A Person,6,50000,-250.5,Amber,X1,Residential\n",
        {"saving": "Step down", "target_gbp": 50000.0, "delivered_gbp": -250.5, "status": "Amber"},
    ),
    "placements-budget": (
        "Placement type,Provider type,Weeks,Price per week\nK2,PR4,520,6500\n",
        {"placement_type": "K2", "placement_provider": "PR4", "weeks": 520.0, "price_gbp_per_week": 6500.0},
    ),
    "placement-costs": (
        "Child ID,Placement type,Provider type,Placement start date,Placement end date,Weekly cost\nX1,U4,PR4,01/05/2022,,945.50\n",
        {"placement_type": "U4", "started_date": pd.Timestamp("2022-05-01"), "weekly_cost_gbp": 945.5},
    ),
}


@pytest.mark.parametrize(("kind", "text", "values"), [(kind, *said) for kind, said in FINANCE.items()], ids=FINANCE)
def test_money_comes_in_by_the_same_way(tmp_path, kind, text, values):
    one = taken(write_return(tmp_path / "2023-24 at 2023-09-30", extract=text))
    (table,) = one.tables.values()
    assert one.kind.key == kind and one.findings == [] and "A Person" not in table.astype(str).to_string()
    assert {name: table.iloc[0][name] for name in values} == values
    assert str(one.period) == ("2023-09-30" if kind == "placement-costs" else "2023-04-01 to 2024-03-31")


REGISTER = """Household ID,Approval date,Approval type,Approval end date,Approved places,Standards met (Y or N),Billing authority,Council tax band,\
Existing discount (per cent),Transferred from agency (Y or N),Break start,Break end
H1,01/04/2019,Mainstream,,2,Y,E06000027,C,25%,N,,
"""
STAYS = """Household ID,Child ID,Stay start,Stay end,Stay type,Placing authority
H1,X1,01/05/2022,03/09/2023,Placement,Exampleshire County Council
H1,X1,10/09/2023,,Placement,Devon
"""


def test_carers_come_in_as_the_rules_of_relief_read_them(tmp_path):
    folder = write_return(tmp_path / "2024-03-31", register=REGISTER, stays=STAYS)
    (one,) = take_returns([folder], KEY, whose="exampleshire")
    household = one.tables["households"].iloc[0]
    assert one.findings == [] and household["existing_discount_pct"] == 25 and household["billing_authority"] == "Torbay"
    assert one.tables["stays"]["placing_authority"].tolist() == ["exampleshire", "Devon"]
    before = write_return(tmp_path / "b" / "2024-03-31", {"stays": ("01/05/2022", "01/05/2018")}, register=REGISTER, stays=STAYS)
    (one,) = take_returns([before], KEY, whose="exampleshire")
    assert [problem.rule for problem in one.refused] == ["is before household H1 was approved, 2019-04-01"]
    assert "H1" not in one.rules.astype(str).to_string()
    unknown = write_return(tmp_path / "c" / "2024-03-31", {"stays": ("Devon", "Devonia")}, register=REGISTER, stays=STAYS)
    assert [str(p)[:45] for p in take_returns([unknown], KEY, whose="exampleshire")[0].refused] == [
        'stays.csv row 3, Placing authority: "Devonia"'
    ]


DAYS = st.integers(0, 12)


@given(st.lists(st.tuples(st.sampled_from("ab"), DAYS, st.one_of(st.none(), DAYS)), max_size=7))
def test_spells_overlap_as_day_by_day(spells):
    spells = [spell for spell in spells if spell[2] is None or spell[2] >= spell[1]]
    spells = list({spell[:2]: spell for spell in spells}.values())
    first = pd.Timestamp("2024-01-01")
    rows = pd.DataFrame(
        {
            "child_id": pd.Series([child for child, _, _ in spells], dtype="str"),
            "started_date": pd.to_datetime([first + pd.Timedelta(days=start) for _, start, _ in spells]),
            "ended_date": pd.to_datetime([None if end is None else first + pd.Timedelta(days=end) for _, _, end in spells]),
        }
    )
    found = {finding.problem.row for finding in overlapping("file", rows, list_of_table("episodes")[1])}
    # By hand: of two different spells of one child the later is wrong if some night lies in both.
    nights = [set(range(start, 20 if end is None else end)) for _, start, end in spells]
    order = sorted(range(len(spells)), key=lambda place: (spells[place][0], spells[place][1], place))
    wrong = set()
    for position, later in enumerate(order):
        before = [other for other in order[:position] if spells[other][0] == spells[later][0]]
        if any(spells[later][1] in nights[other] for other in before):
            wrong.add(later)
    assert found == wrong


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_a_file_holds_it_is_taken_or_refused_by_name(tmp_path, data):
    good = EPISODES.encode()
    damaged = st.tuples(st.integers(0, len(good) - 1), st.binary(max_size=6)).map(
        lambda change: good[: change[0]] + change[1] + good[change[0] + 1 :]
    )
    content = data.draw(st.one_of(st.binary(max_size=400), st.integers(0, len(good)).map(lambda size: good[:size]), damaged))
    folder = write_return(tmp_path / "2024")
    (folder / "episodes.csv").write_bytes(content)
    try:
        found = take_returns([folder], KEY)
    except AnalysisError as error:
        assert "episodes.csv" in str(error) or "episodes of the SSDA903" in str(error)
    else:
        assert all(problem.remedy for one in found for problem in one.refused + one.doubts)
