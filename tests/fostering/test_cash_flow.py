import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.fostering.assumptions import ASSUMPTIONS, BANDS
from analysis.fostering.cash_flow import monthly_lines


@pytest.fixture
def nothing(published):
    """Values of a scheme that costs and does nothing, over one year: a test switches on what it is about."""
    zero = dict.fromkeys(ASSUMPTIONS, 0.0)
    keep = {"horizon_years": 1, "ramp_months": 1, "households_per_placement": 1, "occupancy_pct": 100, "outside_city_bill_pct": 100}
    keep |= {"recruitment_years": 10, "relief_needs_placement": 1, "discount_rate_pct": 3.5}
    return {**zero, **keep, **{name: value for name, value in published.values.items() if name.startswith("council_tax_band")}}


def by_month(lines, name):
    return np.broadcast_to(lines[name], (len(lines["t"]), 1))[:, 0].tolist()


def test_relief_of_existing_households(nothing):
    # 10 households, a bill of 1,200, a fifth of it already discounted, 50 per cent relief: 10 x 100 x 0.8 x 0.5 = 400 a month.
    values = {**nothing, "existing_households": 10, "existing_bill_gbp_per_household": 1200, "existing_discount_pct": 20, "relief_pct": 50}
    assert by_month(monthly_lines(values), "spend") == pytest.approx([400] * 12)


def test_relief_outside_the_city_is_paid_each_quarter(nothing):
    # 10 households at 100 a month; 40 per cent outside, at bills half as high: 600 a month in the city, 3 x 4 x 50 = 600 a quarter.
    values = {**nothing, "existing_households": 10, "existing_bill_gbp_per_household": 1200, "relief_pct": 100}
    values |= {"existing_outside_city_pct": 40, "outside_city_bill_pct": 50}
    assert by_month(monthly_lines(values), "relief_existing") == pytest.approx([600, 600, 1200] * 4)


def test_new_households_outside_the_city_only_if_the_rule_says_so(nothing):
    values = {**nothing, "new_placements_per_year": 10, "new_bill_gbp_per_household": 1200, "relief_pct": 100, "new_outside_city_pct": 100}
    assert by_month(monthly_lines(values), "relief_recruited") == [0] * 12
    assert by_month(monthly_lines({**values, "relief_new_outside_city": 1}), "relief_recruited") == pytest.approx([0, 0, 3000] * 4)


def test_respite_households_get_their_own_share(nothing):
    # 10 households at 100 a month, 30 per cent of them respite only at 50 per cent: 700 + 150.
    values = {**nothing, "existing_households": 10, "existing_bill_gbp_per_household": 1200, "relief_pct": 100}
    values |= {"respite_only_pct": 30, "respite_relief_pct": 50}
    assert by_month(monthly_lines(values), "spend") == pytest.approx([850] * 12)


def test_relief_without_a_placement_reaches_idle_households(nothing):
    # 8 households with a child are 80 per cent of 10 approved: relief for 10 at 100 a month.
    values = {**nothing, "existing_households": 8, "existing_bill_gbp_per_household": 1200, "relief_pct": 100, "idle_households_pct": 20}
    assert by_month(monthly_lines(values), "spend") == pytest.approx([800] * 12)
    assert by_month(monthly_lines({**values, "relief_needs_placement": 0}), "spend") == pytest.approx([1000] * 12)


def test_bills_from_bands(nothing):
    # Existing: 3 in A and 1 in H: (3 x 1,407.71 + 4,223.12) / 12 a month. New: 12 households, half A and half B, all from month 1:
    # 12 x (1,407.71 + 1,642.33) / 2 / 12 a month.
    values = {**nothing, "existing_households": 4, "existing_households_band_a": 3, "existing_households_band_h": 1, "relief_pct": 100}
    values |= {"new_placements_per_year": 12, "new_households_band_a_pct": 50, "new_households_band_b_pct": 50}
    lines = monthly_lines(values)
    assert by_month(lines, "relief_existing") == pytest.approx([(3 * 1407.71 + 4223.12) / 12] * 12)
    assert by_month(lines, "relief_recruited") == pytest.approx([(1407.71 + 1642.33) / 2] * 12)


def test_placements_ramp_after_a_lag(nothing):
    # 12 a year over the first 6 months of a year of recruitment, from month 4: 2 a month in months 4 to 9, then none.
    values = {**nothing, "new_placements_per_year": 12, "recruitment_lag_months": 3, "ramp_months": 6}
    assert by_month(monthly_lines(values), "recruited_placements") == pytest.approx([0, 0, 0, 2, 4, 6, 8, 10, 12, 12, 12, 12])


