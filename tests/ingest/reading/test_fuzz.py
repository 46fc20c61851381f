"""Whatever a file holds, reading it gives its cells or one failure that names it; what is written is what is read."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from analysis.errors import InvalidData
from analysis.ingest.reading.dates import date_reading, means_no_end, parse_date
from analysis.ingest.reading.sheets import cleaned, read_sheets
from analysis.ingest.reading.values import BadCell, parse_identifier, parse_number, parse_per_cent, parse_whole_number
from analysis.ingest.reading.workbooks import number_as_shown, plain_number

QUIET = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\u00ad"), max_size=12).map(cleaned)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=8)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


def read_or_refuse(path):
    """The sheets of a file; a refusal names it and says what to do."""
    try:
        return read_sheets(path)
    except InvalidData as error:
        assert [problem.file for problem in error.problems] == [path.name] and error.problems[0].remedy
        return None


@QUIET
@given(content=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"sep=;\n", b'"']))
def test_any_bytes_are_read_or_refused(tmp_path, content, start):
    path = tmp_path / "any.csv"
    path.write_bytes(start + content)
    read_or_refuse(path)


@pytest.fixture(scope="module")
def sound_workbook(tmp_path_factory):
    book = Workbook()
    for number in range(30):
        book.active.append([f"H{number}", number / 7, date(2023, 1, 1), "=A1", True, None, "x" * number])
    path = tmp_path_factory.mktemp("sound") / "book.xlsx"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@QUIET
@given(data=st.data())
def test_a_workbook_damaged_anywhere_is_read_or_refused(tmp_path, sound_workbook, data):
    parts = dict(sound_workbook)
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    parts[name] = bytes(content)
    path = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part, held in parts.items():
            archive.writestr(part, held)
    read_or_refuse(path)


@QUIET
@given(rows=TABLES, separator=st.sampled_from([",", ";", "\t", "|"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_the_cells_of_a_text_are_those_written(tmp_path, rows, separator, encoding):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    path = tmp_path / "table.csv"
    path.write_bytes((f"sep={separator}\n" + text.getvalue()).encode(encoding))
    wanted = {number: row for number, row in enumerate(rows, 2) if any(row)}
    found = {row.number: row.texts + [""] * (3 - len(row.texts)) for sheet in read_sheets(path) for row in sheet.rows}
    assert found == wanted


@QUIET
@given(rows=TABLES)
def test_the_cells_of_a_workbook_are_those_written(tmp_path, rows):
    book = Workbook()
    rows = [[text.replace("_x", "") for text in row] for row in rows]
    rows = [["" if text.startswith("=") else text for text in row] for row in rows]
    for row in rows:
        book.active.append([text or None for text in row])
    path = tmp_path / "table.xlsx"
    book.save(path)
    found = {row.number: row.texts + [""] * (3 - len(row.texts)) for sheet in read_sheets(path) for row in sheet.rows}
    assert found == {number: row for number, row in enumerate(rows, 1) if any(row)}


@given(day=DAYS)
def test_a_date_is_the_same_in_every_form_that_can_be_read_in_one_way(day):
    shown = day_first, _ = date_reading(["25-12-2022", "25.12.2022", "25-12-22", "25.12.22"])
    assert shown[1] is None
    forms = [
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%d.%m.%Y",
        "%d-%m-%y",
        "%d %B %Y",
        "%d %b %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%B %d, %Y",
        "%Y%m%d",
        "%A %d %B %Y",
    ]
    assert {parse_date(day.strftime(form), day_first) for form in forms} == {day}
    assert parse_date(str((day - date(1899, 12, 30)).days), day_first) == day
    from_1904, _ = date_reading([], None, date_system_1904=True)
    serial = (day - date(1904, 1, 1)).days
    assert serial < 18_000 or parse_date(str(serial), from_1904) == day


@given(days=st.lists(DAYS, min_size=1, max_size=30), separator=st.sampled_from("-."), order=st.sampled_from(["%d{}%m{}%Y", "%m{}%d{}%Y"]))
def test_no_file_is_read_in_another_order_than_it_was_written_in(days, separator, order):
    texts = [day.strftime(order.format(separator, separator)) for day in days]
    reading, undecided = date_reading(texts)
    if undecided is None:
        assert [parse_date(text, reading) for text in texts] == days
    else:
        stated = "day_first" if order.startswith("%d") else "month_first"
        assert [parse_date(text, date_reading(texts, stated)[0]) for text in texts] == days


@given(days=st.lists(DAYS, min_size=1, max_size=30), order=st.sampled_from(["%d-%m-%y", "%m-%d-%y", "%y-%m-%d"]))
def test_a_year_of_two_digits_is_never_taken_for_a_day(days, order):
    texts = [day.strftime(order) for day in days]
    reading, undecided = date_reading(texts)
    if undecided is None:
        assert [parse_date(text, reading) for text in texts] == days


@given(text=st.one_of(st.text(max_size=30), st.from_regex(r"[0-9./ TZ:-]{1,20}"), st.integers().map(str), st.floats().map(str)))
def test_any_cell_is_a_value_or_refused(text):
    reading, _ = date_reading([text])
    for parse in (lambda given: parse_date(given, reading), parse_whole_number, parse_number, parse_per_cent, parse_identifier):
        try:
            value = parse(text)
        except BadCell as error:
            assert len(error.args) == 2
        else:
            assert parse is parse_identifier or str(value) not in ("inf", "nan")
    assert means_no_end(text) in (True, False)


@given(number=st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9).map(lambda value: round(value, 4))))
def test_a_number_is_shown_without_loss(number):
    assert float(plain_number(number)) == number
    assert float(number_as_shown(number, "#,##0.00;[Red]-#,##0.00")) == number


@given(per_mille=st.integers(0, 1000))
def test_a_share_that_is_shown_as_per_cent_is_that_per_cent(per_mille):
    shown = number_as_shown(per_mille / 1000, "0.0%")
    assert parse_per_cent(shown) == per_mille / 10


def test_days_count_from_the_system_of_the_file():
    assert date(1904, 1, 1) - date(1899, 12, 30) == timedelta(days=1462)
