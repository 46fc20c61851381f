"""Executed notebooks rendered to pages with the pack's own nbconvert template."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import nbformat
from bs4 import BeautifulSoup
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown import markdown2html

from analysis.errors import IncompletePage
from analysis.present.html import DOWNLOAD_TYPE, OPENING_TYPE, prose
from analysis.publish.security import with_security_policy

SECTION = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<title>.*?)</h2>')
NOT_RELEASED_MARK = "Not released: drawn while exploring"
DOWNLOAD_PLACE = re.compile(r"<!-- download (\S+) -->")
ANCHOR = re.compile(r'<a class="anchor-link".*?</a>')
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Site:
    """What stands at the head and foot of every page of a publication."""

    name: str
    footer: str


PACK_SITE = Site(
    "Children's services: quarterly pack",
    "Figures are the council's own, as it published them. The sources of every figure are on each page. "
    "Money is in pounds of the year, not adjusted for inflation.",
)


@dataclass(frozen=True)
class Page:
    """One page: its name, what its opening states, its downloads, and where its markup ends up."""

    name: str
    opening: dict
    downloads: dict[str, str]
    notebook: nbformat.NotebookNode
    file_name: str


def read_page(name: str, notebook: nbformat.NotebookNode, file_name: str | None = None) -> Page:
    """What an executed notebook holds for a publication; ``file_name`` is the notebook's own name where it is not given.

    Raises
    ------
    IncompletePage
        If it has no opening or more than one, prints anything, or offers two different downloads under one name.
    """
    openings, downloads = [], {}
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            data = output.get("data")
            if data is None or "text/html" not in data:
                shown = (output.get("text") or str(data or output))[:200].strip()
                raise IncompletePage(f"notebooks/{name}.ipynb, cell {number} shows something that is not made for a page: {shown}")
            if NOT_RELEASED_MARK in data["text/html"]:
                raise IncompletePage(
                    f"notebooks/{name}.ipynb, cell {number} shows what was drawn while exploring. Release it, or take the cell out."
                )
            if OPENING_TYPE in data:
                openings.append(data[OPENING_TYPE])
            for download, text in data.get(DOWNLOAD_TYPE, {}).items():
                if downloads.setdefault(download, text) != text:
                    raise IncompletePage(
                        f"notebooks/{name}.ipynb, cell {number} offers {download} a second time with other figures. Rename one."
                    )
    if len(openings) != 1:
        raise IncompletePage(f"notebooks/{name}.ipynb has {len(openings)} openings. Show analysis.present.page.opening(...) once.")
    return Page(name, openings[0], downloads, notebook, file_name or f"{name}.html")


def render_page(page: Page, links: list[dict], site: Site = PACK_SITE, files: list[dict] | None = None) -> str:
    """One page as HTML.

    Parameters
    ----------
    page
        As ``read_page`` returned it.
    links
        Title and file of every page of the pack, in order, for the navigation; empty for a page that stands alone.
    site
        What stands at its head and foot.
    files
        Title and file of what else the page offers at its end.

    Raises
    ------
    IncompletePage
        If the page breaks a rule that every page keeps.
    """
    sections = [{"id": found["id"], "title": found["title"]} for found in SECTION.finditer(_shown_html(page.notebook))]
    resources = {
        "sections": sections,
        "opening": page.opening,
        "links": links,
        "current": page.file_name,
        "download_type": DOWNLOAD_TYPE,
        "opening_type": OPENING_TYPE,
        "style": _style(),
        "site": site,
        "files": files or [],
    }
    markup, _ = _exporter().from_notebook_node(page.notebook, resources=resources)
    return checked(page.file_name, with_security_policy(markup))


def render_index(
    facts: dict[str, dict], links: list[dict], left_out: list[dict], earlier: dict | None, site: Site = PACK_SITE, above: dict | None = None
) -> str:
    """The index of a pack as HTML.

    Parameters
    ----------
    facts
        What the manifest states of each page: title, headline, tiles, warnings, file and data.
    links
        Title and file of every page, for the navigation.
    left_out
        Title of each page that lacks data, wholly or ``partly``, with ``missing``: the sections, what is lacking, and what would fill it.
    earlier
        ``label`` and ``folder`` of the pack before this one, if there is one.
    site
        What stands at its head and foot.
    above
        ``file`` and ``title`` of the list of packs that it leads to, where that is not the council's own.
    """
    pages = list(facts.values())
    resources = {"links": links, "current": "index.html", "style": _style(), "opening": pages[0], "site": site}
    markup = _template("contents.html.j2").render(resources=resources, pages=pages, left_out=left_out, earlier=earlier, above=above)
    return checked("index.html", with_security_policy(markup))


def render_list(title: str, lead: str, entries: list[dict], above: str | None, site: Site = PACK_SITE) -> str:
    """A page that lists packs, or councils: ``title``, ``file`` and ``note`` of each, and where it has them the ones before and after."""
    opening = {"title": title, "authority_name": "", "period": ""}
    resources = {"links": [], "current": "index.html", "style": _style(), "opening": opening, "site": site}
    markup = _template("list.html.j2").render(resources=resources, title=title, lead=lead, entries=entries, above=above)
    return checked("index.html", with_security_policy(markup))


def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "pack"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["prose"] = prose
    return environment.get_template(name)


def checked(file_name: str, markup: str) -> str:
    """The markup, if it keeps the rules of every page.

    Raises
    ------
    IncompletePage
        With every rule that it breaks.
    """
    page = BeautifulSoup(markup, "html.parser")
    found = []
    if len(page.find_all("h1")) != 1:
        found.append(f"it has {len(page.find_all('h1'))} first-level headings, not one")
    if page.html is None or page.html.get("lang") != "en-GB":
        found.append("its language is not en-GB")
    found += [f"a table has no caption: {table.get_text(' ', strip=True)[:60]}" for table in page.find_all("table") if not table.caption]
    found += [f"a header cell has no scope: {cell.get_text(strip=True)}" for cell in page.find_all("th") if not cell.get("scope")]
    if not page.find("meta", attrs={"http-equiv": "Content-Security-Policy"}):
        found.append("it has no content security policy")
    found += ["it has a script" for _ in page.find_all("script")]
    ids = Counter(element["id"] for element in page.find_all(id=True))
    for drawing in page.find_all("svg"):
        if not drawing.get("aria-label") or drawing.get("aria-describedby") not in ids:
            found.append("a chart has no text alternative")
    inside = {link["href"][1:] for link in page.find_all("a", href=True) if link["href"].startswith("#")}
    found += [f"a link leads to {name}, which is not on the page" for name in sorted(inside - set(ids))]
    found += [f"the id {name} stands twice" for name in sorted(ids) if ids[name] > 1]
    for element in page.find_all(True):
        for attribute in ("src", "href", "action", "data", "poster", "srcset"):
            if str(element.get(attribute, "")).lower().lstrip().startswith(("http:", "https:", "//")):
                found.append(f"it refers to the network: {element[attribute]}")
    if found:
        raise IncompletePage(f"{file_name} is not fit to publish: " + "; ".join(found) + ".")
    return markup


def _shown_html(notebook: nbformat.NotebookNode) -> str:
    """Everything that the notebook shows, in its order."""
    parts = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(_without_anchors(markdown2html(cell.source)))
        parts += [output.data.get("text/html", "") for output in cell.get("outputs", [])]
    return "\n".join(parts)


def _with_downloads(markup: str) -> str:
    """The markup with a link to each file of figures where its place is marked."""
    return DOWNLOAD_PLACE.sub(r'<p class="table-note"><a href="data/\1" download>Download these figures (CSV, \1)</a></p>', markup)


def _without_anchors(markup: str) -> str:
    return ANCHOR.sub("", markup)


@cache
def _exporter() -> TemplateExporter:
    # Not HTMLExporter: it parses the finished page again and writes SVG names in small letters.
    exporter = TemplateExporter(template_name="pack", extra_template_basedirs=[str(TEMPLATES)], file_extension=".html")
    exporter.register_filter("without_anchors", _without_anchors)
    exporter.register_filter("with_downloads", _with_downloads)
    exporter.environment.trim_blocks = exporter.environment.lstrip_blocks = True
    return exporter


@cache
def _style() -> str:
    return (TEMPLATES / "pack" / "pack.css").read_text(encoding="utf-8")
