"""Whatever a scenario file states, in whatever shape TOML allows, it is read or every problem is named."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError, InvalidScenario
from analysis.fostering.scenario import resolve_scenario
from analysis.fostering.scenario_file import CORRELATION_KEYS, ENTRY_KEYS, FILE_KEYS

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["central", "triangular", "2023-24"])
)
SCALARS = SCALARS.filter(lambda value: value is not None)
NAMES = st.sampled_from([*FILE_KEYS, *ENTRY_KEYS, *CORRELATION_KEYS, "deadweight_pct", "new_placements_per_year", "x"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8)


@pytest.mark.parametrize(
    "between",
    [[["a"], ["b"]], [{"a": 1}, "deadweight_pct"], ["deadweight_pct", ["x"]], "deadweight_pct", [1, 2], True, ["deadweight_pct"] * 2],
)
def test_a_correlation_between_anything_but_two_names_is_named(scenario_files, figures, sources, between):
    pair = {"between": between, "coefficient": 0.5, "reason": "r", "source": "judgement"}
    content = {"title": "t", "purpose": "p", "base": "central", "correlations": [pair]}
    with pytest.raises(InvalidScenario, match="correlations.between: .*does not name two assumptions"):
        resolve_scenario("odd", {**scenario_files, "odd": content}, figures, sources)


@given(content=st.dictionaries(NAMES, VALUES, max_size=5))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_shape_is_a_scenario_or_named_problems(scenario_files, figures, sources, content):
    for whole in (content, {"title": "t", "purpose": "p", "base": "central", **content}):
        try:
            resolve_scenario("odd", {**scenario_files, "odd": whole}, figures, sources)
        except AnalysisError as error:
            assert "odd" in str(error) or "central" in str(error)
