"""What a pack hides beside what its pages hide by themselves: because an earlier pack, which stays as it is, hides the same figure."""

import json
import re
import shutil

import pytest
from built_projects import command, copied, publish

from analysis.publish.audit import audit

KEPT = (
    "authorities",
    "sources",
    "source_items",
    "abbreviations",
    "performance_measures",
    "performance_measure_values",
    "performance_measure_definitions",
)
HIDDEN_BEFORE = ("Care Leavers", "Children's Disability Team")
"""Services of which the earlier pack is made to hide the children of July, and what would give them away."""


@pytest.fixture(scope="module")
def project(checked_project, tmp_path_factory):
    """A project with the months of one quarter, and a pack of the quarter before that hides two of their figures."""
    root = copied(checked_project, tmp_path_factory.mktemp("hidden_too"))
    for path in (root / "data" / "raw").glob("*.csv"):
        if path.stem not in KEPT:
            path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0] + "\n", encoding="utf-8")
    measures = {line.split(",")[3] for line in _lines(root, "performance_measures") if ",children_open," in line}
    for name in ("performance_measures", "performance_measure_values", "performance_measure_definitions"):
        header, *lines = _lines(root, name)
        place = header.split(",").index("measure")
        kept = [line for line in lines if line.split(",")[place] in measures]
        (root / "data" / "raw" / f"{name}.csv").write_text("\n".join([header, *kept, ""]), encoding="utf-8")
    for folder in ("checks", "scenarios"):
        shutil.rmtree(root / folder)
        (root / folder).mkdir()
    outcome = publish(root)
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    return root


def _lines(root, name: str) -> list[str]:
    return (root / "data" / "raw" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()


def test_what_an_earlier_pack_hides_is_hidden_too_and_what_gives_it_away(project):
    pack = project / "reports" / "plymouth" / "2023-24-q2"
    earlier = shutil.copytree(pack, pack.parent / "2023-24-q1")
    manifest = (earlier / "manifest.json").read_text(encoding="utf-8")
    (earlier / "manifest.json").write_text(manifest.replace('"2023-24-Q2"', '"2023-24-Q1"'), encoding="utf-8")
    page, file = earlier / "caseloads.html", earlier / "data" / "children_open_by_service.csv"
    markup, lines = page.read_text(encoding="utf-8"), file.read_text(encoding="utf-8").splitlines()
    for service in HIDDEN_BEFORE:
        name = service.replace("'", "(?:'|&#39;|&#x27;)")
        markup, count = re.subn(
            rf'({name}.{{0,400}}?</th>\s*<td class="figure">)\d+(</td>.*?)</tr>', _hide_july, markup, count=1, flags=re.DOTALL
        )
        assert count == 1, service
        lines = [_without(line, (1, 4, 6)) if line.startswith(service) else line for line in lines]
    page.write_text(markup, encoding="utf-8")
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert {finding.row for finding in audit(pack).findings} >= set(HIDDEN_BEFORE)

    outcome = command(project, "publish", "--force")
    assert outcome.returncode == 0, outcome.stderr[-2000:]
    assert audit(pack).findings == ()
    rows = {
        line.split(",")[0]: line.split(",")
        for line in (pack / "data" / "children_open_by_service.csv").read_text(encoding="utf-8").splitlines()
    }
    for service in HIDDEN_BEFORE:
        assert [rows[service][column] for column in (1, 4, 6)] == ["", "", ""] and rows[service][3]
    assert rows["Permanency Service"][1] == "325"
    kept = json.loads(
        (project / "data" / "processed" / "published" / "plymouth-2023-24-q2-public-also-hidden.json").read_text(encoding="utf-8")
    )
    assert {figure["row"]["caseload_service"] for figure in kept} == set(HIDDEN_BEFORE)


def _hide_july(found: re.Match) -> str:
    cells = found[2].split("</td>")
    # After July: two months, the change, the change in per cent.
    for place in (3, 4):
        cells[place] = re.sub(r">[^<>]*$", ">[c]", cells[place])
    return f"{found[1]}[c]{'</td>'.join(cells)}</tr>"


def _without(line: str, columns: tuple[int, ...]) -> str:
    cells = line.split(",")
    return ",".join("" if place in columns else cell for place, cell in enumerate(cells))
