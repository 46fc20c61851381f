"""Records where git follows them, or would: not ignored, in another spelling, by a link, added in spite of the rules."""

import subprocess

import pytest
from carer_files import REGISTER, STAYS, as_text

from analysis.errors import InvalidData
from analysis.ingest.carers import read_carers
from analysis.ingest.followed import followed_by_git, ignored_by_git
from analysis.ingest.records.given import read_given


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("data/raw/extracts/\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def file(repository):
    def write(name):
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a,b\n1,2\n", encoding="utf-8")
        return path

    return write


def test_only_what_is_ignored_is_left_alone(file):
    inside = file("data/raw/extracts/2024/header.csv")
    assert ignored_by_git(inside) and ignored_by_git(inside.with_name("yet to be written.csv"))
    others = [file(name) for name in ("header.csv", "data/raw/header.csv", "data/raw/Extracts/header.csv", "data/raw/extracts 2/ü.csv")]
    problems = followed_by_git([inside, *others])
    assert [problem.file for problem in problems] == [path.name for path in others]


def test_a_link_counts_as_itself_and_as_what_it_leads_to(file, repository, tmp_path_factory):
    inside, outside = file("data/raw/extracts/a.csv"), file("b.csv")
    elsewhere = tmp_path_factory.mktemp("in_no_repository") / "c.csv"
    elsewhere.touch()
    links = [repository / "d.csv", repository / "data" / "raw" / "extracts" / "e.csv", elsewhere.with_name("f.csv")]
    for link, target in zip(links, (inside, outside, inside), strict=True):
        link.symlink_to(target)
    folder = elsewhere.with_name("folder")
    folder.symlink_to(repository)
    assert [ignored_by_git(path) for path in (*links, folder / "b.csv", folder / "data" / "raw" / "extracts" / "a.csv")] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_what_was_added_in_spite_of_the_rules_is_followed(file, repository):
    path = file("data/raw/extracts/a.csv")
    subprocess.run(["git", "-C", repository, "add", "--force", path], check=True)
    assert not ignored_by_git(path)


def test_a_worktree_and_a_submodule_are_repositories_too(file, repository, tmp_path_factory):
    """In both ``.git`` is a file that leads elsewhere."""
    file("data/raw/header.csv")
    git = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "a"], check=True)
    worktree = tmp_path_factory.mktemp("elsewhere") / "worktree"
    subprocess.run([*git, "worktree", "add", "-q", str(worktree)], check=True)
    subprocess.run([*git, "submodule", "--quiet", "add", str(repository), "within"], check=True, capture_output=True)
    for folder in (worktree, repository / "within"):
        assert (folder / ".git").is_file()
        assert not ignored_by_git(folder / "register.csv") and ignored_by_git(folder / "data" / "raw" / "extracts" / "register.csv")
        assert not ignored_by_git(folder / "data" / "raw" / "EXTRACTS" / "register.csv")


def test_a_repository_of_which_git_says_nothing_counts_as_following(tmp_path):
    (tmp_path / ".git").mkdir()
    assert not ignored_by_git(tmp_path / "a.csv")


def test_neither_a_return_nor_a_register_is_read_from_there(file, repository):
    path = file("return.csv")
    with pytest.raises(InvalidData, match="return.csv: is followed by git, or would be"):
        read_given([path])
    for name, rows in (("register", REGISTER), ("stays", STAYS)):
        (repository / "carers").mkdir(exist_ok=True)
        (repository / "carers" / f"{name}.csv").write_text(as_text(rows), encoding="utf-8")
    with pytest.raises(InvalidData) as raised:
        read_carers([repository / "carers"], "plymouth")
    assert [(problem.file, "git add" in problem.rule) for problem in raised.value.problems] == [("register.csv", True), ("stays.csv", True)]
