"""The store of records: whole or not at all, the same again nothing, a correction told apart, read as it is in force."""

import datetime
import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from built_projects import called
from hypothesis import given
from hypothesis import strategies as st
from ingest.records.made_returns import CHILDREN_IN_NEED, EPISODES, HEADER, WORKERS, write_return

from analysis.catalogue.returns import list_of_table
from analysis.errors import IdentifierKeyMissing, PackNotWritable, RecordsMixed, ReturnsRefused, UnknownAuthority, UnknownIntake
from analysis.store.intakes import intakes, store_folder
from analysis.store.records import difference, read, read_every, remove
from analysis.store.staging import alone
from analysis.store.taking_in import take_in

COUNCIL = "exampleshire"
TODAY = datetime.date(2024, 5, 1)
DAY = datetime.date(2024, 3, 31)


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A project with nothing in it; what stands in its store, as bytes by path."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    return lambda: {
        str(path.relative_to(tmp_path)): path.read_bytes()
        for path in (tmp_path / "data" / "processed" / "store").rglob("*")
        if path.is_file()
    }


def take(folder, **options):
    return take_in([folder], COUNCIL, TODAY, made_up=True, **options)


def test_the_same_files_again_change_nothing(store, tmp_path):
    folder = write_return(tmp_path / "in" / "2024")
    first = take(folder)
    before = store()
    assert not first.kept[0].unchanged and first.problems_file is None
    assert take(folder).kept[0].unchanged and store() == before
    # Nor do they under another name, with the year read from their dates and not from the folder's name.
    other = folder.rename(folder.with_name("ours"))
    assert take(other).kept[0].unchanged and take_in(sorted(other.iterdir()), COUNCIL, TODAY, made_up=True).kept[0].unchanged
    assert store() == before
    assert [one.id for one in intakes()] == ["exampleshire/ssda903/2024-03-31.1"]


def test_a_corrected_return_replaces_what_it_corrects_and_says_what_changed(store, tmp_path):
    take(write_return(tmp_path / "in" / "2024"))
    edits = {"episodes": ("20/12/2023,E4A", "21/12/2023,E4A"), "missing": ("02/02/2024\n", "02/02/2024\nX2,07/08/2020,A,01/11/2023,\n")}
    done = take(write_return(tmp_path / "again" / "2024", edits))
    assert done.kept[0].intake.changes == {
        "children": {"added": 0, "gone": 0, "changed": 0},
        "episodes": {"added": 0, "gone": 0, "changed": 1},
        "missing_episodes": {"added": 1, "gone": 0, "changed": 0},
    }
    assert read(COUNCIL, "episodes")["ended_date"].max() == pd.Timestamp("2023-12-21") and len(read(COUNCIL, "missing_episodes")) == 2
    remove("exampleshire/ssda903/2024-03-31.2")
    assert read(COUNCIL, "episodes")["ended_date"].max() == pd.Timestamp("2023-12-20") and len(read(COUNCIL, "missing_episodes")) == 1
    with pytest.raises(UnknownIntake, match=r"There are: exampleshire/ssda903/2024-03-31\.1"):
        remove("exampleshire/ssda903/2024-03-31.2")


def test_the_next_quarter_adds_and_each_day_reads_its_own(store, tmp_path):
    take(write_return(tmp_path / "in", list_6=CHILDREN_IN_NEED), on=DAY)
    later = write_return(tmp_path / "later", {"list_6": ("20/03/2024,,,Open", "20/06/2024,10/06/2024,,Closed")}, list_6=CHILDREN_IN_NEED)
    take(later, on=datetime.date(2024, 6, 30))
    assert read(COUNCIL, "children_in_need")["closed_date"].notna().sum() == 2
    assert read(COUNCIL, "children_in_need", DAY)["closed_date"].notna().sum() == 1
    every = read_every(COUNCIL, "children_in_need")
    assert every["as_at_date"].value_counts().to_dict() == {pd.Timestamp("2024-03-31"): 3, pd.Timestamp("2024-06-30"): 3}
    with pytest.raises(UnknownIntake, match="holds no Annex A list 6, children in need of .exampleshire. by 2024-01-01"):
        read(COUNCIL, "children_in_need", datetime.date(2024, 1, 1))


