import subprocess
import sys
import threading

import pytest

from analysis.errors import PackNotWritable
from analysis.store.staging import staged


def test_the_new_folder_takes_the_place_of_the_old(tmp_path):
    target = tmp_path / "pack"
    for text in ("first", "second"):
        with staged(target) as staging:
            (staging / "index.html").write_text(text)
    assert (target / "index.html").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path):
    target = tmp_path / "pack"
    with staged(target) as staging:
        (staging / "index.html").write_text("good")
    with pytest.raises(ValueError, match="broken"), staged(target) as staging:
        (staging / "index.html").write_text("half")
        raise ValueError("broken")
    assert (target / "index.html").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_without_an_exchange_in_one_step_the_folder_is_still_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    test_the_new_folder_takes_the_place_of_the_old(tmp_path)


def test_a_run_killed_between_two_renames_is_mended_by_the_next(tmp_path):
    previous = tmp_path / ".pack.previous"
    previous.mkdir()
    (previous / "index.html").write_text("good")
    (tmp_path / ".pack.staging-x").mkdir()
    with pytest.raises(ValueError, match="broken"), staged(tmp_path / "pack"):
        raise ValueError("broken")
    assert (tmp_path / "pack" / "index.html").read_text() == "good"
    assert not list(tmp_path.glob(".pack.staging-*"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "reports").write_text("a file where the folder should be")
    with pytest.raises(PackNotWritable, match="cannot be written"), staged(tmp_path / "reports" / "pack"):
        pass


def test_a_second_run_says_that_it_waits_and_neither_leaves_a_lock(tmp_path):
    target, told, order = tmp_path / "pack", [], []
    first_is_in, go_on = threading.Event(), threading.Event()

    def first():
        with staged(target, told.append) as staging:
            (staging / "index.html").write_text("first")
            first_is_in.set()
            go_on.wait(20)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert first_is_in.wait(20)

    def tell(line):
        told.append(line)
        go_on.set()

    with staged(target, tell) as staging:
        order.append("second")
        (staging / "index.html").write_text("second")
    thread.join()
    assert told == [f"Waiting for another run that is writing {tmp_path.name}/pack"] and order == ["first", "second"]
    assert (target / "index.html").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the file of a lock.")
def test_many_runs_at_once_take_turns_though_each_takes_its_lock_away(tmp_path):
    code = """
import sys
from pathlib import Path
from analysis.store.staging import staged
target, busy = Path(sys.argv[1]) / "pack", Path(sys.argv[1]) / "busy"
for turn in range(40):
    with staged(target) as staging:
        busy.mkdir()
        (staging / "turn").write_text(str(turn))
        busy.rmdir()
"""
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for run in runs:
        _, errors = run.communicate(timeout=120)
        assert run.returncode == 0, errors
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]
