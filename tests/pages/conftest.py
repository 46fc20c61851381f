"""What tests of pages share: a copy of the project with later quarters, one with a council of its own, and the words of a page."""

import re
import shutil
from collections.abc import Container
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from built_projects import copied

from analysis.ingest.published import InForce
from analysis.pages import Page
from analysis.pages import outline as page_outline
from analysis.pages.building import build_page
from analysis.pages.given import Given
from analysis.pages.sections import Missing, NothingToShow, Outline, Section, Shown

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def later_quarters(later_project: Path, tmp_path_factory: pytest.TempPathFactory):
    """A copy of the project with three later quarters made up; the package works on it while the module's tests run."""
    root = copied(later_project, tmp_path_factory.mktemp("later"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        yield root


@pytest.fixture
def another_council(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Fill a copy of the project with a council that has a few datasets alone: ``another_council({name: rows}, quarter=...)``.

    Rows are a CSV's, less the columns that key all alike; what a dataset does not say stays empty. Nothing else is held.
    """
    raw = tmp_path / "data" / "raw"
    (tmp_path / "checks").mkdir()
    report = {"source": "report", "title": "Report", "publisher": "Nobody", "transcribed_date": "2025-01-31", "terms_of_use": "None."}
    shutil.copytree(REPOSITORY / "data" / "raw", raw, ignore=shutil.ignore_patterns("extracts", "national"))
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))

    def fill(tables: dict[str, list[dict]], quarter: str = "2024-25-Q3") -> str:
        everything = {
            "authorities": [{"authority": "elsewhere", "name": "Elsewhere", "ons_code": "E06000000"}],
            "sources": [report | {"report_authority": "elsewhere", "report_quarter": quarter}],
        } | tables
        keys = {"authority": "elsewhere", "quarter": quarter, "source": "report"}
        for path in raw.glob("*.csv"):
            columns = list(pd.read_csv(path, dtype=str, nrows=0, encoding="utf-8-sig"))
            rows = [{**{name: value for name, value in keys.items() if name in columns}, **row} for row in everything.get(path.stem, [])]
            pd.DataFrame(rows, columns=columns, dtype=object).to_csv(path, index=False, lineterminator="\n")
        return quarter

    return fill


class Asked(Given):
    """What a page is given, with the names of what was asked of it."""

    def __init__(self, absent: Container[str] = ()):
        super().__init__("plymouth", "2023-24-Q2", "public")
        self.absent, self.asked = absent, set()

    def in_force(self, name: str) -> InForce:
        self.asked.add(name)
        held = super().in_force(name)
        return InForce(held.table.iloc[:0], None) if name in self.absent else held

    def history(self, name: str) -> pd.DataFrame:
        self.asked.add(name)
        held = super().history(name)
        return held.iloc[:0] if name in self.absent else held

    def everywhere(self, name: str) -> pd.DataFrame:
        self.asked.add(name)
        held = super().everywhere(name)
        return held.iloc[:0] if name in self.absent else held


@pytest.fixture(scope="module")
def page_without():
    """A page of Plymouth's report as it is without some datasets: ``page_without("caseloads", {"indicators"})``.

    A section that asks for none of them is made once and stands in every such page.
    """
    alone: dict[Section, tuple[Shown | Missing, set[str]]] = {}

    def made(outline: Outline, part: Section) -> tuple[Shown | Missing, set[str]]:
        if part not in alone:
            given = Asked()
            alone[part] = build_page(replace(outline, sections=(part,)), given).sections[part.name], given.asked
        return alone[part]

    def as_made(part: Section, shown: Shown | Missing) -> Section:
        def again(given: Given) -> Shown:
            if isinstance(shown, Missing):
                raise NothingToShow(shown.lacking, shown.remedy)
            return shown

        return replace(part, make=again)

    def build_without(name: str, absent: set[str]) -> Page:
        outline = page_outline(name)
        of_each = [(part, *made(outline, part)) for part in outline.sections]
        sections = tuple(part if asked & absent else as_made(part, shown) for part, shown, asked in of_each)
        return build_page(replace(outline, sections=sections), Asked(absent))

    return build_without


@pytest.fixture(scope="session")
def words():
    """The words of a page, or of a part of one: ``words(page)``, ``words(page.forecast)``; charts left out."""

    def read(part) -> str:
        if isinstance(part, Page):
            every = [part.opening, *part.sections.values(), part.changes, part.limits, part.method, part.missing]
            return "\n".join(read(one) for one in every)
        soup = BeautifulSoup(part._repr_mimebundle_()["text/html"], "html.parser")
        for svg in soup("svg"):
            svg.decompose()
        for amount in soup("span", class_="amount"):
            amount.unwrap()
        soup.smooth()
        return re.sub(r"\s+", " ", soup.get_text(" ")).strip()

    return read
