import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import InvalidScenario
from analysis.fostering.appraisal import outcomes_table
from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.fostering.scenario import with_values
from analysis.pages.scenario_runs import shipped_scenarios
from analysis.present.sliders import MAIN_ASSUMPTIONS, STEPS, redrawn, scenario_sliders, step_through
from analysis.present.wording import pounds


@pytest.fixture(scope="module")
def central():
    return shipped_scenarios("plymouth", "2023-24-Q2")["central"]


def present_value(scenario, **settings):
    moved = with_values(scenario, settings, "x", "test") if settings else scenario
    return pounds(outcomes_table(moved)["net_present_value_gbp"].iloc[0])


def test_the_result_is_that_of_the_model(central):
    assert present_value(central) in redrawn(central, {}, "public")
    assert present_value(central, new_placements_per_year=12) in redrawn(central, {"new_placements_per_year": 12}, "public")


def test_the_chart_has_its_words(central):
    page = BeautifulSoup(redrawn(central, {}, "public"), "html.parser")
    assert page.svg["aria-label"]
    assert "net present value" in page.find(id=page.svg["aria-describedby"]).get_text()


def test_a_move_draws_again_with_all_sliders(central):
    panel = scenario_sliders(central, "public")
    *labelled, result = panel.children
    sliders = [slider for _, slider in (box.children for box in labelled)]
    assert len(sliders) == len(MAIN_ASSUMPTIONS)
    assert present_value(central) in result.value
    sliders[0].value = 15.0
    assert present_value(central, new_placements_per_year=15) in result.value
    sliders[-1].value = 8
    assert present_value(central, new_placements_per_year=15, horizon_years=8) in result.value


def test_sliders_run_over_the_range_and_start_at_the_scenario(central):
    for name, box in zip(MAIN_ASSUMPTIONS, scenario_sliders(central, "public").children, strict=False):
        label, slider = box.children
        assert label.value.startswith(ASSUMPTIONS[name].meaning)
        assumption = central.assumptions[name]
        assert slider.value == assumption.value
        steps = (slider.value - slider.min) / slider.step
        assert steps == pytest.approx(round(steps), abs=1e-6), f"{name} is shown at another value than that worked with."
        if assumption.distribution != "fixed":
            assert (slider.min, slider.max) == (assumption.low, assumption.high)


def test_relief_taken_away_with_a_slider_is_told_in_its_place(central):
    *labelled, result = scenario_sliders(central, "public").children
    relief = dict(zip(MAIN_ASSUMPTIONS, labelled, strict=True))["relief_pct"].children[1]
    relief.value = 0.0
    assert "This cannot be worked out." in result.value and "present value" not in result.value
    assert "New in-house placements that each year of recruitment brings: 10 is taken over from central.toml" in result.value
    relief.value = 50.0
    assert present_value(central, relief_pct=50) in result.value


@given(st.floats(-50, 50), st.floats(0.1, 1e6), st.floats(0, 1))
def test_a_slider_has_a_step_at_its_value(low, width, share):
    value = low + share * width
    step = step_through(low, value, low + width)
    assert 0 < step <= width / STEPS * (1 + 1e-9)
    assert (value - low) / step == pytest.approx(round((value - low) / step), abs=1e-6)


def test_what_is_not_possible_is_told(central):
    with pytest.raises(InvalidScenario, match="slider, deadweight_pct"):
        redrawn(central, {"deadweight_pct": 130}, "public")
