"""Situations that users of such tools report: each is read for what it says, leaves just its household undecided, or is refused by name.

``docs/situations.md`` lists them; a test holds the list to what happens here.
"""

import io
import re
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from carer_files import REGISTER, STAYS, as_text, changed, ods_cell, open_document, read_plainly, repacked, rows_as_cells, two_sheets

from analysis.errors import InvalidData
from analysis.ingest.carers import read_carers

SITUATIONS = {}
"""By name: what writes the files, whose register it is, what should become of it, and a pattern of what is said or a check of what is read."""


def situation(name, outcome, told=None, whose="plymouth"):
    def kept(make):
        SITUATIONS[name] = (make, outcome, told, whose)
        return make

    return kept


def files(folder, register=None, stays=None):
    (folder / "register.csv").write_text(as_text(register or REGISTER), encoding="utf-8")
    (folder / "stays.csv").write_text(as_text(stays or STAYS), encoding="utf-8")


def of_households(rows, *households):
    """The first row of a table once for each household, with its identifier."""
    return [rows[0], *([household, *rows[1][1:]] for household in households)]


def only(name, value):
    """A check that one approval is read with a value."""
    return lambda found: found["approvals"][name].tolist() == [value]


# Of the first reports


@situation("A sheet states a smaller size than it has", "read", lambda found: len(found["stays"]) == 3)
def _(folder):
    stays = [*STAYS, *(["H1", f"C{number}", *STAYS[1][2:]] for number in (2, 3))]
    path = two_sheets(folder / "carers.xlsx", stays=stays)
    repacked(path, lambda name, content: re.sub(rb'<dimension ref="[A-Z0-9:]+"', b'<dimension ref="A1:F2"', content))


@situation("A discount is a cell formatted as per cent", "read", only("existing_discount_pct", 25))
def _(folder):
    def change(register, stays):
        register["I2"], register["I2"].number_format = 0.25, "0%"

    two_sheets(folder / "carers.xlsx", change)


@situation("A discount of 100% is the only one, a cell of 1", "read", only("existing_discount_pct", 100))
def _(folder):
    def change(register, stays):
        register["I2"], register["I2"].number_format = 1, "0%"

    two_sheets(folder / "carers.xlsx", change)


@situation("A workbook counts its days from 1904 and shows them as plain numbers", "read", read_plainly)
def _(folder):
    book = xlsxwriter.Workbook(folder / "carers.xlsx", {"date_1904": True})
    for rows in (REGISTER, STAYS):
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                date = re.fullmatch(r"\d\d/\d\d/\d{4}", text)
                days = (datetime.strptime(text, "%d/%m/%Y") - datetime(1904, 1, 1)).days if date else None
                sheet.write_string(number, column, text) if days is None else sheet.write_number(number, column, days)
    book.close()


@situation("A part of a workbook is not XML", "refused", r"carers\.xlsx: the workbook is broken")
def _(folder):
    path = two_sheets(folder / "carers.xlsx")
    repacked(path, lambda name, content: content[:800] if name == "xl/worksheets/sheet2.xml" else content)


@situation("A part of a workbook cannot be unpacked", "refused", r"carers\.xlsx: the workbook is broken")
def _(folder):
    path = repacked(two_sheets(folder / "carers.xlsx"), lambda name, content: content)
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    content = bytearray(path.read_bytes())
    content[place : place + 60] = bytes(byte ^ 0x5A for byte in content[place : place + 60])
    path.write_bytes(content)


@situation("A workbook of the strict form", "refused", r"carers\.xlsx: is a Strict Open XML workbook")
def _(folder):
    main, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    repacked(two_sheets(folder / "carers.xlsx"), lambda name, content: content.replace(main, strict))


@situation("A text file called .xls", "read", read_plainly)
def _(folder):
    files(folder)
    (folder / "register.csv").rename(folder / "register.xls")