def test_a_lag_of_part_of_a_month(nothing):
    # One a month from the middle of month 1: by the end of month t, t - 0.5 have come.
    values = {**nothing, "new_placements_per_year": 12, "recruitment_lag_months": 0.5, "ramp_months": 12}
    assert by_month(monthly_lines(values), "recruited_placements") == pytest.approx([month - 0.5 for month in range(1, 13)])


def test_recruitment_ends_after_its_years(nothing):
    values = {**nothing, "horizon_years": 4, "recruitment_years": 2, "new_placements_per_year": 5}
    assert by_month(monthly_lines(values), "recruited_placements")[::12] == pytest.approx([5, 10, 10, 10])


def test_relief_waits_and_is_not_back_dated(nothing):
    values = {**nothing, "new_placements_per_year": 12, "new_bill_gbp_per_household": 1200, "relief_pct": 100, "relief_wait_months": 6}
    assert by_month(monthly_lines(values), "relief_recruited") == pytest.approx([0] * 6 + [1200] * 6)


def test_attrition_with_and_without_the_scheme(nothing):
    # 100 households; a fifth leaves in a year without the scheme, a tenth with it (half is prevented). A year on:
    # 90 with, 80 without; at 2 places each, 20 places kept.
    values = {**nothing, "horizon_years": 2, "existing_households": 100, "attrition_pct": 20, "attrition_prevented_pct": 50}
    lines = monthly_lines({**values, "existing_bill_gbp_per_household": 1, "placements_per_existing_household": 2})
    assert by_month(lines, "existing_households_with")[12] == pytest.approx(90)
    assert by_month(lines, "existing_households_without")[12] == pytest.approx(80)
    assert by_month(lines, "retained_placements")[12] == pytest.approx(20)


def test_usual_recruits_cost_relief_and_add_nothing(nothing):
    # 12 a year, one more each month, at 100 a month each.
    values = {**nothing, "usual_recruits_per_year": 12, "new_bill_gbp_per_household": 1200, "relief_pct": 100}
    lines = monthly_lines({**values, "agency_gbp_per_year": 60000, "placements_per_existing_household": 2})
    assert by_month(lines, "relief_usual") == pytest.approx([100 * month for month in range(1, 13)])
    assert sum(by_month(lines, "avoided")) == 0


def test_cost_avoided_by_a_recruited_placement(nothing):
    # 10 placements, 2 of them would have come anyway: 8. Filled 90 per cent of the time: 7.2. A quarter of the children would have
    # been in house anyway: 5.4. Of those, a third would have been residential: 3.6 at (54,000 - 24,000) / 12 = 2,500 and
    # 1.8 at (144,000 - 24,000) / 12 = 10,000 a month: 9,000 + 18,000. A quarter of it can be cashed.
    values = {**nothing, "new_placements_per_year": 10, "deadweight_pct": 20, "occupancy_pct": 90, "displacement_pct": 25}
    values |= {"residential_share_pct": 100 / 3, "in_house_gbp_per_year": 24000, "agency_gbp_per_year": 54000}
    lines = monthly_lines({**values, "residential_gbp_per_year": 144000, "cashable_recruits_pct": 25})
    assert by_month(lines, "avoided") == pytest.approx([27000] * 12)
    assert by_month(lines, "avoided_cashable") == pytest.approx([6750] * 12)
    assert by_month(lines, "avoided_not_cashable") == pytest.approx([20250] * 12)


def test_cost_avoided_by_a_transfer(nothing):
    # 4 households with 2 children each, a quarter would have come anyway: 6 children at 2,500 a month; displacement plays no part.
    values = {**nothing, "transfers_per_year": 4, "children_per_transfer": 2, "transfer_deadweight_pct": 25, "displacement_pct": 50}
    values |= {"in_house_gbp_per_year": 24000, "agency_gbp_per_year": 54000, "cashable_transfers_pct": 90}
    lines = monthly_lines(values)
    assert by_month(lines, "avoided") == pytest.approx([15000] * 12)
    assert by_month(lines, "avoided_cashable") == pytest.approx([13500] * 12)


def test_marginal_costs(nothing):
    # One placement: full 54,000 - 24,000; marginal 90 per cent of 54,000 less 50 per cent of 24,000 = 36,600 a year.
    values = {**nothing, "new_placements_per_year": 1, "in_house_gbp_per_year": 24000, "agency_gbp_per_year": 54000}
    values |= {"in_house_marginal_pct": 50, "bought_marginal_pct": 90}
    assert sum(by_month(monthly_lines(values), "avoided")) == pytest.approx(30000)
    assert sum(by_month(monthly_lines({**values, "marginal_costs": 1}), "avoided")) == pytest.approx(36600)


