import stat
import subprocess

import pytest

from analysis.errors import NotReleased
from analysis.publish.inside import readers_of, stop_beside_another, stop_where_followed
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
            (staging / "data").mkdir()
            (staging / "data" / "workers.csv").touch(mode=0o644)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / policy, tmp_path / policy / "data")]
        assert modes == [mode, mode]
        assert stat.S_IMODE((tmp_path / policy / "data" / "workers.csv").stat().st_mode) == mode & 0o666


def test_a_quarter_is_published_under_one_policy_that_may_be(tmp_path):
    def folder(suffix):
        (tmp_path / "reports" / "a" / f"2023-24-q2{suffix}").mkdir(parents=True)
        (tmp_path / "reports" / "a" / f"2023-24-q2{suffix}" / "manifest.json").touch()

    folder("-internal")
    stop_beside_another(tmp_path, "a", "2023-24-Q2", "public")
    folder("")
    with pytest.raises(NotReleased, match="2023-24-q2 shows the same figures under the policy public"):
        stop_beside_another(tmp_path, "a", "2023-24-Q2", "rounded")
    for policy, quarter in (("public", "2023-24-Q2"), ("internal", "2023-24-Q2"), ("rounded", "2023-24-Q3")):
        stop_beside_another(tmp_path, "a", quarter, policy)


def test_it_stands_where_git_ignores_it_or_is_not(repository, tmp_path_factory):
    stop_where_followed(repository / "reports" / "plymouth" / "2023-24-q2-internal", "internal")
    stop_where_followed(tmp_path_factory.mktemp("without") / "2023-24-q2-internal", "internal")
