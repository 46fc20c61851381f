import copy
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.assurance.reconciliation.declarations import topics_not_yet_checked
from analysis.assurance.reconciliation.evaluate import checked_figures
from analysis.assurance.reconciliation.in_force import RowsInForce, Validity
from analysis.assurance.reconciliation.summary import SHOWN, by_document, chosen, doubted, of_quarter
from analysis.catalogue.checks import declared_checks
from analysis.disclosure.release import release
from analysis.errors import InvalidCheck, UnknownChoice
from analysis.ingest.printed import read_with_units

DOCUMENT = {
    "document.toml": {
        "source": "made-up",
        "document": "A made-up document",
        "check": [
            {"check": "variance", "claim": "{service}", "over": "lines", "printed": "variance_gbp_m", "formula": "forecast_gbp_m - budget_gbp_m"},
            {"check": "sum-budget", "claim": "Budget", "over": "totals", "printed": "budget_gbp_m", "formula": "total(cells('lines', 'budget_gbp_m'))"},
            {"check": "sum-forecast", "claim": "Forecast", "over": "totals", "printed": "forecast_gbp_m", "formula": "total(cells('lines', 'forecast_gbp_m'))"},
            {"check": "total-variance", "claim": "Variance", "over": "totals", "printed": "variance_gbp_m", "formula": "forecast_gbp_m - budget_gbp_m"},
            {"check": "group-share", "claim": "{group}", "over": "groups", "printed": "share_pct", "formula": "share_pct(children, cell('all_groups', 'children'))"},
            {"check": "group-sum", "claim": "Children", "over": "all_groups", "printed": "children", "formula": "total(cells('groups', 'children'))"},
            {"check": "rate", "claim": "Rate", "over": "all_groups", "printed": "rate_per_10k", "formula": "rate_per_10k(children, population)"},
            {"check": "change", "claim": "Change", "over": "all_groups", "printed": "change_pct", "formula": "change_pct(children, children_before)"},
            {"check": "fall", "claim": "Twice", "over": "all_groups", "printed": "children_again", "formula": "children"},
            {"check": "population", "claim": "Population twice", "over": "all_groups", "printed": "population_again", "formula": "population"},
            {"check": "before", "claim": "Before twice", "over": "all_groups", "printed": "before_again", "formula": "children_before"},
        ],
    }
}  # fmt: skip
SMALLEST_ERROR = {"_gbp_m": 0.006, "_pct": 0.2, "_per_10k": 0.2}
"""More than rounding can explain: at most ten lines of half a thousandth and a total; half of a tenth."""


UNITS = {"_gbp_m": "GBP million", "_pct": "per cent", "_per_10k": "rate per 10,000"}


def with_units(tables: dict) -> dict:
    """The made-up document with the unit of each figure; what is neither money, share nor rate counts children."""
    for row in (row for rows in tables.values() for row in rows):
        for column in [name for name in row if name not in ("authority", "quarter", "service", "group")]:
            row[f"unit of {column}"] = next((unit for ending, unit in UNITS.items() if column.endswith(ending)), "children")
    return tables


def as_printed(pounds: int) -> str:
    return f"{pounds / 1e6:.3f}"


@st.composite
def documents(draw):
    """A document whose figures are all right, each rounded from amounts that only its author knows."""
    lines = draw(st.lists(st.tuples(st.integers(0, 90_000_000), st.integers(-9_000_000, 9_000_000)), min_size=2, max_size=10))
    groups = draw(st.lists(st.integers(5, 900), min_size=2, max_size=6))
    children, population, before = sum(groups), draw(st.integers(20_000, 90_000)), draw(st.integers(50, 5_000))
    budget, moved = sum(line[0] for line in lines), sum(line[1] for line in lines)
    row = {"authority": "a", "quarter": "2023-24-Q2"}
    tables = {
        "lines": [
            row | {"service": f"Service {n}", "budget_gbp_m": as_printed(b), "forecast_gbp_m": as_printed(b + m), "variance_gbp_m": as_printed(m)}
            for n, (b, m) in enumerate(lines)
        ],
        "totals": [row | {"budget_gbp_m": as_printed(budget), "forecast_gbp_m": as_printed(budget + moved), "variance_gbp_m": as_printed(moved)}],
        "groups": [row | {"group": f"Group {n}", "children": str(count), "share_pct": f"{100 * count / children:.1f}"} for n, count in enumerate(groups)],
        "all_groups": [
            row
            | {
                "children": str(children),
                "children_again": str(children),
                "children_before": str(before),
                "before_again": str(before),
                "population": str(population),
                "population_again": str(population),
                "rate_per_10k": f"{10_000 * children / population:.1f}",
                "change_pct": f"{100 * (children - before) / before:.1f}",
            }
        ],
    }  # fmt: skip
    return with_units(tables)


