"""Suppositions about children to come: what they make of rates and prices, and files that state them."""

import math

import numpy as np
import pytest

from analysis.errors import InvalidScenario, UnknownScenario
from analysis.placements.movements import BANDS, Movements
from analysis.placements.projection import expected_children
from analysis.placements.what_if import (
    AGENCY,
    GROUPS,
    IN_HOUSE,
    RESIDENTIAL,
    SUPPOSITIONS,
    fostering_lines,
    in_house_share_seen_pct,
    supposed,
    supposed_prices,
    without_effect,
)
from analysis.placements.what_if_file import resolve_placements_scenario, with_suppositions

NOW = {name: declared.default for name, declared in SUPPOSITIONS.items()}
LINES = ["Agency fostering", "Children's homes bought in", "In-house fostering", "Supported accommodation"]
BASE = {"title": "Now", "purpose": "x"}


def _seen():
    """From homes to agency carers ten, to own carers thirty; from agency to own five; two came to agency and six to own carers of each age."""
    moves = np.zeros((len(BANDS), 4, 5))
    moves[2, 1, [0, 2]] = [10.0, 30.0]
    moves[2, 0, 2] = 5.0
    entries = np.tile([2.0, 1.0, 6.0, 0.0], (len(BANDS), 1))
    return Movements(LINES, moves, np.full((len(BANDS), 4), 10_000.0), entries, 1_000)


def test_lines_of_each_group_are_known_by_their_names():
    assert fostering_lines(LINES) == ("In-house fostering", "Agency fostering") and fostering_lines(LINES[1:]) is None
    assert {GROUPS.get(line) for line in LINES} == {AGENCY, RESIDENTIAL, IN_HOUSE, None}


def test_values_become_times_the_rates_and_times_the_prices():
    what_if = supposed(NOW | {"entry_change_pct": 25.0, "exit_change_pct": -50.0, "step_down_change_pct": 100.0}, LINES)
    assert (what_if.entries, what_if.leaving, what_if.shared) == (1.25, 0.5, None)
    home = LINES[1]
    assert what_if.step_down == tuple((home, there, 2.0) for there in LINES if there != home)
    prices = supposed_prices(
        NOW | {"price_change_pct": 10.0, "residential_price_change_pct": 50.0}, LINES, np.array([900.0, 6_000.0, 500.0, 700.0])
    )
    assert prices == pytest.approx([990.0, 9_900.0, 550.0, 770.0])


def test_the_share_seen_in_house_is_counted_and_stating_it_changes_nothing():
    # To own carers 4 x 6 came and 30 moved, to agency carers 4 x 2 and 10; those from one to the other do not count.
    share = in_house_share_seen_pct(_seen())
    assert share == pytest.approx(100 * 54 / 72)
    there = np.array([], dtype=int), np.array([], dtype=int)
    usual = expected_children(*there, _seen(), 24)
    came_alone = expected_children(*there, _seen(), 24, supposed(NOW | {"in_house_share_pct": 75.0}, LINES))
    # Of those who came and of those who moved three in four went in-house, so three in four is how things are.
    assert came_alone == pytest.approx(usual)


def test_suppositions_without_a_kind_to_change_are_named():
    values = NOW | {"in_house_share_pct": 70.0, "residential_price_change_pct": 5.0, "entry_change_pct": 1.0, "step_down_change_pct": 20.0}
    assert without_effect(values, LINES) == []
    assert without_effect(values, ["In-house fostering"]) == ["step_down_change_pct", "in_house_share_pct", "residential_price_change_pct"]


def _entry(value, **more):
    return {"value": value, "reason": "x", "source": "judgement", "evidence": "y"} | more


def test_a_scenario_takes_from_its_base_what_it_does_not_state():
    files = {
        "now": BASE,
        "fewer": BASE | {"base": "now", "what_if": {"entry_change_pct": _entry(-10), "uplift_pct": _entry(4)}},
        "fewest": BASE | {"title": "Fewest", "base": "fewer", "what_if": {"entry_change_pct": _entry(-30)}},
    }
    found = resolve_placements_scenario("fewest", files, set())
    assert (found.values["entry_change_pct"], found.values["uplift_pct"], found.values["years_ahead"]) == (-30, 4, 5)
    assert math.isnan(found.values["in_house_share_pct"])
    assert found.bases == ("fewer", "now") and found.stated["uplift_pct"].stated_in == "fewer"
    after = with_suppositions(found, {"uplift_pct": "2.5"}, "set", "command line")
    assert after.values["uplift_pct"] == 2.5 and after.stated["uplift_pct"].reason == "set"


def test_every_problem_of_a_scenario_and_its_bases_is_told_at_once():
    files = {
        "one": {
            "title": "One",
            "base": "two",
            "what_if": {"entry_chang_pct": _entry(1), "exit_change_pct": _entry(0), "uplift_pct": _entry(80)},
        },
        "two": BASE
        | {"weather": 1, "what_if": {"years_ahead": _entry(2.5), "price_change_pct": {"value": "25%", "reason": "", "source": "nowhere"}}},
    }
    with pytest.raises(InvalidScenario) as raised:
        resolve_placements_scenario("one", files, {"report-2024"})
    texts = [str(problem) for problem in raised.value.problems]
    for part in (
        "one.toml, purpose: is missing or empty",
        'one.toml: "entry_chang_pct" is not a supposition about children to come. Did you mean entry_change_pct',
        'one.toml, uplift_pct: "80" is not a number from -20 to 50 (per cent)',
        'one.toml, exit_change_pct: "0" changes nothing',
        'two.toml: "weather" is not a key of a scenario',
        'two.toml, years_ahead: "2.5" is not a whole number from 1 to 10 (years)',
        "two.toml, price_change_pct.reason: is missing or empty",
        'two.toml, price_change_pct.source: "nowhere" is not a source',
        "Digits only: write it as 25.",
    ):
        assert any(part in text for text in texts), (part, texts)
    with pytest.raises(UnknownScenario, match='"ones" is not a scenario. Did you mean one'):
        resolve_placements_scenario("ones", files, set())
    with pytest.raises(InvalidScenario, match="loops: a -> b -> a"):
        resolve_placements_scenario("a", {"a": BASE | {"base": "b"}, "b": BASE | {"base": "a"}}, set())
    with pytest.raises(InvalidScenario, match="2 problems") as set_badly:
        with_suppositions(
            resolve_placements_scenario("now", {"now": BASE}, set()), {"entry": "1", "uplift_pct": "high"}, "set", "command line"
        )
    assert {problem.value for problem in set_badly.value.problems} == {"entry", "high"}
