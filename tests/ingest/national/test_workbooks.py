"""Revenue outturn, inspections, neighbours: read from made-up files in the same layouts."""

import os
from datetime import date, datetime

import pytest

from analysis.catalogue.national import release_of
from analysis.errors import AnalysisError, InvalidData, UnknownRelease
from analysis.ingest.national import national_files, take_file
from analysis.ingest.national.inspections import JUDGEMENTS

KINDS = [
    "Employees (C1)",
    "Running Expenses (C2)",
    "Total Expenditure (C3 = C1 + C2)",
    "Sales, Fees and Charges (C4)",
    "Other Income (C5)",
    "Total Income (C6 = C4 + C5)",
    "Net Current Expenditure (C7 = C3 - C6)",
]
GRADE = "Requires improvement to be good"


def outturn_sheets(
    cells: dict[str, list], title: str = "Worksheet 2: Revenue Outturn (RO) 2024-25: Social Care and Public Health (RO3) data"
):
    """Sheets of an outturn: every line holds the same seven cells."""
    lines = release_of("revenue_outturn_children").lines
    header = ["E-code", "ONS Code", "Local authority", "Notes", "Class", "Detailed Class", "Certification"]
    header += [f"{line} - {kind}" for line in lines for kind in KINDS]
    header += [f"{list(lines)[-1]} - Children's Social Care - agency staff cost memorandum item", "Physical support - Employees (C1)"]
    about = {
        "Plymouth UA": ["E1101", "E06000026", "Plymouth UA", "", "UA", "UA", "Y"],
        "Slough UA": ["E0304", "E06000039", "Slough UA", "M", "UA", "UA", "[x]"],
        "Gateshead": ["E4501", "E08000037", "Gateshead", "[note 4]", "MD", "MD", "Y"],
        "Adur": ["E3831", "E07000223", "Adur", "", "SD", "SD", "Y"],
        "Newtown": ["E9999", "E06000099", "Newtown", "", "UA", "UA", "Y"],
        "ENGLAND": ["Eng", "E92000001", "ENGLAND", "", "Eng", "Eng", "[Y]"],
    }
    rows = [[*about[name], *(values * len(lines)), 9, 0] for name, values in cells.items()]
    totals = ["[Y]", "E06", "Unitary Authorities", "", "UA", "UA", 54, *[0] * (len(header) - 7)]
    return {"Front_Page": [["Last updated: 4 December 2025"]], "RO3_LA_Data_202425": [[title], ["£ thousand"], header, *rows, totals]}


def test_outturn_takes_councils_and_england_by_line_and_kind(write_workbook):
    plymouth, england = [10, 90, 100, 5, 15, 20, 80], [1000, 9000, 10000, 500, 1500, 2000, 8000]
    sheets = outturn_sheets(
        {"Plymouth UA": plymouth, "Slough UA": ["[x]"] * 7, "Gateshead": ["[note 4]"] * 7, "Adur": [0] * 7, "ENGLAND": england}
    )
    taken = take_file(write_workbook(sheets))
    figures = taken.tables["figures"]
    assert taken.release.key == "revenue_outturn_children"
    assert taken.published_date == date(2025, 12, 4)
    assert set(figures["area"]) == {"plymouth", "slough", "gateshead", "E92000001"}
    own = figures[(figures["area"] == "plymouth") & (figures["group"] == "Looked after: fostering")].set_index("breakdown")
    assert own["value"].to_dict() == {
        "employees": 10,
        "running expenses": 90,
        "total expenditure": 100,
        "sales, fees and charges": 5,
        "other income": 15,
        "total income": 20,
        "net current expenditure": 80,
    }
    assert own["period"].unique().tolist() == ["year to 31 March 2025"]
    agency = figures[(figures["area"] == "plymouth") & (figures["breakdown"] == "agency staff")]
    assert agency["value"].tolist() == [9]
    by_area = figures.groupby("area")["symbol"].agg(lambda symbols: symbols.dropna().unique().tolist())
    assert by_area.to_dict() == {"E92000001": [], "plymouth": [], "slough": ["x"], "gateshead": ["note"]}
    said = "\n".join(map(str, taken.remarks))
    assert "has no return of Slough" in said and "has [note 4] against Gateshead" in said


