"""The rules of the house, held by reading the code."""

import ast
import csv
import re
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from analysis.pages import outline
from analysis.pages.registry import NATIONAL_PAGES, PAGES

REPOSITORY = Path(__file__).resolve().parents[1]
PACKAGE = REPOSITORY / "src" / "analysis"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
DOMAINS = ("caseloads", "placements", "relief", "fostering", "budget", "performance", "missing", "assurance")
FLOORS = {"errors": 0, "periods": 1, "measures": 1, "quarters": 1, "catalogue": 2, "ingest": 3, "store": 4, **dict.fromkeys(DOMAINS, 5)}
FLOORS |= {"intake": 5, "disclosure": 6, "present": 7, "pages": 8, "explore": 9, "publish": 9, "cli": 10}
MAY_READ = {("fostering", "placements"), ("budget", "placements"), ("relief", "placements"), ("fostering", "relief")}
PLOTTING = ("matplotlib", "seaborn", "afcharts")
TOUCHES_FILES = ("catalogue", "ingest", "publish", "cli")


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def named(module: Path) -> str:
    return str(module.relative_to(PACKAGE))


@pytest.mark.parametrize("module", [module for module in MODULES if module.parent != PACKAGE or module.name != "__init__.py"], ids=named)
def test_imports_point_left_only(module):
    here = room(module)
    for name in imports(module):
        parts = name.split(".")
        if parts[0] != "analysis" or len(parts) < 2 or parts[1] == here:
            continue
        there = parts[1]
        allowed = FLOORS[there] < FLOORS[here] or (here, there) in MAY_READ
        assert allowed, f"{here} may not import {there}"


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_present_draws(module):
    drawn = {name.split(".")[0] for name in imports(module)} & set(PLOTTING)
    assert not drawn or room(module) == "present"


@pytest.mark.parametrize(
    "module", [module for module in MODULES if room(module) in (*DOMAINS, "disclosure", "measures", "periods")], ids=named
)
def test_domains_touch_no_file_clock_or_randomness_of_their_own(module):
    names = {name.split(".")[0] for name in imports(module)}
    assert not names & {"pathlib", "os", "io", "time", "random", "requests", "tempfile", "shutil"}
    text = module.read_text(encoding="utf-8")
    for call in ("open", "read_csv", "to_csv", "date.today", "datetime.now", "np.random.seed", "np.random.default_rng"):
        assert not re.search(rf"\b{re.escape(call)}\(", text), call


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_only_the_command_line_reads_the_clock(module):
    if room(module) != "cli":
        text = module.read_text(encoding="utf-8")
        # How long a notebook takes is measured where it runs; what day it is, nobody but the command line knows.
        measured = room(module) == "publish" and set(re.findall(r"\btime\.(\w+)\(", text)) == {"monotonic"}
        assert ("time" not in imports(module) or measured) and ".today(" not in text and ".now(" not in text


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_modules_and_functions_are_short(module):
    text = module.read_text(encoding="utf-8")
    assert text.count("\n") <= 420
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            body = [part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
            length = node.end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 55, f"{node.name} is {length} lines"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_hold_parameters_calls_and_prose_only(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code[0].metadata.get("tags") == ["parameters"]
    names = [target.id for node in ast.parse(code[0].source).body for target in node.targets]
    assert names[:3] == ["authority", "quarter", "policy"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    for cell in code:
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef), f"{path.name} defines {node.name}"
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.search(r"(^|\s)\.{0,2}/\w|\.(csv|json|ipynb)\b", node.value), node.value


COUNCILS = {row["authority"] for row in csv.DictReader((REPOSITORY / "data/raw/authorities.csv").read_text(encoding="utf-8").splitlines())}
PAGE_NOTEBOOKS = [path for path in NOTEBOOKS if path.stem in (*PAGES, *NATIONAL_PAGES)]


def test_every_page_has_its_notebook():
    assert {path.stem for path in PAGE_NOTEBOOKS} == {*PAGES, *NATIONAL_PAGES}


@pytest.mark.parametrize("path", PAGE_NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_of_pages_call_each_section_once_in_its_order(path):
    code = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert sum(len(source.splitlines()) for source in code) <= 60
    for source in code:
        assert not re.search(r"release\(|\.merge\(|\.mask\(|\blambda\b|\bfor \w+ in|\.format\(|f\"", source), source
    imported = {name for source in code for name in re.findall(r"from (\S+) import", source)}
    assert imported == {"analysis.pages"}
    called = [match[1] for source in code if (match := re.fullmatch(r"page\.(\w+)", source))]
    sections = [part.name for part in outline(path.stem).sections]
    assert [name for name in called if name in sections] == sections
    assert set(called) - set(sections) <= {"changes", "limits", "method", "missing", "sources"}


@pytest.mark.parametrize("module", [module for module in MODULES if "authorities" not in module.parts], ids=named)
def test_no_council_quarter_or_item_stands_in_code(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            assert node.value not in COUNCILS and not re.search(r"\bitem \d", node.value), node.value


def test_the_conda_environment_says_the_same_as_pyproject():
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {*declared["dependencies"], *(text for extra in declared["optional-dependencies"].values() for text in extra)}
    conda = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    with_pip = next(entry["pip"] for entry in conda if isinstance(entry, dict))
    python = f"python{declared['requires-python']}"
    listed = [entry for entry in conda if isinstance(entry, str)]
    # Conda knows jupyter_client by that name, and pip by either.
    assert {entry.replace("_", "-") for entry in (*listed, *with_pip)} == wanted | {python, "pip", "--editable ."}


def test_the_lock_has_a_hash_for_everything_and_names_no_index():
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.-]+==.*?(?=^[\w.-]+==|\Z)", lock, re.M | re.S)
    assert len(pinned) > 100
    assert all("--hash=sha256:" in entry for entry in pinned)
    assert not re.search(r"index-url|find-links|https?://", lock)


def test_every_dependency_is_pinned_in_the_lock():
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    for text in [*declared["dependencies"], *declared["optional-dependencies"]["test"]]:
        name = re.match(r"[\w.-]+", text)[0]
        assert re.search(rf"^{re.escape(name)}==", lock, re.M | re.I), text


def test_every_public_function_of_the_package_is_documented():
    for module in MODULES:
        for node in ast.parse(module.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{named(module)}: {node.name}"
