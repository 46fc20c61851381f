from analysis.publish.manifest import read_manifest, write_manifest


def test_a_pack_that_is_whole_is_told_from_one_that_is_not(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "index.html").write_text("index")
    (tmp_path / "data" / "a.csv").write_text("a")
    write_manifest(tmp_path, {"quarter": "2023-24-Q2"})
    assert list(read_manifest(tmp_path)["files"]) == ["data/a.csv", "index.html"]
    (tmp_path / "data" / "a.csv").write_text("b")
    assert read_manifest(tmp_path) is None


def test_a_file_added_or_a_manifest_missing_is_not_whole(tmp_path):
    assert read_manifest(tmp_path) is None
    write_manifest(tmp_path, {})
    assert read_manifest(tmp_path) == {"files": {}}
    (tmp_path / "extra.html").write_text("x")
    assert read_manifest(tmp_path) is None


def test_the_checksum_is_sha_256(tmp_path):
    (tmp_path / "empty").write_text("")
    write_manifest(tmp_path, {})
    # SHA-256 of nothing, as published with the standard.
    assert read_manifest(tmp_path)["files"]["empty"] == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
