import subprocess

import pytest

from analysis.errors import NotReleased
from analysis.publish.inside import stop_where_followed


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("reports/*/*-internal/\n", encoding="utf-8")
    return tmp_path


def test_a_pack_for_inside_use_is_refused_where_git_would_follow_it(repository):
    target = repository / "elsewhere" / "2023-24-q2-internal"
    with pytest.raises(NotReleased, match="git would follow it.*elsewhere/2023-24-q2-internal/"):
        stop_where_followed(target, "internal")
    stop_where_followed(target, "public")


def test_it_stands_where_git_ignores_it_or_is_not(repository, tmp_path_factory):
    stop_where_followed(repository / "reports" / "plymouth" / "2023-24-q2-internal", "internal")
    stop_where_followed(tmp_path_factory.mktemp("without") / "2023-24-q2-internal", "internal")
