"""README.md says what is so."""

import re
from pathlib import Path

from analysis.cli import main

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_every_folder_of_the_tree_is_there_and_none_is_left_out():
    tree = re.search(r"```\nnotebooks/.*?```", README, re.S)[0]
    named = {line.split()[0] for line in tree.splitlines()[1:-1]}
    package = {
        path.name + ("/" if path.is_dir() else "") for path in (REPOSITORY / "src" / "analysis").iterdir() if not path.name.startswith("__")
    }
    assert package <= named
    for name in named - package:
        assert (REPOSITORY / name).exists(), name


def test_every_command_is_named_and_every_command_named_is_there():
    assert set(re.findall(r"`analysis (\w+)", README)) == set(main.commands)


def test_the_make_targets_are_there():
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)|`make (\w+)", README, re.M):
        target = "".join(target)
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_ci_calls_the_test_command_of_the_readme():
    assert "make test" in README and "make test" in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (REPOSITORY / target).exists(), target
