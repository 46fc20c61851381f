"""Whatever is given to a command or fails beneath it, a user reads a message: no traceback, nothing written outside the project."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from carer_files import REGISTER, STAYS, as_text
from click.testing import CliRunner

from analysis.cli import main
from analysis.errors import AnalysisError
from analysis.pages import build

COMMAND = str(Path(sys.executable).parent / "analysis")
HOSTILE = ["../../etc", "plymouth/../x", "<script>alert(1)</script>", "{0}{x}", "%s%n", "a\x1b[31mb", "２０２３-24-Q2", "-", "x" * 5_000]
OF_AN_AUTHORITY = [
    ["publish", "--quarter", "2023-24-Q2"],
    ["publish", "--national"],
    ["scenario", "list", "--quarter", "2023-24-Q2"],
    ["scenario", "run", "central", "--quarter", "2023-24-Q2"],
    ["scenario", "compare", "central", "published"],
    ["relief", "carers", "--quarter", "2023-24-Q2"],
    ["intake", "new", "--quarter", "2023-24-Q3"],
    ["national"],
    ["reconcile"],
    ["synthesise", "--children", "20", "--years", "1", "--to", "made_up"],
]
OF_A_QUARTER = [["publish"], ["scenario", "list"], ["scenario", "run", "central"], ["relief", "carers"], ["intake", "new"]]
OF_A_NAME = [
    ["publish", "--only"],
    ["scenario", "run"],
    ["scenario", "compare", "central"],
    ["reconcile", "--source"],
    ["scenario", "run", "central", "--as"],
    ["scenario", "run", "central", "--horizon"],
    ["relief", "carers", "--year"],
]


@pytest.fixture
def here(project, monkeypatch):
    """A project with a register, as the folder that the command is run in."""
    (project / "carers").mkdir()
    (project / "carers" / "register.csv").write_text(as_text(REGISTER))
    (project / "carers" / "stays.csv").write_text(as_text(STAYS))
    monkeypatch.chdir(project)
    return project


def outside(root: Path) -> set[Path]:
    return set(root.parent.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [[*line, "--authority"] for line in OF_AN_AUTHORITY] + [[*line, "--quarter"] for line in OF_A_QUARTER] + OF_A_NAME,
    ids=" ".join,
)
def test_a_hostile_name_is_refused_in_words(here, arguments):
    before = outside(here)
    for name in HOSTILE:
        outcome = CliRunner().invoke(main, [*arguments, name])
        assert outcome.exit_code in (1, 2) and isinstance(outcome.exception, SystemExit), (name, outcome.exception)
        assert "Error" in outcome.stderr and "Traceback" not in outcome.stderr and "\x1b" not in outcome.stderr
        assert "does not expect" not in outcome.stderr, outcome.stderr
    assert outside(here) == before and not list(here.glob("reports/**/*.html"))


@pytest.mark.parametrize("line", [["--help"], ["check"], ["scenario", "list"], ["check", "--json"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="The system has no full device.")
def test_an_output_that_is_full_is_said(project, line):
    with Path("/dev/full").open("w") as full:
        outcome = subprocess.run([COMMAND, *line], cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, timeout=300, check=False)
    assert outcome.returncode == 1 and outcome.stderr.startswith("Error: No space left on device. Free the disk"), outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file.")
@pytest.mark.parametrize(
    "line", [["intake", "new", "--quarter", "2023-24-Q3"], ["synthesise", "--children", "20", "--years", "1", "--to", "made_up"]]
)
def test_a_disk_that_is_full_leaves_nothing_half_written(project, line):
    before = sorted(path.name for path in project.iterdir())
    outcome = subprocess.run(
        [COMMAND, *line],
        cwd=project,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096)),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert outcome.returncode == 1 and "cannot be written: File too large." in outcome.stderr and "Traceback" not in outcome.stderr
    assert sorted(path.name for path in project.iterdir() if path.name != "made_up") == before
    assert not (project / "made_up").exists()


def test_a_failure_without_a_name_is_a_message_and_can_be_seen_whole(here, monkeypatch):
    (here / "scenarios").rename(here / "kept")
    shutil.rmtree(here / "data" / "processed")
    (here / "scenarios").write_text("no folder")
    outcome = CliRunner().invoke(main, ["scenario", "list"])
    assert outcome.exit_code == 1 and outcome.stderr.startswith("Error: ") and "Traceback" not in outcome.stderr
    monkeypatch.setattr("analysis.ingest.validation.find_problems", lambda *names: {}["no such key"])
    outcome = CliRunner().invoke(main, ["check"])
    assert outcome.exit_code == 1 and "met what it does not expect: KeyError: 'no such key' (test_failures.py, line" in outcome.stderr
    monkeypatch.setenv("ANALYSIS_TRACEBACK", "1")
    assert isinstance(CliRunner().invoke(main, ["check"]).exception, KeyError)


def test_everything_odd_about_a_machine_at_once(project, tmp_path_factory):
    odd = tmp_path_factory.mktemp("odd") / "a {0} %s 'b' <i>"
    project.rename(odd)
    kernels = odd.parent / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True)
    (kernels / "kernel.json").write_text('{"argv": ["/nowhere/python", "{connection_file}"], "display_name": "gone", "language": "python"}')
    nowhere = ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"]
    environment = {**os.environ, **dict.fromkeys(nowhere, "/dev/null/none"), "JUPYTER_PATH": str(kernels.parents[1])}
    environment |= {"ANALYSIS_PROJECT": str(odd), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    outcome = subprocess.run(
        [COMMAND, "scenario", "run", "central", "--draws", "1000"], cwd=odd, env=environment, capture_output=True, timeout=300, check=False
    )
    told = outcome.stderr.decode("cp1252")
    assert outcome.returncode == 0 and "Traceback" not in told, told[-2000:]
    page = odd / "reports" / "plymouth" / "scenarios" / "central_as_set" / "index.html"
    assert page.is_file() and "Matplotlib created" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("parameter", ["authority", "quarter", "policy"])
def test_hostile_parameters_of_a_notebook_are_refused_in_words(here, parameter):
    sound = {"authority": "plymouth", "quarter": "2023-24-Q2", "policy": "public"}
    ran = here / "ran"
    for name in [*HOSTILE, "", "\x00", f"'; open({str(ran)!r}, 'w'); '", "__import__('os')", "public\npolicy = 'internal'"]:
        with pytest.raises(AnalysisError) as raised:
            build("caseloads", **sound | {parameter: name})
        assert "Traceback" not in str(raised.value)
    assert not ran.exists()


def test_the_list_of_hostile_input_names_tests_that_there_are(repository):
    text = (repository / "docs" / "situations.md").read_text(encoding="utf-8").partition("## Hostile input")[2]
    rows = re.findall(r"^\| .* \| `(?P<file>[\w/.]+)::(?P<test>\w+)` \|$", text, re.MULTILINE)
    assert len(rows) == int(re.search(r"^(\d+) kinds of input", text, re.MULTILINE)[1]) == len(set(rows)) > 40
    for file, test in rows:
        assert f"def {test}(" in (repository / "tests" / file).read_text(encoding="utf-8"), (file, test)
