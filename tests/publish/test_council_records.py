"""Records of many councils: taken in and worked out the same in one process and on a Dask cluster that loses a worker in the middle."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analysis.errors import CouncilFailed, InvalidData, NoCluster
from analysis.ingest.made_up_council import write_made_up_councils
from analysis.publish.council_records import CASELOADS, caseload_tables_of_each, take_in_each
from analysis.store.records import KEY

LAST, TODAY = date(2024, 12, 31), date(2025, 1, 10)
STORE = Path("data/processed/store")
COUNCILS = [f"made-up-{number:03d}" for number in range(1, 4)]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("councils")
    write_made_up_councils(folder, len(COUNCILS), 240, 2, LAST, 5)
    return folder


@pytest.fixture(scope="module")
def new_project(tmp_path_factory):
    """Projects with nothing in them, entered one after the other."""
    patch = pytest.MonkeyPatch()

    def enter(name: str) -> Path:
        root = tmp_path_factory.mktemp(name)
        (root / "data" / "raw").mkdir(parents=True)
        (root / "data" / "raw" / "datapackage.json").write_text("{}")
        patch.setenv("ANALYSIS_PROJECT", str(root))
        return root

    yield enter
    patch.undo()


@pytest.fixture(scope="module")
def by_one_process(files, new_project):
    root, told = new_project("one"), []
    taken = take_in_each(files, TODAY, told.append, processes=1, made_up=True)
    worked_out = caseload_tables_of_each(None, told.append, processes=1)
    return root, taken, worked_out, told


def kept(root: Path) -> dict[str, bytes]:
    """What a project has in its store and of caseloads, as bytes by path."""
    found = [path for folder in (STORE, CASELOADS) for kind in ("parquet", "json") for path in (root / folder).rglob(f"*.{kind}")]
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def of_council(root: Path, table: str, council: str = COUNCILS[0]):
    return duckdb.read_parquet(str(root / CASELOADS / council / f"{table}.parquet")).df()


def test_each_council_is_taken_in_and_has_every_table(by_one_process):
    root, taken, worked_out, told = by_one_process
    assert set(taken) == set(COUNCILS) == set(worked_out)
    assert all(one.refused == one.doubts == 0 and len(one.rows) == 13 for one in taken.values())
    assert all(set(tables) == set(worked_out[COUNCILS[0]]) and len(tables) == 15 for tables in worked_out.values())
    assert told[-1].endswith(f"done ({len(COUNCILS)} of {len(COUNCILS)})")
    assert json.loads(next((root / STORE).glob("*/annex-a/*/intake.json")).read_text())["made_up"] is True


def test_tables_say_the_same_of_the_same_cases(by_one_process):
    root = by_one_process[0]
    by_month, by_service = (of_council(root, name) for name in ("cases_by_service_and_month", "cases_by_team_and_service"))
    now = by_month[by_month["on_date"] == by_month["on_date"].max()]
    teams, workers, flows = (of_council(root, name) for name in ("caseload_by_team", "caseload_by_worker", "arrivals_and_closures"))
    assert now["cases"].sum() == by_service["cases"].sum() == teams["cases"].sum() == flows.groupby("on_date")["cases"].sum().iloc[-1] > 0
    assert workers["cases"].sum() == teams["cases_held"].sum() == teams["cases"].sum() - teams["cases_without_worker"].sum()
    # Lists of a council hold five quarter ends: thirteen months.
    assert by_month["on_date"].nunique() == 13 and set(teams["authority"]) == {COUNCILS[0]}


@contextmanager
def started(*line: str, **options):
    process = subprocess.Popen([sys.executable, "-m", *line], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def cluster(folder: Path):
    """A scheduler and two workers, each a process: the scheduler's address."""
    where = folder / "scheduler.json"
    worker = ("distributed.cli.dask_worker", "--scheduler-file", str(where), "--no-nanny", "--nthreads", "1", "--no-dashboard")
    options = {"cwd": folder, "env": {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}}
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(where), "--no-dashboard")
    with started(*scheduler, **options):
        while not (where.is_file() and where.read_text().strip().endswith("}")):
            time.sleep(0.1)
        with started(*worker, **options), started(*worker, **options):
            yield json.loads(where.read_text())["address"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_that_loses_a_worker_keeps_what_one_process_keeps(by_one_process, files, new_project, tmp_path):
    from distributed import Client

    alone, root, killed = by_one_process[0], new_project("cluster"), []
    (root / STORE).mkdir(parents=True)
    shutil.copy(alone / STORE / KEY, root / STORE / KEY)
    with cluster(tmp_path) as address, Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        pids = client.run(os.getpid)

        def kill_one_at_work(line: str) -> None:
            if not killed:
                busy = [worker for worker, keys in client.processing().items() if keys]
                os.kill(pids[busy[-1]], signal.SIGKILL)
                killed.append(busy[-1])

        taken = take_in_each(files, TODAY, kill_one_at_work, address, made_up=True)
        assert killed and set(taken) == set(COUNCILS) and not any(isinstance(one, CouncilFailed) for one in taken.values())
        assert caseload_tables_of_each(None, lambda line: None, address) == by_one_process[2]
        assert list(client.run(os.getpid)) != list(pids)
    assert kept(root) == kept(alone)


def test_a_council_whose_files_are_refused_is_named_and_the_others_stand(files, new_project, tmp_path):
    root, folder = new_project("refused"), tmp_path / "some"
    for council in COUNCILS[-2:]:
        shutil.copytree(files / council / "workforce", folder / council / "workforce")
    spoiled = next(folder.glob(f"{COUNCILS[-1]}/workforce/*/*.csv"))
    spoiled.write_text(spoiled.read_text().replace("/20", "/22"))
    outcomes = take_in_each(folder, TODAY, lambda line: None, processes=2, made_up=True)
    assert not isinstance(outcomes[COUNCILS[-2]], CouncilFailed) and "is not between 1950 and 2100" in str(outcomes[COUNCILS[-1]])
    assert {path.name for path in (root / STORE).iterdir() if not path.name.startswith(".")} == {COUNCILS[-2]}
    (folder / "stray.csv").write_text("")
    with pytest.raises(InvalidData, match=r"stray\.csv: stands beside the folders of councils"):
        take_in_each(folder, TODAY, lambda line: None, made_up=True)
    with pytest.raises(InvalidData, match="holds no folder"):
        take_in_each(tmp_path / "nowhere", TODAY, lambda line: None)


def test_no_scheduler_is_said(by_one_process, monkeypatch):
    monkeypatch.setattr("analysis.publish.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(NoCluster, match="No Dask scheduler answers at tcp://127.0.0.1:9"):
        caseload_tables_of_each([COUNCILS[0]], lambda line: None, "tcp://127.0.0.1:9")
