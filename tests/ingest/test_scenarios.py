import pytest

from analysis.errors import NoFigures
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys


def test_figures_have_the_name_of_their_dataset_and_row():
    figures = scenario_figures("plymouth", "2023-24-Q2")
    assert figures["council_tax_bands.D"] == 2111.56
    assert figures["placement_unit_costs.april_2023_spend.in_house"] == 22654
    assert figures["appraisal_parameters.social_time_preference_rate"] == 3.5


def test_sources_are_known():
    assert "scrutiny-2023-11" in source_keys()


def test_every_broken_file_is_named(tmp_path):
    (tmp_path / "good.toml").write_text('title = "Good"')
    (tmp_path / "bad.toml").write_text("title = ")
    (tmp_path / "latin.toml").write_bytes('title = "Fünf"'.encode("latin-1"))
    (tmp_path / "Has Space.toml").write_text('title = "x"')
    files, unreadable = parse_scenario_files(tmp_path)
    assert list(files) == ["good"]
    assert [problem.file for problems in unreadable.values() for problem in problems] == ["Has Space.toml", "bad.toml", "latin.toml"]
    assert unreadable["bad"][0].rule.startswith("the file cannot be read as TOML")


def test_a_byte_order_mark_is_no_problem(tmp_path):
    (tmp_path / "marked.toml").write_bytes(b"\xef\xbb\xbftitle = 'x'")
    assert parse_scenario_files(tmp_path) == ({"marked": {"title": "x"}}, {})


def test_an_empty_folder(tmp_path):
    with pytest.raises(NoFigures, match="holds no scenario"):
        parse_scenario_files(tmp_path)
