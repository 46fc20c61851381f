import json
from datetime import date

import pytest

from analysis.errors import FolderInUse, UnknownChoice
from analysis.ingest.carers import read_carers
from analysis.ingest.made_up import read_made_up_carers
from analysis.ingest.synthetic import REGISTER_HEADERS, STAY_HEADERS
from analysis.publish.made_up import next_command, write_made_up_extracts

OPTIONS = {"households": 40, "years": 3, "until": date(2024, 3, 31), "seed": 7}


def test_what_is_written_is_read_without_a_problem(tmp_path):
    folder = tmp_path / "made up"
    files = write_made_up_extracts(folder, "plymouth", **OPTIONS)
    assert [path.name for path in files] == ["register.csv", "stays.csv"]
    headers = [path.read_text(encoding="utf-8").splitlines()[0] for path in files]
    assert headers == [",".join(REGISTER_HEADERS), ",".join(STAY_HEADERS)]
    carers = read_carers([folder], "plymouth")
    assert carers["approvals"]["household"].nunique() == 40
    assert carers["approvals"]["in_authority_area"].any()
    starts = carers["stays"]["stay_start_date"]
    assert starts.min().date() >= date(2021, 4, 1) and starts.max().date() <= date(2024, 3, 31)
    assert next_command(folder) == f"analysis relief '{folder}'"


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name, seed in (("one", 7), ("two", 7), ("other", 8)):
        write_made_up_extracts(tmp_path / name, "plymouth", **{**OPTIONS, "seed": seed})
    for file in ("register.csv", "stays.csv"):
        one, two, other = ((tmp_path / name / file).read_bytes() for name in ("one", "two", "other"))
        assert one == two != other


def test_a_folder_with_anything_in_it_is_left_as_it_is(tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "register.csv").write_text("real", encoding="utf-8")
    (tmp_path / "file").write_text("real", encoding="utf-8")
    for name in ("used", "file"):
        with pytest.raises(FolderInUse, match="left as it is. Name a folder that is new or empty."):
            write_made_up_extracts(tmp_path / name, "plymouth", **OPTIONS)
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["register.csv"]
    assert (tmp_path / "used" / "register.csv").read_text(encoding="utf-8") == "real"


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "empty").mkdir()
    assert all(path.is_file() for path in write_made_up_extracts(tmp_path / "empty", "plymouth", **OPTIONS))


def test_an_unknown_authority_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(UnknownChoice, match='"exampleshire" is not an authority. There are: plymouth, torbay'):
        write_made_up_extracts(tmp_path / "new", "exampleshire", **OPTIONS)
    assert not list(tmp_path.iterdir())


def test_made_up_carers_are_those_that_would_be_written(tmp_path):
    write_made_up_extracts(tmp_path / "written", "plymouth", **OPTIONS)
    written = read_carers([tmp_path / "written"], "plymouth")
    for name, table in read_made_up_carers("plymouth", **OPTIONS).items():
        assert table.equals(written[name])


def test_the_command_prints_what_to_try_next(run, tmp_path):
    outcome = run("synthesise", "made", "--households", "12", "--json")
    assert outcome.returncode == 0, outcome.stderr
    assert json.loads(outcome.stdout) == {"files": ["made/register.csv", "made/stays.csv"], "next": "analysis relief made"}
    again = run("synthesise", "made")
    assert again.returncode == 1 and "made has something in it" in again.stderr
    assert run("synthesise", "other").stdout.splitlines()[-1] == "Try: analysis relief other"
    for wrong in (["--until", "31/03/2024"], ["--years", "0"], ["--households", "0"]):
        assert run("synthesise", "third", *wrong).returncode == 2
