"""What several tests share: a copy of the project to break, and the command run as a user runs it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from built_projects import called, copied, publish
from filelock import FileLock
from hypothesis import settings
from made_up_quarters import LATER, add_quarter
from small_council import publish_small_council

from analysis.ingest.validation import check_raw_data
from analysis.pages.checked import every_check

REPOSITORY = Path(__file__).resolve().parents[1]
QUARTER = "2023-24-Q2"

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


DEAREST = (
    "browser/test_jupyterlab",
    "pack/test_other_packs",
    "pack/test_runs",
    "browser/test_pages",
    "publish/test_execution",
    "publish/test_workbook",
    "pack/test_notebooks",
    "browser/test_readers",
    "pages/test_performance_scorecard",
    "pack/test_pack",
    "pack/test_scenario_report",
    "pages/national/test_national_cluster",
    "pages/national/test_as_published",
    "intake/test_intake",
    "pages/test_improvement_and_assurance",
    "pages/test_budget_variance",
    "pages/test_caseload_records",
    "intake/test_reading",
    "pages/national/test_national_pages",
    "publish/test_unchanged",
)
"""Files whose tests take longest, the longest first: they are begun first, so that no worker is left alone with one at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files of tests by what they cost; within a file the order stays."""
    place = {REPOSITORY / "tests" / f"{name}.py": number for number, name in enumerate(DEAREST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="session")
def install_in_ci():
    """In CI, install the first of some Debian packages that installs; tests that run side by side take turns."""

    def install(*choices: str) -> None:
        root = [] if os.geteuid() == 0 else ["sudo"]
        with FileLock(Path(tempfile.gettempdir()) / "tests-install-packages.lock"):
            subprocess.run([*root, "apt-get", "-q", "update"], check=True, timeout=600, stdout=subprocess.DEVNULL)
            for package in choices:
                line = [*root, "apt-get", "-y", "-q", "--no-install-recommends", "install", package]
                if subprocess.run(line, check=False, timeout=1200, stdout=subprocess.DEVNULL).returncode == 0:
                    return
        raise AssertionError(f"None of {', '.join(choices)} could be installed, and CI must not go without.")

    return install


@pytest.fixture(scope="session")
def libreoffice(install_in_ci) -> str:
    """The program; in continuous integration it is installed, elsewhere the tests that need it say that they did not run."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found and os.environ.get("CI"):
        install_in_ci("libreoffice-calc-nogui", "libreoffice-calc")
        found = shutil.which("soffice") or shutil.which("libreoffice")
        assert found, "LibreOffice was installed, but neither soffice nor libreoffice is on the path."
    if not found:
        pytest.skip("LIBREOFFICE IS MISSING: workbooks were NOT opened with it. Install libreoffice-calc and run again.")
    return found


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made once for all workers of a session."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(f"{shared}.lock"):
        if not (shared / "is_built").exists():
            shared.mkdir()
            make(shared)
            (shared / "is_built").touch()
    return shared


@pytest.fixture(scope="session")
def built_project(tmp_path_factory) -> Path:
    """A project whose pack has been published: once for all workers of a session, and never changed. Copy it to change it."""

    def make(root: Path) -> None:
        outcome = publish(copied(REPOSITORY, root))
        assert outcome.returncode == 0, outcome.stderr
        assert outcome.stdout.strip().splitlines()[-1] == "reports/plymouth/2023-24-q2/index.html"

    return made_once(tmp_path_factory, "built_project", make)


@pytest.fixture(scope="session")
def small_project(tmp_path_factory) -> Path:
    """A project of a council that has little, published: for what does not depend on how much a pack holds. Copy it to change it."""
    return made_once(tmp_path_factory, "small_project", publish_small_council)


@pytest.fixture(scope="session")
def checked_project(tmp_path_factory) -> Path:
    """A project with what is kept of its raw data: that they agree, and what every check comes to. Copy it to change it."""
    return made_once(tmp_path_factory, "checked_project", lambda root: keep_checks(copied(REPOSITORY, root)))


@pytest.fixture(scope="session")
def later_project(tmp_path_factory) -> Path:
    """The same with three later quarters made up. Copy it to change it."""

    def make(root: Path) -> None:
        copied(REPOSITORY, root)
        for quarter in LATER:
            add_quarter(root, quarter)
        keep_checks(root)

    return made_once(tmp_path_factory, "later_project", make)


def keep_checks(root: Path) -> None:
    """Hold a project's raw data against its descriptors and work out every check; both leave their results in the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        check_raw_data()
        every_check()


@pytest.fixture
def repository() -> Path:
    return REPOSITORY


@pytest.fixture
def project(checked_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of raw data and notebooks that a test may break; the package works on it."""
    copied(checked_project, tmp_path)
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    return tmp_path


@pytest.fixture
def run_apart(project: Path):
    """The ``analysis`` command in the copied project, in a process of its own: for what is asked of the process itself."""

    def run_command(*arguments: str, **options) -> subprocess.CompletedProcess:
        environment = {**os.environ, "ANALYSIS_PROJECT": str(project)}
        command = [str(Path(sys.executable).parent / "analysis"), *arguments]
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False, **options)

    return run_command


@pytest.fixture
def run(project: Path):
    """The same called in this process."""
    return partial(called, project)


@pytest.fixture
def edit(project: Path):
    """Change a raw file of the copied project: ``edit("budget_monitoring", lambda table: ...)`` on a table of text."""

    def change(dataset: str, how) -> Path:
        path = project / "data" / "raw" / f"{dataset}.csv"
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        how(table).to_csv(path, index=False, lineterminator="\n")
        return path

    return change
