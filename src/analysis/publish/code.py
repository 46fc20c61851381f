"""Which code a page depends on: the modules of the package that can be reached by imports, read from the source."""

import ast
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
NAME = "analysis"
IMPORT = re.compile(
    rf"^[ \t]*(?:import[ \t]+(?P<modules>{NAME}\b[^\n]*)|from[ \t]+(?P<module>{NAME}[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n]*))",
    re.MULTILINE,
)
"""An import of the package in its own code, which a formatter has laid out: one statement a line, or names in brackets."""
COMMENT = re.compile(r"#[^\n]*")


def reachable_modules(roots: Iterable[str]) -> list[str]:
    """Modules of the package that importing some of them can import, themselves included, in alphabetical order.

    Every import statement counts, wherever it stands. Importing a module imports the packages that it lies in.

    Parameters
    ----------
    roots
        Names such as ``analysis.pages.caseloads``; others are passed over.

    >>> reachable_modules(["analysis.measures"])
    ['analysis', 'analysis.measures']
    """
    found: set[str] = set()
    waiting = [name for root in roots for name in _with_packages(root)]
    while waiting:
        module = waiting.pop()
        if module not in found and _file(module) is not None:
            found.add(module)
            waiting += _imported(module) - found
    return sorted(found)


def digest_of_modules(modules: Iterable[str]) -> str:
    """SHA-256 of the source of some modules, with their names."""
    total = hashlib.sha256()
    for module in sorted(modules):
        total.update(f"{module}\0".encode() + _digest(module))
    return total.hexdigest()


def imports_of_module(source: str) -> set[str]:
    """The same as ``imported_names`` for the package's own modules, by their text: a tree of each would take a run half a second.

    >>> sorted(imports_of_module("from analysis.pages import (\\n    build,  # one\\n    names as known,\\n)\\nimport numpy"))
    ['analysis.pages', 'analysis.pages.build', 'analysis.pages.names']
    """
    found = set()
    for statement in IMPORT.finditer(COMMENT.sub("", source)):
        module = statement["module"]
        listed = (statement["names"] if module else statement["modules"]).strip("() \t\n")
        names = [name.split()[0] for name in listed.split(",") if name.strip()]
        found.update([module, *(f"{module}.{name}" for name in names)] if module else names)
    return {name for name in found if name.split(".")[0] == NAME}


def imported_names(code: str) -> set[str]:
    """Names of the package's modules, or of what is in them, that some code imports.

    >>> sorted(imported_names("from analysis.pages import build\\nimport numpy"))
    ['analysis.pages', 'analysis.pages.build']
    """
    found = set()
    waiting: list[ast.AST] = [ast.parse(code)]
    while waiting:
        node = waiting.pop()
        # Statements alone, since an import is one: expressions are most of a tree.
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inside = getattr(node, block, None)
            waiting += inside if isinstance(inside, list) else []
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {name for name in found if name.split(".")[0] == NAME}


def _with_packages(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]


@cache
def _file(module: str) -> Path | None:
    """Source of a module; ``None`` where the name is that of something else, such as a function."""
    first, *below = module.split(".")
    if first != NAME:
        return None
    place = PACKAGE.joinpath(*below)
    return next((path for path in (place / "__init__.py", place.with_name(f"{place.name}.py")) if path.is_file()), None)


@cache
def _imported(module: str) -> frozenset[str]:
    """What a module imports from the package, and the packages that each lies in."""
    names = imports_of_module(_file(module).read_text(encoding="utf-8"))
    return frozenset(whole for name in names for whole in _with_packages(name))


@cache
def _digest(module: str) -> bytes:
    return hashlib.sha256(_file(module).read_bytes()).digest()
