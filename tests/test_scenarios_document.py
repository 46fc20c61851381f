"""docs/scenarios.md says what is so."""

import re
import tomllib
from pathlib import Path

from analysis.fostering.scenario import departures, resolve_scenario
from analysis.fostering.scenario_file import CORRELATION_KEYS, ENTRY_KEYS, FILE_KEYS
from analysis.ingest.scenarios import parse_scenario_files, scenario_figures, source_keys
from analysis.pages.placements_runs import placements_files
from analysis.placements.what_if import SUPPOSITIONS
from analysis.placements.what_if_file import WHAT_IF_ENTRY_KEYS, WHAT_IF_FILE_KEYS, resolve_placements_scenario

DOCUMENT = (Path(__file__).resolve().parents[1] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_example_is_a_scenario():
    files, figures, sources = parse_scenario_files()[0], scenario_figures("plymouth", "2023-24-Q2"), source_keys()
    example = tomllib.loads(re.search(r"```toml\n(.*?)```", DOCUMENT, re.S)[1])
    found = resolve_scenario("dearer_agency", {**files, "dearer_agency": example}, figures, sources)
    table = departures(found, resolve_scenario("central", files, figures, sources))
    # A tenth above the 53,289 of the report.
    assert table[["assumption", "assumption_value", "distribution"]].to_numpy().tolist() == [["agency_gbp_per_year", 53289 * 1.1, "fixed"]]


def test_every_key_is_explained():
    for key in {*FILE_KEYS, *ENTRY_KEYS, *CORRELATION_KEYS}:
        assert re.search(rf"`\[?\[?{key}[`.\]]", DOCUMENT), key


def test_the_example_of_children_to_come_is_a_scenario_and_every_supposition_is_explained():
    example = tomllib.loads(re.findall(r"```toml\n(.*?)```", DOCUMENT, re.S)[1])
    found = resolve_placements_scenario("wider", {**placements_files()[0], "wider": example}, source_keys())
    assert (found.values["entry_change_pct"], found.bases) == (-33, ("fewer_entries", "as_now"))
    for key in {*SUPPOSITIONS, *WHAT_IF_FILE_KEYS, *WHAT_IF_ENTRY_KEYS}:
        assert f"`{key}`" in DOCUMENT, key
