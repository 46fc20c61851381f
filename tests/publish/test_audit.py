"""The attack on published files: the committed pack, and copies of it that give one thing away."""

import json
import re
import shutil
from pathlib import Path

import pytest
from built_projects import called

from analysis.errors import NotReleased, UnknownChoice
from analysis.publish.audit import audit, packs_attacked, stop_where_given_away

REPOSITORY = Path(__file__).resolve().parents[2]
COMMITTED = REPOSITORY / "reports" / "plymouth" / "2023-24-q2"


@pytest.fixture
def pack(tmp_path) -> Path:
    return Path(shutil.copytree(COMMITTED, tmp_path / "2023-24-q2"))


def change(path: Path, pattern: str, wanted: str) -> None:
    text, count = re.subn(pattern, wanted, path.read_text(encoding="utf-8"), count=1, flags=re.DOTALL)
    assert count == 1, pattern
    path.write_text(text, encoding="utf-8")


def given_away(pack: Path) -> set[tuple[str, float, float]]:
    return {(finding.row, finding.least, finding.most) for finding in audit(pack).findings}


def test_the_committed_pack_gives_nothing_away():
    found = audit(COMMITTED)
    assert found.findings == () and found.hidden > 100


def test_a_figure_shown_on_one_page_and_hidden_on_another(pack):
    row = r"(<th scope=\"row\">Unregistered placements: under 16</th>\s*<td>[^<]*</td>\s*<td class=\"figure\">)\[c\]"
    change(pack / "children_in_care.html", row, r"\g<1>3")
    assert ("Unregistered placements: under 16", 3, 3) in given_away(pack)


def test_a_figure_that_a_file_shows(pack):
    path = pack / "data" / "placements_by_type.csv"
    change(path, r"(Secure units),,", r"\1,2,")
    assert ("Secure units", 2, 2) in given_away(pack)


def test_one_hidden_figure_alone_beside_its_total(pack):
    # Of the types of placement at the first date, the table then hides one and shows the rest: 485 less the others.
    page = pack / "children_in_care.html"
    text = page.read_text(encoding="utf-8")
    table = next(part for part in re.findall(r"<table.*?</table>", text, re.DOTALL) if "by type of placement" in part)
    other = re.sub(r"(>Other</th>\s*<td class=\"figure\">)\[c\]", r"\g<1>6", table)
    other = re.sub(r"<td class=\"figure\">336 ?", '<td class="figure">325 ', other)
    assert other != table
    page.write_text(text.replace(table, other), encoding="utf-8")
    # 485 less 325, 53, 31, 12, 25, 25, 6 and 6.
    assert ("Secure units", 2, 2) in given_away(pack)


def test_a_figure_that_a_chart_writes_beside_the_name_of_its_row(pack):
    page = pack / "children_in_care.html"
    change(
        page,
        r"(<h2 id=\"placement-types\">.*?</svg>)",
        r'\1<svg><text x="5" y="9.2">Secure units</text><text x="80" y="9.4">2</text></svg>',
    )
    assert ("Secure units", 2, 2) in given_away(pack)


def test_a_point_of_a_figure_that_the_table_hides(pack):
    # The children missing each month are drawn; the table hides those of August. 44 stands at 205.7, on the scale of the others.
    page = pack / "missing_and_exploitation.html"
    change(page, r"(<th scope=\"row\">August 2023</th>\s*<td class=\"figure\">)44", r"\1[c]")
    assert ("August 2023", 44, 44) in {(row, round(least), round(most)) for row, least, most in given_away(pack)}


def test_a_sentence_that_names_a_few_children(pack):
    change(pack / "missing_and_exploitation.html", r"</h1>", "</h1><p>Three children were in hospital.</p>")
    assert {(least, most) for _, least, most in given_away(pack)} == {(3, 3)}


def test_the_pack_before_that_showed_what_this_one_hides(pack):
    before = Path(shutil.copytree(pack, pack.parent / "2023-24-q1"))
    change(before / "manifest.json", '"quarter": "2023-24-Q2"', '"quarter": "2023-24-Q1"')
    page = before / "children_in_care.html"
    change(page, r"(>Secure units</th>\s*<td class=\"figure\">)\[c\]", r"\g<1>4")
    assert ("Secure units", 4, 4) in given_away(pack)
    with pytest.raises(NotReleased, match='(?s)gives away .* figures that it hides.*"Secure units"'):
        stop_where_given_away(packs_attacked(pack, pack.parent))


def test_the_command_says_what_is_given_away_and_ends_with_1(pack):
    fine = called(pack, "audit", str(pack))
    assert fine.returncode == 0 and "0 given away" in fine.stdout
    change(pack / "data" / "placements_by_type.csv", r"(Secure units),,", r"\1,2,")
    found = called(pack, "audit", str(pack), "--json")
    outcome = json.loads(found.stdout)
    assert found.returncode == 1 and outcome["hidden"] > 100
    assert any(finding["row"] == "Secure units" and finding["least"] == finding["most"] == 2 for finding in outcome["findings"])


def test_a_folder_without_a_pack_is_refused(tmp_path):
    with pytest.raises(UnknownChoice, match="There is no pack in"):
        audit(tmp_path)
