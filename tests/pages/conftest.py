"""What tests of pages share: a copy of the project with later quarters, one with a council of its own, and the words of a page."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from built_projects import copied

from analysis.pages import Page

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
