"""The parts that every page has: its opening and its sources."""

from dataclasses import dataclass

from markupsafe import escape

from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.periods import Quarter
from analysis.present.html import Html, bullets, download_place, environment
from analysis.present.tables import folded_table
from analysis.present.wording import listing

MADE_UP = "Made up: no real child, worker or council is in these figures."


@dataclass(frozen=True)
class Tile:
    """One key figure: what it is, its value in words, what it is set against, and what it means in full."""

    label: str
    value: str
    note: str = ""
    meaning: str = ""


def opening(
    title: str,
    authority_name: str,
    quarter: str,
    policy: str,
    headline: str,
    tiles: list[Tile],
    warnings: list[str],
    period: str | None = None,
    made_up: bool = False,
) -> Html:
    """The head of a page: title, place and time, the finding in a sentence, key figures, and warnings.

    Parameters
    ----------
    title
        Title of the page, such as ``Caseloads``.
    authority_name, quarter
        Whose figures, and of which quarter, such as ``2023-24-Q2``.
    policy
        Name of the disclosure policy; a page for inside use says so.
    headline
        The finding, computed from released tables.
    tiles
        Key figures.
    warnings
        Sentences on figures that do not agree; empty when all do.
    period
        The time that the page is about, where it is not the quarter: a name, a colon and more of it.
    made_up
        Whether the figures are made up; the page says so at its head.
    """
    of_quarter = Quarter.parse(quarter)
    facts = {
        "title": title,
        "authority_name": authority_name,
        "quarter": str(of_quarter),
        "period": period or f"{of_quarter.label}: {of_quarter.months[0].name} to {of_quarter.months[2].label}",
        "headline": headline,
        "tiles": [{"label": tile.label, "value": tile.value, "note": tile.note} for tile in tiles],
        "warnings": [text for text in warnings if text],
        "inside_use": policy_named(policy).note if policy != "public" else "",
    }
    if made_up:
        facts["made_up"] = MADE_UP
    meanings = [(tile.label, tile.meaning) for tile in tiles if tile.meaning]
    return Html(environment().get_template("opening.html.j2").render(facts, meanings=meanings), opening=facts)


def section_html(name: str, title: str, note: str, body: list[Html]) -> Html:
    """A section: its heading, a note on how old its figures are, and its parts, each with the place of its downloads.

    Parameters
    ----------
    name
        Short name in snake case; the id of the heading.
    title
        Heading; without one the parts stand under the heading before them.
    note
        A sentence below the heading, or none.
    body
        The parts, in order.
    """
    parts = [f'<h2 id="{name.replace("_", "-")}">{escape(title)}</h2>'] if title else []
    parts += [f'<p class="as-of">{escape(note)}</p>'] if note else []
    parts += ["\n".join([part.html, *(download_place(file) for file in part.download)]) for part in body if part.html]
    return Html("\n".join(parts), download={file: text for part in body for file, text in part.download.items()}, kind="section", name=name)


def sources(released: Released) -> Html:
    """Where each figure of the page comes from: the documents as a list, and a folded table of every dataset's place in them."""
    columns = ["dataset_title", "document", "item", "place", "published_date", "transcribed_date", "licence"]
    places = folded_table(released, "Where each figure comes from", columns)
    return Html(bullets(*documents(released)).html + "\n" + places.html, download=places.download)


def documents(released: Released) -> list[str]:
    """Each document that figures of the page come from, with its items."""
    named = []
    for document, rows in released.table.groupby("document", sort=False):
        parts = {part for text in rows["item"].dropna() for part in str(text).split(" and ")}
        items = sorted((part for part in parts if part.isdigit()), key=int)
        named.append(document.removesuffix(".") + (f": {'item' if len(items) == 1 else 'items'} {listing(items)}." if items else "."))
    return named


def disclosure_note(policy: str) -> str:
    """What the policy hides, in a sentence."""
    return policy_named(policy).note
