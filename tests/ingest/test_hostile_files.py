"""Files of the project that are no files, have no end, or nest without end: named failures in bounded time, whoever reads them."""

import json
import os
import signal
import tomllib
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from carer_files import REGISTER, STAYS, as_text, ods_cell, open_document, read_plainly, rows_as_cells, two_sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.assurance.reconciliation.declarations import declarations
from analysis.catalogue.checks import declared_checks
from analysis.catalogue.documents import documents
from analysis.catalogue.plain_files import Unreadable, parsed_toml, plain_bytes
from analysis.catalogue.project import newest_quarter, usual_authority
from analysis.errors import AnalysisError, InvalidCheck, InvalidData
from analysis.ingest.carers import read_carers
from analysis.ingest.published import read_in_force
from analysis.ingest.scenarios import parse_scenario_files
from analysis.ingest.validation import find_problems
from analysis.intake.reading import read_workbook
from analysis.pages.checked import every_check

ENTRIES = ("check", "name", "claim", "formula", "printed", "holds", "needs", "against", "readings", "document", "each", "source", "other")


@contextmanager
def bounded(seconds: int):
    """Fail where something takes longer, as a pipe that is waited for would."""

    def late(number, frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def folder(path):
    path.mkdir()


NO_FILES = [(pipe, "is no file but a device or pipe"), (device, "is no file but a device or pipe"), (folder, "is a folder")]


@pytest.mark.parametrize(("put", "rule"), NO_FILES)
def test_a_table_of_the_project_that_is_no_file(project, put, rule):
    raw = project / "data" / "raw"
    (raw / "budget_history.csv").unlink()
    put(raw / "budget_history.csv")
    with bounded(60):
        assert [problem.rule for problem in find_problems(["budget_history"])] == [rule]
        for read in (lambda: read_in_force(["budget_history"], "plymouth", "2023-24-Q2"), every_check):
            with pytest.raises(InvalidData, match=f"budget_history.csv: {rule}"):
                read()


@pytest.mark.parametrize(("put", "rule"), NO_FILES)
@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("sources.csv", documents),
        ("sources.csv", lambda: newest_quarter("plymouth")),
        ("datapackage.json", usual_authority),
        ("budget_history.json", lambda: find_problems(["budget_history"])),
    ],
)
def test_what_is_read_before_anything_is_checked(project, put, rule, name, read):
    path = project / "data" / "raw" / name
    path.unlink()
    if name == "datapackage.json":
        # A project is known by this file; a pipe or device of its name is no project.
        (project / "data" / "raw" / name).write_text("[" * 100_000)
        rule = "cannot be read as JSON"
    else:
        put(path)
    with bounded(60), pytest.raises(InvalidData, match=f"{name}: {rule}"):
        read()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("report_quarter", "quarter_of_report", 1), "sources.csv row 1, report_quarter: the column is missing"),
        (lambda text: text.replace("2023-24-Q2", "autumn"), 'sources.csv, report_quarter: "autumn" is not a quarter'),
        (lambda text: text + '"', "sources.csv: the file cannot be read"),
    ],
)
def test_the_list_of_documents_that_is_no_such_list(project, change, said):
    path = project / "data" / "raw" / "sources.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        newest_quarter("plymouth")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a = " + "[" * 100_000, "nests too deep"),
        ("a = " + "{a=" * 100_000, "nests too deep"),
        ("a = " + "9" * 100_000, "cannot be read as TOML"),
        ("a = 1\na = 2", "cannot be read as TOML"),
        ("\x00", "cannot be read as TOML"),
        ('a = "' + "x" * 100, "cannot be read as TOML"),
    ],
)
def test_hostile_toml_is_named_as_a_scenario_and_as_checks(project, content, rule):
    for place in ("scenarios", "checks"):
        (project / place / "hostile.toml").write_text(content, encoding="utf-8")
    with bounded(60):
        files, unreadable = parse_scenario_files()
        assert "central" in files and [rule in problem.rule for problem in unreadable["hostile"]] == [True]
        with pytest.raises(InvalidCheck, match=f"checks/hostile.toml: .*{rule}"):
            declared_checks()


@pytest.mark.parametrize(("put", "rule"), NO_FILES)
def test_a_scenario_and_checks_that_are_no_files(project, put, rule):
    for place in ("scenarios", "checks"):
        put(project / place / "hostile.toml")
    with bounded(60):
        assert [problem.rule for problem in parse_scenario_files()[1]["hostile"]] == [rule]
        with pytest.raises(InvalidCheck, match=f"checks/hostile.toml: {rule}"):
            declared_checks()


def test_a_file_past_its_bound_is_not_read(tmp_path):
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(Unreadable, match="has 50,000,001 bytes, more than the 50,000,000"):
        parsed_toml(path)
    assert plain_bytes(path, most=60_000_000, first=3) == b"\x00\x00\x00"


