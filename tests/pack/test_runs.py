"""Runs that are ended, killed, side by side or for the second time: the pack that stands is whole, and nothing is left."""

import os
import random
import shutil
import signal
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from built_projects import copied, publish, start

from analysis.publish.manifest import checksums, read_manifest

KILLS = int(os.environ.get("KILLS", "4"))


@pytest.fixture
def built(built_project, tmp_path) -> Path:
    return copied(built_project, tmp_path / "project")


def state(root: Path) -> dict[str, str]:
    return checksums(root / "reports", [path for path in (root / "reports").rglob("*") if path.is_file()])


def processes_of(root: Path) -> list[psutil.Process]:
    """Every process that works for a project: it names the project in its environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ANALYSIS_PROJECT") == str(root) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def folders_of_runs() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("analysis-kernels-*"))


def nothing_is_left(root: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while left := processes_of(root):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert not list((root / "reports").rglob(".*"))


def begun(root: Path, *arguments: str, until: str = "Executing"):
    process = start(root, *arguments)
    for line in process.stderr:
        if until in line:
            return process
    raise AssertionError(f"It ended before {until}.")


def add_code(root: Path, page: str, code: str) -> None:
    path = root / "notebooks" / f"{page}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    nbformat.write(notebook, path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_ends_the_run_with_nothing_left(built, number):
    before, run_folders = state(built), folders_of_runs()
    add_code(built, "caseloads", "import time\ntime.sleep(600)")
    process = begun(built, "--force", "--jobs", "2", until="Executed")
    own = folders_of_runs() - run_folders
    os.kill(process.pid, number)
    told = process.stderr.read()
    assert process.wait(timeout=30) == 130
    process.stderr.close()
    assert "Stopped. What was there before is as it was." in told and "Traceback" not in told
    assert state(built) == before
    nothing_is_left(built, seconds=10)
    assert not {folder for folder in own if folder.exists()}


def test_killed_at_random_moments_the_last_good_pack_is_whole(built):
    """Killed without a chance to clear up: kernels go at once, the rest goes with the next run."""
    before, moments = state(built), random.Random(11)
    pack = built / "reports" / "plymouth" / "2023-24-q2"
    for _ in range(KILLS):
        process = start(built, "--force")
        time.sleep(moments.uniform(0.2, 8))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert read_manifest(pack) is not None
        whole = {name: digest for name, digest in state(built).items() if "/." not in name and not name.startswith(".")}
        assert whole == before
        deadline = time.monotonic() + 10
        while processes_of(built):
            assert time.monotonic() < deadline, processes_of(built)
            time.sleep(0.05)
    outcome = publish(built, "--force")
    assert outcome.returncode == 0, outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_of_two_runs_at_once_the_second_says_that_it_waits(built):
    before = state(built)
    first = begun(built, "--force")
    second = publish(built, "--force")
    first.communicate(timeout=300)
    assert first.returncode == 0 and second.returncode == 0, second.stderr
    assert "Waiting for another run that is writing plymouth/2023-24-q2" in second.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_a_hung_cell_is_named_and_the_last_pack_stands(built):
    before = state(built)
    add_code(built, "caseloads", "while True:\n    pass")
    outcome = publish(built, "--seconds-a-cell", "5")
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    cells = len(nbformat.read(built / "notebooks" / "caseloads.ipynb", as_version=4).cells)
    assert f"notebooks/caseloads.ipynb, cell {cells} took longer than 5 seconds and was ended." in outcome.stderr
    assert state(built) == before
    nothing_is_left(built, seconds=10)


class TestOnlyWhatChanged:
    def executed(self, outcome) -> set[str]:
        assert outcome.returncode == 0, outcome.stderr
        return {line.split("Executing ")[1] for line in outcome.stderr.splitlines() if "Executing " in line}

    def test_ordinary_kernels_one_at_a_time_give_the_same_bytes(self, built):
        before = state(built)
        assert len(self.executed(publish(built, "--force", "--ordinary-kernels", "--jobs", "1"))) > 5
        assert state(built) == before

    def test_four_at_once_from_another_place_time_and_language_give_the_same_bytes(self, built, tmp_path, monkeypatch):
        before = state(built)
        moved = tmp_path / "moved {here} ü"
        shutil.move(built, moved)
        for name, value in {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "77", "COLUMNS": "20"}.items():
            monkeypatch.setenv(name, value)
        assert len(self.executed(publish(moved, "--force", "--jobs", "4"))) > 5
        assert state(moved) == before

    def test_a_changed_scenario_makes_the_page_that_shows_it_anew_and_no_other(self, built):
        path = built / "scenarios" / "no_scheme.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('purpose = "', 'purpose = "Changed here: ', 1), encoding="utf-8")
        assert self.executed(publish(built)) == {"fostering_invest_to_save"}
        self.same_as_anew(built)

    def test_a_changed_dataset_makes_the_pages_that_read_it_anew(self, built):
        path = built / "data" / "raw" / "stated_drivers.csv"
        text = path.read_text(encoding="utf-8")
        assert "bespoke packages" in text
        path.write_text(text.replace("bespoke packages", "bespoke places"), encoding="utf-8")
        # The page on the checks depends on everything that is checked.
        assert self.executed(publish(built)) == {"budget_variance", "figures_checked"}
        self.same_as_anew(built)

    def test_a_changed_notebook_makes_its_page_anew(self, built):
        path = built / "notebooks" / "caseloads.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell("A sentence put in."))
        nbformat.write(notebook, path)
        assert self.executed(publish(built)) == {"caseloads"}
        self.same_as_anew(built)

    def test_a_page_of_the_pack_that_was_changed_by_hand_is_made_anew(self, built):
        before = state(built)
        page = built / "reports" / "plymouth" / "2023-24-q2" / "caseloads.html"
        page.write_text(page.read_text(encoding="utf-8").replace("children", "people"), encoding="utf-8")
        assert len(self.executed(publish(built))) > 5
        assert state(built) == before

    def same_as_anew(self, root: Path) -> None:
        before = state(root)
        assert len(self.executed(publish(root, "--force"))) > 5
        assert state(root) == before