def verdicts(tables) -> set[str]:
    return set(checked_figures(DOCUMENT, tables)["verdict"])


@settings(max_examples=150)
@given(documents())
def test_rounding_alone_is_never_taken_for_an_error(tables):
    assert verdicts(tables) <= {"agrees", "rounding"}


@settings(max_examples=250)
@given(st.data())
def test_an_error_planted_in_any_number_is_caught(data):
    tables = data.draw(documents())
    numbers = [
        (name, index, column)
        for name, rows in tables.items()
        for index, row in enumerate(rows)
        for column in row
        if column not in ("authority", "quarter", "service", "group") and not column.startswith("unit of ")
    ]
    name, index, column = data.draw(st.sampled_from(numbers))
    text = tables[name][index][column]
    smallest = next((size for ending, size in SMALLEST_ERROR.items() if column.endswith(ending)), 1)
    size = smallest * data.draw(st.integers(1, 2_000)) * data.draw(st.sampled_from([-1, 1]))
    tables[name][index][column] = f"{float(text) + size:.{len(text.partition('.')[2])}f}"
    assert "does not agree" in verdicts(tables)


@pytest.fixture(scope="module")
def real_tables():
    return read_with_units()


@pytest.fixture(scope="module")
def real(real_tables):
    return checked_figures(declared_checks(), real_tables)


def row(checked, name):
    return checked.set_index("check").loc[name]


def test_known_figures_of_the_documents_get_their_verdicts(real):
    # Worked by hand from the source text: 290 of 584 is 49.66%, printed 41; 159 x 54,991 = 8,743,569 a year, so not a week's.
    missing = row(real, "plymouth-2015-missing-not-known")
    assert (missing["verdict"], missing["recomputed_figure"], missing["figure_difference"]) == ("does not agree", "49.7%", "\u22128.7")
    # 38.538 - 33.961 = 4.577 against 4.578: three figures, 0.0015 either way.
    assert row(real, "budget-variance-plymouth-2023-24-q2-cypf-placements-packages")["verdict"] == "rounding"
    # 202 / 53,291 x 10,000 = 37.91; 202 / 51,635 x 10,000 = 39.12, the printed 39.1.
    rate = row(real, "cpp-rate-annex-plymouth-2023-24-q2-q2-2023-24")
    assert rate["verdict"] == "does not agree" and rate["recomputed_figure"].startswith("37.91") and "Census 2021" in rate["likely_reading"]
    weekly = real[real["check"].str.startswith("fostering-cost-per-week")]
    assert set(weekly["likely_reading"]) == {"an amount for one child for a year, printed as one for a week"}
    # 8,743,569 / 159 / 52 = 1,057.519.
    assert "\u00a31,057.52 per week" in set(weekly["recomputed_figure"])
    # 8 / 192 = 4.167%, printed 4.1.
    assert (real["likely_reading"] == "cut off and not rounded").sum() == 1


def test_suppressed_parts_are_held_against_their_total(real):
    parts = real[real["check_kind"] == "partition"].set_index("check")["verdict"]
    # 336 + 53 + 31 + 12 + 25 + 25 + 6 = 488 is already more than 485.
    assert parts["placements-partition-plymouth-2023-24-q2-2020-21-actual"] == "does not agree"
    assert list(parts).count("cannot be checked") == 3


def test_how_many_parts_are_suppressed_is_not_told(real):
    # A page may hide a printed part beside the suppressed ones. With their number, the total would say what they come to.
    left_room = real[(real["check_kind"] == "partition") & (real["verdict"] == "cannot be checked")]
    assert set(left_room["missing_figure"]) == {"the suppressed parts"}


def test_a_percentage_of_few_children_carries_their_number():
    measure = {"authority": "a", "quarter": "2023-24-Q2", "measure": "14"}
    tables = {
        "performance_measures": [measure | {"measure_unit": "per cent", "small_base": "true"}],
        "performance_measure_values": [
            measure | {"month": month, "measure_value": value, "unit of measure_value": "per cent"}
            for month, value in (("2023-08", "51.6"), ("2023-09", "2.4"))
        ],
    }
    value = "cell('performance_measure_values', 'measure_value', month='{}')"
    check = {"check": "fell", "claim": "Fell", "stated": "down", "holds": f"{value.format('2023-09')} < {value.format('2023-08')}"}
    checked = checked_figures({"d.toml": {"authority": "a", "quarter": "2023-24-Q2", "check": [check]}}, tables)
    # 2.4% is 1 of 41 or of 42.
    assert checked["smallest_count"].tolist() == [1]
    assert release(checked[SHOWN], "public", name="c").suppressed["working"].all()


