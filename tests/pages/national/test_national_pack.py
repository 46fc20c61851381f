"""The national pack end to end: a council by name, its pages, its index, and what goes wrong."""

import json
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from built_projects import called


@pytest.fixture
def command(national_project: Path):
    """The ``analysis`` command in the project with the made-up store."""
    return partial(called, national_project)


def test_a_council_publishes_by_number_and_is_found_in_the_index(command, national_project):
    done = command("publish", "--national", "--authority", "880")
    assert done.returncode == 0, done.stderr
    pack = national_project / "reports" / "torbay" / "national"
    manifest = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["pages"]) == ["national_workforce", "national_children"]
    assert "national/workforce" in manifest["pages"]["national_workforce"]["made_from"]
    assert "No national figures from" in done.stderr  # money and inspections are said to be left out
    page = BeautifulSoup((pack / "national_workforce.html").read_text(encoding="utf-8"), "html.parser")
    assert "Torbay, national statistics up to 30 September 2023" in page.get_text()
    assert len(page.select("svg")) == 6  # three charts, wide and narrow
    index = BeautifulSoup((national_project / "reports" / "national" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert [link["href"] for link in index.select("main a")] == ["../torbay/national/index.html"]
    for file in (pack / "index.html", national_project / "reports" / "national" / "index.html"):
        for link in BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select("a[href]"):
            target = link["href"].partition("#")[0]
            assert not target or (file.parent / target).exists(), f"{file.name} leads to {target}, which is not there"
    again = command("publish", "--national", "--authority", "Torbay")
    assert "Nothing has changed" in again.stderr


def test_of_several_councils_one_that_fails_is_named_and_the_others_stand(command, national_project):
    (national_project / "reports").mkdir(exist_ok=True)
    (national_project / "reports" / "leeds").write_text("in the way", encoding="utf-8")
    done = command("publish", "--national", "--authority", "torbay", "--authority", "Leeds", "--authority", "E06000015", "--json")
    assert done.returncode == 1
    outcome = json.loads(done.stdout)
    assert outcome["packs"] == ["torbay", "derby"]
    assert list(outcome["failures"]) == ["leeds"] and "cannot be written" in outcome["failures"]["leeds"]
    for slug in outcome["packs"]:
        assert (national_project / "reports" / slug / "national" / "index.html").is_file()
    index = BeautifulSoup((national_project / "reports" / "national" / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert [link.get_text(strip=True) for link in index.select("main a")] == ["Derby", "Torbay"]
    # Nothing is published where one of the names is of no council.
    assert command("publish", "--national", "--authority", "torbay", "--authority", "Plimouth").returncode == 1


def test_a_name_that_is_not_known_and_an_empty_store_are_said(command, national_project):
    unknown = command("publish", "--national", "--authority", "Plimouth")
    assert unknown.returncode == 1 and "Did you mean Plymouth" in unknown.stderr
    (national_project / "data" / "processed" / "national" / "held.json").unlink()
    empty = command("publish", "--national", "--authority", "torbay")
    assert empty.returncode == 1 and "analysis ingest national" in empty.stderr
    assert command("publish", "--all").returncode == 2


def test_releases_are_taken_in_listed_and_refused_from_the_command_line(command, national_project, tmp_path):
    held = command("national")
    assert held.returncode == 0 and "workforce: Children's social work workforce, 2022 to 2023" in held.stdout
    own = json.loads(command("national", "--authority", "plymouth", "--json").stdout)
    assert {row["release"] for row in own} == {"workforce", "children_looked_after"}
    bad = tmp_path / "page.csv"
    bad.write_text("<html>Not found</html>", encoding="utf-8")
    refused = command("ingest", "national", str(bad))
    assert refused.returncode == 1 and "is a web page" in refused.stderr and "Traceback" not in refused.stderr
    nothing = command("ingest", "national")
    assert nothing.returncode == 1 and "national: the file is missing" in nothing.stderr
