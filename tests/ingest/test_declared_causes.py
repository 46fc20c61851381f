from datetime import date

import pytest

from analysis.errors import InvalidData
from analysis.ingest.declared_causes import declared_causes

KNOWN = {"Open cases", "Agency workers"}
ENTRY = '[[somewhere]]\nfrom_date = 2024-04-01\nseries = ["Open cases"]\ncause = "Two teams joined"\nsource = "Cabinet, March 2024"\n'


@pytest.fixture
def written(tmp_path, monkeypatch):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    return lambda text: (tmp_path / "data" / "raw" / "declared_causes.toml").write_text(text, encoding="utf-8")


def test_causes_are_those_of_the_council_up_to_the_day(written):
    assert declared_causes("somewhere", KNOWN, date(2024, 6, 30)).empty
    later = ENTRY.replace("2024-04-01", "2024-07-01").replace('["Open cases"]', '["Open cases", "Agency workers"]')
    written(later + ENTRY)
    found = declared_causes("somewhere", KNOWN, date(2024, 6, 30))
    assert found[["series", "cause"]].values.tolist() == [["Open cases", "Two teams joined"]]
    found = declared_causes("somewhere", KNOWN, date(2024, 7, 1))
    assert found["series"].tolist() == ["Agency workers", "Open cases", "Open cases"]
    assert found["from_date"].astype(str).tolist()[1:] == ["2024-04-01", "2024-07-01"]
    assert declared_causes("elsewhere", KNOWN, date(2024, 7, 1)).empty


def test_every_slip_is_named_at_once(written):
    slips = ENTRY.replace("2024-04-01", '"April"').replace("Open cases", "Open case") + ENTRY.replace('cause = "Two teams joined"\n', "")
    written(slips + ENTRY.replace('["Open cases"]', '"Open cases"'))
    with pytest.raises(InvalidData) as refused:
        declared_causes("somewhere", KNOWN, date(2024, 7, 1))
    told = str(refused.value)
    for words in (
        "entry 1 is not a date",
        "entry 1 is no series of a chart",
        "is missing in somewhere, entry 2",
        "entry 3 is not a list",
        "Agency workers",
    ):
        assert words in told, words
    written("[[somewhere]")
    with pytest.raises(InvalidData, match="is not TOML"):
        declared_causes("somewhere", KNOWN, date(2024, 7, 1))