def test_outturn_says_sums_that_are_off_and_councils_not_listed(write_workbook):
    taken = take_file(write_workbook(outturn_sheets({"Plymouth UA": [10, 90, 100, 5, 15, 20, 90], "Newtown": [0] * 7})))
    said = "\n".join(map(str, taken.remarks))
    assert "13 lines whose expenditure less income is not the net" in said
    assert '"E06000099" (Newtown) is not in the list of authorities' in said


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda sheets: sheets["RO3_LA_Data_202425"][0].__setitem__(0, "Social care"), "does not state its financial year"),
        (lambda sheets: sheets["RO3_LA_Data_202425"][3].__setitem__(20, "n/k"), '"n/k" is neither a number nor a known symbol'),
        (
            lambda sheets: sheets["RO3_LA_Data_202425"][2].__setitem__(slice(7, 14), [f"gone {place}" for place in range(7)]),
            "has no columns for Children's centres",
        ),
        (lambda sheets: sheets.pop("RO3_LA_Data_202425"), "is a workbook of no national release"),
    ],
)
def test_damaged_outturn_is_refused(write_workbook, change, message):
    sheets = outturn_sheets({"Plymouth UA": [10, 90, 100, 5, 15, 20, 80]})
    change(sheets)
    with pytest.raises((InvalidData, UnknownRelease)) as failure:
        take_file(write_workbook(sheets))
    assert message in str(failure.value)


def inspection_sheets(*rows: list):
    header = ["Web link", "Local authority area code", "Local authority name", "Local authority status", "Ofsted region", "Inspection date"]
    header += ["Publication date", "Inspection type", *JUDGEMENTS]
    return {
        "Cover": [["Published on:", datetime(2025, 9, 25)]],
        "Inspections_as_at_31_March": [
            ["Title"],
            [
                "Web link",
                "Local authority area code",
                "Local authority name",
                "Ofsted region",
                "Inspection date",
                "Publication date",
                *JUDGEMENTS,
            ],
            ["", "E06000026", "Plymouth", "South West", "22 January 2024", datetime(2024, 3, 15), *[GRADE] * 5],
        ],
        "In-year_inspections": [
            ["Title"],
            ["Web link", "Local authority area code", "Local authority name", "Region", "Inspection/Visit date", "Publication date"]
            + ["Inspection/Visit type", *JUDGEMENTS, "Visit Theme"],
            [
                "",
                "E06000026",
                "Plymouth",
                "South West",
                datetime(2024, 11, 5),
                datetime(2024, 12, 5),
                "ILACS Focused Visit",
                *[""] * 5,
                "Front door",
            ],
        ],
        "ILACS_inspection_history": [["Title"], ["One table"], header, *rows],
    }


def history_row(grade: str = GRADE, inspected=datetime(2024, 1, 22), code: str = "E06000026"):
    return ["", code, "Plymouth", "Current", "South West", inspected, "15/03/2024", "ILACS Standard Inspection", grade, *[GRADE] * 4]


def test_inspections_are_one_row_each_with_dates_as_dates_or_as_text(write_workbook):
    taken = take_file(write_workbook(inspection_sheets(history_row())))
    rows = taken.tables["inspections"]
    assert taken.published_date == date(2025, 9, 25)
    assert rows["kind"].tolist() == ["ILACS Standard Inspection", "ILACS Focused Visit"]
    assert rows["inspection_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-22", "2024-11-05"]
    assert rows["published_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-15", "2024-12-05"]
    assert rows["theme"].tolist() == ["", "Front door"]
    assert rows["area"].unique().tolist() == ["plymouth"]
    assert taken.remarks == []


def test_lists_that_differ_on_an_inspection_are_said_and_the_history_counts(write_workbook):
    taken = take_file(write_workbook(inspection_sheets(history_row("Good"))))
    assert taken.tables["inspections"]["overall_effectiveness"].tolist() == ["Good", ""]
    assert "different judgements" in str(taken.remarks[0])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (history_row("Fair"), '"Fair" is not a judgement'),
        (history_row(inspected="spring"), '"spring" is not a date'),
        (history_row(code="E06000099"), '"E06000099" is not the ONS code'),
    ],
)
def test_damaged_inspections_are_refused_by_sheet_row_and_column(write_workbook, row, message):
    with pytest.raises(InvalidData) as failure:
        take_file(write_workbook(inspection_sheets(history_row(), row)))
    assert message in str(failure.value)
    assert "ILACS_inspection_history row 5" in str(failure.value)


