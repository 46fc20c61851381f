import itertools

import matplotlib as mpl
import pytest

from analysis.present import theme


def luminance(colour: str) -> float:
    # WCAG 2.2, relative luminance, written from the definition.
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_by_its_known_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_neighbours_in_the_palette_differ_by_3_to_1():
    palette = [theme.BLUE, theme.TEAL, theme.PLUM, theme.ORANGE, theme.CHARCOAL, theme.LILAC]
    for one, other in itertools.pairwise(palette):
        assert contrast(one, other) >= 3, (one, other)


def test_colours_that_stand_side_by_side_in_charts_differ_by_3_to_1():
    # Pairs of bars and lines: orange beside blue; a bridge: charcoal, orange and blue in turn, of which blue touches neither.
    assert contrast(theme.ORANGE, theme.BLUE) >= 3
    assert contrast(theme.CHARCOAL, theme.ORANGE) >= 3


def test_text_is_readable_on_white():
    assert contrast(theme.TEXT, "#ffffff") >= 7
    assert contrast(theme.MUTED_TEXT, "#ffffff") >= 4.5


def test_settings_are_restored_after_a_drawing():
    before = mpl.rcParams["font.size"]
    with theme.theme():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert mpl.rcParams["font.size"] == before
