import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).parent / "analysis")


def test_help_names_every_command(run_apart):
    outcome = run_apart("--help")
    assert outcome.returncode == 0
    for command in ("publish", "check"):
        assert command in outcome.stdout


def test_wrong_usage_exits_with_2(run_apart):
    assert run_apart("publish", "--policy", "secret").returncode == 2
    assert run_apart("publish", "--jobs", "0").returncode == 2
    assert run_apart("nonsense").returncode == 2


def test_check_says_that_all_is_well(run_apart):
    outcome = run_apart("check")
    assert outcome.returncode == 0 and "datasets agree with their descriptors." in outcome.stdout


def test_check_takes_the_folder_of_a_project(run_apart, project):
    assert run_apart("check", str(project)).returncode == 0
    assert run_apart("check", str(project / "nowhere")).returncode == 2


def test_check_lists_every_problem_and_exits_with_1(run_apart, project, edit):
    (project / "data" / "raw" / "budget_history.csv").unlink()
    edit("council_tax_bands", lambda table: table.assign(council_tax_gbp_per_year="?"))
    outcome = run_apart("check")
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("Error: 9 problems in the raw data:")
    assert outcome.stderr.count("council_tax_bands.csv row") == 8
    assert "Traceback" not in outcome.stderr


def test_problems_as_data(run_apart, edit):
    edit("council_tax_bands", lambda table: table.assign(council_tax_gbp_per_year="?"))
    outcome = run_apart("check", "--json")
    assert outcome.returncode == 1
    problems = json.loads(outcome.stdout)["problems"]
    assert {problem["row"] for problem in problems} == set(range(2, 10))
    assert {problem["value"] for problem in problems} == {"?"}


def test_outside_a_project_the_checkout_of_the_package_is_used(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "ANALYSIS_PROJECT"}
    outcome = subprocess.run([COMMAND, "check"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert outcome.returncode == 0


@pytest.mark.parametrize("module", ["pandas", "matplotlib", "papermill", "frictionless", "nbconvert"])
def test_the_command_line_starts_without_heavy_imports(module):
    code = f"import sys, analysis.cli; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_progress_moves_on_a_terminal_and_is_plain_in_a_log(project, run_apart):
    arguments = ["publish", "--quarter", "2030-31-Q1"]
    plain = run_apart(*arguments).stderr
    assert "Checking the raw data" in plain and "\x1b" not in plain
    outside, inside = pty.openpty()
    environment = {**os.environ, "ANALYSIS_PROJECT": str(project), "TERM": "xterm"}
    process = subprocess.Popen([COMMAND, *arguments], cwd=project, env=environment, stdin=inside, stdout=inside, stderr=inside)
    os.close(inside)
    seen = b""
    try:
        while part := os.read(outside, 65536):
            seen += part
    except OSError:  # Linux ends a closed terminal with an error.
        pass
    assert process.wait(timeout=120) == 1
    assert b"\x1b[" in seen and b"Checking the raw data" in seen


def test_output_redirected_in_few_letters_is_no_failure(project):
    line = [str(Path(sys.executable).parent / "analysis"), "scenario", "list"]
    environment = {**os.environ, "ANALYSIS_PROJECT": str(project), "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    path = project / "scenarios" / "central.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('title = "', 'title = "→ ', 1), encoding="utf-8")
    outcome = subprocess.run(line, cwd=project, env=environment, capture_output=True, timeout=300, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert b"central: ? Central" in outcome.stdout
