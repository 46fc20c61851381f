"""A section of a page: what it needs, and what it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.disclosure.release import Released
from analysis.errors import AnalysisError
from analysis.present.html import Html
from analysis.present.page import Tile


class NothingToShow(AnalysisError):
    """A section's data are there and hold nothing that it could show; the message says what is lacking, the remedy what would fill it."""

    def __init__(self, lacking: str, remedy: str = ""):
        self.lacking, self.remedy = lacking, remedy
        super().__init__(f"{lacking} {remedy}".strip())


@dataclass
class Shown:
    """What a section shows, and what it gives to the parts that all sections of a page share.

    Attributes
    ----------
    body
        Paragraphs, charts and tables, in their order.
    tables
        The released tables by a short name, to be taken further; ``table`` is the first.
    headline
        The finding in a sentence or two, for the opening of the page.
    tiles
        Key figures for the opening.
    warnings
        Sentences on figures that do not agree.
    changes
        What changed since last quarter or last month, a sentence each.
    limits
        What these figures cannot say.
    method
        How they are made.
    """

    body: list[Html] = field(default_factory=list)
    tables: dict[str, Released] = field(default_factory=dict)
    headline: str = ""
    tiles: list[Tile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    title: str = ""
    name: str = ""
    note: str = ""

    @property
    def table(self) -> Released:
        """The first released table."""
        return next(iter(self.tables.values()))

    @property
    def charts(self) -> dict[str, Html]:
        """The charts by their names."""
        return {part.name: part for part in self.body if part.kind == "chart"}

    @property
    def chart(self) -> Html:
        """The first chart."""
        return next(iter(self.charts.values()))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from analysis.present.page import section_html

        shown = section_html(self.name, self.title, self.note, self.body) if self.body else Html("")
        return shown._repr_mimebundle_()


@dataclass(frozen=True)
class Missing:
    """A section that is not drawn; it displays nothing where it would stand.

    Attributes
    ----------
    lacking
        What is not there, in a sentence.
    remedy
        Which file would fill it, in a sentence.
    """

    name: str
    title: str
    lacking: str
    remedy: str

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/html": "", "text/plain": f"{self.title} is not shown. {self.lacking} {self.remedy}"}


@dataclass(frozen=True)
class Section:
    """A function that makes a section, with what it needs.

    Attributes
    ----------
    needs
        Datasets of which each must hold rows in force; without them the section is not drawn.
    wants
        Datasets that it uses where they are there.
    """

    name: str
    title: str
    make: Callable
    needs: tuple[str, ...]
    wants: tuple[str, ...] = ()


def section(title: str, needs: tuple[str, ...], wants: tuple[str, ...] = ()) -> Callable[[Callable], Section]:
    """Declare a function to be a section; its name becomes the section's.

    Parameters
    ----------
    title
        Heading of the section; empty for one that stands under the heading before it or only adds to the opening.
    needs, wants
        As ``Section`` says.
    """

    def declared(make: Callable) -> Section:
        return Section(make.__name__, title, make, needs, wants)

    return declared


@dataclass(frozen=True)
class Outline:
    """A page before it is made.

    Attributes
    ----------
    title, answers
        Its heading, and what it answers in a few words.
    sections
        In the order in which they stand.
    period
        The time that the page is about, where it is not the quarter.
    order
        Names of sections in the order in which their headlines, tiles and warnings stand in the opening; the rest follow.
    findings
        How many headlines the opening holds at most.
    """

    name: str
    title: str
    answers: str
    sections: tuple[Section, ...]
    order: tuple[str, ...] = ()
    findings: int = 2
    changes_title: str = "What changed"
    period: str = ""
