"""What a notebook cell shows: HTML, with what the pack needs of it beside."""

import re
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup, escape

NEGATIVE_AMOUNT = re.compile("\u2212£[\\d,.]+")
NOT_RELEASED = "not released"
DOWNLOAD_TYPE = "application/vnd.childrens-services.download+json"
OPENING_TYPE = "application/vnd.childrens-services.opening+json"


@cache
def environment() -> jinja2.Environment:
    """Templates of the package; text is escaped."""
    folder = str(files("analysis.present").joinpath("templates"))
    loaded = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    loaded.filters["prose"] = prose
    return loaded


class Html:
    """HTML that a notebook displays and a page carries.

    Parameters
    ----------
    html
        The markup.
    download
        Files that go with it into the pack's data folder: text by file name.
    opening
        Title, headline and key figures of a page, for the index.
    kind, name
        What it is, such as ``chart`` or ``table``, and its name.
    """

    def __init__(self, html: str, download: dict[str, str] | None = None, opening: dict | None = None, kind: str = "", name: str = ""):
        self.html = html
        self.download = download or {}
        self.opening = opening
        self.kind, self.name = kind, name

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {"text/html": self.html, "text/plain": "HTML"}
        if self.download:
            bundle[DOWNLOAD_TYPE] = self.download
        if self.opening:
            bundle[OPENING_TYPE] = self.opening
        return bundle


def not_released(shown: Html) -> Html:
    """What is shown, marked as not having passed disclosure control; no page takes it."""
    note = '<p class="inside-use"><strong>Not released: drawn while exploring, without disclosure control. Do not publish it.</strong></p>'
    return Html(f"{note}\n{shown.html}", kind=NOT_RELEASED, name=shown.name)


def download_place(file_name: str) -> str:
    """Where the link to a file of figures goes once the page stands in a pack; nothing is seen of it in a notebook."""
    return f"<!-- download {file_name} -->"


def paragraphs(*sentences: str) -> Html:
    """Sentences, a paragraph each; empty ones are left out. One that carries a mark keeps it."""
    return Html("\n".join(f"<p>{prose(text)}</p>" for text in sentences if text))


def bullets(*sentences: str) -> Html:
    """Sentences as a list; empty ones are left out."""
    items = "\n".join(f"<li>{prose(text)}</li>" for text in sentences if text)
    return Html(f"<ul>\n{items}\n</ul>")


def opened(summary: str, *sentences: str) -> Html:
    """A line that the reader opens to see what is in it: sentences as a list; empty ones are left out."""
    return Html(f'<details class="folded">\n<summary>{prose(summary)}</summary>\n{bullets(*sentences).html}\n</details>')


def heading(text: str) -> Html:
    """A heading below a section's own, where the sections come from the data."""
    return Html(f"<h3>{escape(text)}</h3>")


def prose(text: str) -> Markup:
    """A sentence as markup, with no line end between a minus and its amount."""
    return Markup(NEGATIVE_AMOUNT.sub(r'<span class="amount">\g<0></span>', str(escape(text))))