def test_nothing_that_counts_from_one_to_four_children_passes_the_gate(real):
    shown = release(real[SHOWN], "public", name="checks")
    small = real["smallest_count"].between(1, 4).fillna(False)
    assert small.any()
    for column in ("printed_figure", "working", "recomputed_figure", "figure_difference", "likely_reading"):
        assert shown.suppressed.loc[small, column].all()
    narrowed = real[(real["check_kind"] == "partition") & (real["verdict"] == "cannot be checked")]
    assert shown.suppressed.loc[narrowed.index, "working"].all()
    assert not release(real[SHOWN], "internal", name="checks").any_suppressed


def test_a_later_quarter_is_checked_without_new_declarations(real_tables, real):
    later = copy.deepcopy(real_tables)
    for name in ("budget_monitoring", "budget_monitoring_totals"):
        later[name] += [entry | {"quarter": "2023-24-Q3"} for entry in later[name]]
    index = next(
        i for i, entry in enumerate(later["budget_monitoring"]) if entry["quarter"] == "2023-24-Q3" and entry["service"] == "Transport"
    )
    later["budget_monitoring"][index]["printed_variance_gbp_m"] = "4.153"
    files = {name: content for name, content in declared_checks().items() if name == "budget.toml"}
    found = checked_figures(files, later)
    wrong = doubted(found, "plymouth", "2023-24-Q3")
    assert {"budget-variance-plymouth-2023-24-q3-eps-transport", "budget-sum-variance-plymouth-2023-24-q3-eps"} <= set(wrong["check"])
    assert len(of_quarter(found, "plymouth", "2023-24-Q3")) > 60
    # The budget by year is of quarter 2's report and holds for the year: quarter 3's tables are held against it.
    in_force = checked_figures(files, later, {"budget_history": Validity(within_year=True)})
    against = in_force[in_force["check"].str.startswith("budget-by-year-against-monitoring-plymouth-2023-24-q3")]
    assert against["verdict"].tolist() == ["agrees", "agrees"]
    # 1.453 printed 4.153: the first two digits are exchanged.
    assert found.set_index("check").loc["budget-variance-plymouth-2023-24-q3-eps-transport", "likely_reading"] == "two digits are exchanged"


def test_checks_of_every_quarter_name_no_item_of_one_report():
    for name, content in declared_checks().items():
        for check in content.get("check", []):
            told = [
                check["claim"],
                check.get("needs", ""),
                check.get("stated", ""),
                *(entry["reading"] for entry in check.get("readings", [])),
            ]
            assert not any(re.search(r"item \d", text) for text in told), (name, check["check"])


def test_the_item_of_a_document_is_looked_up(real_tables):
    later = copy.deepcopy(real_tables)
    later["budget_monitoring_totals"] = [
        entry | {"quarter": "2023-24-Q3", "source": source}
        for entry, source in zip(later["budget_monitoring_totals"], ("cabinet-2024-02", "outturn"), strict=True)
    ]
    later["source_items"].append({"source": "cabinet-2024-02", "item": "4", "topic": "budget", "title": "Finance"})
    entry = {
        "check": "sum",
        "claim": "{department}",
        "over": "budget_monitoring_totals",
        "place": "{item}, {department} table, against {item_of_improvement}",
        "printed": "printed_variance_gbp_m",
        "formula": "printed_variance_gbp_m",
    }
    found = checked_figures({"budget.toml": {"topic": "budget", "document": "Scrutiny {item}: budget", "check": [entry]}}, later)
    assert found["place"].tolist() == ["item 4, CYPF table, against report", "report, EPS table, against report"]
    assert found["document"].tolist() == ["Scrutiny item 4: budget", "Scrutiny report: budget"]


def test_checks_of_a_quarter_that_are_not_yet_written_are_named():
    held = {"budget", "fostering", "exploitation"}
    files = declared_checks()
    assert topics_not_yet_checked(files, "plymouth", "2023-24-Q2", held) == []
    assert topics_not_yet_checked(files, "plymouth", "2023-24-Q3", {"budget", "performance"}) == ["budget", "performance"]
    assert topics_not_yet_checked(files, "torbay", "2023-24-Q3", held) == []


