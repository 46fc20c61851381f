"""A pack published once for all tests of it, in a copy of the project."""

from pathlib import Path

import pytest
from built_projects import copied


@pytest.fixture(scope="session")
def published_project(built_project, tmp_path_factory) -> Path:
    """A copy for the tests of one worker; a test that changes it puts it right again."""
    return copied(built_project, tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def pack(published_project) -> Path:
    return published_project / "reports" / "plymouth" / "2023-24-q2"
