"""Notebooks in real kernels, by real papermill: each within its limits, apart from one another and from the user's own settings."""

import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from analysis.disclosure.policy import SMALLEST_SHOWN
from analysis.errors import KernelDied, NotebookFailed, OutOfTime, UnknownChoice
from analysis.publish.execution import execute, execute_all
from analysis.publish.kernels.manager import Kernels
from analysis.publish.kernels.warm import kernels_can_be_forked

KINDS = ["warm", "ordinary"] if kernels_can_be_forked() else ["ordinary"]
SET_SOMETHING = """
import json, os, random, matplotlib, numpy, analysis.measures
from matplotlib import font_manager
from pathlib import Path
analysis.measures.left_here = True
matplotlib.rcParams["font.size"] = 31
random.seed(1)
numpy.random.seed(1)
os.environ["LEFT_HERE"] = "yes"
numpy.seterr(all="raise")
os.chdir("/")
json.left_here = True
"""
SEE_IT = """
import json, os, random, matplotlib, numpy, analysis.measures
print(json.dumps({
    "module": hasattr(analysis.measures, "left_here") or hasattr(json, "left_here"),
    "font_size": matplotlib.rcParams["font.size"],
    "environment": os.environ.get("LEFT_HERE"),
    "folder": os.getcwd(),
    "errors": numpy.geterr()["divide"],
    "random": random.random(),
    "numpy_random": float(numpy.random.random()),
    "process": os.getpid(),
}))
"""


@pytest.fixture(scope="module", params=KINDS)
def kernels(request):
    with Kernels(warm=request.param == "warm") as held:
        if held.parent:
            assert held.parent.ready(), held.log()
        yield held
    assert not held.folder.exists()
    assert not held.running


@pytest.fixture
def run(kernels):
    def run_all(*tasks, jobs=2, **options):
        done, failures = execute_all(tasks, kernels, jobs, **options)
        assert not failures, failures
        return done

    return run_all


def test_a_notebook_is_given_its_parameters_and_runs_in_its_own_folder(run, task, printed, tmp_path):
    done = run(task("one", "import os\nprint(who, os.getcwd())", who='a "quoted" {name}\\'))
    assert printed(done["one"]) == f'a "quoted" {{name}}\\ {tmp_path}\n'


def test_nothing_leaks_from_one_notebook_to_the_next(run, task, printed, tmp_path):
    done = run(task("first", SET_SOMETHING, "print('set')"), task("second", SEE_IT), task("third", SEE_IT), jobs=1)
    second, third = (json.loads(printed(done[name])) for name in ("second", "third"))
    assert not second["module"] and second["environment"] is None and second["folder"] == str(tmp_path)
    assert second["font_size"] == 10 and second["errors"] == "warn"
    for name in ("random", "numpy_random", "process"):
        assert second[name] != third[name], name


def test_charts_come_out_the_same_from_either_kind_of_kernel_and_side_by_side(task):
    draw = """
import io
from matplotlib.figure import Figure
figure = Figure()
axes = figure.add_subplot()
axes.plot([1, 2, 3])
axes.set_title("Children in care, $x^2$")
drawing = io.StringIO()
import matplotlib
matplotlib.rcParams["svg.hashsalt"] = "x"
figure.savefig(drawing, format="svg", metadata={"Date": None})
print(drawing.getvalue())
"""
    drawn = set()
    for kind in KINDS:
        with Kernels(warm=kind == "warm") as kernels:
            done, failures = execute_all([task(f"{kind}{number}", draw) for number in range(3)], kernels, 3)
            assert not failures
            drawn |= {cell.outputs[0].text for executed in done.values() for cell in executed.notebook.cells if cell.outputs}
    assert len(drawn) == 1 and "<svg" in drawn.pop()


def test_a_cell_that_raises_is_named_as_jupyterlab_counts_it(kernels, task):
    with pytest.raises(NotebookFailed, match=r"notebooks/bad\.ipynb, cell 3: ValueError: no such thing"):
        execute(task("bad", "1", "raise ValueError('no such thing')", who="somebody"), kernels)


def test_every_failure_is_told_and_what_went_well_is_kept(kernels, task):
    done, failures = execute_all([task("a", "1 / 0"), task("b", "print(1)"), task("c", "[][0]")], kernels, 2)
    assert list(done) == ["b"]
    assert [type(failure) for failure in failures] == [NotebookFailed] * 2
    assert "notebooks/a.ipynb, cell 2: ZeroDivisionError" in str(failures[0]) and "IndexError" in str(failures[1])


def test_a_hung_cell_is_ended_and_named(kernels, task):
    with pytest.raises(OutOfTime, match=r"notebooks/hung\.ipynb, cell 3 took longer than 1 seconds and was ended"):
        execute(task("hung", "print(1)", "import time\nwhile True:\n    time.sleep(1)"), kernels, seconds_a_cell=1)
    assert not kernels.running


