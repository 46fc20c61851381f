import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.disclosure.release import release
from analysis.present import page


@pytest.fixture
def places():
    return release(
        pd.DataFrame(
            {
                "dataset_title": ["Measures", "Population", "Findings"],
                "document": ["Scrutiny pack", "Scrutiny pack", "An inspection."],
                "item": ["10", "7 and 9", None],
                "place": ["Table 1", "Annex", "Page 2"],
                "published_date": ["2023-10-31"] * 3,
                "transcribed_date": ["2026-11-21"] * 3,
                "licence": ["None stated"] * 3,
            }
        ),
        "public",
        name="sources_test",
    )


def test_each_document_is_named_once_with_its_items_in_order(places):
    assert page.documents(places) == ["Scrutiny pack: items 7, 9 and 10.", "An inspection."]


def test_the_place_of_every_dataset_is_in_the_folded_table(places):
    shown = page.sources(places)
    folded = BeautifulSoup(shown.html, "html.parser").details
    assert len(folded.tbody.find_all("tr")) == 3
    assert list(shown.download) == ["sources_test.csv"]
