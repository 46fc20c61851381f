"""The workbook of a scenario, recalculated by LibreOffice and held against the package."""

import io
import re
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from office import saved_by_libreoffice

from analysis.catalogue.fields import field
from analysis.fostering.appraisal import monthly_table, outcomes_table, yearly_table
from analysis.fostering.assumptions import ASSUMPTIONS, BANDS
from analysis.fostering.cash_flow import monthly_lines
from analysis.fostering.inert import NEEDS, holds
from analysis.fostering.model.evaluate import evaluated
from analysis.fostering.model.households import RATES
from analysis.fostering.model.results import BASES
from analysis.fostering.scenario import resolve_scenario, with_values
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys
from analysis.publish.workbook import scenario_workbook

PENNY = 0.005
SHEETS = [
    "Read me",
    "Assumptions",
    "Rates",
    "Calculation by month",
    "Calculation by year",
    "Result",
    "Checks",
    "Formulas",
    "Sources",
]
ONE_CHANGE = {"new_placements_per_year": 12}
SEVERAL_CHANGES = {
    "no horizon left out": {"horizon_years": 10},
    "shortest horizon": {"horizon_years": 1, "recruitment_years": 0.5},
    "full wait": {"relief_wait_months": 12, "weekly_fee_gbp_per_household": 55.5},
    "other flags": {"marginal_costs": True, "relief_needs_placement": False, "relief_new_outside_city": False},
    "falling prices": {"inflation_pct": -3, "council_tax_uplift_pct": -5, "bought_uplift_pct": 8, "discount_rate_pct": 0},
    "never pays back": {"agency_gbp_per_year": 1000, "residential_gbp_per_year": 1000, "set_up_cost_gbp": 1_000_000},
    "slow start": {"recruitment_lag_months": 7.5, "ramp_months": 5.5, "set_up_cost_gbp": 90_000.99},
}
BROKEN = {
    "deadweight_pct": 1.3,
    "new_bill_gbp_per_household": 0,
    **{f"new_households_band_{band}_pct": 0 for band in BANDS},
    "residential_share_pct": 0.1,
}
"""As cells hold it: 130 per cent would have come anyway, no bill for new households, and residential care for nothing."""


@pytest.fixture(scope="module")
def shipped():
    """Every scenario that is shipped, by name."""
    files, figures, sources = parse_scenario_files()[0], scenario_figures("plymouth", "2023-24-Q2"), source_keys()
    return {name: resolve_scenario(name, files, figures, sources) for name in files}


@pytest.fixture(scope="module")
def written(shipped) -> dict[str, bytes]:
    """The workbook of each."""
    return {name: scenario_workbook(scenario) for name, scenario in shipped.items()}


def any_values(seed: int) -> dict:
    """A value for every assumption, at random within its bounds, that fit each other."""
    draw = np.random.default_rng(seed)
    values = {}
    for name, declared in ASSUMPTIONS.items():
        if declared.kind == "number":
            values[name] = float(draw.uniform(declared.least, min(declared.most, 100_000)))
        else:
            values[name] = float(draw.integers(int(declared.least), int(declared.most), endpoint=True))
    counts = draw.integers(1, 50, len(BANDS))
    shares = draw.dirichlet(np.ones(len(BANDS))) * 100
    values |= {f"existing_households_band_{band}": float(count) for band, count in zip(BANDS, counts, strict=True)}
    values |= {f"new_households_band_{band}_pct": float(share) for band, share in zip(BANDS, shares, strict=True)}
    values["existing_households"] = float(counts.sum())
    if seed % 2:
        values |= {"existing_bill_gbp_per_household": 0.0, "new_bill_gbp_per_household": 0.0}
    return values


@pytest.fixture(scope="module")
def runs(shipped):
    """Every run that is held against the package: its name, the scenario of the workbook, and what is changed in it."""
    made = [(name, scenario, {}) for name, scenario in shipped.items()]
    made += [(f"{name}, one change", scenario, ONE_CHANGE) for name, scenario in shipped.items()]
    made += [(name, shipped["central"], changes) for name, changes in SEVERAL_CHANGES.items()]
    return made + [(f"any values {seed}", shipped["published"], any_values(seed)) for seed in range(4)]


def recalculate(program: str, folder: Path, out: Path) -> None:
    """Every workbook of a folder, recalculated into another, in one call."""
    saved_by_libreoffice(program, sorted(folder.glob("*.xlsx")), "xlsx", out)


def as_cell(name: str, value: float):
    """A value of a scenario as the read me says that a cell holds it."""
    declared = ASSUMPTIONS[name]
    return bool(value) if declared.kind == "flag" else value / 100 if declared.unit == "per cent" else value


