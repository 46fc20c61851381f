import json
import shlex
from datetime import date

import pytest

from analysis.catalogue.project import raw_folder
from analysis.errors import FolderInUse, UnknownChoice
from analysis.publish.made_up import write_made_up_council

SMALL = {"children": 30, "years": 1, "until": date(2024, 3, 31), "seed": 7}


def test_a_council_has_its_folder_below_the_extracts(project):
    folder, files = write_made_up_council("exampleshire", **SMALL)
    assert folder == raw_folder() / "extracts" / "exampleshire" and all((folder / path).is_file() for path in files)
    assert {path.parts[0] for path in files} >= {"ssda903", "annex_a", "workforce", "csww", "carers"}


def test_a_folder_with_anything_in_it_is_left_as_it_is(tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "register.csv").write_text("real", encoding="utf-8")
    (tmp_path / "file").write_text("real", encoding="utf-8")
    for name in ("used", "file"):
        with pytest.raises(FolderInUse, match="left as it is. Name a folder that is new or empty."):
            write_made_up_council("exampleshire", **SMALL, folder=tmp_path / name)
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "used").iterdir()] == ["real"]


@pytest.mark.parametrize(
    ("authority", "changed", "message"),
    [
        ("plymouth", {}, "plymouth is a real council"),
        ("Exampleshire County", {}, "is no name for a council"),
        ("exampleshire", {"until": date(2024, 2, 29)}, "2024-02-29 is not the end of a quarter"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(project, authority, changed, message):
    with pytest.raises(UnknownChoice, match=message):
        write_made_up_council(authority, **{**SMALL, **changed})
    assert not (raw_folder() / "extracts").exists()


def test_the_command_prints_what_to_try_next(run, tmp_path):
    outcome = run("synthesise", "--children", "20", "--years", "1", "--to", "made up", "--json")
    assert outcome.returncode == 0, outcome.stderr
    told = json.loads(outcome.stdout)
    assert told["folder"] == "made up" and len(told["files"]) > 40
    ingest, relief = (shlex.split(command) for command in told["next"])
    assert ingest == ["analysis", "ingest", "made up", "--authority", "exampleshire", "--made-up"]
    assert {path.name for path in (tmp_path / relief[2]).iterdir()} == {"register.csv", "stays.csv"}
    again = run("synthesise", "--to", "made up")
    assert again.returncode == 1 and "made up has something in it" in again.stderr
    for wrong in (["--until", "31/03/2024"], ["--years", "0"], ["--children", "0"]):
        assert run("synthesise", *wrong).returncode == 2
    many = run("synthesise", "--authorities", "2", "--children", "100", "--years", "1", "--to", "many", "--json")
    assert many.returncode == 0 and json.loads(many.stdout)["rows"]["annex-a"] > 100, many.stderr
    assert run("synthesise", "--authorities", "2", "--faults").returncode == 2
    taken, worked_out = (run(*line, "--json") for line in (("ingest", "many", "--all", "--made-up"), ("store", "caseloads")))
    assert set(json.loads(taken.stdout)["done"]) == {"made-up-001", "made-up-002"}, taken.stderr
    assert json.loads(worked_out.stdout)["done"]["made-up-002"]["caseload_by_team"] > 0, worked_out.stderr
    assert run("ingest", "many", "--all", "--authority", "exampleshire").returncode == run("ingest", "many").returncode == 2
