import stat
import subprocess

import pytest

from analysis.errors import NotReleased
from analysis.publish.inside import readers_of, stop_where_followed
from analysis.store.staging import staged


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


def test_a_folder_for_inside_use_is_for_its_owner_to_read(tmp_path):
    for policy, mode in (("internal", 0o700), ("public", 0o755)):
        with staged(tmp_path / policy, mode=readers_of(policy)) as staging:
            assert stat.S_IMODE(staging.stat().st_mode) == mode
        assert stat.S_IMODE((tmp_path / policy).stat().st_mode) == mode


def test_it_stands_where_git_ignores_it_or_is_not(repository, tmp_path_factory):
    stop_where_followed(repository / "reports" / "plymouth" / "2023-24-q2-internal", "internal")
    stop_where_followed(tmp_path_factory.mktemp("without") / "2023-24-q2-internal", "internal")
