"""Copies of a project, with what has been published from it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main

REPOSITORY = Path(__file__).resolve().parents[1]
COMMAND = str(Path(sys.executable).parent / "analysis")


def copied(source: Path, root: Path) -> Path:
    """A copy of all that a project needs to be published; of a built one, of its packs and records too."""
    passed_over = [".ipynb_checkpoints", "extracts", "national"]
    names = ["data/raw", "notebooks", "checks", "scenarios"]
    if source != REPOSITORY:
        names += ["data/processed", "reports"]
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name, ignore=shutil.ignore_patterns(*passed_over))
    for path in ("requirements.lock", "data/project.toml"):
        if (source / path).is_file():
            shutil.copy(source / path, root / path)
    return root


def publish(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    """``analysis publish`` in a project."""
    return command(root, "publish", *arguments, **options)


def command(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    """The ``analysis`` command in a project."""
    environment = {**os.environ, "ANALYSIS_PROJECT": str(root)}
    line = [COMMAND, *arguments]
    return subprocess.run(line, cwd=root, env=environment, capture_output=True, text=True, timeout=900, check=False, **options)


def called(root: Path, *arguments: str) -> subprocess.CompletedProcess:
    """The ``analysis`` command in a project, called in this process, where the libraries are there already: the same entry point.

    For what is not asked of the process itself.
    """
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["analysis", *arguments])
        patch.setenv("ANALYSIS_PROJECT", str(root))
        patch.chdir(root)
        outcome = CliRunner().invoke(main, list(arguments), prog_name="analysis")
    for number, handler in handlers.items():
        signal.signal(number, handler)
    if outcome.exception and not isinstance(outcome.exception, SystemExit):
        raise outcome.exception
    return subprocess.CompletedProcess(["analysis", *arguments], outcome.exit_code, outcome.stdout, outcome.stderr)


def start(root: Path, *arguments: str) -> subprocess.Popen:
    """``analysis publish`` begun in a project, in a session of its own, with its error stream as text."""
    environment = {**os.environ, "ANALYSIS_PROJECT": str(root)}
    return subprocess.Popen(
        [COMMAND, "publish", *arguments],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
