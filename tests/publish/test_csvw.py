import json

import pytest

from analysis.errors import UnknownField
from analysis.publish.csvw import column_metadata, heading_of


def test_columns_are_described_from_their_declarations():
    content = json.loads(column_metadata("a.csv", "service,variance_gbp_m\nTransport,1.453\n"))
    service, variance = content["tableSchema"]["columns"]
    assert (service["datatype"], variance["datatype"]) == ("string", "number")
    assert variance["titles"] == ["variance_gbp_m", "Variance (£ million)"] and heading_of(variance) == "Variance (£ million)"


def test_an_undeclared_column_is_refused():
    with pytest.raises(UnknownField):
        column_metadata("a.csv", "secret\n1\n")