def input_cell(book, name: str):
    sheet, place = next(iter(book.defined_names[name].destinations))
    return book[sheet][place.replace("$", "")]


def opened(content: bytes, **options):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.fixture(scope="module")
def recalculated(libreoffice, runs, written, tmp_path_factory):
    """Each run's workbook, changed as a user would and recalculated; openpyxl drops every figure that stood ready in it."""
    folder, out = tmp_path_factory.mktemp("changed"), tmp_path_factory.mktemp("recalculated")
    books = {name: opened(content) for name, content in written.items()}
    changes = [(name, scenario.name, {key: as_cell(key, value) for key, value in changed.items()}) for name, scenario, changed in runs]
    for name, scenario, changed in [*changes, ("broken", "central", BROKEN)]:
        cells = {key: input_cell(books[scenario], key) for key in changed}
        before = {key: cell.value for key, cell in cells.items()}
        for key, cell in cells.items():
            cell.value = changed[key]
        books[scenario].save(folder / f"{name}.xlsx")
        for key, cell in cells.items():
            cell.value = before[key]
    recalculate(libreoffice, folder, out)
    return {path.stem: opened(path.read_bytes(), data_only=True) for path in out.glob("*.xlsx")}


def header_row(sheet) -> int:
    """Where the sheet says that its table starts."""
    return int(re.search(r"from cell A(\d+)", sheet["A2"].value)[1])