@given(content=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_toml_or_named(tmp_path, content):
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    try:
        assert isinstance(parsed_toml(path), dict)
    except Unreadable as error:
        assert len(error.args) == 2


SHAPES = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "x", "1 + 1", "[year]", "a.b", "<i>"]) | st.dates(),
    lambda within: st.lists(within, max_size=3) | st.dictionaries(st.sampled_from(ENTRIES), within, max_size=4),
    max_leaves=8,
)


def as_toml(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_toml(held)}" for name, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


@given(shape=st.dictionaries(st.sampled_from(ENTRIES), SHAPES, max_size=5))
@settings(deadline=None, max_examples=150)
def test_checks_of_any_shape_are_checks_or_named(shape):
    text = "\n".join(f"{name} = {as_toml(value)}" for name, value in shape.items())
    try:
        assert isinstance(declarations({"odd.toml": tomllib.loads(text)}), list)
    except InvalidCheck as error:
        assert "odd.toml" in str(error)


# Workbooks


@pytest.mark.parametrize(("put", "rule"), NO_FILES)
def test_a_workbook_that_is_no_file(tmp_path, put, rule):
    put(tmp_path / "next.xlsx")
    with bounded(60), pytest.raises(InvalidData, match=f"next.xlsx: {rule}"):
        read_workbook(tmp_path / "next.xlsx")


def test_a_stay_that_stands_a_hundred_thousand_times(tmp_path):
    stay = "".join(ods_cell(text, office_value_type="string") for text in STAYS[1])
    many = f'<table:table-row table:number-rows-repeated="100000">{stay}</table:table-row>'
    tables = {"Register": rows_as_cells(REGISTER), "Stays": [*rows_as_cells(STAYS[:1]), many]}
    path = open_document(tmp_path / "carers.ods", tables)
    assert path.stat().st_size < 5_000
    with bounded(120):
        assert len(read_carers([path], "plymouth")["stays"]) == 100_000


def test_a_sheet_of_a_quarter_of_a_million_blank_rows(tmp_path):
    """As a spreadsheet leaves one where whole columns were given a format: a quarter of the rows that a sheet can have, to be quick."""
    path = two_sheets(tmp_path / "carers.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    last = len(STAYS)
    blank = "".join(f'<row r="{row}" ht="15"/>' for row in range(last + 1, 262_145)).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"</sheetData>", blank + b"</sheetData>") if name.endswith("sheet2.xml") else content)
    with bounded(120):
        assert len(read_carers([path], "plymouth")["stays"]) == last - 1


def test_a_huge_cell_and_a_huge_header(tmp_path):
    two_sheets(tmp_path / "carers.xlsx", lambda register, stays: register.__setitem__("G2", "P" * 32_767))
    with bounded(60), pytest.raises(InvalidData, match="is not an English council") as caught:
        read_carers([tmp_path], "plymouth")
    assert len(str(caught.value)) < 2_000 and "(32,767 characters)" in str(caught.value)
    (tmp_path / "carers.xlsx").unlink()
    (tmp_path / "register.csv").write_text(",".join(f"c{number}" for number in range(100_000)) + "\n" + as_text(REGISTER))
    (tmp_path / "stays.csv").write_text(as_text(STAYS))
    with bounded(60):
        read_plainly(tmp_path)


def test_entities_of_a_workbook_are_not_resolved(tmp_path):
    path = two_sheets(tmp_path / "carers.xlsx")
    lol = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        for declared in (f'<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]>', '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'):
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, declared.encode() + b"<a>&l9;</a>" if name == part else content)
            with bounded(60), pytest.raises(InvalidData, match="declares a document type"):
                read_carers([path], "plymouth")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    made = tmp_path_factory.mktemp("sound")
    tables = {"Register": rows_as_cells(REGISTER), "Stays": rows_as_cells(STAYS)}
    sound = {path.suffix: path.read_bytes() for path in (two_sheets(made / "c.xlsx"), open_document(made / "c.ods", tables))}
    return {**sound, ".csv": as_text(REGISTER).encode()}


@given(data=st.data())
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_sound_file_cut_or_with_bits_turned_is_a_register_or_a_named_failure(tmp_path, sound, data):
    suffix = data.draw(st.sampled_from(sorted(sound)))
    content = bytearray(sound[suffix])
    for place, bit in data.draw(st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 7)), max_size=3)):
        content[place] ^= 1 << bit
    content = content[: data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))]
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / f"carers{suffix}").write_bytes(content)
    if suffix == ".csv":
        (tmp_path / "stays.csv").write_text(as_text(STAYS))
    try:
        found = read_carers([tmp_path], "plymouth")
    except AnalysisError as error:
        assert "carers" in str(error) or "register" in str(error) or "stays" in str(error)
    else:
        assert set(found["approvals"]["household"]) or not found["undecided"].empty