def test_returns_of_several_years_read_as_one_history(store, tmp_path):
    # X1's first placement is open in the return of 2023 and closed in that of 2024; X6 was open in 2023 and is told of no more.
    header = HEADER.replace("X3,2,09/10/2023,WBRI,,,\n", "X6,1,01/01/2015,WBRI,,,\n")
    episodes = (
        EPISODES.splitlines()[0]
        + "\nX1,01/05/2022,S,C2,N1,U4,PR4,,,,,,\nX6,01/02/2023,S,C2,N1,U4,PR4,,,,,,\nX2,05/05/2022,S,V2,N1,U6,PR1,09/06/2022,E8,,,,\n"
    )
    take(write_return(tmp_path / "2023", header=header, episodes=episodes))
    take(write_return(tmp_path / "2024"))
    found = read(COUNCIL, "episodes")
    assert sorted(found["started_date"].dt.date.astype(str)) == ["2022-05-01", "2022-05-05", "2023-09-03", "2023-10-10", "2023-12-01"]
    assert found["ended_date"].isna().sum() == 2
    as_known = read(COUNCIL, "episodes", datetime.date(2023, 3, 31))
    assert sorted(as_known["started_date"].dt.date.astype(str)) == ["2022-05-01", "2022-05-05", "2023-02-01"]
    assert as_known["ended_date"].isna().sum() == 2


def test_nothing_is_taken_in_while_a_row_is_refused(store, tmp_path):
    folder = write_return(tmp_path / "2024", {"episodes": ("C2,N1,K2", "C9,N1,K2"), "missing": ("X1,05", "=1+1,05")})
    with pytest.raises(ReturnsRefused, match=r'(?s)2 problems, so that nothing was taken in:.*row 3, LS: "C9" is not a code'):
        take(folder)
    assert intakes() == []
    cells = [
        [cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "data/processed/problems/exampleshire.xlsx").active.rows
    ]
    assert cells[0][:5] == ["File", "Row", "Column", "Value", "What is wrong"]
    assert [row[:4] for row in cells[1:]] == [["episodes.csv", 3, "LS", "C9"], ["missing.csv", 2, "CHILD", "=1+1"]]
    done = take(folder, leave_out_refused=True)
    quality = {row["table"]: row for row in done.kept[0].intake.quality}
    assert quality["episodes"]["rows_refused"] == 1 and done.kept[0].intake.rows == {"children": 3, "episodes": 3, "missing_episodes": 0}
    assert "C9" not in (done.kept[0].intake.folder / "intake.json").read_text()


def test_every_problem_of_files_and_rows_is_told_at_once(store, tmp_path):
    write_return(tmp_path / "in" / "2024", {"episodes": ("C2,N1,K2", "C9,N1,K2")})
    write_return(tmp_path / "in" / "staff", workers=WORKERS)
    write_return(tmp_path / "in" / "other", empty="", notes="a,b\n1,2\n")
    with pytest.raises(ReturnsRefused) as caught:
        take(tmp_path / "in")
    assert [problem.file for problem in caught.value.problems] == [
        "other/empty.csv", "other/notes.csv", "staff/workers.csv", "2024/episodes.csv",
    ]  # fmt: skip
    assert "--leave-out-refused" not in str(caught.value) and intakes() == []


def test_doubts_against_what_is_held_are_told(store, tmp_path):
    take(write_return(tmp_path / "2024"))
    births = {"list_6": ("X1,a) Male,WBRI,05/06/2010", "X1,a) Male,WBRI,05/06/2011")}
    done = take(write_return(tmp_path / "need", births, list_6=CHILDREN_IN_NEED), on=DAY)
    assert [problem.rule for problem in done.taken[0].doubts] == ["is another date of birth than the store holds for the child, 2010-06-05"]
    done = take(write_return(tmp_path / "staff", {"workers": ("East,Social worker,1,", "East,Social worker,0,")}, workers=WORKERS), on=DAY)
    assert [problem.rule for problem in done.taken[0].doubts] == ["the worker holds 1 open cases at 0 full-time equivalent"]


