"""National packs made by the workers of a Dask cluster, one of which is killed at its work."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

COMMANDS = Path(sys.executable).parent
SECONDS = 600


def until(what: Callable, lacking: str):
    """What a condition gives once it holds."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(lacking)


@pytest.fixture
def cluster(national_project: Path, tmp_path_factory) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and two workers: its address, and the workers."""
    folder = tmp_path_factory.mktemp("cluster")
    known, started = folder / "scheduler.json", []

    def start(*arguments: str) -> subprocess.Popen:
        with (folder / f"{len(started)}.log").open("wb") as log:
            line = [str(COMMANDS / "dask"), *arguments, "--scheduler-file", str(known)]
            started.append(subprocess.Popen(line, cwd=folder, stdout=log, stderr=log, start_new_session=True))
        return started[-1]

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        address = until(lambda: known.is_file() and known.stat().st_size and json.loads(known.read_text())["address"], "no scheduler")
        workers = [start("worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(folder)) for _ in range(2)]
        yield address, workers
    finally:
        for process in started:
            process.kill()
            process.wait()


def publish(root: Path, address: str, *councils: str) -> subprocess.Popen:
    return started(root, address, "--national", *(text for council in councils for text in ("--authority", council)))


def started(root: Path, address: str, *arguments: str) -> subprocess.Popen:
    line = [str(COMMANDS / "analysis"), "publish", *arguments, "--scheduler", address, "--json"]
    environment = {**os.environ, "ANALYSIS_PROJECT": str(root)}
    return subprocess.Popen(line, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_worker_that_is_killed_costs_a_second_try_and_no_pack(cluster, national_project):
    address, workers = cluster
    reports = national_project / "reports"
    run = publish(national_project, address, "torbay", "leeds", "derby")
    # Two packs are being made, one by each worker.
    until(lambda: len([*reports.glob("*/.national.staging-*")]) == 2 and len(kernels_of(workers[0])) > 1, "no two packs were begun")
    left = kernels_of(workers[0])
    os.kill(workers[0].pid, signal.SIGKILL)
    told, errors = run.communicate(timeout=SECONDS)
    assert run.returncode == 0, errors
    outcome = json.loads(told)
    assert (outcome["packs"], outcome["failures"]) == (["torbay", "leeds", "derby"], {})
    for slug in outcome["packs"]:
        manifest = json.loads((reports / slug / "national" / "manifest.json").read_text(encoding="utf-8"))
        assert all((reports / slug / "national" / name).is_file() for name in manifest["files"])
    assert not [*reports.glob("*/.national.staging-*")]
    assert (reports / "national" / "index.html").is_file()
    # A quarterly pack goes to the workers too: here why there is none comes back from one.
    run = started(national_project, address, "--authority", "nowhere", "--quarter", "2023-24-Q2")
    outcome = json.loads(run.communicate(timeout=SECONDS)[0])
    assert run.returncode == 1 and outcome["packs"] == []
    assert 'No dataset has figures for the authority "nowhere"' in outcome["failures"]["nowhere"]
    # Neither the worker that was killed nor the one that stands keeps a kernel.
    until(lambda: not [process for process in [*left, *kernels_of(workers[1])] if running(process)], "kernels were left")


def kernels_of(worker: subprocess.Popen) -> list[psutil.Process]:
    """What a worker has started: the process that kernels are forked from, and kernels."""
    return psutil.Process(worker.pid).children(recursive=True)


def running(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_a_scheduler_that_does_not_answer_is_said(national_project):
    run = publish(national_project, "tcp://127.0.0.1:1", "torbay")
    told, _ = run.communicate(timeout=SECONDS)
    assert run.returncode == 1
    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in json.loads(told)["message"]
