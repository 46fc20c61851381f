"""No dataset is held for nothing: a page shows it, a check reads it, or it is kept beside the figures for a reason that is stated here."""

from pathlib import Path

from analysis.catalogue.datasets import dataset_names
from analysis.pages import names, outline
from analysis.pages.fostering_relief import PAGE as RELIEF

CHECKS = Path(__file__).resolve().parents[2] / "checks"
BESIDE_THE_FIGURES = {
    "accepted_warnings": "why a doubtful figure stands, as the workbook of a quarter said",
    "authorities": "names of councils",
    "corrections": "declared corrections of printed figures, told on the pages that use them",
    "reported_changes": "what the workbook of a quarter said is new, gone or renamed",
    "source_items": "which item of a document holds what",
    "sources": "the documents",
}


def test_every_dataset_is_shown_checked_or_kept_for_a_reason():
    sections = [part for page in [*map(outline, names()), RELIEF] for part in page.sections]
    shown = {name for part in sections for name in (*part.needs, *part.wants)}
    checks = "".join(path.read_text(encoding="utf-8") for path in CHECKS.glob("*.toml"))
    rest = [name for name in dataset_names() if name not in shown and f"'{name}'" not in checks and f'"{name}"' not in checks]
    assert sorted(rest) == sorted(BESIDE_THE_FIGURES)
