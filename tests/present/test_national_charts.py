"""Charts of national figures: what they write, and that only what was released is drawn."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure.release import release
from analysis.errors import NotReleased
from analysis.performance.chance import funnel_limits
from analysis.present.charts.band import line_in_band
from analysis.present.charts.dots import dots_in_order
from analysis.present.charts.funnel import funnel

WORDS = {"title": "A finding", "alt": "A chart.", "description": "Every figure."}
YEARS = pd.DataFrame(
    {
        "national_year": ["2021", "2022", "2023", "2024"],
        "national_value": [None, 19.0, 21.1, 16.1],
        "predecessor_value": [18.5, None, None, None],
        "neighbours_lowest": [13.0, 15.3, 13.2, 12.5],
        "neighbours_highest": [20.0, 20.9, 19.0, 19.2],
        "neighbours_median": [16.1, 16.6, 16.9, 17.3],
        "england_value": [16.3, 16.6, 16.0, 15.4],
    }
)
BAND = {
    "period": "national_year", "value": "national_value", "band": ("neighbours_lowest", "neighbours_highest"),
    "references": {"neighbours_median": "Median", "england_value": "England"}, "own_name": "Here", "band_name": "the ten", "decimals": 1,
}  # fmt: skip


def texts(chart) -> list[str]:
    """Words in the wide drawing."""
    return [text.get_text() for text in BeautifulSoup(chart.html, "html.parser").select("svg")[0].select("text")]


def test_a_line_in_a_band_labels_each_point_and_says_where_its_scale_starts():
    drawn = line_in_band("line", release(YEARS, "public", name="years"), **BAND, before=("predecessor_value", "Before"), **WORDS)
    written = texts(drawn)
    assert {"19.0", "21.1", "16.1", "Here", "Median", "England", "Before"} <= set(written)
    assert any("The scale starts at" in text for text in written)


def test_a_line_from_low_figures_starts_at_zero():
    low = YEARS.assign(**{column: YEARS[column] - 12 for column in YEARS.columns[1:]})
    drawn = line_in_band("line", release(low, "public", name="years"), **BAND, **WORDS)
    assert not any("The scale starts" in text for text in texts(drawn))


def test_dots_stand_in_the_order_given_with_their_figures():
    rows = pd.DataFrame(
        {
            "national_area": ["Near", "Here", "England"],
            "area_kind": ["neighbour", "council", "England"],
            "national_value": [19.0, 16.1, 15.4],
            "national_low": [18.0, 15.0, None],
            "national_high": [20.0, 17.0, None],
        }
    )
    options = {"label": "national_area", "value": "national_value", "kind": "area_kind", "decimals": 1, "note": "A note."}
    drawn = dots_in_order("dots", release(rows, "public", name="rows"), interval=("national_low", "national_high"), **options, **WORDS)
    written = texts(drawn)
    assert [text for text in written if text in ("Near", "Here", "England")] == ["Near", "Here", "England"]
    assert {"19.0", "16.1", "15.4", "A note."} <= set(written)


def test_a_funnel_names_the_council_and_the_line():
    councils = pd.DataFrame(
        {
            "area_kind": ["council", "neighbour", "other"],
            "rests_on": [25_000, 30_000, 90_000],
            "national_value": [114.0, 90, 60],
        }
    )
    bases = pd.Series([20_000.0, 50_000.0, 100_000.0])
    limits = pd.DataFrame({"rests_on": bases})
    for name, level in (("95", 0.95), ("998", 0.998)):
        limits[[f"funnel_low_{name}", f"funnel_high_{name}"]] = funnel_limits(bases, 67, 10_000, level)
    drawn = funnel(
        "funnel", release(councils, "public", name="councils"), release(limits, "public", name="limits"), base="rests_on",
        value="national_value", kind="area_kind", mean=("England 67", 67), own_name="Here", base_name="children", **WORDS,
    )  # fmt: skip
    assert {"Here", "England 67", "50,000"} <= set(texts(drawn))


def test_a_table_that_has_not_been_released_is_refused():
    with pytest.raises(NotReleased):
        line_in_band("line", YEARS, **BAND, **WORDS)
