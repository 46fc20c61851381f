"""The scenarios that are shipped."""

import pytest

from analysis.fostering.scenario import resolve_scenario
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys


@pytest.fixture(scope="session")
def figures():
    return scenario_figures("plymouth", "2023-24-Q2")


@pytest.fixture(scope="session")
def sources():
    return source_keys()


@pytest.fixture(scope="session")
def scenario_files():
    return parse_scenario_files()[0]


@pytest.fixture(scope="session")
def shipped(scenario_files, figures, sources):
    """Every scenario that is shipped, by name."""
    return {name: resolve_scenario(name, scenario_files, figures, sources) for name in scenario_files}


@pytest.fixture(scope="session")
def published(shipped):
    return shipped["published"]


@pytest.fixture(scope="session")
def central(shipped):
    return shipped["central"]
