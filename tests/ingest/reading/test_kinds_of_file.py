"""Files of every kind that councils hand over: read where that is safe, otherwise refused by name with a remedy."""

import os
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from carer_files import REGISTER, STAYS, as_text, changed, ods_cell, open_document, read_plainly, repacked, rows_as_cells, two_sheets

from analysis.errors import InvalidData
from analysis.ingest.carers import read_carers
from analysis.ingest.reading.sheets import read_sheets


@pytest.fixture
def carers(tmp_path):
    """A folder with a register and stays; ``write`` takes the content of each file."""
    folder = tmp_path / "carers"
    folder.mkdir()

    def write(register=None, stays=None, **files):
        contents = {"register.csv": register or as_text(REGISTER), "stays.csv": stays or as_text(STAYS)}
        for name, content in (contents | files).items():
            (folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def workbook(tmp_path):
    """A workbook of both tables as openpyxl writes it; ``change`` takes the two sheets before it is saved."""
    return lambda *change, **tables: two_sheets(tmp_path / "carers.xlsx", *change, **tables)


@pytest.fixture
def refusal():
    """The problems with which a folder or file is refused, whole."""

    def of(path, **options):
        with pytest.raises(InvalidData) as caught:
            read_carers([path], "plymouth", **options)
        assert all(problem.file and problem.remedy for problem in caught.value.problems)
        return caught.value.problems

    return of


# Text with separators


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_separators_and_encodings(carers, separator, encoding):
    tables = [as_text(rows, separator).encode(encoding) for rows in (REGISTER, STAYS)]
    read_plainly(carers(*tables))


@pytest.mark.parametrize("line", ["sep=,\r\n", '"sep=,"\n', "SEP=,\n"])
def test_a_line_that_states_the_separator_counts_as_a_row(carers, line):
    broken = as_text([*changed(REGISTER, Council_tax_band="Z"), ["H2", *REGISTER[1][1:]]])
    found = read_carers([carers(line + broken, line + as_text(STAYS))], "plymouth")
    assert found["undecided"]["problem_row"].tolist() == [3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line(carers, end):
    read_plainly(carers(*[as_text(rows).replace("\r\n", end) for rows in (REGISTER, STAYS)]))


def test_titles_above_the_header_and_blank_rows_within(carers):
    above = "Fostering register extract\r\nRun on 01/10/2023,by,performance\r\n\r\n"
    read_plainly(carers(above + as_text(REGISTER) + "\r\n,,,\r\n", above + as_text(STAYS)))


def test_a_workbook_by_its_name_that_is_text_is_read_as_text(carers):
    folder = carers()
    (folder / "register.csv").rename(folder / "register.xls")
    read_plainly(folder)


def test_letters_of_windows_are_read_and_said(carers):
    found = read_carers(
        [carers(as_text(changed(REGISTER, Household_ID="Zoë")).encode("cp1252"), as_text(changed(STAYS, Household_ID="Zoë")))], "plymouth"
    )
    assert found["approvals"]["household"].tolist() == ["Zoë"]
    assert "Windows-1252" in found["notes"]["reading_note"].item()


def test_what_nobody_sees_does_not_make_a_name_another(carers):
    read_plainly(carers(as_text(changed(REGISTER, Household_ID="\u200bH1\u00a0", Billing_authority="Plymouth\u00a0 City\u200b Council\t"))))


# Workbooks


def test_a_workbook_of_two_sheets_with_a_cover_sheet_and_notes(workbook):
    def cover(register, stays):
        sheet = register.parent.create_sheet("About", 0)
        sheet["A1"], sheet["A3"] = "Fostering extract", "Prepared for the panel"
        sheet.merge_cells("A1:D1")

    read_plainly(workbook(cover))


def test_every_row_is_read_whatever_size_the_sheet_states(workbook):
    more = [*STAYS, *[["H1", f"C{number}", "01/04/2022", "31/03/2023", "Placement", "Plymouth"] for number in range(2, 60)]]
    path = repacked(workbook(stays=more), lambda name, content: content.replace(b'ref="A1:F60"', b'ref="A1:F2"'))
    assert len(read_carers([path], "plymouth")["stays"]) == 59


@pytest.mark.parametrize(
    ("value", "shown", "discount"), [(0.25, "0%", 25), (1, "0%", 100), (0.125, "0.0%", 12.5), (25, '0"%"', 25), (50, "General", 50)]
)
def test_a_discount_is_what_the_sheet_shows(workbook, value, shown, discount):
    def change(register, stays):
        register["I2"], register["I2"].number_format = value, shown

    assert read_plainly(workbook(change))["approvals"]["existing_discount_pct"].tolist() == [discount]


@pytest.mark.parametrize(
    ("value", "shown", "rule"),
    [(50, '"£"#,##0.00', "not a percentage"), (50, "[$£-809]#,##0", "not a percentage"), (1, "General", "share"), (0.25, "0.00", "share")],
)
def test_a_discount_that_the_sheet_shows_as_something_else_is_refused(workbook, refusal, value, shown, rule):
    def change(register, stays):
        register["I2"], register["I2"].number_format = value, shown

    [problem] = refusal(workbook(change))
    assert rule in problem.rule and problem.column == "Existing discount"


@pytest.mark.parametrize("system", ["1900", "1904"])
@pytest.mark.parametrize("bare", [True, False])
def test_dates_of_both_date_systems(tmp_path, system, bare):
    book = xlsxwriter.Workbook(tmp_path / "carers.xlsx", {"date_1904": system == "1904"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    day_0 = date(1904, 1, 1) if system == "1904" else date(1899, 12, 30)
    for rows in (REGISTER, STAYS):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows[0])
        for column, text in enumerate(rows[1]):
            if "/" not in text:
                sheet.write_string(1, column, text)
            elif bare:
                sheet.write_number(1, column, (datetime.strptime(text, "%d/%m/%Y").date() - day_0).days)
            else:
                sheet.write_datetime(1, column, datetime.strptime(text, "%d/%m/%Y"), day)
    book.close()
    found = read_plainly(tmp_path / "carers.xlsx")
    assert ("1904" in " ".join(found["notes"]["reading_note"])) == (system == "1904")


def test_identifiers_keep_the_noughts_that_their_format_shows(workbook):
    def change(register, stays):
        for cell in (register["A2"], stays["A2"]):
            cell.value, cell.number_format = 412, "00000"

    assert read_carers([workbook(change)], "plymouth")["approvals"]["household"].tolist() == ["00412"]


def test_a_long_number_is_an_identifier_as_long_as_the_workbook_keeps_it_whole(workbook, refusal):
    def number(value):
        def change(register, stays):
            register["A2"] = stays["A2"] = value

        return change

    assert read_carers([workbook(number(202100000001))], "plymouth")["approvals"]["household"].tolist() == ["202100000001"]
    assert "last digits" in refusal(workbook(number(1234567890123456789)))[0].rule


def test_a_date_where_an_identifier_should_stand_is_refused(workbook, refusal):
    def change(register, stays):
        register["A2"] = datetime(2023, 2, 1)

    assert "is a date where an identifier should stand" in refusal(workbook(change))[0].rule


def test_characters_that_a_workbook_writes_as_codes(workbook):
    read_plainly(workbook(register=changed(REGISTER, Billing_authority="Plymouth City Council_x000D_")))


def test_a_formula_counts_by_its_stored_result(workbook):
    def change(register, stays):
        register["A2"] = '="H"&1'

    def with_result(name, content):
        content = content.replace(b' fullCalcOnLoad="1"', b"")
        return content.replace(b'<c r="A2"><f>"H"&amp;1</f><v /></c>', b'<c r="A2" t="str"><f>"H"&amp;1</f><v>H1</v></c>')

    read_plainly(repacked(workbook(change), with_result))


@pytest.mark.parametrize("recalculated", [True, False])
def test_a_formula_without_a_result_is_refused(workbook, refusal, recalculated):
    def change(register, stays):
        register["I2"] = "=5*5"

    path = workbook(change)
    if not recalculated:
        repacked(path, lambda name, content: content.replace(b' fullCalcOnLoad="1"', b""))
    [problem] = refusal(path)
    assert (problem.row, problem.column, problem.value) == (
        2,
        "Existing discount",
        "=5*5",
    ) and "whose result is not in the file" in problem.rule


def test_a_result_that_is_still_to_be_worked_out_is_refused(tmp_path, refusal):
    # XlsxWriter stores 0 as the result of every formula, and asks the spreadsheet program to work it out on opening.
    book = xlsxwriter.Workbook(tmp_path / "carers.xlsx")
    for rows in (REGISTER, STAYS):
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if rows is REGISTER:
            sheet.write_formula(1, 8, "=25")
    book.close()
    assert refusal(tmp_path / "carers.xlsx")[0].value == "=25"


def test_an_error_value_is_refused(workbook, refusal):
    def change(register, stays):
        register["I2"] = "#REF!"

    assert "error value" in refusal(workbook(change))[0].rule


def test_dates_that_a_spreadsheet_has_turned_are_refused(workbook, refusal):
    def change(register, stays):
        stays.append(["H1", "C2", "25/12/2022", "", "Placement", "Plymouth"])
        stays["C2"] = datetime(2022, 1, 4)

    assert any("turned day and month" in problem.rule and problem.column == "Stay start" for problem in refusal(workbook(change)))


def test_a_stray_cell_at_the_far_end_of_a_sheet(workbook):
    def change(register, stays):
        stays["F1048576"] = None
        register.parent.create_sheet("Notes")["XFD1048576"] = "x"

    read_plainly(workbook(change))


def test_a_stray_cell_beside_the_table_is_named(workbook, refusal):
    def change(register, stays):
        stays["XFD2"] = "x"

    [problem] = refusal(workbook(change))
    assert "more cells than the header" in problem.rule and problem.row == 2


def test_numbers_past_all_bounds(workbook, refusal):
    def change(register, stays):
        register["E2"] = 12345

    huge = b"9" * 400
    path = repacked(workbook(change), lambda name, content: content.replace(b"<v>12345</v>", b"<v>" + huge + b"</v>"))
    assert "whole number" in refusal(path)[0].rule
    path = repacked(path, lambda name, content: content.replace(huge, b"1e400"))
    assert "not a number" in refusal(path)[0].rule
    path = repacked(path, lambda name, content: content.replace(b"1e400", b"9" * 5000))
    assert "broken" in refusal(path)[0].rule


# OpenDocument


def test_an_open_document_with_dates_per_cent_and_repeated_cells(tmp_path):
    special = {
        (1, 1): ods_cell("01.09.19", office_value_type="date", office_date_value="2019-09-01T00:00:00"),
        (1, 8): ods_cell("25 %", office_value_type="percentage", office_value="0.25"),
        (1, 3): '<table:table-cell table:number-columns-repeated="1"/>',
    }
    tables = {"Register": rows_as_cells(REGISTER, special), "Stays": rows_as_cells(STAYS)}
    found = read_plainly(open_document(tmp_path / "carers.ods", tables))
    assert found["approvals"]["existing_discount_pct"].tolist() == [25]


def test_an_open_document_that_states_more_cells_than_there_can_be(tmp_path, refusal):
    many = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row>'
    [problem] = refusal(open_document(tmp_path / "carers.ods", {"Register": [many]}))
    assert "more than" in problem.rule


# Refused by name


def encrypted_workbook(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"))


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1100):
                part.write(b"\x20" * 1_000_000)


def entities(path):
    open_document(path, {}, more='<!DOCTYPE x [<!ENTITY a "aaaa">]>')


def written(content):
    return lambda path: path.write_bytes(content)


def archive_of(**parts):
    def write(path):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/"), content)

    return write


@pytest.mark.parametrize(
    ("name", "make", "rule"),
    [
        ("old.xls", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), "old binary form"),
        ("locked.xlsx", encrypted_workbook, "password"),
        ("binary.xlsb", archive_of(**{"xl__workbook.bin": b"x"}), "binary workbook"),
        ("letter.docx", archive_of(**{"word__document.xml": "<x/>"}), "text document"),
        ("files.zip", archive_of(**{"stays.csv": "x"}), "archive, not a workbook"),
        ("report.pdf", written(b"%PDF-1.7\n"), "PDF"),
        ("web.xls", written(b"<html><table><tr><td>Household ID</td></tr></table></html>"), "web page"),
        ("xml.xls", written(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'), "workbook in XML"),
        ("packed.csv.gz", written(b"\x1f\x8b\x08"), "gzip"),
        ("picture.png", written(b"\x89PNG\r\n"), "picture"),
        ("cut.xlsx", written(b"PK\x03\x04 and no more"), "broken"),
        ("bytes.csv", written(bytes(range(256))), "cannot be read as text"),
        ("bomb.xlsx", bomb, "unpacks to more than"),
        ("entities.ods", entities, "document type"),
        ("empty.ods", archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "broken"),
        ("notes.txt", written(b"Remember the panel on Friday"), "no table that is known here"),
        ("more.csv", written(b"Child,Team\nC1,North\n"), "no table that is known here"),
        ("quote.csv", written(b'Child,Team\n"C1,North\n'), "quotation mark"),
        ("long.csv", written(b'"' + b"x" * 200_000 + b'"'), "more than 131,072 characters"),
    ],
)
def test_nothing_in_a_folder_is_passed_over(carers, refusal, name, make, rule):
    folder = carers()
    make(folder / name)
    [problem] = refusal(folder)
    assert problem.file == name and rule in problem.rule


def test_what_is_no_file_is_named(carers, refusal):
    folder = carers()
    os.mkfifo(folder / "pipe.csv")
    (folder / "archive").mkdir()
    (folder / "dangling.csv").symlink_to(folder / "nowhere.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    assert [(problem.file, problem.rule) for problem in refusal(folder)] == [
        ("archive", "is a folder"),
        ("dangling.csv", "the file is missing"),
        ("pipe.csv", "is no file but a device or pipe"),
        ("zero.csv", "is no file but a device or pipe"),
    ]


def test_what_a_system_leaves_in_a_folder_is_not_a_file_of_a_person(carers):
    folder = carers()
    for name in (".DS_Store", "~$carers.xlsx", "Thumbs.db", "desktop.ini"):
        (folder / name).write_bytes(b"\x00\x01")
    read_plainly(folder)


def test_every_file_that_cannot_be_read_is_told_at_once(carers, refusal):
    folder = carers(**{"a.pdf": b"%PDF", "b.png": b"\x89PNG"})
    assert [problem.file for problem in refusal(folder)] == ["a.pdf", "b.png"]


def test_a_strict_workbook_is_named(workbook, refusal):
    main, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    [problem] = refusal(repacked(workbook(), lambda name, content: content.replace(main, strict)))
    assert "Strict" in problem.rule and problem.file == "carers.xlsx"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("damage", [lambda content: content[: len(content) // 2], lambda content: b"", lambda content: b"<a></b>"])
def test_a_broken_part_is_one_named_failure(workbook, refusal, part, damage):
    path = repacked(workbook(), lambda name, content: damage(content) if name == part else content)
    [problem] = refusal(path)
    assert problem.file == "carers.xlsx" and problem.remedy


def test_bytes_flipped_in_a_packed_part(workbook, refusal):
    path = workbook()
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    content[place : place + 40] = bytes(byte ^ 0xFF for byte in content[place : place + 40])
    path.write_bytes(content)
    assert "broken" in refusal(path)[0].rule


# Headers


@pytest.mark.parametrize(
    "header", ["Existing discount (£)", "Existing discount (GBP a year)", "Existing discount [weeks]", "Existing discount (share)"]
)
def test_a_unit_that_is_not_known_is_refused(carers, refusal, header):
    [problem] = refusal(carers(as_text(REGISTER).replace("Existing discount", header)))
    assert problem.value == header and "unit or qualifier" in problem.rule and problem.row == 1


@pytest.mark.parametrize(
    "header", ["Existing discount (per cent)", "EXISTING DISCOUNT (%)", " Existing_discount [Per Cent] ", "Existing discount:"]
)
def test_a_unit_that_is_known_is_read(carers, header):
    read_plainly(carers(as_text(REGISTER).replace("Existing discount", header)))


def test_a_header_that_states_the_form_of_its_dates(carers):
    stays = as_text(changed(STAYS, Stay_start="01-04-22", Stay_end="31-03-23"))
    read_plainly(carers(stays=stays.replace("Stay start", "Stay start (dd-mm-yy)").replace("Stay end", "Stay end (dd/mm/yy)")))
    turned = as_text(changed(STAYS, Stay_start="04/01/2022", Stay_end="03/31/2023"))
    read_plainly(carers(stays=turned.replace("Stay start", "Stay start (mm/dd/yyyy)").replace("Stay end", "Stay end (mm/dd/yyyy)")))


def test_a_column_twice_under_two_units_is_refused(carers, refusal):
    two = [[*REGISTER[0], "Existing discount (£)"], [*REGISTER[1], "50"]]
    assert any("stands twice" in problem.rule for problem in refusal(carers(as_text(two))))


def test_a_second_table_that_is_nearly_whole_is_not_passed_over(workbook, refusal):
    def change(register, stays):
        more = register.parent.create_sheet("Stays before")
        for row in STAYS:
            more.append([*row[:4], None, row[5]] if row is not STAYS[0] else [*row[:4], "Kind", row[5]])

    [problem] = refusal(workbook(change))
    assert problem.file == "carers.xlsx, sheet Stays before" and "some columns of the stays" in problem.rule


def test_sheets_for_anyone_who_reads(workbook):
    def change(register, stays):
        register["B2"], register["I2"], register["I2"].number_format = datetime(2019, 9, 1), 0.25, "0%"

    register, stays = read_sheets(workbook(change))
    assert (register.file, stays.file) == ("carers.xlsx, sheet Register", "carers.xlsx, sheet Stays")
    row = register.rows[1]
    assert (row.number, row.texts[1], row.kinds[1], row.texts[8], row.kinds[8]) == (2, "2019-09-01", "d", "25%", "n")
