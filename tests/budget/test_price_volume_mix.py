"""Price, volume and mix, against a case worked out by hand and against the definition."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.budget.price_volume_mix import PARTS, agreed_uplift_pct, price_volume_mix, steps_of_parts, total_of_parts

NAMES = {"price_gbp": "Price", "uplift_gbp": "Uplift", "volume_gbp": "Volume", "mix_gbp": "Mix"}


def _state(**lines):
    return pd.DataFrame([(name, weeks, cost) for name, (weeks, cost) in lines.items()], columns=["placement_line", "weeks", "cost_gbp"])


def test_a_case_worked_out_by_hand():
    # Homes 100 weeks at 5,000 and carers 300 at 400: 620,000 over 400 weeks, 1,550 a week. Then homes 120 at 5,250 and carers 280 at 420,
    # schools 10 weeks at 2,000 that are new, and units of 26,000 that are gone.
    base = _state(homes=(100, 500_000), carers=(300, 120_000), units=(20, 26_000))
    now = _state(homes=(120, 630_000), carers=(280, 117_600), schools=(10, 20_000))
    lines = price_volume_mix(base, now, uplift_pct=3).set_index("placement_line")
    # Price: 250 x 120 = 30,000 and 20 x 280 = 5,600; of these 3% of 5,000 x 120 = 18,000 and of 400 x 280 = 3,360 is uplift.
    assert lines["price_gbp"].to_dict() == {"homes": 12_000, "carers": 2_240, "units": 0, "schools": 0}
    assert lines["uplift_gbp"].to_dict() == {"homes": 18_000, "carers": 3_360, "units": 0, "schools": 0}
    # Mix: (120 - 100) x (5,000 - 1,550) = 69,000 and (280 - 300) x (400 - 1,550) = 23,000; as many weeks as before, so no volume in all.
    assert lines["mix_gbp"].to_dict() == {"homes": 69_000, "carers": 23_000, "units": 0, "schools": 0}
    assert lines["volume_gbp"].sum() == 0
    assert lines["new_gbp"].to_dict() == {"homes": 0, "carers": 0, "units": 0, "schools": 20_000}
    assert lines["ended_gbp"].to_dict() == {"homes": 0, "carers": 0, "units": -26_000, "schools": 0}
    total = total_of_parts(lines.reset_index()).iloc[0]
    assert total["difference_gbp"] == 767_600 - 646_000
    assert total[PARTS].sum() == total["difference_gbp"]


def test_the_bridge_leads_from_one_total_to_the_other():
    base, now = _state(homes=(100, 500_000), units=(20, 26_000)), _state(homes=(90, 468_000), schools=(10, 20_000))
    steps = steps_of_parts(price_volume_mix(base, now), NAMES, "Budget", "Forecast")
    # 200 x 90 more for price, 10 weeks fewer at 5,000.
    expected = [
        ("Budget", 0.526),
        ("Price", 0.018),
        ("Volume", -0.05),
        ("schools (new)", 0.02),
        ("units (ended)", -0.026),
        ("Forecast", 0.488),
    ]
    assert list(steps[["step", "amount_gbp_m"]].itertuples(index=False, name=None)) == expected
    assert steps["running_total_gbp_m"].tolist() == [0.526, 0.544, 0.494, 0.514, 0.488, 0.488]


amounts = st.tuples(st.integers(0, 3_000), st.integers(1, 900_000))
states = st.dictionaries(st.sampled_from("abcdef"), amounts, min_size=1)


def _of(drawn):
    """Weeks in tenths, price in pence, cost to the penny."""
    return _state(**{name: (tenths / 10, round(tenths * pence / 1000, 2)) for name, (tenths, pence) in drawn.items()})


@given(states, states, st.floats(-5, 10))
@settings(max_examples=150, deadline=None)
def test_parts_come_to_the_difference_to_the_penny_and_totals_to_the_definition(drawn_base, drawn_now, uplift_pct):
    base, now = _of(drawn_base), _of(drawn_now)
    lines = price_volume_mix(base, now, uplift_pct)
    assert (lines[PARTS].sum(axis="columns").round(2) == lines["difference_gbp"]).all()
    assert round(lines["difference_gbp"].sum(), 2) == round(now["cost_gbp"].sum() - base["cost_gbp"].sum(), 2)
    both = lines[(lines["base_weeks"] > 0) & (lines["now_weeks"] > 0)]
    if len(both):
        average = both["base_gbp"].sum() / both["base_weeks"].sum()
        price = both["base_gbp"] / both["base_weeks"]
        volume = (both["now_weeks"].sum() - both["base_weeks"].sum()) * average
        mix = (both["now_weeks"] - both["now_weeks"].sum() * both["base_weeks"] / both["base_weeks"].sum()) * (price - average)
        raised = (both["now_gbp"] / both["now_weeks"] - price) * both["now_weeks"]
        assert lines["volume_gbp"].sum() == pytest.approx(volume, abs=0.03)
        assert lines["mix_gbp"].sum() == pytest.approx(mix.sum(), abs=0.01)
        assert lines[["price_gbp", "uplift_gbp"]].sum().sum() == pytest.approx(raised.sum(), abs=0.02)


def test_the_uplift_is_what_most_placements_that_go_on_were_raised_by():
    def rows(*prices):
        return pd.DataFrame({"child_id": list("abcd")[: len(prices)], "placement_line": "x", "price_gbp_per_week": prices})

    assert agreed_uplift_pct(rows(100.0, 200.0, 1_000.0), rows(103.0, 206.0, 1_900.0)) == pytest.approx(3)
    assert agreed_uplift_pct(rows(), rows(103.0)) == 0
