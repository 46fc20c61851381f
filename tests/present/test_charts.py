import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present import theme
from analysis.present.charts import bars, lines
from analysis.present.charts.panels import panels
from analysis.present.charts.series import labelled_series
from analysis.present.charts.waterfall import waterfall

WORDS = {"title": "A finding", "alt": "A chart of figures.", "description": "First 1, then 2."}
MONTHS = {"2023-07": "Jul", "2023-08": "Aug", "2023-09": "Sep"}


def months(values):
    table = pd.DataFrame({"caseload_service": ["A"] * 3, "month": list(MONTHS), "children_open": pd.array(values, dtype="Int64")})
    return release(table, "public", name="months")


def small(released):
    return lines.small_multiples(
        "one", released, panel="caseload_service", period="month", value="children_open", labels=MONTHS, **WORDS
    ).html


def bridge():
    table = pd.DataFrame(
        {
            "step": ["Approved budget", "Placements", "Targeted", "Forecast outturn"],
            "step_kind": ["total", "change", "change", "total"],
            "amount_gbp_m": [10.0, 2.0, -0.5, 11.5],
            "running_total_gbp_m": [10.0, 12.0, 11.5, 11.5],
        }
    )
    return waterfall(
        "two", release(table, "public", name="b"), axis_note="Starts at {start}.", amount=lambda gbp_m, kind: f"{gbp_m:+.1f}", **WORDS
    ).html


def over_20():
    table = pd.DataFrame({"month": list(MONTHS), "measure_unit": "per cent", "measure_value": [52.0, None, 47.6]})
    released = release(table, "public", name="o")
    return bars.bars_against_target(
        "three", released, period="month", value="measure_value", labels=MONTHS, target=5, unit="%", **WORDS
    ).html


def pairs():
    table = pd.DataFrame({"year": ["Year 1", "Year 2"], "scheme_cost_gbp": [1.0, 2.0], "cost_avoided_gbp": [0.0, 5.0]})
    released = release(table, "public", name="p")
    values = {"scheme_cost_gbp": "Cost", "cost_avoided_gbp": "Avoided"}
    return bars.paired_bars("four", released, category="year", values=values, amount=lambda gbp: f"£{gbp:g}", **WORDS).html


def history():
    table = pd.DataFrame({"department": ["A", "A"], "financial_year": ["2022-23", "2023-24"], "approved_budget_gbp_m": [1.0, 2.0]})
    released = release(table, "public", name="h")
    return lines.labelled_lines(
        "five",
        released,
        series="department",
        period="financial_year",
        value="approved_budget_gbp_m",
        amount=lambda gbp_m: f"£{gbp_m}m",
        **WORDS,
    ).html


CHARTS = [lambda: small(months([10, 20, 30])), bridge, over_20, pairs, history]


@pytest.mark.parametrize("draw", CHARTS)
def test_every_chart_has_its_words_and_real_text_at_both_widths(draw):
    page = BeautifulSoup(draw(), "html.parser")
    assert page.figcaption.get_text() == "A finding"
    drawings = page.find_all("svg")
    assert [drawing["class"] for drawing in drawings] == [["chart-wide"], ["chart-narrow"]]
    for drawing in drawings:
        assert drawing["aria-label"] == "A chart of figures."
        assert page.find(id=drawing["aria-describedby"]).get_text() == "First 1, then 2."
        assert len(drawing.find_all("text")) > 1


@pytest.mark.parametrize("draw", CHARTS)
def test_a_chart_is_the_same_bytes_every_time_and_refers_to_nothing_outside(draw):
    first = draw()
    assert first == draw()
    assert "http" not in first and "<metadata" not in first and "DejaVu" not in first


@pytest.mark.parametrize("draw", CHARTS)
def test_ids_are_only_those_referred_to(draw):
    html = draw()
    ids = set(re.findall(r'id="([^"]+)"', html))
    referred = (
        set(re.findall(r"url\(#([^)]+)\)", html))
        | set(re.findall(r'href="#([^"]+)"', html))
        | set(re.findall(r'aria-describedby="([^"]+)"', html))
    )
    assert ids == referred


def test_a_hidden_count_is_not_in_the_chart():
    shown, hidden = small(months([30, 20, 10])), small(months([30, 20, 3]))
    assert ">10<" in shown.replace(" ", "").replace("\n", "")
    assert ">3<" not in hidden.replace(" ", "").replace("\n", "")


def test_labels_of_a_bridge_carry_the_amounts():
    text = BeautifulSoup(bridge(), "html.parser").find("svg").get_text(" ")
    for label in ("+10.0", "+2.0", "-0.5", "+11.5", "Placements", "Starts at £9 million."):
        assert label in text


def test_a_month_without_a_figure_says_so():
    assert "no figure" in over_20()


def test_a_table_that_has_not_been_released_is_not_drawn():
    with pytest.raises(NotReleased):
        small(pd.DataFrame({"caseload_service": ["A"], "month": ["2023-07"], "children_open": [3]}))


def monthly(*values):
    months = [f"{2023 + (place + 3) // 12}-{(place + 3) % 12 + 1:02d}" for place in range(len(values))]
    table = pd.DataFrame(
        {"description": "Visits", "month": months, "measure_unit": "per cent", "measure_value": values, "special_cause": False}
    )
    return release(table, "public", name="series")


def drawn_panels(released, **options):
    return panels(
        "p",
        released,
        panel="description",
        period="month",
        value="measure_value",
        amount=lambda row: f"{row['measure_value']:.0f}%",
        period_label=str,
        references={},
        title="T",
        alt="A",
        description="D",
        **options,
    ).html


def test_a_control_chart_has_a_band_and_marks_what_is_more_than_chance():
    released = monthly(40.0, 42.0, 41.0, 60.0)
    marked = released.with_words(special_cause=[False, False, False, True])
    plain = drawn_panels(released)
    band = drawn_panels(released, limits={"Visits": (45.0, 38.0, 52.0)})
    both = drawn_panels(marked, limits={"Visits": (45.0, 38.0, 52.0)}, special="special_cause")
    assert theme.GRID not in plain and theme.GRID in band and theme.PLUM not in band and theme.PLUM in both


def test_of_many_months_the_first_last_highest_and_lowest_carry_their_figures():
    values = [41.0, 42.0, 43.0, 44.0, 30.0, 45.0, 46.0, 59.0, 47.0, 48.0]
    released = monthly(*values)
    html = labelled_series(
        "s",
        released,
        period="month",
        values={"measure_value": "Visits"},
        labels={month: month for month in released.table["month"]},
        amount=lambda value: f"{value:.0f}%",
        title="T",
        alt="A",
        description="D",
    ).html
    assert all(f"{value}%" in html for value in (41, 48, 59, 30)) and not any(f"{value}%" in html for value in (42, 43, 46, 47))
