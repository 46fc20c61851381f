"""The parts that every page has: its opening and its sources."""

from dataclasses import asdict, dataclass

from analysis.disclosure.policy import policy_named
from analysis.disclosure.release import Released
from analysis.periods import Quarter
from analysis.present.html import Html, environment
from analysis.present.tables import table


@dataclass(frozen=True)
class Tile:
    """One key figure: what it is, its value in words, and what it is set against."""

    label: str
    value: str
    note: str = ""


def opening(title: str, authority_name: str, quarter: str, policy: str, headline: str, tiles: list[Tile], warnings: list[str]) -> Html:
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
    """
    period = Quarter.parse(quarter)
    facts = {
        "title": title,
        "authority_name": authority_name,
        "quarter": str(period),
        "period": f"{period.label}: {period.months[0].name} to {period.months[2].label}",
        "headline": headline,
        "tiles": [asdict(tile) for tile in tiles],
        "warnings": [text for text in warnings if text],
        "inside_use": policy_named(policy).note if policy != "public" else "",
    }
    return Html(environment().get_template("opening.html.j2").render(facts), opening=facts)


def sources(released: Released) -> Html:
    """Where each figure of the page comes from, as a table."""
    columns = ["dataset_title", "document", "item", "place", "published_date", "transcribed_date", "licence"]
    return table(released, "Where each figure comes from", columns)


def disclosure_note(policy: str) -> str:
    """What the policy hides, in a sentence."""
    return policy_named(policy).note
