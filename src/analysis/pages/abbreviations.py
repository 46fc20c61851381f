"""A paragraph on the abbreviations that stand in the words of tables."""

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.present.findings.abbreviations import explained
from analysis.present.html import Html, paragraphs


def abbreviations(given: Given, *shown: tuple[Released, list[str]]) -> Html:
    """What the abbreviations in some tables mean; each table with its columns of words."""
    held = given.release(given["abbreviations"][["abbreviation", "in_full", "full_basis"]], "abbreviations")
    return paragraphs(explained(held, *shown))
