import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.present.charts.chances import chances_by_year
from analysis.present.charts.drawing import spread
from analysis.present.charts.fan import fan
from analysis.present.charts.tornado import MOST_BARS, tornado

WORDS = {"title": "A finding", "alt": "A chart of figures.", "description": "First 1, then 2."}
SHARES = (5, 10, 25, 50, 75, 90, 95)


def fan_of(months, spread_gbp=1e5):
    names = [f"{2023 + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}" for month in range(months)]
    middle = np.linspace(-2e5, 6e5, months)
    columns = {f"cumulative_net_p{share:02d}_gbp": middle + (share - 50) / 50 * spread_gbp for share in SHARES}
    return fan("fan", release(pd.DataFrame({"month": names, **columns}), "public", name="fan"), **WORDS)


def tornado_of(rows):
    table = pd.DataFrame(
        {
            "assumption_meaning": [f"Assumption number {row} with a name that is long enough to run over a line" for row in range(rows)],
            "assumption_unit": "per cent",
            "lowest_value": 0.0,
            "highest_value": 60.0,
            "npv_at_lowest_gbp": 1e5 + 1e4 * np.arange(rows, 0, -1),
            "npv_at_highest_gbp": 1e5 - 1e4 * np.arange(rows, 0, -1),
        }
    )
    return tornado("tornado", release(table, "public", name="t"), net_present_value_gbp=1e5, **WORDS)


def chances_of(years):
    names = [f"{2023 + year}-{24 + year}" for year in range(years)]
    table = pd.DataFrame(
        {"financial_year": names, "paid_back_pct": np.linspace(0, 99, years), "paid_back_cashable_pct": np.linspace(0, 98, years)}
    )
    values = {"paid_back_pct": "All", "paid_back_cashable_pct": "Part"}
    return chances_by_year("chances", release(table, "public", name="c"), year="financial_year", values=values, **WORDS)


CHARTS = [
    lambda: fan_of(60),
    lambda: fan_of(120),
    lambda: fan_of(12, 0),
    lambda: tornado_of(3),
    lambda: tornado_of(12),
    lambda: chances_of(1),
    lambda: chances_of(10),
]


@pytest.mark.parametrize("draw", CHARTS)
def test_every_chart_has_its_words_at_both_widths_and_the_same_bytes_every_time(draw):
    html = draw().html
    page = BeautifulSoup(html, "html.parser")
    assert page.figcaption.get_text() == "A finding"
    assert [drawing["class"] for drawing in page.find_all("svg")] == [["chart-wide"], ["chart-narrow"]]
    assert all(len(drawing.find_all("text")) > 1 for drawing in page.find_all("svg"))
    assert html == draw().html


def labels(chart):
    return [text.get_text(strip=True) for text in BeautifulSoup(chart.html, "html.parser").svg.find_all("text")]


def test_a_fan_names_its_middle_and_its_edges_and_offers_its_figures():
    # The middle ends at 600,000; 5 and 95 per cent lie 0.9 x 100,000 to either side.
    chart = fan_of(60)
    for text in ("£0.60m", "£0.51m", "£0.69m", "half above"):
        assert text in labels(chart)
    assert chart.download["fan.csv"].startswith("month,cumulative_net_p05_gbp")


def test_a_fan_of_draws_that_are_alike_is_one_line_with_one_label():
    assert [text for text in labels(fan_of(12, 0)) if "above" in text or "below" in text] == []


def test_a_tornado_draws_the_widest_and_labels_both_ends():
    shown = labels(tornado_of(12))
    assert sum(text.startswith("Assumption number") for text in shown) == MOST_BARS
    assert shown.count("0%") == shown.count("60%") == MOST_BARS


def test_a_table_that_has_not_been_released_is_not_drawn():
    for draw in (fan, tornado):
        with pytest.raises(NotReleased):
            draw("x", pd.DataFrame({"month": ["2023-04"]}), **({"net_present_value_gbp": 0.0} if draw is tornado else {}), **WORDS)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.floats(0.1, 1e5))
def test_labels_stand_apart_in_the_order_of_their_places(places, gap):
    moved = sorted(spread(places, gap))
    assert all(after - before >= gap * (1 - 1e-6) - 1e-6 for before, after in zip(moved, moved[1:], strict=False))
    order = np.argsort(places, kind="stable")
    assert all(np.diff(np.array(spread(places, gap))[order]) > 0)


def test_labels_that_are_apart_stay():
    assert spread([1.0, 50.0], 8) == [1.0, 50.0]
