"""National releases in the store: kept, asked, revised."""

from datetime import date

import pytest

from analysis.errors import InvalidData, UnknownAuthority, UnknownRelease
from analysis.ingest.national import take_file
from analysis.store import national as store

AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
PLYMOUTH = "Reporting year,Local authority,E92000001,England,E12000009,South West,879,E06000026,Plymouth"
JOINT = (
    "Reporting year,Local authority,E92000001,England,E13000002,Outer London,314 / 318,E09000021 / E09000027,"
    "Kingston upon Thames / Richmond upon Thames"
)
TODAY = date(2026, 1, 5)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """A project of nothing but raw data, and files of referrals for it."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))

    def written(*rows: str, name: str = "referrals.csv", columns: str = "referral_count,rereferral_count"):
        path = tmp_path / name
        path.write_text("\n".join([f"{AREA},{columns}", *rows, ""]), encoding="utf-8")
        return path

    return written


def take(path):
    return store.keep(take_file(path), TODAY)


def test_what_is_kept_is_read_again_and_asked_by_measure_area_and_day(write):
    kept = take(write(f"2023,{PLYMOUTH},1800,400", f"2024,{PLYMOUTH},c,380"))
    assert (kept.rows, kept.unchanged, len(kept.revisions)) == (4, False, 0)
    found = store.national_figures(["referrals"], ["plymouth"])
    assert found["year"].tolist() == [2023, 2024]
    assert found["symbol"].fillna("").tolist() == ["", "c"]
    assert found["value"].isna().tolist() == [False, True]
    assert store.national_figures(["referrals"], until=date(2024, 3, 30))["year"].tolist() == [2023]
    assert store.national_figures(["referrals"], until=date(2024, 3, 31))["year"].tolist() == [2023, 2024]
    assert store.national_figures(["referrals"], ["torbay"]).empty


def test_the_same_file_again_changes_nothing(write):
    path = write(f"2023,{PLYMOUTH},1800,400")
    take(path)
    assert take(path).unchanged
    assert len(store.national_figures()) == 2


def test_a_later_release_counts_and_what_it_changes_is_a_revision(write):
    take(write(f"2022,{PLYMOUTH},1700,c", f"2023,{PLYMOUTH},1800,400", name="first.csv"))
    kept = take(write(f"2023,{PLYMOUTH},1810,400", f"2024,{PLYMOUTH},1900,410", name="second.csv"))
    found = store.national_figures(["referrals"], ["plymouth"])
    assert found.set_index("year")["value"].to_dict() == {2022: 1700, 2023: 1810, 2024: 1900}
    changed = store.revisions()
    assert changed[["measure", "year", "value_before", "value", "file_before", "file"]].to_numpy().tolist() == [
        ["referrals", 2023, 1800.0, 1810.0, "first.csv", "second.csv"]
    ]
    assert "1 figures differ" in str(kept)


def test_an_older_file_taken_in_later_does_not_take_the_place_of_the_newer(write):
    take(write(f"2023,{PLYMOUTH},1810,400", f"2024,{PLYMOUTH},1900,410", name="newer.csv"))
    take(write(f"2022,{PLYMOUTH},1700,c", f"2023,{PLYMOUTH},1800,400", name="older.csv"))
    found = store.national_figures(["referrals"], ["plymouth"])
    assert found.set_index("year")["value"].to_dict() == {2022: 1700, 2023: 1810, 2024: 1900}
    assert store.revisions()[["value_before", "value", "file_before", "file"]].to_numpy().tolist() == [
        [1800.0, 1810.0, "older.csv", "newer.csv"]
    ]


def test_a_symbol_that_becomes_a_figure_is_a_revision(write):
    take(write(f"2023,{PLYMOUTH},c,400", name="first.csv"))
    assert len(take(write(f"2023,{PLYMOUTH},7,400", name="second.csv")).revisions) == 1


def test_a_file_that_fails_leaves_the_others(write):
    good = write(f"2023,{PLYMOUTH},1800,400")
    bad = write(f"2023,{PLYMOUTH},what,400", name="bad.csv")
    kept, failed = store.take_all([bad, good], TODAY)
    assert [entry.file for entry in kept] == ["referrals.csv"]
    assert isinstance(failed[0], InvalidData) and '"what"' in str(failed[0])


def test_held_releases_say_years_councils_and_remarks(write):
    assert store.held_releases().empty
    take(write(f"2023,{PLYMOUTH},1800,400", f"2024,{PLYMOUTH},1900,410"))
    held = store.held_releases().iloc[0]
    assert (held["release"], held["first_year"], held["last_year"], held["councils"], held["rows"]) == ("referrals", 2023, 2024, 1, 4)
    assert held["taken_date"] == "2026-01-05"
    assert any("has no row in 2024" in remark for remark in held["remarks"])


def test_what_a_council_has_counts_joint_returns_apart(write):
    take(write(f"2023,{JOINT},100,90,1400,15.6", columns="inpost_fte,case_holders_fte,cases,caseload_fte", name="workforce.csv"))
    held = store.held_of("Richmond upon Thames").iloc[0]
    assert held["joint"] and "together with Kingston upon Thames" in held["told"]
    assert store.held_of("Plymouth").empty
    with pytest.raises(UnknownAuthority, match="Plymouth"):
        store.held_of("Plimouth")


def test_an_empty_store_says_what_to_do(write):
    for ask in (store.national_figures, store.national_inspections, lambda: store.national_neighbours("plymouth")):
        with pytest.raises(UnknownRelease, match="analysis ingest national"):
            ask()
    assert store.revisions().empty


def test_a_release_that_does_not_state_its_day_takes_the_one_that_is_given(write):
    store.take_all([write(f"2023,{PLYMOUTH},1800,400")], TODAY, date(2023, 10, 26))
    assert store.held_releases()["published_date"].tolist() == ["2023-10-26"]
    store.take_all([write(f"2023,{PLYMOUTH},1801,400", name="again.csv")], TODAY)
    assert store.held_releases()["published_date"].tolist() == [None]
