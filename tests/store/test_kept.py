import json
import shutil
from multiprocessing import get_context

import pandas as pd
import pytest

from analysis.pages import checked
from analysis.store.kept import digest_of_code, digest_of_files, kept_table

TABLE = pd.DataFrame(
    {
        "service": pd.Series(["Permanency", ""], dtype="str"),
        "children": pd.Series([3, None], dtype="Int64"),
        "share_pct": [0.1 + 0.2, float("nan")],
        "monitored": [True, False],
    }
)


def never() -> pd.DataFrame:
    raise AssertionError("worked out twice")


def kept_once(number: int) -> list[str]:
    return kept_table("services", "abc", lambda: TABLE.assign(service=[f"from {number}", ""]))["service"].tolist()


def test_a_table_is_worked_out_once_and_comes_back_as_it_was(project):
    pd.testing.assert_frame_equal(kept_table("services", "abc", lambda: TABLE), TABLE)
    pd.testing.assert_frame_equal(kept_table("services", "abc", never), TABLE)


def test_another_digest_is_worked_out_anew_and_takes_the_place_of_the_old(project):
    kept_table("services", "abc", lambda: TABLE)
    with pytest.raises(AssertionError, match="worked out twice"):
        kept_table("services", "abd", never)
    kept_table("services", "abd", lambda: TABLE)
    folder = project / "data" / "processed" / "kept" / "services"
    assert [path.name for path in folder.iterdir()] == ["abd.json"]


def test_what_cannot_be_read_is_worked_out_again(project):
    kept_table("services", "abc", lambda: TABLE)
    (path,) = (project / "data" / "processed" / "kept" / "services").iterdir()
    path.write_text(path.read_text(encoding="utf-8")[:40], encoding="utf-8")
    pd.testing.assert_frame_equal(kept_table("services", "abc", lambda: TABLE), TABLE)
    json.loads(path.read_text(encoding="utf-8"))


def test_a_folder_that_cannot_be_written_does_no_harm(project):
    shutil.rmtree(project / "data" / "processed")
    (project / "data" / "processed").write_text("a file where the folder should be", encoding="utf-8")
    pd.testing.assert_frame_equal(kept_table("services", "abc", lambda: TABLE), TABLE)


def test_processes_that_keep_at_once_all_have_a_whole_table(project):
    with get_context("spawn").Pool(4) as pool:
        found = pool.map(kept_once, range(8))
    assert all(services[0].startswith("from ") and services[1] == "" for services in found)


def test_a_digest_is_of_names_and_bytes_in_any_order(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("a", encoding="utf-8")
    other.write_text("b", encoding="utf-8")
    before = digest_of_files([one, other], tmp_path)
    assert digest_of_files([other, one], tmp_path) == before
    one.write_text("b", encoding="utf-8")
    other.write_text("a", encoding="utf-8")
    assert digest_of_files([one, other], tmp_path) != before
    assert digest_of_code("periods.py") != digest_of_code("periods.py", "measures.py")


def test_checks_are_worked_out_again_when_a_figure_or_a_declaration_changes(project, edit, monkeypatch):
    checked._worked_out.cache_clear()
    first = checked.every_check()
    monkeypatch.setattr(checked, "checked_figures", lambda *_: never())
    checked._worked_out.cache_clear()
    pd.testing.assert_frame_equal(checked.every_check(), first)
    monkeypatch.undo()
    monkeypatch.setenv("ANALYSIS_PROJECT", str(project))
    edit("delivery_plan_totals", lambda table: table.assign(savings_target_gbp_m="9.999"))
    changed = checked.every_check()
    differ = changed["verdict"].ne(first["verdict"])
    assert differ.any() and changed.loc[differ, "claim"].str.contains("avings|elivery").any()
    declared = project / "checks" / "assurance.toml"
    declared.write_text(declared.read_text(encoding="utf-8").replace("claim = ", 'claim = "" # ', 1), encoding="utf-8")
    assert (checked.every_check()["claim"] == "").sum() == 1