def test_rows_that_outlast_their_report_are_those_of_the_latest_up_to_the_quarter():
    rows = [
        {"authority": "a", "quarter": quarter, "measure": measure, "definition": f"{measure} as of {quarter}"}
        for quarter, measure in (("2022-23-Q4", "1"), ("2022-23-Q4", "2"), ("2023-24-Q2", "1"), ("2024-25-Q1", "2"))
    ]

    def seen(validity, quarter):
        held = RowsInForce({"definitions": rows}, {"definitions": validity}).of({"authority": "a", "quarter": quarter})
        assert {row["quarter"] for row in held["definitions"]} <= {quarter}
        return [row["definition"] for row in held["definitions"]]

    assert seen(Validity(False), "2023-24-Q3") == ["1 as of 2023-24-Q2"]
    assert seen(Validity(False, ("measure",)), "2023-24-Q3") == ["2 as of 2022-23-Q4", "1 as of 2023-24-Q2"]
    assert seen(Validity(True), "2023-24-Q1") == []
    assert seen(Validity(True), "2024-25-Q4") == ["2 as of 2024-25-Q1"]


def test_counts_by_document_add_up(real):
    table = by_document(real)
    assert table["figures_in_all"].sum() == (real["verdict"] != "").sum()
    assert (table.drop(columns=["document", "figures_in_all"]).sum(axis=1) == table["figures_in_all"]).all()


def test_checks_of_one_authority_or_document(real):
    assert set(chosen(real, "torbay", None)["source"]) == {"ofsted-torbay-2013"}
    assert set(chosen(real, None, "audit-dcs-2015")["authority"]) == {"plymouth"}
    with pytest.raises(UnknownChoice, match="nowhere"):
        chosen(real, "nowhere", None)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"check": "a", "claim": "A", "formula": "1"}, "no printed figure"),
        ({"check": "a", "claim": "A", "printed": "cell('nothing', 'value')", "formula": "1"}, "not a dataset"),
        ({"check": "a", "claim": "A", "printed": "1", "formula": "cell('lines', 'value', value=1)"}, "one cell"),
        ({"check": "a", "claim": "A", "printed": "cell('lines', 'nothing', value=1)", "formula": "1"}, '"nothing"'),
        ({"check": "a", "claim": "A", "holds": "cell('lines', 'value', value=1)"}, "a statement"),
        ({"check": "a", "claim": "A", "holds": "__import__('os')"}, "cannot be evaluated"),
        ({"check": "a", "claim": "A", "holds": "1 < 2 < 3"}, "all_of"),
        ({"check": "a", "claim": "A", "formulla": "1"}, "not an entry"),
        ({"check": "a", "claim": "A"}, "one of"),
        ({"check": "a", "claim": "A", "over": "lines", "printed": "value", "formula": "value"}, "come to the name"),
    ],
)
def test_a_broken_declaration_is_named(entry, told):
    tables = {"lines": [{"authority": "a", "quarter": "2023-24-Q2", "value": text} for text in ("1", "2")]}
    with pytest.raises(InvalidCheck, match=told):
        checked_figures({"broken.toml": {"source": "made-up", "check": [entry]}}, tables)


def test_a_figure_without_its_parts_cannot_be_checked():
    tables = {"lines": [{"authority": "a", "quarter": "2023-24-Q2", "whole": "5", "part": ""}]}
    entry = {"check": "a", "claim": "A", "over": "lines", "printed": "whole", "formula": "part * 2"}
    found = checked_figures({"f.toml": {"check": [entry]}}, tables).iloc[0]
    assert (found["verdict"], found["missing_figure"]) == ("cannot be checked", "part")


def test_without_declarations_there_is_an_empty_table():
    found = checked_figures({}, {})
    assert found.empty and by_document(found).empty and doubted(found, "a", "2023-24-Q2").empty
    assert list(release(of_quarter(found, "a", "2023-24-Q2"), "public", name="checks").table.columns) == SHOWN


def test_a_report_that_is_not_transcribed_is_passed_over_and_a_figure_that_lacks_is_named(real_tables):
    budget = {"budget.toml": declared_checks()["budget.toml"]}
    nothing = real_tables | {"stated_figures": []}
    found = checked_figures(budget, nothing)
    assert not found.empty and not found["printed_figure"].eq("").all()
    # Without one line of those transcribed, what is checked of that line stops, and says where to write it.
    lines = [row for row in real_tables["stated_figures"] if not (row["topic"] == "budget" and row["line"] == "1")]
    assert len(lines) < len(real_tables["stated_figures"])
    wanted = (
        r'checks/budget\.toml, check ".+" cannot be evaluated: printed = ".+" reads value of topic budget, line 1, '
        r"and no row of plymouth, 2023-24-Q2 in data/raw/stated_figures\.csv has it: transcribe the figure there, or take the check out"
    )
    with pytest.raises(InvalidCheck, match=wanted):
        checked_figures(budget, real_tables | {"stated_figures": lines})