def table_of(book, sheet: str) -> list[dict]:
    """The one table of a sheet, rows by heading, from the cell that the sheet states."""
    page = book[sheet]
    header = header_row(page)
    headings = [cell.value for cell in page[header] if cell.value is not None]
    rows = page.iter_rows(min_row=header + 1, max_col=len(headings), values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def same(found, expected) -> bool:
    """Whether two figures agree to the penny; a missing one is in words."""
    if pd.isna(expected):
        return isinstance(found, str)
    if isinstance(expected, str):
        return (f"{found:%Y-%m}" if hasattr(found, "strftime") else str(found)) == expected
    return not isinstance(found, str) and found is not None and abs(found - expected) <= PENNY


def differences(rows: list[dict], table, heading_of) -> list:
    return [
        (number, column, row[heading_of(column)], expected[column])
        for number, (row, expected) in enumerate(zip(rows, table.to_dict("records"), strict=False))
        for column in table.columns
        if not same(row[heading_of(column)], expected[column])
    ]


def heading(column: str) -> str:
    return {"scheme_year": "Year"}.get(column) or field(column).heading_with_unit


def monthly_heading(column: str) -> str:
    return {"scheme_year": "Scheme year", "month": "Month"}.get(column) or heading(column)


def test_recalculated_it_agrees_with_the_package_to_the_penny(runs, recalculated):
    for name, scenario, changes in runs:
        changed = with_values(scenario, changes, "set for this test", "test")
        months, years, outcomes = monthly_table(changed), yearly_table(changed), outcomes_table(changed)
        book = recalculated[name]
        by_month, by_year = table_of(book, "Calculation by month"), table_of(book, "Calculation by year")
        assert len(by_month) == 120 and len(by_year) == 10
        assert differences(by_month, months, monthly_heading) == [], name
        assert differences(by_year, years, heading) == [], name
        assert sum(row["Counted: 1 within the horizon, 0 beyond"] for row in by_month) == len(months)
        result = table_of(book, "Result")
        for (_, expected), (basis, *_) in zip(outcomes.iterrows(), BASES.values(), strict=True):
            found = {row["Outcome"]: row[basis] for row in result}
            wrong = [
                (column, found[heading(column)], expected[column])
                for column in outcomes.columns.drop("avoidance_basis")
                if not same(found[heading(column)], expected[column])
            ]
            assert wrong == [], (name, basis)


def column_named(book, name: str) -> list:
    """What stands under a defined name of the workbook, from the top."""
    sheet, place = next(iter(book.defined_names[name].destinations))
    cells = book[sheet][place.replace("$", "")]
    return [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]


def test_recalculated_every_line_of_the_model_is_that_of_the_package(runs, recalculated):
    for name, scenario, changes in runs:
        values = with_values(scenario, changes, "set for this test", "test").values
        months = monthly_lines(values)
        rates = evaluated(values, tuple(line.name for line in RATES))
        for line, expected in {**{f"monthly_{line}": rows[:, 0] for line, rows in months.items()}, **rates}.items():
            found = np.array(column_named(recalculated[name], line)[: np.size(expected)], dtype=float)
            assert np.abs(found - expected).max() <= PENNY * min(1.0, max(np.abs(expected).max(), 1e-9)), (name, line)


def test_the_changes_do_change_the_result(runs, recalculated):
    # A workbook that ignored its inputs would agree with nothing changed; the published case has 12 placements in none of its years.
    for name in ("published", "central", "cautious"):
        before, after = (table_of(recalculated[key], "Result")[5]["All cost avoided"] for key in (name, f"{name}, one change"))
        assert abs(before - after) > 1000


def test_every_check_holds_and_no_cell_is_an_error(runs, recalculated):
    idle = {name: idle_changes(scenario, changes) for name, scenario, changes in runs}
    assert idle["central"] == [] and idle["never pays back"] == ["residential_gbp_per_year"]
    for name, book in recalculated.items():
        for sheet in book:
            errors = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
            assert errors == [], (name, sheet.title)
        if name != "broken":
            failed = [row["Check"] for row in table_of(book, "Checks") if row["Result"] != "holds"]
            assert failed == (["Every input that was changed changes something"] if idle[name] else []), name
            assert book["Result"]["A4"].value.startswith("A check fails" if idle[name] else "All checks hold."), name
            rows = {row["Name in formulas and in the scenario file"]: row for row in table_of(book, "Assumptions")}
            named = [key for key, row in rows.items() if row["Status"] == "changed" and row["Effect"].startswith("changes nothing: ")]
            assert named == idle[name], name


def idle_changes(scenario, changes) -> list[str]:
    """Inputs that a run changes and that lack what they need to count."""
    after = with_values(scenario, changes, "set for this test", "test").values
    moved = [name for name in ASSUMPTIONS if name in changes and abs(after[name] - scenario.values[name]) > 1e-12]
    return [name for name in moved if name in NEEDS and not holds(NEEDS[name][0], after)]


def test_impossible_inputs_are_named(recalculated):
    book = recalculated["broken"]
    failed = [row["Check"] for row in table_of(book, "Checks") if row["Result"] == "fails"]
    assert failed == [
        "Every input is within what is allowed",
        "Shares of new households by band add up to 100 per cent, or the average bill is stated",
        "Residential care has a cost, or no child would have been in it",
    ]
    assert book["Result"]["A4"].value.startswith("A check fails")
    statuses = {row["Name in formulas and in the scenario file"]: row["Status"] for row in table_of(book, "Assumptions")}
    assert [name for name, status in statuses.items() if status == "outside what is allowed"] == ["deadweight_pct"]
    assert "outside what is allowed: 1" in book["Assumptions"]["A4"].value


def test_changed_inputs_say_so(recalculated):
    statuses = {
        row["Name in formulas and in the scenario file"]: row["Status"]
        for row in table_of(recalculated["central, one change"], "Assumptions")
    }
    assert [name for name, status in statuses.items() if status == "changed"] == ["new_placements_per_year"]


def test_the_result_says_whether_inputs_were_changed(recalculated):
    unchanged = "Every input is as in the scenario."
    for name, said in (("central", unchanged), ("central, one change", "1 input differs from the scenario: see Assumptions.")):
        for sheet in ("Result", "Checks"):
            assert said in [row[0].value for row in recalculated[name][sheet].iter_rows(max_row=6)], (name, sheet)
    # Eleven cells are set: the eight shares of bands stand at 0 as in the scenario, and the other three differ from it.
    assert "3 inputs differ from the scenario: see Assumptions." in [
        row[0].value for row in recalculated["broken"]["Result"].iter_rows(max_row=6)
    ]


def test_words_stand_where_there_is_no_figure(recalculated):
    nothing = {row["Outcome"]: row["All cost avoided"] for row in table_of(recalculated["no_scheme"], "Result")}
    for column in ("benefit_cost_ratio", "payback_month", "break_even_placements_per_year"):
        assert nothing[heading(column)] == "nothing spent"
    never = {row["Outcome"]: row["Cashable part only"] for row in table_of(recalculated["published"], "Result")}
    assert never[heading("payback_month")] == "not by the end" and never[heading("break_even_placements_per_year")] == "no number pays"
    assert never[heading("peak_funding_grows")] == "yes"
    assert any(row["Topic"] == "If cells look empty" for row in table_of(recalculated["central"], "Read me"))


def test_figures_that_stand_ready_are_those_that_it_recalculates(written, recalculated):
    for name, content in written.items():
        ready = opened(content, data_only=True)
        for sheet in ("Calculation by month", "Calculation by year", "Result", "Checks"):
            cells = [cell for row in ready[sheet].iter_rows() for cell in row if cell.value not in (None, "")]
            for cell in cells:
                found = recalculated[name][sheet][cell.coordinate].value
                agree = abs(found - cell.value) <= PENNY if isinstance(cell.value, int | float) else found == cell.value
                assert agree, (name, sheet, cell.coordinate, found, cell.value)


@pytest.fixture(scope="module")
def book(written):
    return opened(written["central"])


def test_no_figure_outside_the_assumptions_is_typed(book):
    assert book.sheetnames == SHEETS
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                typed = isinstance(cell.value, int | float) or cell.is_date
                if sheet.title != "Assumptions":
                    assert not typed or cell.data_type == "f", (sheet.title, cell.coordinate)


def test_formulas_hold_no_figure_but_units_of_time(book):
    # 1 and 0; 12 months in a year, 3 in a quarter; 100 to print two digits of a year. The checks have tolerances of their own.
    for name in ("Rates", "Calculation by month", "Calculation by year", "Result"):
        for row in book[name].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    bare = re.sub(r"\"[^\"]*\"|\$[A-Z]+\$?\d+", "", cell.value)
                    assert set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", bare)) <= {"0", "1", "3", "12", "100"}, (name, cell.value)


def test_every_row_has_the_same_formulas(book):
    for name, rows in (("Calculation by month", 120), ("Calculation by year", 10)):
        for column in book[name].iter_cols(min_row=header_row(book[name]) + 1):
            relative = {re.sub(r"(?<=[A-Z])\d+", lambda m, cell=cell: f"[{int(m[0]) - cell.row}]", cell.value) for cell in column}
            assert len(column) == rows and len(relative) == 1, relative


def test_inputs_are_named_marked_bounded_and_the_only_cells_open(book):
    sheet = book["Assumptions"]
    bounded = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    inputs = set()
    for name, declared in ASSUMPTIONS.items():
        cell = input_cell(book, name)
        row = {heading.value: found for heading, found in zip(sheet[header_row(sheet)], sheet[cell.row], strict=True)}
        assert cell.parent.title == "Assumptions" and not cell.protection.locked
        assert row["Kind"].value.startswith("Input: ") and cell.fill.fgColor.rgb == "FFFFF2CC" and cell.border.left.style == "thin"
        rule = bounded[cell.coordinate]
        if declared.kind == "flag":
            assert rule.formula1 == '"TRUE,FALSE"'
        else:
            assert [float(rule.formula1), float(rule.formula2)] == [as_cell(name, declared.least), as_cell(name, declared.most)]
        assert rule.error and rule.prompt
        inputs.add(cell.coordinate)
    for page in book:
        unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
        assert unlocked == (inputs if page.title == "Assumptions" else set())


def test_every_name_leads_to_a_cell(book):
    for name, defined in book.defined_names.items():
        for sheet, place in defined.destinations:
            cells = book[sheet][place.replace("$", "")]
            assert cells, name
    names = {word for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f" for word in words(cell.value)}
    assert names <= set(book.defined_names)


def words(formula: str) -> list[str]:
    return re.findall(r"(?<![$\w])[a-z]\w*", re.sub(r"\"[^\"]*\"", "", formula))


def test_protected_against_accident_and_nothing_hidden(book):
    for sheet in book:
        assert sheet.protection.sheet and sheet.protection.password is None
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()])
        assert not any(cell.protection.hidden for row in sheet.iter_rows() for cell in row)
    assert not any(defined.hidden for defined in book.defined_names.values())


