"""The pages of the pack: each a list of sections, drawn where their data are there.

>>> from analysis.pages import names
>>> names()[0]
'caseloads'
"""

from importlib import import_module

from analysis.catalogue.authorities import resolve
from analysis.errors import UnknownChoice
from analysis.pages.building import Page, build_page, drawable, lacking
from analysis.pages.given import Given
from analysis.pages.national.given import NationalGiven
from analysis.pages.registry import NATIONAL_PAGES, PAGES
from analysis.pages.sections import Outline


def names() -> list[str]:
    """Names of the pages, in the order of the pack's navigation."""
    return list(PAGES)


def outline(name: str) -> Outline:
    """Title and sections of a page.

    Raises
    ------
    UnknownChoice
        If there is no page of that name.
    """
    if name in NATIONAL_PAGES:
        return import_module(f"analysis.pages.national.{name.removeprefix('national_')}").PAGE
    if name not in PAGES:
        raise UnknownChoice(f'"{name}" is not a page. There are: {", ".join((*PAGES, *NATIONAL_PAGES))}.')
    return import_module(f"analysis.pages.{name}").PAGE


def build(name: str, authority: str, quarter: str, policy: str = "public", **choices) -> Page:
    """A page for an authority and quarter: every section whose data are there.

    Parameters
    ----------
    name
        As ``names`` lists it.
    authority
        Short name of the authority, such as ``plymouth``.
    quarter
        Such as ``2023-24-Q2``; a page of national statistics goes up to it, or is empty for everything held.
    policy
        What may be shown: ``public`` or ``internal``.
    choices
        What else the page can be told, such as ``unit_cost_basis``.

    Returns
    -------
    Page
        ``page.opening``, one attribute a section, and ``page.changes``, ``limits``, ``method``, ``missing`` and ``sources``.
    """
    if name in NATIONAL_PAGES:
        return build_page(outline(name), NationalGiven(resolve(authority).slug, quarter, policy))
    return build_page(outline(name), Given(authority, quarter, policy, choices))


__all__ = ["Page", "build", "drawable", "lacking", "names", "outline"]