NEIGHBOUR_COLUMNS = "old_la_code,la_name,region_ind,region_name," + ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))
TEN = [
    ("880", "Close "),
    *[(str(number), "Somewhat close") for number in range(801, 804)],
    *[(str(number), "Close") for number in (805, 806, 807, 808, 810, 811)],
]


def test_neighbours_keep_their_order_and_closeness(write):
    line = "879,Plymouth,9,South West," + ",".join(f"{number},{word}" for number, word in TEN)
    taken = take_file(write(f"\ufeff{NEIGHBOUR_COLUMNS}\n{line}\n"))
    rows = taken.tables["neighbours"]
    assert rows["place"].tolist() == list(range(1, 11))
    assert rows.iloc[0].to_dict() == {"area": "plymouth", "neighbour": "torbay", "place": 1, "closeness": "close"}
    assert rows["neighbour"].tolist()[1] == "bristol"


def test_neighbours_that_are_no_council_or_twice_are_refused(write):
    unknown = ",".join(f"{number},Close" for number in ["999", *[number for number, _ in TEN[1:]]])
    twice = ",".join(f"{number},Close" for number in ["801", *[number for number, _ in TEN[1:]]])
    with pytest.raises(InvalidData) as failure:
        take_file(write(f"{NEIGHBOUR_COLUMNS}\n879,Plymouth,9,South West,{unknown}\n880,Torbay,9,South West,{twice}\n"))
    assert '"999" is not the DfE number of a council' in str(failure.value)
    assert "gives Torbay itself or one neighbour twice" in str(failure.value)


def test_the_look_up_is_held_against_the_list_of_districts(write):
    header = "LTLA23CD,LTLA23NM,LTLA23NMW,UTLA23CD,UTLA23NM,UTLA23NMW,ObjectId"
    right = take_file(write(f"{header}\nE07000041,Exeter,,E10000008,Devon,,1\n"))
    assert right.tables == {} and right.remarks == []
    wrong = take_file(write(f"{header}\nE07000041,Exeter,,E10000012,Essex,,1\n"))
    assert "is in essex by this file and in devon by the list of authorities" in str(wrong.remarks[0])


def test_a_workbook_that_is_none_is_refused(write, tmp_path):
    with pytest.raises(InvalidData, match="outturn.ods: is a web page or XML, whatever its name says"):
        take_file(write("<html></html>", "outturn.ods"))
    with pytest.raises(InvalidData, match="outturn.ods: the workbook is broken"):
        take_file(write("PK\x03\x04 cut short", "outturn.ods"))


def test_a_heading_that_stands_twice_and_a_cell_at_the_far_end(write_workbook):
    sheets = outturn_sheets({"Plymouth UA": [10, 90, 100, 5, 15, 20, 80]})
    table = sheets["RO3_LA_Data_202425"]
    far = [list(row) for row in table] + [[]] * 70_000 + [["far below"]]
    assert set(take_file(write_workbook({**sheets, "RO3_LA_Data_202425": far})).tables["figures"]["area"]) == {"plymouth"}
    table[2][3] = "Class"
    with pytest.raises(InvalidData, match="download.xlsx: has the column Class twice"):
        take_file(write_workbook(sheets))


@pytest.mark.parametrize("place", ["/dev/zero", "pipe", "folder"])
def test_what_is_no_file_is_named(tmp_path, place):
    path = tmp_path / place
    os.mkfifo(path) if place == "pipe" else path.mkdir() if place == "folder" else None
    with pytest.raises(InvalidData, match="is a folder" if place == "folder" else "is no file but a device or pipe"):
        take_file(path)


def test_files_are_found_by_name_or_folder(write, tmp_path):
    with pytest.raises(AnalysisError, match="has no CSV"):
        national_files([tmp_path])
    one = write("a", "one.csv")
    write("a", "README.md")
    assert national_files([tmp_path, one]) == [one]
    with pytest.raises(InvalidData, match="none: the file is missing"):
        take_file(*national_files([tmp_path / "none"]))


def test_text_dates_in_every_form_that_occurs():
    from analysis.ingest.national.sheets import as_date

    for text in (
        "22 January 2024",
        "22/01/2024",
        "2024-01-22",
        "2024-01-22 00:00:00",
        "22-Jan-2024",
        "22-01-2024",
    ):
        assert as_date(text) == date(2024, 1, 22)
    assert as_date("spring") is None and as_date("") is None