def test_a_screen_reader_can_read_it(book):
    for sheet in book:
        (table,) = sheet.tables.values()
        first, last = table.ref.split(":")
        assert sheet["A1"].value and f"from cell {first}." in sheet["A2"].value
        assert not sheet.merged_cells.ranges and not sheet._images and not sheet._charts
        assert sheet.freeze_panes == f"{re.sub('[0-9]', '', sheet.freeze_panes)}{int(first[1:]) + 1}"
        header, *rows = sheet[table.ref]
        assert len({cell.value for cell in header}) == len(header)
        assert all(cell.value not in (None, "") for row in rows for cell in row), sheet.title
        assert sheet.print_title_rows and sheet.page_setup.orientation == "landscape"
    assert book.properties.title == "Fostering appraisal: Central"
    assert book.properties.language == "en-GB"


def test_same_scenario_same_bytes(shipped, written):
    assert scenario_workbook(shipped["central"]) == written["central"]


def test_text_of_a_scenario_is_never_a_formula(shipped):
    changed = with_values(shipped["central"], ONE_CHANGE, '=HYPERLINK("http://example.org")', "=1+1")
    for sheet in opened(scenario_workbook(changed)):
        for row in sheet.iter_rows():
            assert not any(cell.data_type == "f" and ("HYPERLINK" in cell.value or cell.value == "=1+1") for cell in row)
