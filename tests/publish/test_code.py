"""Reachable modules, held against what Python imports."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.pages.registry import PAGES
from analysis.publish.code import PACKAGE, digest_of_modules, imported_names, imports_of_module, reachable_modules

MAY_IMPORT_BY_NAME = {"pages/__init__.py", "publish/kernels/process.py"}


IMPORT_EACH = """
import json, sys
from importlib import import_module
loaded = {}
for page in sys.argv[1:]:
    for name in [name for name in sys.modules if name.split(".")[0] == "analysis"]:
        del sys.modules[name]
    import_module(f"analysis.pages.{page}")
    loaded[page] = [name for name in sys.modules if name.split(".")[0] == "analysis"]
print(json.dumps(loaded))
"""


@pytest.fixture(scope="module")
def imported() -> dict[str, set[str]]:
    """Modules of the package that Python has imported with each page alone."""
    outcome = subprocess.run([sys.executable, "-c", IMPORT_EACH, *PAGES], capture_output=True, text=True, check=True)
    return {page: set(names) for page, names in json.loads(outcome.stdout).items()}


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_python_imports_is_reachable(page, imported):
    assert f"analysis.pages.{page}" in imported[page] and len(imported[page]) > 10
    assert not imported[page] & {f"analysis.pages.{other}" for other in PAGES if other != page}
    assert imported[page] <= set(reachable_modules([f"analysis.pages.{page}"]))


def test_no_page_reaches_another():
    for page in PAGES:
        others = {f"analysis.pages.{other}" for other in PAGES if other != page}
        assert not others & set(reachable_modules([f"analysis.pages.{page}"])), page


def test_imports_count_wherever_they_stand():
    code = """
if True:
    import analysis.errors
else:
    import numpy
try:
    pass
except ValueError:
    from analysis.measures import (
        rate,  # with a comment (in brackets)
        share,
    )
finally:
    import analysis.periods as periods
class A:
    def b(self):
        match 1:
            case 1:
                with open("x"):
                    from analysis import relief
"""
    expected = {"errors", "measures", "measures.rate", "measures.share", "periods", "relief"}
    assert imported_names(code) == imports_of_module(code) == {"analysis", *(f"analysis.{name}" for name in expected)}


def test_the_text_of_every_module_tells_the_same_imports_as_its_tree():
    for module in PACKAGE.rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        assert imported_names(source) <= imports_of_module(source), module


@pytest.fixture(scope="module")
def nodes() -> dict[Path, list[ast.AST]]:
    """Every node of the tree of every module."""
    return {module: list(ast.walk(ast.parse(module.read_text(encoding="utf-8")))) for module in PACKAGE.rglob("*.py")}


def test_modules_are_imported_by_name_only_where_the_graph_knows_of_it(nodes):
    """An import that is worked out as the program runs is in no graph of its text."""
    found = set()
    for module, every in nodes.items():
        names = {node.id for node in every if isinstance(node, ast.Name)}
        if names & {"import_module", "__import__"}:
            found.add(module.relative_to(PACKAGE).as_posix())
    assert found <= MAY_IMPORT_BY_NAME


def test_relative_imports_are_not_used(nodes):
    for module, every in nodes.items():
        assert not any(isinstance(node, ast.ImportFrom) and node.level for node in every), module


def test_the_digest_changes_with_the_modules():
    assert digest_of_modules(["analysis.errors"]) != digest_of_modules(["analysis.measures"])
    assert digest_of_modules(["analysis.errors", "analysis.measures"]) == digest_of_modules(["analysis.measures", "analysis.errors"])
    assert Path(PACKAGE / "errors.py").is_file()
