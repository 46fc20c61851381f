"""docs/fostering-model.md is the model."""

from pathlib import Path

from analysis.fostering.model.lines import LINES
from analysis.pages.scenario_runs import shipped_scenarios
from analysis.publish.model_document import FILE, model_document

PAGE = (Path(__file__).resolve().parents[2] / FILE).read_text(encoding="utf-8")


def test_the_page_is_what_the_model_says():
    central = shipped_scenarios("plymouth", "2023-24-Q2")["central"]
    remedy = "Write it again: python -m analysis.publish.model_document plymouth 2023-24-Q2 central"
    assert model_document(central) == PAGE, remedy


def test_every_line_is_on_it():
    for line in LINES.values():
        assert f"| `{line.name}` | {line.unit} | {line.meaning} | `{line.formula}` | {line.applies} |" in PAGE