def test_a_cell_that_will_not_be_interrupted_is_ended_too(kernels, task):
    stubborn = (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)"
    )
    with pytest.raises(OutOfTime, match="cell 2"):
        execute(task("stubborn", stubborn), kernels, seconds_a_cell=1)


def test_a_dead_kernel_is_reported_with_its_cell_and_its_memory(kernels, task):
    die = "held = bytearray(300 * 2**20)\nheld[::4096] = b'x' * len(held[::4096])\nimport time, os, signal\ntime.sleep(1.5)\nos.kill(os.getpid(), signal.SIGKILL)"
    with pytest.raises(KernelDied, match=r"notebooks/dies\.ipynb, cell 3: the kernel died, by signal 9 \(SIGKILL\)") as raised:
        execute(task("dies", "1", die), kernels)
    held = int(str(raised.value).split("It had held ")[1].split(" MiB")[0].replace(",", ""))
    assert 300 < held < 2_000


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Other systems do not hold a process to its share of memory.")
def test_a_cell_that_wants_more_than_its_share_of_memory_fails_and_the_machine_stands(kernels, task):
    # Asked for and never written to: no memory of the machine is taken. Either half alone is within the share.
    half = "import psutil\nheld = [bytearray(int(psutil.virtual_memory().total * 0.45)) for _ in range(2)]"
    with pytest.raises(
        NotebookFailed, match=r"notebooks/hungry\.ipynb, cell 3: MemoryError.*A notebook may hold [\d,]+ MiB, 75% of this machine's"
    ):
        execute(task("hungry", "1", half), kernels)


def test_a_kernel_that_exits_by_itself_is_reported(kernels, task):
    with pytest.raises(KernelDied, match="cell 2: the kernel died, with exit code 3"):
        execute(task("exits", "import os\nos._exit(3)"), kernels)


def test_what_a_cell_started_ends_with_its_kernel(kernels, task, printed):
    executed = execute(task("starts", "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid)"), kernels)
    started = int(printed(executed))
    for _ in range(50):
        if not psutil.pid_exists(started) or psutil.Process(started).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    raise AssertionError("The process is still there.")


def test_a_parameter_that_the_notebook_lacks_is_an_error(kernels, task):
    with pytest.raises(UnknownChoice, match=r"notebooks/one\.ipynb has no parameter qaurter\. It has: who\."):
        execute(task("one", "1", qaurter="2023-24-Q2"), kernels)


def test_what_is_no_notebook_is_named(kernels, task):
    broken = task("broken")
    broken.notebook.write_text("{", encoding="utf-8")
    with pytest.raises(NotebookFailed, match=r"notebooks/broken\.ipynb cannot be read as a notebook"):
        execute(broken, kernels)
    broken.notebook.unlink()
    with pytest.raises(NotebookFailed, match=r"notebooks/broken\.ipynb cannot be read as a notebook"):
        execute(broken, kernels)


def test_what_libraries_write_to_the_error_stream_is_apart_from_what_a_cell_shows(kernels, task, printed):
    # What is written past Python reaches the kernel through a pipe that another thread reads; the cell goes on meanwhile.
    chatty = (
        "import os, sys, time, warnings\nwarnings.warn('old thing')\nprint('shown')\nos.write(2, b'font cache\\n')\n"
        "time.sleep(1)\nsys.stderr.write('note\\n')"
    )
    told = []
    done, failures = execute_all([task("chatty", chatty, who="x")], kernels, 1, told.append)
    assert not failures and printed(done["chatty"]) == "shown\n"
    for text in ("UserWarning: old thing", "font cache", "note"):
        assert any(line.startswith("chatty: cell 2 wrote: ") and text in line for line in told), text


def test_braces_and_spaces_in_a_path_are_part_of_the_path(run, task, printed, tmp_path):
    folder = tmp_path / "a {b} {0} c"
    assert str(folder) in printed(run(task("one", "import os\nprint(os.getcwd())", folder=folder))["one"])