def test_uplifts_come_each_april(nothing):
    # Year 2 at 10 per cent a year: 1.21 times year 0.
    values = {**nothing, "horizon_years": 3, "existing_households": 1, "existing_bill_gbp_per_household": 1200, "relief_pct": 100}
    relief = by_month(monthly_lines({**values, "council_tax_uplift_pct": 10}), "spend")
    assert relief == pytest.approx([100] * 12 + [110] * 12 + [121] * 12)


def test_weekly_fee(nothing):
    # 7 a week for 12 households: 7 x 365 / 7 x 12 = 4,380 a year, 365 a month.
    values = {**nothing, "weekly_fee_gbp_per_household": 7, "existing_households": 12, "existing_bill_gbp_per_household": 1}
    assert by_month(monthly_lines(values), "spend") == pytest.approx([365] * 12)


def test_one_off_and_running_costs(nothing):
    values = {**nothing, "horizon_years": 2, "set_up_cost_gbp": 500, "running_cost_gbp_per_year": 1200, "inflation_pct": 5}
    assert by_month(monthly_lines(values), "spend") == pytest.approx([600] + [100] * 11 + [105] * 12)


def test_a_leap_day_changes_nothing(nothing):
    # Year 0 of 2023-24 has 29 February 2024; a month is a twelfth of the year all the same.
    values = {**nothing, "existing_households": 1, "existing_bill_gbp_per_household": 1200, "relief_pct": 100}
    assert len(set(by_month(monthly_lines(values), "spend"))) == 1


