import re
from xml.etree import ElementTree

import pytest

from analysis.present import theme
from analysis.present.lean import lean
from analysis.present.svg import figure_as_svg, new_figure


@pytest.fixture
def drawing() -> ElementTree.Element:
    """Two panels of lines with marks, and texts, as a chart draws them."""
    with theme.theme():
        figure = new_figure(400, 200)
        for ax in figure.subplots(1, 2):
            ax.plot([0, 1, 2], [3.14159, 2.71828, 1.41421], marker="o", color=theme.BLUE)
            ax.set_title("Title")
        return ElementTree.fromstring(figure_as_svg(figure, "two-panels", "Two panels.", "words", "chart-wide"))


def test_every_reference_leads_to_one_id(drawing):
    ids = [element.get("id") for element in drawing.iter() if "id" in element.attrib]
    referred = set(re.findall(r"url\(#([^)]+)\)", ElementTree.tostring(drawing, encoding="unicode")))
    referred |= {element.get("href").removeprefix("#") for element in drawing.iter("use")}
    assert len(ids) == len(set(ids))
    assert referred == set(ids)
    assert all(one.startswith("two-panels-") for one in ids)


def test_every_class_is_stated_once_and_used_more_than_once(drawing):
    stated = re.findall(r"\.(s[0-9a-f]+)\{", drawing.find("style").text)
    used = [element.get("class") for element in drawing.iter() if element is not drawing and "class" in element.attrib]
    assert len(stated) == len(set(stated))
    assert set(used) == set(stated)
    assert all(used.count(name) > 1 for name in stated)


def test_every_mark_stands_in_the_clip_of_its_panel(drawing):
    groups = [group for group in drawing.iter("g") if "clip-path" in group.attrib]
    assert [len(list(group.iter("use"))) for group in groups] == [3, 3]
    assert len({group.get("clip-path") for group in groups}) == 2


def test_neighbours_with_one_clip_keep_their_order_and_styles():
    root = ElementTree.fromstring(
        '<svg><path d="M 0 0 L 1.26 1" clip-path="url(#a)" style="fill: none" /><path d="M 5 5" clip-path="url(#a)" style="fill: red" />'
        '<path d="M 6 6" clip-path="url(#b)" style="opacity: 1" /><defs><clipPath id="a" /><clipPath id="b" /></defs></svg>'
    )
    lean(root, "n")
    assert [(part.tag, part.get("clip-path")) for part in root] == [("g", "url(#n-0)"), ("path", "url(#n-1)"), ("defs", None)]
    assert [(path.get("d"), path.get("style")) for path in root.iter("path")] == [
        ("M0 0 1.3 1", "fill: none"),
        ("M5 5", "fill: red"),
        ("M6 6", "opacity: 1"),
    ]


def test_a_style_that_is_not_inherited_stays_on_its_parts():
    root = ElementTree.fromstring(
        '<svg><g clip-path="url(#a)"><use style="opacity: 0.5" /><use style="opacity: 0.5" /></g><clipPath id="a" /></svg>'
    )
    lean(root, "n")
    assert "class" not in root.find("g").attrib and "style" not in root.find("g").attrib
    assert [use.get("class") is not None for use in root.iter("use")] == [True, True]
