"""A matplotlib figure as SVG that stands inside a page: real text, no stray ids, no address."""

import io
import re
from functools import lru_cache
from xml.etree import ElementTree

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from analysis.present.axes import ChartFigure
from analysis.present.layout import POINTS_PER_INCH, OncePlaced, first_places
from analysis.present.lean import REFERENCE, lean

PAGE_FONT = "Arial, Helvetica, sans-serif"
"""Text is laid out in DejaVu Sans, which comes with matplotlib and so is the same on every machine. The page shows it
in a font that readers have and that is narrower, so that nothing is clipped."""

NO_TURN = re.compile(r"rotate\(-?0 [^)]*\)")
FONT_FAMILY = re.compile(r"font-family: [^;]+(; )?")


def figure_as_svg(figure: Figure, name: str, label: str, described_by: str, css_class: str) -> str:
    """Draw a figure as an ``svg`` element.

    Parameters
    ----------
    figure
        As ``new_figure`` made it; drawn inside ``theme``.
    name
        Prefix of the ids that remain; unique on the page.
    label
        Short text alternative.
    described_by
        Id of the element that holds the long description.
    css_class
        Class of the element.
    """
    root = ElementTree.fromstring(_drawn(figure))
    used = set()
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(key): value for key, value in element.attrib.items()}
        for key, value in element.attrib.items():
            used.update(REFERENCE.findall(value))
            if key == "href":
                used.add(value.removeprefix("#"))
    for element in root.iter():
        _tidy(element, used)
    _slim(root)
    lean(root, name)
    width, height = root.attrib["viewBox"].split()[2:]
    root.attrib = {
        "class": css_class,
        "viewBox": root.attrib["viewBox"],
        "width": width,
        "height": height,
        "role": "img",
        "aria-label": label,
        "aria-describedby": described_by,
        "focusable": "false",
        "style": f"font-family: {PAGE_FONT}; stroke-linejoin: round; stroke-linecap: butt; background: #fff",
    }
    return ElementTree.tostring(root, encoding="unicode")


class Renderer(RendererSVG):
    """matplotlib's own, but for a text that is measured once for all drawings."""

    def __init__(self, figure: Figure, written: io.StringIO):
        width, height = figure.get_size_inches() * POINTS_PER_INCH
        super().__init__(width, height, written, metadata={"Date": None})

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: bool | str) -> tuple[float, float, float]:
        """Width, height and descent of a text in points."""
        return _measured(s, prop, ismath)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """Ascent, descent and gap between lines of a font; matplotlib asks a renderer for them where it can tell, and reads the font's tables for
        every text where it cannot."""
        return _line_metrics(prop)


class Canvas(FigureCanvasSVG):
    """A figure's canvas with one renderer, which lays it out and draws it."""

    def __init__(self, figure: Figure):
        super().__init__(figure)
        self.written = io.StringIO()
        self.renderer = Renderer(figure, self.written)

    def get_renderer(self) -> Renderer:
        """What matplotlib measures texts with."""
        return self.renderer


def new_figure(width: float, height: float, placed: bool = True) -> Figure:
    """An empty figure of a size in pixels; to be made and drawn inside ``theme``.

    Parameters
    ----------
    placed
        Whether its axes are placed between their texts when it is drawn; otherwise they stay where they are put.
    """
    size = (width / POINTS_PER_INCH, height / POINTS_PER_INCH)
    figure = ChartFigure(figsize=size, **({"layout": OncePlaced(), "subplotpars": first_places()} if placed else {}))
    Canvas(figure)
    return figure


@lru_cache(maxsize=20_000)
def _measured(text: str, font: FontProperties, is_math: bool | str) -> tuple[float, float, float]:
    return text_to_path.get_text_width_height_descent(text, font, is_math)


@lru_cache
def _line_metrics(prop: FontProperties) -> tuple[float, float, float]:
    font = get_font(findfont(prop))
    table, scale = font.get_sfnt_table("OS/2"), prop.get_size_in_points() / font.get_sfnt_table("head")["unitsPerEm"]
    return table["sTypoAscender"] * scale, -table["sTypoDescender"] * scale, table["sTypoLineGap"] * scale


def _drawn(figure: Figure) -> str:
    """The figure as SVG on no ground, laid out and drawn once: ``savefig`` draws every figure twice."""
    for patch in (figure.patch, *(ax.patch for ax in figure.axes)):
        patch.set(facecolor="none", edgecolor="none")
    figure.draw(figure.canvas.renderer)
    figure.canvas.renderer.finalize()
    return figure.canvas.written.getvalue()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _tidy(element: ElementTree.Element, used: set[str]) -> None:
    """Keep only the ids that something refers to; the font stands once, on the whole drawing."""
    for key, value in element.attrib.items():
        if key in ("d", "points", "transform"):
            element.attrib[key] = " ".join(value.split())
        elif key == "style":
            element.attrib[key] = FONT_FAMILY.sub("", value)
    if NO_TURN.fullmatch(element.attrib.get("transform", "")):
        del element.attrib["transform"]
    if element.attrib.get("id") not in used:
        element.attrib.pop("id", None)


def _slim(element: ElementTree.Element) -> None:
    """Drop metadata, styles that reach beyond the drawing, unseen paths, and groups and spaces that say nothing."""
    kept = []
    for child in element:
        _slim(child)
        unseen = child.tag == "path" and child.get("style") == "fill: none"
        if child.tag in ("metadata", "style") or unseen or (child.tag in ("g", "defs") and not len(child)):
            continue
        kept += list(child) if child.tag == "g" and not child.attrib else [child]
    element[:] = kept
    for part in (element, *kept):
        part.tail = None
    if element.tag not in ("text", "tspan"):
        element.text = None
