"""Counts rounded to the nearest 5, end to end: the report of a council, and the records of a made-up one."""

import csv
import json
import re

import pytest
from built_projects import command, copied, publish

from analysis.catalogue.fields import field
from analysis.disclosure.published import figure
from analysis.publish.audit import audit, read_pack

COUNTED = re.compile(r"(?<![\w.,£–])(?P<count>\d(?:[\d,]*\d)?) (?:more |fewer )?(?:children|young people|cases|episodes)\b(?! each)")
POPULATIONS_AND_RULES = re.compile(r"divided by|per 10,000|threshold|more than 20 children|population|of population")


@pytest.fixture(scope="module")
def root(checked_project, tmp_path_factory):
    root = copied(checked_project, tmp_path_factory.mktemp("rounded"))
    for line in (
        ("synthesise", "--children", "200", "--years", "2"),
        ("ingest", "data/raw/extracts/exampleshire", "--authority", "exampleshire", "--made-up"),
        ("publish", "--authority", "plymouth", "--authority", "exampleshire", "--policy", "rounded"),
    ):
        outcome = command(root, *line)
        assert outcome.returncode == 0, outcome.stderr[-3000:]
    return root


@pytest.fixture(scope="module", params=["plymouth/2023-24-q2-rounded", "exampleshire/2024-25-q4-rounded"])
def pack(request, root):
    return root / "reports" / request.param


def test_no_file_shows_a_count_of_people_that_is_not_rounded(pack):
    counted = 0
    for path in (pack / "data").glob("*.csv"):
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            for column, text in row.items():
                if text and field(column).kind == "count_of_children":
                    counted += 1
                    assert float(text) % 5 == 0, (path.name, column, text)
    assert counted > 50


def test_no_sentence_or_chart_tells_one(pack):
    counted = 0
    for section, texts in read_pack(pack).sentences.items():
        for text in texts:
            for match in COUNTED.finditer(text):
                around = text[max(0, match.start() - 60) : match.end() + 60]
                if not POPULATIONS_AND_RULES.search(around):
                    counted += 1
                    assert figure(match["count"]).value % 5 == 0, (section, around)
    assert counted > 5


def test_each_page_says_so_at_its_head(pack):
    for name in json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["pages"]:
        head = (pack / f"{name}.html").read_text(encoding="utf-8").partition('<p class="headline">')[0]
        assert "rounded to the nearest 5" in head and "parts may not add up to their total" in head


def test_the_attack_finds_nothing_and_reads_the_counts_as_ranges(pack):
    found = audit(pack)
    assert found.hidden > 50 and not found.findings and read_pack(pack).rounded_to == 5


def test_a_quarter_is_published_under_one_policy(root):
    outcome = publish(root, "--policy", "public")
    assert outcome.returncode == 1 and "2023-24-q2-rounded shows the same figures under the policy rounded" in outcome.stderr
    assert not (root / "reports" / "plymouth" / "2023-24-q2").exists()
    index = (root / "reports" / "plymouth" / "index.html").read_text(encoding="utf-8")
    assert "2023-24-q2-rounded/index.html" in index
