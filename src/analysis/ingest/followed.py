"""What git follows, or would with the next ``git add``: no record of a child or a carer may be there."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from analysis.errors import Problem

REMEDY = "Move it below data/raw/extracts, which git ignores, and take it out of git: git rm --cached FILE."


def followed_by_git(paths: Iterable[Path]) -> list[Problem]:
    """A problem for each file that git follows or would follow."""
    rule = "is followed by git, or would be with the next git add, where no record of a child or a carer may be"
    return [Problem(path.name, rule, REMEDY) for path in _followed(list(paths))]


def ignored_by_git(path: Path) -> bool:
    """Whether git leaves a file alone, there or yet to be written: it is ignored, or in no repository."""
    return not _followed([path])


def _followed(paths: list[Path]) -> list[Path]:
    """Those that git does not leave alone; a link counts as itself and as what it leads to.

    Where git refuses to say, as in a repository of another owner, a file counts as followed; without git nothing is.
    """
    places = {path: {path.absolute().parent.resolve() / path.name, path.resolve()} for path in paths}
    in_repositories: dict[Path, set[Path]] = {}
    for place in set().union(*places.values()):
        repository = next((folder for folder in place.parents if (folder / ".git").exists()), None)
        if repository is not None:
            in_repositories.setdefault(repository, set()).add(place)
    followed: set[Path] = set()
    for repository, inside in in_repositories.items():
        followed |= inside - _ignored(repository, inside)
    return [path for path in paths if places[path] & followed]


def _ignored(repository: Path, inside: set[Path]) -> set[Path]:
    # Not only by the rules: a file that was added in spite of them is followed, and git does not call it ignored.
    asked = b"\0".join(os.fsencode(place) for place in sorted(inside))
    try:
        told = subprocess.run(
            ["git", "-C", str(repository), "check-ignore", "-z", "--stdin"], input=asked, capture_output=True, check=False
        )
    except FileNotFoundError:
        return inside
    return {Path(os.fsdecode(name)) for name in told.stdout.split(b"\0") if name}
