import pytest
from made_up_registers import write_register

from analysis.errors import InvalidData, InvalidScenario, UnknownChoice, UnknownScenario
from analysis.pages.scenario_runs import compared, left_out, relief_from_register, scenario_for_run, shipped_scenarios, sound_scenarios
from analysis.periods import FinancialYear

PLACE = ("plymouth", "2023-24-Q2")
OPTIONS = {"basis": "all_cost_avoided", "draws": 200, "seed": 1}


@pytest.fixture
def register(tmp_path):
    write_register(tmp_path, children=400, years=2, seed=3)
    return tmp_path


def test_the_scenario_that_all_build_on_comes_first():
    shipped = shipped_scenarios(*PLACE)
    assert next(iter(shipped)) == "published"
    assert all(scenario.bases[-1] == "published" for name, scenario in shipped.items() if name != "published")


def test_every_problem_of_every_file_is_told_once(project):
    (project / "scenarios" / "one.toml").write_text('title = "One"\npurpose = "x"\nbase = "two"\n[levers.relief_pct]\nvalue = 130\n')
    (project / "scenarios" / "two.toml").write_text('title = "Two"\npurpose = "x"\nbase = "one"\n')
    (project / "scenarios" / "three.toml").write_text('title = "Three"\nbase = "published"\nweather = 1\n')
    with pytest.raises(InvalidScenario) as raised:
        shipped_scenarios(*PLACE)
    texts = [str(problem) for problem in raised.value.problems]
    assert len(texts) == len(set(texts))
    for part in ("loops: one -> two -> one", "relief_pct", '"weather" is not a key', "three.toml, purpose: is missing or empty"):
        assert any(part in text for text in texts), part


def test_a_broken_scenario_stops_only_those_that_build_on_it(project):
    (project / "scenarios" / "bad.toml").write_text("title = ")
    (project / "scenarios" / "on_bad.toml").write_text('title = "On bad"\npurpose = "x"\nbase = "bad"\n')
    (project / "scenarios" / "weather.toml").write_text('title = "W"\npurpose = "x"\nbase = "central"\nweather = 1\n')
    sound, broken = sound_scenarios(["central"], *PLACE)
    assert set(broken) == {"bad", "on_bad", "weather"} and {"central", "published", "cautious"} <= set(sound)
    assert left_out(broken)[-1].startswith("The scenario “weather” is broken and is not compared.")
    assert len(compared(["central", "published"], *PLACE, horizon=None, **OPTIONS).table) == 2
    with pytest.raises(InvalidScenario, match=r"1 problem in the scenario:\n  bad.toml: the file cannot be read as TOML"):
        sound_scenarios(["on_bad"], *PLACE)
    with pytest.raises(InvalidScenario, match='"weather" is not a key'):
        compared(["central", "weather"], *PLACE, horizon=None, **OPTIONS)


def test_scenarios_that_start_in_another_year_are_not_beside(project):
    later = (
        (project / "scenarios" / "published.toml").read_text(encoding="utf-8").replace('first_year = "2023-24"', 'first_year = "2024-25"')
    )
    (project / "scenarios" / "later.toml").write_text(later, encoding="utf-8")
    assert "later" not in sound_scenarios(["central"], *PLACE)[0]
    assert set(sound_scenarios(["later"], *PLACE)[0]) == {"later"}
    with pytest.raises(UnknownChoice, match="published 2023-24, later 2024-25"):
        compared(["published", "later"], *PLACE, horizon=None, **OPTIONS)


def test_a_run_says_what_was_set(register):
    shipped = shipped_scenarios(*PLACE)
    counted = relief_from_register(str(register), *PLACE, FinancialYear.parse("2023-24"))
    plain = scenario_for_run(shipped, "central", {})
    assert plain is shipped["central"]
    after = scenario_for_run(shipped, "central", {"new_placements_per_year": "12"}, counted)
    assert after.title == "Central, households from the register, as set for this run"
    assert after.values["existing_households"] == counted["relieved"]["households"].sum()
    assert after.values["new_placements_per_year"] == 12


def test_an_unknown_scenario_names_those_there_are():
    with pytest.raises(UnknownScenario, match='"nope" is not a scenario. There are: agency_transfers'):
        scenario_for_run(shipped_scenarios(*PLACE), "nope", {})
    with pytest.raises(UnknownScenario, match='"x", "y" are not scenarios'):
        compared(["central", "x", "y"], *PLACE, horizon=None, **OPTIONS)


def test_a_broken_register_is_told_whole(register):
    path = register / "register.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",A,", ",J,", 2), encoding="utf-8")
    with pytest.raises(InvalidData, match="2 problems") as raised:
        relief_from_register(str(register), *PLACE, FinancialYear.parse("2023-24"))
    assert {problem.value for problem in raised.value.problems} == {"J"}


def test_scenarios_are_compared_over_the_years_of_the_first_or_those_given():
    assert set(compared(["central", "published"], *PLACE, horizon=None, **OPTIONS).table["horizon_years"]) == {5}
    assert set(compared(["central", "published"], *PLACE, horizon="10", **OPTIONS).table["horizon_years"]) == {10}
    with pytest.raises(InvalidScenario, match='horizon_years: "0" is not a whole number from 1 to 10'):
        compared(["central", "published"], *PLACE, horizon="0", **OPTIONS)
