import json

import pytest

from analysis.errors import UnknownChoice
from analysis.publish.verify import compared, verify


def test_files_that_differ_lack_or_are_too_many_are_named(tmp_path):
    found, due = tmp_path / "found", tmp_path / "due"
    for folder, files in ((found, {"a": "1", "d/b": "2", ".c": "3"}), (due, {"a": "1", "d/b": "4", "e": "5"})):
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    came_to = compared(found, due)
    assert (came_to.files, came_to.differing, came_to.missing, came_to.unexpected) == (3, ("d/b",), ("e",), (".c",))
    assert not came_to.same and compared(found, found).same


@pytest.mark.parametrize(
    "content", [None, "{", "[]", json.dumps({"opening": {}}), json.dumps({"authority": 1, "policy": "public", "pages": {}})]
)
def test_what_is_no_pack_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(UnknownChoice, match="pack"):
        verify(tmp_path)