def spreadsheet(value):
    """The model written out by hand, month by month, without arrays: net and cashable net of each month."""
    p = {name: number / 100 if ASSUMPTIONS[name].unit == "per cent" else number for name, number in value.items()}
    stay0 = (1 - p["attrition_pct"]) ** (1 / 12)
    stay1 = (1 - p["attrition_pct"] * (1 - p["attrition_prevented_pct"])) ** (1 / 12)
    counts = {band: p[f"existing_households_band_{band}"] for band in BANDS}
    taxes = {band: p[f"council_tax_band_{band}_gbp_per_year"] for band in BANDS}
    bill0, bill1 = p["existing_bill_gbp_per_household"], p["new_bill_gbp_per_household"]
    if not bill0:
        bill0 = sum(counts[band] * taxes[band] for band in BANDS) / sum(counts.values())
    if not bill1:
        bill1 = sum(p[f"new_households_band_{band}_pct"] * taxes[band] for band in BANDS)
    share = p["relief_pct"] * (1 - p["respite_only_pct"]) + p["respite_relief_pct"] * p["respite_only_pct"]
    approved = 1 if p["relief_needs_placement"] else 1 / (1 - p["idle_households_pct"])
    intakes = p["new_placements_per_year"] * p["households_per_placement"] + p["transfers_per_year"]
    stock1, stock0, usual1, usual0 = [0.0], [0.0], [0.0], [0.0]
    before, outside, net, cashable_net = 0.0, [], [], []
    for t in range(1, 12 * int(p["horizon_years"]) + 1):
        year = (t - 1) // 12
        tax, home, bought = ((1 + p[name]) ** year for name in ("council_tax_uplift_pct", "in_house_uplift_pct", "bought_uplift_pct"))
        elapsed = max(0, t - p["recruitment_lag_months"])
        arrived = min(p["recruitment_years"], elapsed // 12 + min(1, elapsed % 12 / p["ramp_months"]))
        intake, before = arrived - before, arrived
        stock1.append(stock1[-1] * stay1 + intake)
        stock0.append(stock0[-1] * stay0 + intake)
        usual1.append(usual1[-1] * stay1 + 1 / 12)
        usual0.append(usual0[-1] * stay0 + 1 / 12)
        wait = int(p["relief_wait_months"])
        since = t - wait
        new = (intakes * stock1[since] + p["usual_recruits_per_year"] * usual1[since]) * stay1**wait if since > 0 else 0.0
        existing1, existing0 = p["existing_households"] * stay1 ** (t - 1), p["existing_households"] * stay0 ** (t - 1)
        rate0 = bill0 * (1 - p["existing_discount_pct"]) * share * approved / 12 * tax
        rate1 = bill1 * (1 - p["new_discount_pct"]) * share * approved / 12 * tax
        due = existing1 * rate0 * p["existing_outside_city_pct"]
        due += new * rate1 * p["new_outside_city_pct"] * p["relief_new_outside_city"]
        outside.append(due * p["outside_city_bill_pct"])
        spend = existing1 * rate0 * (1 - p["existing_outside_city_pct"]) + new * rate1 * (1 - p["new_outside_city_pct"])
        spend += sum(outside[-3:]) if t % 3 == 0 else 0
        households = existing1 + p["usual_recruits_per_year"] * usual1[t] + intakes * stock1[t]
        spend += households * p["weekly_fee_gbp_per_household"] * 365 / 7 / 12 * home
        spend += (p["set_up_cost_gbp"] if t == 1 else 0) + p["running_cost_gbp_per_year"] / 12 * (1 + p["inflation_pct"]) ** year
        part1, part2 = (p["in_house_marginal_pct"], p["bought_marginal_pct"]) if p["marginal_costs"] else (1, 1)
        in_house = p["in_house_gbp_per_year"] * part1 * home
        agency = (p["agency_gbp_per_year"] * part2 * bought - in_house) / 12
        residential = (p["residential_gbp_per_year"] * part2 * bought - in_house) / 12
        blend = (1 - p["residential_share_pct"]) * agency + p["residential_share_pct"] * residential
        kept = (existing1 - existing0 + p["usual_recruits_per_year"] * (usual1[t] - usual0[t])) * p["placements_per_existing_household"]
        recruited = p["new_placements_per_year"] * (stock1[t] - p["deadweight_pct"] * stock0[t])
        own = (kept + recruited) * p["occupancy_pct"] * (1 - p["displacement_pct"]) * blend
        moved = p["transfers_per_year"] * p["children_per_transfer"] * (stock1[t] - p["transfer_deadweight_pct"] * stock0[t])
        moved *= p["occupancy_pct"] * agency
        net.append(own + moved - spend)
        cashable_net.append(p["cashable_recruits_pct"] * own + p["cashable_transfers_pct"] * moved - spend)
    return net, cashable_net


def test_agrees_with_the_formulas_worked_cell_by_cell(shipped):
    for scenario in shipped.values():
        net, cashable_net = spreadsheet(scenario.values)
        lines = monthly_lines(scenario.values)
        assert by_month(lines, "net") == pytest.approx(net, abs=0.005)
        assert by_month(lines, "cashable_net") == pytest.approx(cashable_net, abs=0.005)


def random_values():
    """Any values that a scenario could have."""
    fields = {}
    for name, declared in ASSUMPTIONS.items():
        most = min(declared.most, 100_000)
        if declared.kind == "number":
            fields[name] = st.floats(max(declared.least, -20), most)
        else:
            fields[name] = st.integers(int(declared.least), int(most))
    return st.fixed_dictionaries(fields)


@settings(max_examples=60)
@given(random_values())
def test_any_values_agree_with_the_formulas(values):
    values["existing_households_band_a"] += 1
    net, cashable_net = spreadsheet(values)
    lines = monthly_lines(values)
    largest = max(1.0, np.abs(lines["spend"]).max(), np.abs(lines["avoided"]).max())
    assert by_month(lines, "net") == pytest.approx(net, abs=1e-9 * largest)
    assert by_month(lines, "cashable_net") == pytest.approx(cashable_net, abs=1e-9 * largest)


@settings(max_examples=30)
@given(st.lists(random_values(), min_size=2, max_size=4))
def test_draws_together_are_draws_one_by_one(several):
    single = {name: several[0][name] for name, declared in ASSUMPTIONS.items() if declared.kind != "number"}
    several = [{**values, **single} for values in several]
    together = {name: single.get(name, np.array([values[name] for values in several])) for name in ASSUMPTIONS}
    lines = monthly_lines(together)
    for draw, values in enumerate(several):
        alone = monthly_lines(values)
        for line in ("net", "cashable_net", "spend", "unit_net", "present_value_factor"):
            column = np.broadcast_to(lines[line], (len(lines["t"]), len(several)))[:, draw]
            assert column.tolist() == pytest.approx(by_month(alone, line), rel=1e-9, abs=1e-6)


@settings(max_examples=40)
@given(random_values(), st.floats(0, 100))
def test_more_relief_never_costs_less(values, relief):
    less = monthly_lines({**values, "relief_pct": min(relief, values["relief_pct"])})["spend"]
    more = monthly_lines({**values, "relief_pct": max(relief, values["relief_pct"])})["spend"]
    assert (np.cumsum(more, axis=0) >= np.cumsum(less, axis=0) * (1 - 1e-9)).all()


@settings(max_examples=40)
@given(random_values())
def test_the_parts_of_the_cost_avoided_add_up(values):
    lines = monthly_lines(values)
    parts = lines["avoided_cashable"] + lines["avoided_not_cashable"]
    assert np.allclose(parts, lines["avoided"], rtol=1e-9, atol=1e-6)
    assert (
        np.abs(lines["avoided_cashable"])
        <= np.abs(lines["avoided_retained"]) + np.abs(lines["avoided_recruited"]) + np.abs(lines["avoided_transferred"]) + 1e-6
    ).all()
