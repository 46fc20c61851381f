"""A page made from its outline: sections drawn where their data are there, and the parts that they share."""

import pandas as pd

from analysis.catalogue.datasets import resource
from analysis.catalogue.documents import sources_of
from analysis.pages.given import CHECKS, DOUBTS, NATIONAL, RECORDS, Given
from analysis.pages.quality_of_lists import quality_of_lists
from analysis.pages.sections import Missing, NothingToShow, Outline, Section, Shown
from analysis.periods import Quarter
from analysis.present import page as present
from analysis.present.charts.drawing import nothing_collected
from analysis.present.findings import corrections
from analysis.present.html import Html, bullets

DECLARED = (CHECKS, DOUBTS, "scenarios")
"""What a page reads that is no dataset: what is declared beside the raw data."""

MOST_TILES = 8
"""Key figures that an opening holds at most: what comes later in the page's order is left to its section."""


class Page:
    """A page that has been made.

    Attributes
    ----------
    opening
        Title, headline, key figures and warnings.
    sections
        What each section shows, or why it is not drawn, by name; each is an attribute of the page too.
    changes, limits, method, missing, sources
        The parts at the end.
    """

    def __init__(self, outline: Outline, given: Given, sections: dict[str, Shown | Missing]):
        self.outline, self.given, self.sections = outline, given, sections
        self.drawn = [shown for shown in sections.values() if isinstance(shown, Shown)]
        self.not_drawn = [missing for missing in sections.values() if isinstance(missing, Missing)]

    def __getattr__(self, name: str) -> Shown | Missing:
        try:
            return self.__dict__["sections"][name]
        except KeyError:
            raise AttributeError(f'The page has no "{name}". It has: {", ".join(self.__dict__.get("sections", {}))}.') from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.sections]

    def _in_order(self) -> list[Shown]:
        order = {name: place for place, name in enumerate(self.outline.order)}
        return sorted(self.drawn, key=lambda shown: order.get(shown.name, len(order)))

    @property
    def opening(self) -> Html:
        """Title, place and time, the finding, key figures and warnings."""
        first = self._in_order()
        made = present.opening(
            self.outline.title,
            self.given.place,
            str(self.given.quarter),
            self.given.policy,
            headline=" ".join([shown.headline for shown in first if shown.headline][: self.outline.findings]),
            tiles=[tile for shown in first for tile in shown.tiles][:MOST_TILES],
            warnings=[text for shown in first for text in shown.warnings],
            period=self.outline.period or self.given.period,
            made_up=self.given.made_up,
        )
        made.opening |= {
            "drawn": len(self.drawn),
            "missing": [{"title": part.title, "lacking": part.lacking, "remedy": part.remedy} for part in self.not_drawn if part.title],
            "read": sorted(self.given.everything_read),
        }
        return made

    @property
    def changes(self) -> Html:
        """What changed since last quarter, and since last month."""
        return self._part("changes", self.outline.changes_title, [*self._gathered("changes"), self._first_quarter()])

    @property
    def limits(self) -> Html:
        """What the figures of the page cannot say."""
        return self._part(
            "limits", "What these figures cannot say", [*self._gathered("limits"), *corrections.in_words(self.given.corrections())]
        )

    @property
    def method(self) -> Html:
        """How the figures of the page are made."""
        hidden = any(table.any_suppressed for shown in self.drawn for table in shown.tables.values())
        note = present.disclosure_note(self.given.policy) if hidden or self.given.policy != "public" else ""
        kept = [text for text in [*self._gathered("method"), note] if text]
        body = [*([bullets(*kept)] if kept else []), *self._quality_of_lists()]
        return present.section_html("method", "Method and quality", "", body) if body else Html("")

    def _quality_of_lists(self) -> list[Html]:
        """How good the lists of records are that the page was made from, where no section of its own says so."""
        told = any(shown.name == "quality" for shown in self.drawn)
        read = any(name.startswith(RECORDS) for name in self.given.everything_read)
        return [] if told or not read or self.given.records.quality().empty else quality_of_lists(self.given)[0]

    @property
    def missing(self) -> Html:
        """The sections that are not drawn, what is lacking, and which file would fill it."""
        alike: dict[tuple[str, str], list[str]] = {}
        for part in self.not_drawn:
            if part.title:
                alike.setdefault((part.lacking, part.remedy), []).append(part.title)
        lines = [f"{'; '.join(titles)}: {lacking} {remedy}" for (lacking, remedy), titles in alike.items()]
        return self._part("missing", "What is not here, and what would fill it", lines)

    @property
    def sources(self) -> Html:
        """Where each figure comes from."""
        read = sorted(name for name in self.given.read if name not in DECLARED)
        found = [
            sources_of(read, self.given.cited(read), self.given.topics),
            *([self.given.records.sources()] if any(name.startswith(RECORDS) for name in self.given.everything_read) else []),
            *([self.given.national.sources()] if any(name.startswith(NATIONAL) for name in self.given.everything_read) else []),
        ]
        places = self.given.release(pd.concat(found, ignore_index=True), f"sources_{self.outline.name}")
        return present.section_html("sources", "Sources", "", [present.sources(places)]) if not places.table.empty else Html("")

    def _gathered(self, kind: str) -> list[str]:
        return list(dict.fromkeys(text for shown in self.drawn for text in getattr(shown, kind) if text))

    def _first_quarter(self) -> str:
        return (
            ""
            if self.given.before or self.given.period
            else f"No earlier quarter of {self.given.place} is held as a report to compare this one with."
        )

    def _part(self, name: str, title: str, sentences: list[str]) -> Html:
        kept = [text for text in sentences if text]
        return present.section_html(name, title, "", [bullets(*kept)]) if kept else Html("")