def test_a_return_of_hardly_a_child_in_common_is_doubted(store, tmp_path):
    def header(first: int) -> str:
        return HEADER.splitlines()[0] + "\n" + "".join(f"Q{number},1,01/01/2010,WBRI,,,\n" for number in range(first, first + 30))

    def episodes(first: int) -> str:
        rows = (f"Q{number},01/05/2022,S,C2,N1,U4,PR4,,,,,,\n" for number in range(first, first + 30))
        return EPISODES.splitlines()[0] + "\n" + "".join(rows)

    take(write_return(tmp_path / "2023", header=header(0), episodes=episodes(0)))
    assert not take(write_return(tmp_path / "2024", header=header(20), episodes=episodes(20))).taken[0].doubts
    other = take(write_return(tmp_path / "b" / "2024", header=header(48), episodes=episodes(48)))
    assert [problem.rule for problem in other.taken[0].doubts] == ["has 2 of its 30 children in common with those held of exampleshire"]


def test_the_key_is_the_owners_alone_and_its_loss_is_named(store, tmp_path):
    take(write_return(tmp_path / "2024"))
    key = store_folder() / ".identifiers.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and len(bytes.fromhex(key.read_text())) == 32
    assert stat.S_IMODE(store_folder().stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.folder.stat().st_mode) for one in intakes()} == {0o700}
    key.unlink()
    with pytest.raises(IdentifierKeyMissing, match="Put it back from a copy"):
        take(write_return(tmp_path / "2024"))


def test_made_up_and_real_records_stand_apart(store, tmp_path):
    folder = write_return(tmp_path / "2024")
    with pytest.raises(UnknownAuthority, match="say so with --made-up"):
        take_in([folder], COUNCIL, TODAY)
    with pytest.raises(UnknownAuthority, match="is no name for a made-up council"):
        take_in([folder], "../exampleshire", TODAY, made_up=True)
    take_in([folder], "Torbay", TODAY, made_up=True)
    with pytest.raises(RecordsMixed, match="holds made-up records of torbay"):
        take_in([folder], "torbay", TODAY)


def test_files_that_git_follows_and_places_that_it_would_follow_are_refused(store, tmp_path):
    folder = write_return(tmp_path / "2024")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(RecordsMixed, match="git would follow it"):
        take(folder)
    (tmp_path / ".gitignore").write_text("data/processed/*\n")
    with pytest.raises(ReturnsRefused, match="header.csv: is followed by git, or would be"):
        take(folder)
    (tmp_path / ".gitignore").write_text("data/processed/*\n2024/\n")
    assert take(folder).kept
    subprocess.run(["git", "-C", str(tmp_path), "add", "--force", "2024/header.csv"], check=True)
    with pytest.raises(ReturnsRefused, match="header.csv: is followed by git"):
        take(folder)


def test_a_full_disk_leaves_the_store_as_it_was(store, tmp_path):
    take(write_return(tmp_path / "2024"))
    before = store()
    other = write_return(tmp_path / "2025")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (900, limit[1]))
        with pytest.raises(PackNotWritable, match="cannot be written"):
            take(other)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)
    assert store() == before
    assert take(other).kept


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).parent / "analysis"), "ingest", *arguments, "--authority", COUNCIL, "--made-up"]


