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
from built_projects import command, copied, publish, start

from analysis.pages.registry import PAGES
from analysis.publish.manifest import checksums, read_manifest, write_manifest

KILLS = int(os.environ.get("KILLS", "4"))


@pytest.fixture
def built(built_project, tmp_path) -> Path:
    return copied(built_project, tmp_path / "project")


def state(root: Path) -> dict[str, str]:
    return checksums(root / "reports", [path for path in (root / "reports").rglob("*") if path.is_file()])


def pack_of(root: Path) -> Path:
    return root / "reports" / "plymouth" / "2023-24-q2"


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


@pytest.fixture(autouse=True)
def temporary(monkeypatch):
    """A folder of its own for what runs write meanwhile, so that another run on this machine is not taken for theirs; short, for sockets."""
    with tempfile.TemporaryDirectory(prefix="runs-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


def nothing_is_left(root: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while left := processes_of(root):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    assert not list((root / "reports").rglob(".*"))
    assert not list(Path(os.environ["TMPDIR"]).iterdir())


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
    before = state(built)
    add_code(built, "caseloads", "import time\ntime.sleep(600)")
    process = begun(built, "--force", "--jobs", "2", until="Executed")
    os.kill(process.pid, number)
    told = process.stderr.read()
    assert process.wait(timeout=30) == 130
    process.stderr.close()
    assert "Stopped. What was there before is as it was." in told and "Traceback" not in told
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_killed_at_random_moments_the_last_good_pack_is_whole(built):
    """Killed without a chance to clear up: kernels go at once, the rest goes with the next run."""
    before, moments = state(built), random.Random(11)
    notebooks = len(list(built.rglob("*.ipynb")))
    pack = pack_of(built)
    for _ in range(KILLS):
        process = start(built, "--force")
        time.sleep(moments.uniform(0.2, 8))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=30)
        assert read_manifest(pack) is not None
        whole = {name: digest for name, digest in state(built).items() if "/." not in name and not name.startswith(".")}
        assert whole == before
        assert not list(Path(os.environ["TMPDIR"]).rglob("*.ipynb")) and len(list(built.rglob("*.ipynb"))) == notebooks
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
    second = publish(built, "--only", "budget_variance")
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


def executed(outcome) -> set[str]:
    assert outcome.returncode == 0, outcome.stderr
    return {line.split("Executing ")[1] for line in outcome.stderr.splitlines() if "Executing " in line}


def test_ordinary_kernels_one_at_a_time_give_the_same_bytes(built):
    before = state(built)
    outcome = command(built, "verify", "reports/plymouth/2023-24-q2", "--ordinary-kernels", "--jobs", "1")
    assert executed(outcome) == set(PAGES)
    assert f"{len(list(pack_of(built).rglob('*.*')))} files made anew: every byte is the same." in outcome.stdout
    assert state(built) == before
    nothing_is_left(built, seconds=10)


def test_another_place_time_and_language_give_the_same_bytes_and_what_differs_is_named(built, tmp_path, monkeypatch):
    moved = tmp_path / "moved {here} ü"
    shutil.move(built, moved)
    pack = pack_of(moved)
    page = (pack / "caseloads.html").read_text(encoding="utf-8")
    (pack / "caseloads.html").write_text(page.replace("children", "people", 1), encoding="utf-8")
    (pack / "data" / "budget_by_year.csv").unlink()
    (pack / "added.txt").touch()
    before = state(moved)
    for name, value in {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "77", "COLUMNS": "20"}.items():
        monkeypatch.setenv(name, value)
    outcome = command(moved, "verify", str(pack), "--jobs", "4")
    assert outcome.returncode == 1
    told = [line for line in outcome.stderr.splitlines() if line[0] not in " 0123456789"]
    assert told == ["caseloads.html differs.", "data/budget_by_year.csv is missing.", "added.txt should not be there."]
    assert state(moved) == before


def change_scenario(root: Path) -> None:
    path = root / "scenarios" / "no_scheme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('purpose = "', 'purpose = "Changed here: ', 1), encoding="utf-8")


def change_dataset(root: Path) -> None:
    path = root / "data" / "raw" / "stated_drivers.csv"
    text = path.read_text(encoding="utf-8")
    assert "bespoke packages" in text
    path.write_text(text.replace("bespoke packages", "bespoke places"), encoding="utf-8")


def change_notebook(root: Path) -> None:
    path = root / "notebooks" / "caseloads.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("A sentence put in."))
    nbformat.write(notebook, path)


def change_page(root: Path) -> None:
    """So that its manifest agrees with it: only who noted the manifest itself can tell."""
    pack = pack_of(root)
    path, facts = pack / "caseloads.html", read_manifest(pack)
    path.write_text(path.read_text(encoding="utf-8").replace("children", "people"), encoding="utf-8")
    del facts["files"]
    write_manifest(pack, facts)
    assert read_manifest(pack) is not None


@pytest.fixture(scope="module")
def changed(built_project, tmp_path_factory) -> dict:
    """One change after the other in one project, each of pages of its own, the last by hand: pages executed after each, and the packs then."""
    root = copied(built_project, tmp_path_factory.mktemp("changed"))
    found = {}
    for change in (change_scenario, change_dataset, change_notebook, change_page):
        change(root)
        found[change] = executed(publish(root)), state(root)
    return found


class TestOnlyWhatChanged:
    def test_a_changed_scenario_makes_the_page_that_shows_it_anew_and_no_other(self, changed):
        assert changed[change_scenario][0] == {"fostering_invest_to_save"}

    def test_a_changed_dataset_makes_the_pages_that_read_it_anew(self, changed):
        # The page on the checks depends on everything that is checked.
        assert changed[change_dataset][0] == {"budget_variance", "figures_checked"}

    def test_a_changed_notebook_makes_its_page_anew(self, changed):
        assert changed[change_notebook][0] == {"caseloads"}

    def test_a_page_of_the_pack_that_was_changed_by_hand_is_made_anew(self, changed):
        # Nothing of a pack that is not whole is taken over.
        assert changed[change_page][0] == set(PAGES)

    def test_a_pack_of_what_changed_is_byte_for_byte_one_that_is_made_anew(self, changed, built_project):
        assert changed[change_notebook][1] == changed[change_page][1] != state(built_project)