@situation("A workbook of the old binary form", "refused", r"register\.xls: is of the old binary form")
def _(folder):
    files(folder)
    (folder / "register.csv").unlink()
    (folder / "register.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@situation("Semicolons between the cells", "read", read_plainly)
def _(folder):
    (folder / "register.csv").write_text(as_text(REGISTER, ";"))
    (folder / "stays.csv").write_text(as_text(STAYS, ";"))


@situation("A line sep= above the header", "read", read_plainly)
def _(folder):
    for name, rows in (("register.csv", REGISTER), ("stays.csv", STAYS)):
        (folder / name).write_text("sep=;\r\n" + as_text(rows, ";"))


@situation("Titles above the header", "read", read_plainly)
def _(folder):
    for name, rows in (("register.csv", REGISTER), ("stays.csv", STAYS)):
        (folder / name).write_text("Fostering service\r\nExtract of 1 October 2023, provisional\r\n\r\n" + as_text(rows))


@situation("Identifiers that Excel has saved as 2.02E+11", "refused", r'register\.csv row 2, Household ID: "2\.02E\+11" .*last digits')
def _(folder):
    files(folder, of_households(REGISTER, "2.02E+11", "2.02E+11"), of_households(STAYS, "2.02E+11", "2.02E+11"))


@situation("The council as Plymouth CC", "read", only("in_authority_area", True))
def _(folder):
    files(folder, changed(REGISTER, Billing_authority="Plymouth CC"), changed(STAYS, Placing_authority="Plymouth C.C."))


@situation("The council by letters that are on no list", "undecided", r"H2 .*Billing authority.* PCC .*not an English council")
def _(folder):
    rows = of_households(REGISTER, "H1", "H2")
    rows[2][6] = "PCC"
    files(folder, rows)


@situation("The council by its DfE number", "read", only("in_authority_area", True))
def _(folder):
    files(folder, changed(REGISTER, Billing_authority="879"), changed(STAYS, Placing_authority="879"))


@situation("A name that ends in _x000D_", "read", read_plainly)
def _(folder):
    two_sheets(folder / "carers.xlsx", register=changed(REGISTER, Billing_authority="Plymouth_x000D_\n"))


@situation(
    "Herefordshire with a child placed by Hertfordshire",
    "read",
    lambda found: found["stays"]["placed_by_authority"].tolist() == [False] and found["approvals"]["in_authority_area"].tolist() == [True],
    whose="herefordshire",
)
def _(folder):
    files(folder, changed(REGISTER, Billing_authority="Herefordshire"), changed(STAYS, Placing_authority="Hertfordshire"))


@situation("A county whose districts bill council tax", "read", only("in_authority_area", True), whose="west-sussex")
def _(folder):
    files(folder, changed(REGISTER, Billing_authority="Chichester District Council"), changed(STAYS, Placing_authority="West Sussex"))


@situation("A council that has since been split", "read", only("in_authority_area", True), whose="cumberland")
def _(folder):
    files(folder, changed(REGISTER, Billing_authority="Allerdale Borough Council"), changed(STAYS, Placing_authority="Cumbria"))


@situation("A discount headed by pounds", "refused", r'register\.csv row 1: "Existing discount \(£\)" has the unit or qualifier "£"')
def _(folder):
    files(folder, [["Existing discount (£)" if cell == "Existing discount" else cell for cell in REGISTER[0]], REGISTER[1]])


@situation("A household called =1+1", "read", only("household", "=1+1"))
def _(folder):
    files(folder, of_households(REGISTER, "=1+1"), of_households(STAYS, "=1+1"))


# Of the same kinds


@situation("Band A less the reduction for a disabled resident", "read", only("council_tax_band", "A-"))
def _(folder):
    files(folder, changed(REGISTER, Council_tax_band="Band A–"))


@situation("Two exports pasted one below the other, header and all", "undecided", r"Household ID .*Approval date")
def _(folder):
    files(folder, [*REGISTER, REGISTER[0], ["H2", *REGISTER[1][1:]]])


@situation("A line of totals below the table", "undecided", r"Total .*Approval date")
def _(folder):
    files(folder, [*REGISTER, ["Total", "1 household", *[""] * 10]])


@situation("Last year's register on a hidden sheet", "refused", r"sheet Register.*stands there more than once")
def _(folder):
    def change(register, stays):
        old = register.parent.create_sheet("Register 2021")
        for row in REGISTER:
            old.append(row)
        old.sheet_state = "hidden"

    two_sheets(folder / "carers.xlsx", change)


@situation("Rows hidden by a filter", "read", lambda found: found["approvals"]["household"].tolist() == ["H1", "H2"])
def _(folder):
    def change(register, stays):
        register.auto_filter.ref = "A1:L3"
        register.row_dimensions[3].hidden = True

    two_sheets(folder / "carers.xlsx", change, register=of_households(REGISTER, "H1", "H2"))


@situation("Numbers that a sheet holds as text, with a mark before them", "read", only("approved_places", 2))
def _(folder):
    def change(register, stays):
        register["E2"], register["E2"].quotePrefix, register["E2"].number_format = "2", True, "@"

    two_sheets(folder / "carers.xlsx", change)


@situation("A workbook that some other program wrote: texts in the cells, names with prefixes", "read", read_plainly)
def _(folder):
    minimal_workbook(folder / "carers.xlsx")


@situation("A workbook with macros", "read", read_plainly)
def _(folder):
    plain, macros = (b"sheet.main+xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    path = two_sheets(folder / "carers.xlsm")
    whole = b"application/vnd.openxmlformats-officedocument.spreadsheetml." + plain
    repacked(path, lambda name, content: content.replace(whole, macros))


@situation("An OpenDocument sheet with a note on a cell", "read", read_plainly)
def _(folder):
    noted = ods_cell("H1", office_value_type="string").replace(
        "<text:p>", "<office:annotation><text:p>See file</text:p></office:annotation><text:p>"
    )
    open_document(folder / "carers.ods", {"Register": rows_as_cells(REGISTER, {(1, 0): noted}), "Stays": rows_as_cells(STAYS)})


@situation("A whole table in one flat OpenDocument file", "refused", r"carers\.fods: is a web page or XML")
def _(folder):
    (folder / "carers.fods").write_text('<?xml version="1.0"?><office:document/>')


@situation("The files in an archive", "refused", r"carers\.zip: is an archive, not a workbook")
def _(folder):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("register.csv", as_text(REGISTER))
    (folder / "carers.zip").write_bytes(content.getvalue())


@situation("A stay that starts on a day with another weekday", "undecided", r"Stay start .*Monday 1 April 2022 .*not that day of the week")
def _(folder):
    files(folder, of_households(REGISTER, "H1", "H2"), [*changed(STAYS, Stay_start="Monday 1 April 2022"), ["H2", "C2", *STAYS[1][2:]]])


@situation("A start with a time zone, whose day may be another", "undecided", r"Stay start .*states a time zone")
def _(folder):
    files(folder, of_households(REGISTER, "H1", "H2"), [*changed(STAYS, Stay_start="2022-03-31T23:30:00Z"), ["H2", "C2", *STAYS[1][2:]]])


@situation("A start with the time of day", "read", read_plainly)
def _(folder):
    files(folder, stays=changed(STAYS, Stay_start="2022-04-01 23:59:59"))


@situation("Leading noughts lost in one of two files", "undecided", r"00412 ")
def _(folder):
    files(folder, of_households(REGISTER, "00412", "H2"), of_households(STAYS, "412", "H2"))


@situation("A household in capitals in one file only", "undecided", r"h1 |H1 ")
def _(folder):
    files(folder, of_households(REGISTER, "H1", "H2"), of_households(STAYS, "h1", "H2"))


@situation("A second row of units below the header", "undecided", r"dd/mm/yyyy")
def _(folder):
    units = ["", "dd/mm/yyyy", "", "dd/mm/yyyy", "number", "Y or N", "", "A to H", "per cent", "Y or N", "dd/mm/yyyy", "dd/mm/yyyy"]
    files(folder, [REGISTER[0], units, REGISTER[1]])


@situation("A council in Wales by its name", "undecided", r"Cardiff .*not an English council .*Wales")
def _(folder):
    rows = of_households(REGISTER, "H1", "H2")
    rows[2][6] = "Cardiff"
    files(folder, rows)


def minimal_workbook(path):
    """A workbook made by hand: no styles, no shared texts, every element with a prefix, no size stated."""
    space = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def sheet(rows):
        cells = [[f'<x:c t="inlineStr"><x:is><x:t>{text}</x:t></x:is></x:c>' for text in row] for row in rows]
        body = "".join(f"<x:row>{''.join(row)}</x:row>" for row in cells)
        return f"<x:worksheet {space}><x:sheetData>{body}</x:sheetData></x:worksheet>"

    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{kind}.worksheet+xml"/>' for number in (1, 2))
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook {space} xmlns:r="{relations}"><x:sheets><x:sheet name="Register" sheetId="1" r:id="r1"/>'
        '<x:sheet name="Stays" sheetId="2" r:id="r2"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{number}" Type="{relations}/worksheet" Target="/xl/worksheets/sheet{number}.xml"/>' for number in (1, 2)
        )
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet(REGISTER),
        "xl/worksheets/sheet2.xml": sheet(STAYS),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_becomes_of_it(tmp_path, name):
    make, outcome, told, whose = SITUATIONS[name]
    make(tmp_path)
    if outcome == "refused":
        with pytest.raises(InvalidData) as caught:
            read_carers([tmp_path], whose)
        assert re.search(told, str(caught.value)), str(caught.value)
        assert all(problem.remedy for problem in caught.value.problems)
        return
    if told is read_plainly:
        read_plainly(tmp_path)
        return
    found = read_carers([tmp_path], whose)
    if outcome == "read":
        assert found["undecided"].empty and told(found)
        return
    rows = found["undecided"].fillna("").astype(str).agg(" ".join, axis=1)
    assert rows.str.contains(told).any(), rows.tolist()
    assert not found["approvals"].empty and not set(found["approvals"]["household"]) & set(found["undecided"]["household"].dropna())


def test_the_list_of_situations_says_what_becomes_of_each(repository):
    text = (repository / "docs" / "situations.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (.+?) \| (read|undecided|refused) \|$", text, re.MULTILINE))
    assert listed == {name: outcome for name, (_, outcome, *_) in SITUATIONS.items()}
    counts = {outcome: list(listed.values()).count(outcome) for outcome in ("read", "undecided", "refused")}
    assert (
        f"{len(listed)} situations: {counts['read']} read, {counts['undecided']} leave a household undecided, {counts['refused']} refused."
        in text
    )