def test_a_run_that_is_killed_leaves_the_store_as_it_was(store, tmp_path):
    take(write_return(tmp_path / "2024"))
    before = store()
    many = "".join(f"Q{number},01/01/2010,M,01/02/2025,02/02/2025\n" for number in range(20_000))
    header = HEADER + "".join(f"Q{number},1,01/01/2010,WBRI,,,\n" for number in range(20_000))
    folder = write_return(tmp_path / "2025", header=header, episodes=EPISODES, missing="CHILD,DOB,MISSING,MIS_START,MIS_END\n" + many)
    run = subprocess.Popen(command(str(folder)), cwd=tmp_path, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    council = store_folder() / COUNCIL / "ssda903"
    while run.poll() is None and not list(council.glob(".2025*staging*")):
        time.sleep(0.002)
    run.kill()
    assert run.wait() == -signal.SIGKILL
    assert [one.id for one in intakes()] == ["exampleshire/ssda903/2024-03-31.1"]
    assert {path: content for path, content in store().items() if "staging" not in path and not path.endswith(".lock")} == before
    assert len(read(COUNCIL, "children")) == 3
    assert take(folder, leave_out_refused=True).kept[0].intake.number == 1
    assert not list(council.glob(".*"))


def test_killed_at_random_moments_what_is_held_is_whole_and_what_was_held_is_as_it_was(store, tmp_path):
    take(write_return(tmp_path / "in" / "2024"))
    before = store()
    for year in (2025, 2026, 2027, 2028):
        write_return(tmp_path / "in" / str(year), {"episodes": ("N1,K2,PR4", "N1,K1,PR4")})
    # The last moments are those at which returns are written, one after the other.
    run = [*command(str(tmp_path / "in"))]
    began = time.monotonic()
    subprocess.run(run, cwd=tmp_path, env=os.environ, check=True, capture_output=True)
    whole, length = store(), time.monotonic() - began
    assert len(intakes()) == 5
    moments = random.Random(20)
    for _ in range(5):
        for one in intakes()[1:]:
            remove(one.id)
        process = subprocess.Popen(run, cwd=tmp_path, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(length * moments.uniform(0.3, 1))
        process.kill()
        process.wait()
        held = {path: content for path, content in store().items() if not any(part.startswith(".") for part in Path(path).parts)}
        assert {path: store()[path] for path in before} == before
        for one in intakes():
            folder = str(one.folder.relative_to(tmp_path)) + "/"
            assert {path: held[path] for path in held if path.startswith(folder)} == {
                path: whole[path] for path in whole if path.startswith(folder)
            }
    subprocess.run(run, cwd=tmp_path, env=os.environ, check=True, capture_output=True)
    assert store() == whole


def test_the_second_of_two_waits(store, tmp_path):
    folder = write_return(tmp_path / "2024")
    said, done = [], threading.Event()
    take(folder)
    with alone(store_folder() / COUNCIL):
        other = threading.Thread(target=lambda: (take(folder, report=said.append), done.set()))
        other.start()
        assert not done.wait(1.5)
    assert done.wait(30) and said == ["Waiting for another run that is writing store/exampleshire"]
    other.join()


def test_the_command_takes_in_lists_and_removes(store, tmp_path):
    folder = write_return(tmp_path / "2024")
    done = called(tmp_path, *command(str(folder))[1:], "--json")
    assert json.loads(done.stdout)["taken"][0]["rows"] == {"children": 3, "episodes": 4, "missing_episodes": 1} and done.stderr == ""
    listed = called(tmp_path, "store").stdout
    assert "exampleshire/ssda903/2024-03-31.1: 2023-04-01 to 2024-03-31, 8 rows, 0 refused, 0 with doubts" in listed
    assert "made up" in listed and listed.count("\n  ") == 3
    broken = write_return(tmp_path / "b" / "2024", {"episodes": ("C2,N1,K2", "C9,N1,K2")})
    wrong = called(tmp_path, *command("ssda903", str(broken))[1:])
    assert wrong.returncode == 1 and 'episodes.csv row 3, LS: "C9" is not a code of this column.' in wrong.stderr
    people = called(tmp_path, "store", "who", str(folder), "--of", "child")
    told = dict(line.split("\t") for line in people.stdout.splitlines())
    assert sorted(told) == ["X1", "X2", "X3"] and set(told.values()) == set(read(COUNCIL, "children")["child_id"])
    removed = called(tmp_path, "store", "remove", "exampleshire/ssda903/2024-03-31.1")
    assert removed.returncode == 0 and intakes() == []


@given(st.data())
def test_the_difference_of_two_versions_counts_as_by_hand(data):
    rows = st.dictionaries(st.integers(0, 8), st.integers(0, 2), max_size=8)
    before, after = data.draw(rows), data.draw(rows)
    entry = list_of_table("children")[1]

    def table(said: dict[int, int]) -> pd.DataFrame:
        order = np.random.default_rng(len(said)).permutation(len(said))
        made = pd.DataFrame({"child_id": [str(key) for key in said], "sex": [str(value) for value in said.values()]}, dtype="str")
        return made.iloc[order]

    assert difference(table(before), table(after), entry) == {
        "added": len(set(after) - set(before)),
        "gone": len(set(before) - set(after)),
        "changed": sum(before[key] != after[key] for key in set(before) & set(after)),
    }
