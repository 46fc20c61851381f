"""A pack published once for all tests of it, in a copy of the project."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def published_project(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for folder in ("data/raw", "notebooks", "checks", "scenarios"):
        shutil.copytree(REPOSITORY / folder, root / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(REPOSITORY / "requirements.lock", root)
    command = [str(Path(sys.executable).parent / "analysis"), "publish"]
    environment = {**os.environ, "ANALYSIS_PROJECT": str(root)}
    outcome = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip().splitlines()[-1] == "reports/plymouth/2023-24-q2/index.html"
    return root


@pytest.fixture(scope="session")
def pack(published_project) -> Path:
    return published_project / "reports" / "plymouth" / "2023-24-q2"
