import re

import pytest
from bs4 import BeautifulSoup

from analysis.pages import build, drawable, outline
from analysis.pages.given import Given


@pytest.fixture(scope="module")
def page():
    return build("figures_checked", "plymouth", "2023-24-Q2")


def test_causes_are_counted_and_figures_listed(page, words):
    wrong, causes = page.do_not_agree.tables["wrong"].table, page.do_not_agree.tables["causes"].table
    assert causes["figures_disagreeing"].sum() == len(wrong)
    assert len(causes) < len(wrong)
    assert f"{len(wrong)} of them" in words(page.opening)
    shown = BeautifulSoup(page.do_not_agree._repr_mimebundle_()["text/html"], "html.parser")
    assert {item["id"] for item in shown.select("ul.checks li")} == set(wrong["check"])


def test_verdicts_add_up_to_all_figures(page):
    counts = page.documents_checked.table.table
    parts = counts[["figures_agreeing", "figures_rounded", "figures_disagreeing", "figures_unchecked"]].sum(axis=1)
    assert parts.tolist() == counts["figures_in_all"].tolist()
    rest = page.the_rest.tables
    listed = (
        len(rest["rounding"].table) + len(rest["agree"].table) + len(rest["unchecked"].table) + len(page.do_not_agree.tables["wrong"].table)
    )
    assert listed == counts["figures_in_all"].sum()


def test_documents_of_another_council_are_not_the_pages_own(page, words):
    assert "Torbay" not in words(page) and "Windsor" not in words(page)


def test_nothing_is_given_where_there_is_nothing(page, words):
    assert not re.search(r"figures give\s*[.,]", words(page))


def test_the_figures_that_agree_are_a_file(page, words):
    said = words(page.the_rest)
    assert f"{len(page.the_rest.tables['agree'].table)} figures and statements agree" in said
    assert "figures_that_agree.csv" in page.the_rest._repr_mimebundle_()["application/vnd.childrens-services.download+json"]
    assert len(words(page).split()) < 10_000


def test_a_council_with_nothing_that_derives_has_no_page(another_council):
    quarter = another_council({"missing_children": []})
    assert drawable(outline("figures_checked"), Given("elsewhere", quarter, "public")) == []


def test_a_later_quarter_is_held_against_its_own_checks(later_quarters, words):
    page = build("figures_checked", "plymouth", "2023-24-Q3")
    assert "Q2 2023/24" not in words(page.do_not_agree)
    every = page.given.checks
    before = every[(every["authority"] == "plymouth") & (every["quarter"] == "2023-24-Q2") & (every["verdict"] == "does not agree")]
    assert f"Of the reports of quarter 2 2023/24, {len(before)} figures did not agree" in words(page.changes)
    assert "No check is written yet of what this quarter's report says in sentences" in words(page.limits)
    assert "No earlier quarter" not in words(page.changes)


def test_a_cause_of_several_figures_is_not_called_by_one_alone(page):
    named = page.do_not_agree.tables["causes"].table.set_index("first_claim")["figures_disagreeing"]
    assert named.max() == 5 and named.min() == 1
    for claim, figures in named.items():
        assert claim.endswith(" more figure" if figures == 2 else " more figures") == (figures > 1), claim
