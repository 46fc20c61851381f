import pytest

from analysis.errors import PackNotWritable
from analysis.store.staging import staged


def test_the_new_folder_takes_the_place_of_the_old(tmp_path):
    target = tmp_path / "pack"
    for text in ("first", "second"):
        with staged(target) as staging:
            (staging / "index.html").write_text(text)
    assert (target / "index.html").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir() if "lock" not in path.name] == ["pack"]


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path):
    target = tmp_path / "pack"
    with staged(target) as staging:
        (staging / "index.html").write_text("good")
    with pytest.raises(ValueError, match="broken"), staged(target) as staging:
        (staging / "index.html").write_text("half")
        raise ValueError("broken")
    assert (target / "index.html").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir() if "lock" not in path.name] == ["pack"]


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