def test_the_users_own_settings_change_nothing(task, printed, tmp_path, monkeypatch):
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    show_everything = "from analysis.disclosure.policy import POLICIES, Policy\nPOLICIES['public'] = Policy('public', 0, '')\n"
    (startup / "00.py").write_text(show_everything + "from_startup = True\n")
    (home / ".ipython" / "profile_default" / "ipython_config.py").write_text(
        f"c.InteractiveShellApp.exec_lines = [{show_everything!r}, 'from_config = True']\n"
    )
    (home / "pythonstartup.py").write_text(show_everything + "from_python = True\n")
    (tmp_path / "beside.py").write_text(show_everything)
    for folder in (home / ".config" / "matplotlib", tmp_path):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").write_text("font.size: 31\n")
    kernel = home / ".local" / "share" / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps({"argv": ["/gone/python"], "display_name": "Stale", "language": "python"}))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(home / ".ipython"))
    monkeypatch.setenv("PYTHONSTARTUP", str(home / "pythonstartup.py"))
    monkeypatch.setenv("MATPLOTLIBRC", str(home / ".config" / "matplotlib" / "matplotlibrc"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    look = """
import importlib.util, matplotlib
from analysis.disclosure.policy import policy_named
named = [name in globals() for name in ("from_startup", "from_config", "from_python")]
print(named, importlib.util.find_spec("beside"), matplotlib.rcParams["font.size"], policy_named("public").smallest_count)
"""
    for kind in KINDS:
        with Kernels(warm=kind == "warm") as kernels:
            assert printed(execute(task("one", look), kernels)) == f"[False, False, False] None 10.0 {SMALLEST_SHOWN}\n", kind


def test_a_home_that_cannot_be_written_is_no_hindrance(task, printed, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for kind in KINDS:
        with Kernels(warm=kind == "warm") as kernels:
            assert printed(execute(task("one", "import matplotlib.figure\nprint(2)"), kernels)) == "2\n"


def test_stopping_kills_every_kernel_and_whoever_waits_learns_of_it(task):
    for kind in KINDS:
        with Kernels(warm=kind == "warm") as kernels:
            reached = threading.Event()
            tasks = [task(f"{kind}{number}", "import time\ntime.sleep(600)") for number in range(2)]

            def stop(kernels=kernels, reached=reached):
                while len(kernels.running) < 2:
                    time.sleep(0.05)
                reached.set()
                kernels.stop()

            threading.Thread(target=stop).start()
            done, failures = execute_all(tasks, kernels, 2)
            assert reached.is_set() and not done and [type(failure) for failure in failures] == [KernelDied] * 2


@pytest.mark.skipif("warm" not in KINDS, reason="Kernels cannot be forked here.")
class TestTheWarmParent:
    def test_it_has_one_thread_and_ends_with_the_run(self, task):
        with Kernels() as kernels:
            assert kernels.parent.ready()
            parent = psutil.Process(kernels.parent.process.pid)
            assert parent.num_threads() == 1
            execute(task("one", "1"), kernels)
        assert not parent.is_running()

    def test_what_is_imported_already_is_what_makes_it_warm(self, task, printed):
        with Kernels() as kernels:
            text = printed(execute(task("one", "import sys\nprint('pandas' in sys.modules, 'matplotlib.figure' in sys.modules)"), kernels))
        assert text == "True True\n"

    def test_where_it_has_died_kernels_are_ordinary_ones(self, task, printed):
        with Kernels() as kernels:
            assert kernels.parent.ready()
            os.kill(kernels.parent.process.pid, signal.SIGKILL)
            assert printed(execute(task("one", "print(2)"), kernels)) == "2\n"

    def test_its_kernels_die_with_it(self, task):
        with Kernels() as kernels:
            threading.Timer(0.1, lambda: kernels.parent.ready() and self.kill_when_busy(kernels)).start()
            with pytest.raises(KernelDied):
                execute(task("one", "import time\ntime.sleep(600)"), kernels)

    def test_a_kernel_with_the_number_of_an_earlier_one_has_not_ended_with_it(self, tmp_path):
        with Kernels() as kernels:
            assert kernels.parent.ready()
            ours = kernels.parent.channel
            # What the process says when the system's numbers have come round within one run.
            kernels.parent.channel, process = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            try:
                number, found = 4242, []
                for message in ({"started": number}, {"ended": number, "status": -9, "most_memory_kib": 1000}, {"started": number}):
                    process.send(json.dumps(message).encode())
                    if "started" in message:
                        found.append(kernels.parent.fork([], {}, tmp_path))
                first, second = found
                assert (first.poll(), first.most_memory_kib) == (-9, 1000)
                assert second.poll() is None
                process.send(json.dumps({"ended": number, "status": 0, "most_memory_kib": 2000}).encode())
                assert (second.poll(), first.poll(), second.most_memory_kib) == (0, -9, 2000)
            finally:
                kernels.parent.channel.close()
                process.close()
                kernels.parent.channel = ours

    @staticmethod
    def kill_when_busy(kernels):
        while not kernels.running:
            time.sleep(0.05)
        pid = kernels.running[0].pid
        os.kill(kernels.parent.process.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)

    def test_what_a_killed_run_left_is_swept(self, tmp_path, monkeypatch):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        with Kernels(warm=False) as kernels:
            left = Path(tmp_path / kernels.folder.name.replace(kernels.folder.name[-4:], "left"))
            left.mkdir()
            (left / "in_use.lock").touch()
            with Kernels(warm=False) as second:
                assert not left.exists() and kernels.folder.exists() and second.folder.exists()