def build_page(outline: Outline, given: Given) -> Page:
    """Make every section of a page whose data are there.

    Raises
    ------
    AnalysisError
        If a section's data are there and it fails: what is wrong with the data is told, not left out.
    """
    given.take([name for part in outline.sections for name in (*part.needs, *part.wants)])
    with nothing_collected():
        return Page(outline, given, {part.name: _made(part, given) for part in outline.sections})


def drawable(outline: Outline, given: Given) -> list[str]:
    """Names of the sections of a page whose data are there, without making them."""
    given.take([name for part in outline.sections for name in part.needs])
    return [part.name for part in outline.sections if all(given.holds(name) for name in part.needs)]


def lacking(outline: Outline, given: Given) -> list[Missing]:
    """The sections of a page that lack data, with what would fill them."""
    found = [_lacking(part, given) for part in outline.sections]
    return [missing for missing in found if missing is not None]


def _made(part: Section, given: Given) -> Shown | Missing:
    missing = _lacking(part, given)
    if missing is not None:
        return missing
    try:
        shown = part.make(given)
    except NothingToShow as nothing:
        return Missing(part.name, part.title, nothing.lacking, nothing.remedy)
    shown.name, shown.title, shown.note = part.name, part.title, _age(part, given)
    return shown


def _lacking(part: Section, given: Given) -> Missing | None:
    empty = [name for name in part.needs if not given.holds(name)]
    if not empty:
        return None
    releases = [name.removeprefix(NATIONAL) for name in empty if name.startswith(NATIONAL)]
    if releases:
        return Missing(part.name, part.title, *given.national.lacking(releases))
    records = [name.removeprefix(RECORDS) for name in empty if name.startswith(RECORDS)]
    if records:
        return Missing(part.name, part.title, *given.records.lacking(records))
    if CHECKS in empty:
        return Missing(
            part.name, part.title, f"No check is declared for what documents of {given.quarter.label} print.", "Declare some in checks/."
        )
    titles = [resource(name)["title"] for name in empty]
    lines = f"Nothing is held under {present.listing([f'“{title}”' for title in titles], 'or')} for {given.quarter.label}."
    return Missing(part.name, part.title, lines, f"Fill in {present.listing([f'{name}.csv' for name in empty])}.")


def _age(part: Section, given: Given) -> str:
    """A sentence where figures are older than the quarter of the page."""
    needs = [name for name in part.needs if name != CHECKS and not name.startswith((NATIONAL, RECORDS))]
    stated = {held.stated_in for held in (given.in_force(name) for name in needs) if held.stated_in and not held.table.empty}
    older = sorted({quarter for quarter in stated if Quarter.parse(quarter) < given.quarter}, key=Quarter.parse)
    if not older:
        return ""
    reports = present.listing([Quarter.parse(quarter).label[:1].lower() + Quarter.parse(quarter).label[1:] for quarter in older])
    return (
        f"From the report of {reports}, the last that states these figures."
        if len(stated) == len(older)
        else f"Some of these figures are from the report of {reports}, the last that states them."
    )
