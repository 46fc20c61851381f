"""The pages of the pack: each a list of sections, drawn where their data are there.

>>> from analysis.pages import names
>>> names()[0]
'caseloads'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from analysis.errors import UnknownChoice
from analysis.pages.registry import NATIONAL_PAGES, PAGES

if TYPE_CHECKING:
    from analysis.pages.building import Page
    from analysis.pages.sections import Outline


def names() -> list[str]:
    """Names of the pages, in the order of the pack's navigation."""
    return list(PAGES)


def outline(name: str) -> "Outline":
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


def build(name: str, authority: str, quarter: str, policy: str = "public", **choices) -> "Page":
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
    from analysis.pages.building import build_page
    from analysis.pages.given import Given
    from analysis.pages.parameters import check_injected_parameters

    check_injected_parameters()
    if name in NATIONAL_PAGES:
        from analysis.catalogue.authorities import resolve
        from analysis.pages.national.given import NationalGiven

        return build_page(outline(name), NationalGiven(resolve(authority).slug, quarter, policy))
    return build_page(outline(name), Given(authority, quarter, policy, choices))


def __getattr__(name: str):
    """What builds pages is imported when it is asked for: naming the pages needs no calculation and no plotting."""
    if name in ("Page", "drawable", "lacking"):
        return getattr(import_module("analysis.pages.building"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["Page", "build", "drawable", "lacking", "names", "outline"]
