import pandas as pd
import pytest

from analysis.budget.national import ALL, LOOKED_AFTER, PARTS_OF_LOOKED_AFTER, looked_after_by_part, mean_looked_after, spending_by_line


def outturn(area: str, line: str, employees: float, running: float, income: float) -> list[tuple]:
    gross = employees + running
    kinds = {"employees": employees, "running expenses": running, "total expenditure": gross, "total income": income}
    return [(area, line, kind, value) for kind, value in (kinds | {"net current expenditure": gross - income}).items()]


def table(*rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame([row for part in rows for row in part], columns=["area", "line", "kind", "outturn_gbp_thousand"])


def test_plymouth_in_2024_25_by_hand():
    # £57.400m net on children looked after, gross £59.732m; 513 and 527 children looked after at the two ends; 52,113 children.
    looked_after = mean_looked_after(pd.Series({"plymouth": 513}), pd.Series({"plymouth": 527}))
    rows = table(outturn("plymouth", LOOKED_AFTER, 3086, 56646, 2332), outturn("plymouth", ALL, 20_000, 80_000, 7_296))
    found = spending_by_line(rows, pd.Series({"plymouth": 52_113}), looked_after).set_index("line").loc[LOOKED_AFTER]
    assert looked_after["plymouth"] == 520
    assert found["net_gbp_thousand"] == 57_400
    assert found["net_gbp_per_child_looked_after"] == pytest.approx(110_384.6, abs=0.1)
    assert found["net_gbp_per_child"] == pytest.approx(1101.45, abs=0.01)
    assert found["employees_pct"] == pytest.approx(5.166, abs=0.001)
    assert found["income_pct"] == pytest.approx(3.904, abs=0.001)
    assert found["share_of_all_pct"] == pytest.approx(100 * 57_400 / 92_704)


def test_an_area_without_a_figure_or_children_has_no_rate():
    rows = table(outturn("scilly", LOOKED_AFTER, 18, 59, 2), outturn("scilly", ALL, 18, 59, 2))
    found = spending_by_line(rows, pd.Series({"scilly": 319}), pd.Series(dtype=float))
    assert found["net_gbp_per_child_looked_after"].isna().all()
    none = spending_by_line(rows, pd.Series({"scilly": 319}), pd.Series({"scilly": 0.0}))
    assert none["net_gbp_per_child_looked_after"].isna().all()


def test_the_division_of_looked_after_spending_is_known_only_where_it_adds_up():
    parts = [0, 34_216, 0, 23_184]
    good = [outturn("plymouth", line, 0, value, 0) for line, value in zip(PARTS_OF_LOOKED_AFTER, parts, strict=True)]
    off = [outturn("gateshead", line, 0, 100, 0) for line in PARTS_OF_LOOKED_AFTER]
    rows = table(outturn("plymouth", LOOKED_AFTER, 0, 57_400, 0), *good, outturn("gateshead", LOOKED_AFTER, 0, 39_183, 0), *off)
    found = looked_after_by_part(rows)
    assert set(found["area"]) == {"plymouth"}
    assert found.set_index("line")["share_pct"].round(1).to_dict() == dict(zip(PARTS_OF_LOOKED_AFTER, [0, 59.6, 0, 40.4], strict=True))
    assert found["share_pct"].sum() == pytest.approx(100)
