"""The scheme's cash flow by month: what it costs and what it avoids, with the scheme less without it.

Every line below is one formula, the same for every month, that a spreadsheet can hold. ``t`` is the month, from 1;
``[t-1]`` is the line above, 0 before month 1; percentages are fractions. Values are expected values: households and
placements need not be whole. A month is a twelfth of a year, so a leap day changes nothing. Arrivals count from the first day
of their month, leavers go at its end.

Time and prices

==============================  =====================================================================================
year                            INT((t - 1) / 12)
price_index                     (1 + inflation) ^ year
council_tax_index               (1 + council_tax_uplift) ^ year
in_house_index                  (1 + in_house_uplift) ^ year
bought_index                    (1 + bought_uplift) ^ year
discount_factor                 1 / (1 + discount_rate) ^ year
present_value_factor            discount_factor / price_index  (nominal to real first, then to present value)
==============================  =====================================================================================

Households and placements

==============================  =====================================================================================
elapsed                         MAX(0, t - recruitment_lag_months)
intakes_arrived                 MIN(recruitment_years, INT(elapsed / 12) + MIN(1, MOD(elapsed, 12) / ramp_months))
intake                          intakes_arrived - intakes_arrived[t-1]
stay_without                    (1 - attrition) ^ (1 / 12)
stay_with                       (1 - attrition x (1 - attrition_prevented)) ^ (1 / 12)
stock_with                      stock_with[t-1] x stay_with + intake            (of one placement or household a year)
stock_without                   stock_without[t-1] x stay_without + intake
stock_waited                    IF(t > relief_wait_months, stock_with[t - relief_wait_months] x stay_with ^ relief_wait_months, 0)
usual_with                      usual_with[t-1] x stay_with + 1 / 12                (of one household a year recruited as usual)
usual_without                   usual_without[t-1] x stay_without + 1 / 12
usual_waited                    as stock_waited, from usual_with
existing_households_with        existing_households x stay_with ^ (t - 1)
existing_households_without     existing_households x stay_without ^ (t - 1)
new_households                  (new_placements x households_per_placement + transfers) x stock_with
usual_households                usual_recruits x usual_with
retained_placements             (existing_households_with - existing_households_without + usual_recruits x (usual_with - usual_without))
                                x placements_per_existing_household
recruited_placements            new_placements x (stock_with - deadweight x stock_without)
transferred_placements          transfers x children_per_transfer x (stock_with - transfer_deadweight x stock_without)
==============================  =====================================================================================

Spend, nominal

==============================  =====================================================================================
relief_share                    relief x (1 - respite_only) + respite_relief x respite_only
approved_per_relieved           IF(relief_needs_placement, 1, 1 / (1 - idle_households))
existing_bill                   IF(existing_bill_gbp_per_household > 0, that,
                                SUMPRODUCT(existing_households_band, council_tax_band) / SUM(existing_households_band))
new_bill                        IF(new_bill_gbp_per_household > 0, that, SUMPRODUCT(new_households_band, council_tax_band))
existing_relief_rate            existing_bill x (1 - existing_discount) x relief_share x approved_per_relieved / 12
new_relief_rate                 new_bill x (1 - new_discount) x relief_share x approved_per_relieved / 12
existing_relief_in_city         existing_households_with x existing_relief_rate x council_tax_index x (1 - existing_outside_city)
existing_relief_due_outside     existing_households_with x existing_relief_rate x council_tax_index x existing_outside_city
                                x outside_city_bill
existing_relief_outside         IF(MOD(t, 3) = 0, due[t] + due[t-1] + due[t-2], 0)  (reimbursed at the end of each quarter)
new_relief_per_household        new_relief_rate x council_tax_index
unit_relief_in_city             stock_waited x new_relief_per_household x (1 - new_outside_city)
unit_relief_due_outside         stock_waited x new_relief_per_household x new_outside_city x outside_city_bill
                                x relief_new_outside_city
unit_relief                     unit_relief_in_city + IF(MOD(t, 3) = 0, due[t] + due[t-1] + due[t-2], 0)  (per new household a year)
usual_unit_relief               the same with usual_waited for stock_waited  (per household a year recruited as usual)
unit_fee                        stock_with x monthly_fee  (per new household a year)
monthly_fee                     weekly_fee_gbp_per_household x 365 / 7 / 12 x in_house_index
relief_existing                 existing_relief_in_city + existing_relief_outside
relief_usual                    usual_recruits x usual_unit_relief
relief_recruited                new_placements x households_per_placement x unit_relief
relief_transferred              transfers x unit_relief
fees                            (existing_households_with + usual_households) x monthly_fee
                                + (new_placements x households_per_placement + transfers) x unit_fee
set_up                          IF(t = 1, set_up_cost, 0)
running                         running_cost / 12 x price_index
spend                           relief_existing + relief_usual + relief_recruited + relief_transferred + fees + set_up + running
==============================  =====================================================================================

Cost avoided, nominal

==============================  =====================================================================================
in_house_part                   IF(marginal_costs, in_house_marginal, 1)
bought_part                     IF(marginal_costs, bought_marginal, 1)
agency_gap                      (agency x bought_part x bought_index - in_house x in_house_part x in_house_index) / 12
residential_gap                 (residential x bought_part x bought_index - in_house x in_house_part x in_house_index) / 12
saving_per_recruit              occupancy x (1 - displacement) x ((1 - residential_share) x agency_gap
                                + residential_share x residential_gap)
saving_per_transfer             occupancy x agency_gap
avoided_retained                retained_placements x saving_per_recruit
avoided_recruited               recruited_placements x saving_per_recruit
avoided_transferred             transferred_placements x saving_per_transfer
avoided                         avoided_retained + avoided_recruited + avoided_transferred
avoided_cashable                cashable_recruits x (avoided_retained + avoided_recruited) + cashable_transfers x avoided_transferred
avoided_not_cashable            avoided - avoided_cashable
==============================  =====================================================================================

Results, nominal unless they say present value

==============================  =====================================================================================
net                             avoided - spend
cumulative_net                  cumulative_net[t-1] + net
cashable_net                    avoided_cashable - spend
cumulative_cashable_net         cumulative_cashable_net[t-1] + cashable_net
unit_net                        (stock_with - deadweight x stock_without) x saving_per_recruit
                                - households_per_placement x (unit_relief + unit_fee)  (per new placement a year)
unit_cashable_net               the same with its first term x cashable_recruits
==============================  =====================================================================================
"""

from collections.abc import Mapping

import numpy as np

from analysis.fostering.assumptions import ASSUMPTIONS, BANDS

WEEKS_PER_YEAR = 365 / 7

Values = Mapping[str, float | np.ndarray]
"""Value of each assumption: one number, or an array with one for each draw."""

Lines = dict[str, np.ndarray]
"""Line by name: an array of months by draws; one column, or one row, where it does not differ."""


def monthly_lines(values: Values) -> Lines:
    """Every line of the model by month, for one set of assumptions or for many draws at once.

    Parameters
    ----------
    values
        A value for every assumption declared, percentages as such; the whole-number levers and the flags are single
        numbers, any other may be an array of draws.

    Returns
    -------
    dict of numpy.ndarray
        By the names and formulas at the head of this module; shape (months, draws), or one that broadcasts to it.
    """
    value = {name: _fraction(name, values[name]) for name in ASSUMPTIONS}
    lines = _time_and_prices(value)
    lines |= _households_and_placements(value, lines)
    lines |= _spend(value, lines)
    lines |= _cost_avoided(value, lines)
    return lines | _results(value, lines)


def _fraction(name: str, value):
    return value / 100 if ASSUMPTIONS[name].unit == "per cent" else value


def _time_and_prices(value: Values) -> Lines:
    years = int(value["horizon_years"])
    t = np.arange(1, 12 * years + 1)[:, np.newaxis]

    def index(rate) -> np.ndarray:
        return np.repeat((1 + rate) ** np.arange(years)[:, np.newaxis], 12, axis=0)

    lines = {
        "t": t,
        "year": (t - 1) // 12,
        "price_index": index(value["inflation_pct"]),
        "council_tax_index": index(value["council_tax_uplift_pct"]),
        "in_house_index": index(value["in_house_uplift_pct"]),
        "bought_index": index(value["bought_uplift_pct"]),
        "discount_factor": 1 / index(value["discount_rate_pct"]),
    }
    lines["present_value_factor"] = lines["discount_factor"] / lines["price_index"]
    return lines


def _households_and_placements(value: Values, lines: Lines) -> Lines:
    t = lines["t"]
    elapsed = np.maximum(0, t - value["recruitment_lag_months"])
    whole_years = elapsed // 12
    arrived = np.minimum(value["recruitment_years"], whole_years + np.minimum(1, (elapsed - 12 * whole_years) / value["ramp_months"]))
    intake = np.diff(arrived, axis=0, prepend=0)
    stay_without = (1 - value["attrition_pct"]) ** (1 / 12)
    stay_with = (1 - value["attrition_pct"] * (1 - value["attrition_prevented_pct"])) ** (1 / 12)
    stock_with = _stock(intake, stay_with)
    stock_without = _stock(intake, stay_without)
    existing_with = value["existing_households"] * _survival(stay_with, len(t))
    existing_without = value["existing_households"] * _survival(stay_without, len(t))
    usual_with = _stock(np.full((len(t), 1), 1 / 12), stay_with)
    usual_without = _stock(np.full((len(t), 1), 1 / 12), stay_without)
    wait = int(value["relief_wait_months"])
    kept = existing_with - existing_without + value["usual_recruits_per_year"] * (usual_with - usual_without)
    new_per_intake = value["new_placements_per_year"] * value["households_per_placement"] + value["transfers_per_year"]
    return {
        "intake": intake,
        "stock_with": stock_with,
        "stock_without": stock_without,
        "stock_waited": _waited(stock_with, stay_with, wait),
        "usual_with": usual_with,
        "usual_without": usual_without,
        "usual_waited": _waited(usual_with, stay_with, wait),
        "existing_households_with": existing_with,
        "existing_households_without": existing_without,
        "new_households": new_per_intake * stock_with,
        "usual_households": value["usual_recruits_per_year"] * usual_with,
        "retained_placements": kept * value["placements_per_existing_household"],
        "recruited_placements": value["new_placements_per_year"] * (stock_with - value["deadweight_pct"] * stock_without),
        "transferred_placements": value["transfers_per_year"]
        * value["children_per_transfer"]
        * (stock_with - value["transfer_deadweight_pct"] * stock_without),
    }


def _stock(intake: np.ndarray, stay) -> np.ndarray:
    """What stands in each month of what came in, when a share ``stay`` of it is still there a month later."""
    stock = np.empty((len(intake), max(intake.shape[1], np.size(stay))))
    stock[0] = intake[0]
    for month in range(1, len(intake)):
        np.multiply(stock[month - 1], stay, out=stock[month])
        stock[month] += intake[month]
    return stock


def _survival(stay, months: int) -> np.ndarray:
    """Share still there in each month of what stood in month 1."""
    factors = np.empty((months, np.size(stay)))
    factors[0], factors[1:] = 1, stay
    return np.cumprod(factors, axis=0)


def _waited(stock: np.ndarray, stay, wait: int) -> np.ndarray:
    """What of a stock has been there for more than ``wait`` months."""
    waited = np.zeros_like(stock)
    waited[wait:] = stock[: len(stock) - wait] * stay**wait
    return waited


def _bills(value: Values) -> tuple:
    """Average council tax bill of existing and of new households in year 0."""
    taxes = [value[f"council_tax_band_{band}_gbp_per_year"] for band in BANDS]
    counts = [value[f"existing_households_band_{band}"] for band in BANDS]
    shares = [value[f"new_households_band_{band}_pct"] for band in BANDS]
    by_band = sum(count * tax for count, tax in zip(counts, taxes, strict=True)) / np.maximum(sum(counts), 1e-300)
    existing, new = value["existing_bill_gbp_per_household"], value["new_bill_gbp_per_household"]
    return (
        np.where(existing > 0, existing, by_band),
        np.where(new > 0, new, sum(share * tax for share, tax in zip(shares, taxes, strict=True))),
    )


def _paid_quarterly(due: np.ndarray) -> np.ndarray:
    """What falls due in each month, paid at the end of each quarter."""
    paid = np.zeros_like(due)
    paid[2::3] = due[0::3] + due[1::3] + due[2::3]
    return paid


def _spend(value: Values, lines: Lines) -> Lines:
    t, existing = lines["t"], lines["existing_households_with"]
    relief_share = value["relief_pct"] * (1 - value["respite_only_pct"]) + value["respite_relief_pct"] * value["respite_only_pct"]
    approved = 1 if value["relief_needs_placement"] else 1 / (1 - value["idle_households_pct"])
    existing_bill, new_bill = _bills(value)
    existing_rate = existing_bill * (1 - value["existing_discount_pct"]) * relief_share * approved / 12
    new_rate = new_bill * (1 - value["new_discount_pct"]) * relief_share * approved / 12
    existing_relief = existing * (existing_rate * lines["council_tax_index"])
    new_per_household = new_rate * lines["council_tax_index"]
    outside = value["outside_city_bill_pct"]
    relief_existing = existing_relief * (1 - value["existing_outside_city_pct"]) + _paid_quarterly(
        existing_relief * (value["existing_outside_city_pct"] * outside)
    )
    in_city, reimbursed = 1 - value["new_outside_city_pct"], value["new_outside_city_pct"] * outside * value["relief_new_outside_city"]
    unit_relief, usual_unit_relief = (
        relief * in_city + _paid_quarterly(relief * reimbursed)
        for relief in (lines["stock_waited"] * new_per_household, lines["usual_waited"] * new_per_household)
    )
    monthly_fee = value["weekly_fee_gbp_per_household"] * WEEKS_PER_YEAR / 12 * lines["in_house_index"]
    unit_fee = lines["stock_with"] * monthly_fee
    recruited_households = value["new_placements_per_year"] * value["households_per_placement"]
    spend = {
        "relief_existing": relief_existing,
        "relief_usual": value["usual_recruits_per_year"] * usual_unit_relief,
        "relief_recruited": recruited_households * unit_relief,
        "relief_transferred": value["transfers_per_year"] * unit_relief,
        "fees": (existing + lines["usual_households"]) * monthly_fee + (recruited_households + value["transfers_per_year"]) * unit_fee,
        "set_up": np.where(t == 1, value["set_up_cost_gbp"], 0.0),
        "running": value["running_cost_gbp_per_year"] / 12 * lines["price_index"],
    }
    return spend | {"unit_relief": unit_relief, "unit_fee": unit_fee, "spend": sum(spend.values())}


def _cost_avoided(value: Values, lines: Lines) -> Lines:
    in_house_part = value["in_house_marginal_pct"] if value["marginal_costs"] else 1
    bought_part = value["bought_marginal_pct"] if value["marginal_costs"] else 1
    in_house = value["in_house_gbp_per_year"] * in_house_part / 12 * lines["in_house_index"]
    agency_gap = value["agency_gbp_per_year"] * bought_part / 12 * lines["bought_index"] - in_house
    residential_gap = value["residential_gbp_per_year"] * bought_part / 12 * lines["bought_index"] - in_house
    residential_share = value["residential_share_pct"]
    per_recruit = (value["occupancy_pct"] * (1 - value["displacement_pct"])) * (
        (1 - residential_share) * agency_gap + residential_share * residential_gap
    )
    per_transfer = value["occupancy_pct"] * agency_gap
    retained = lines["retained_placements"] * per_recruit
    recruited = lines["recruited_placements"] * per_recruit
    transferred = lines["transferred_placements"] * per_transfer
    avoided = retained + recruited + transferred
    cashable = value["cashable_recruits_pct"] * (retained + recruited) + value["cashable_transfers_pct"] * transferred
    return {
        "saving_per_recruit": per_recruit,
        "saving_per_transfer": per_transfer,
        "avoided_retained": retained,
        "avoided_recruited": recruited,
        "avoided_transferred": transferred,
        "avoided": avoided,
        "avoided_cashable": cashable,
        "avoided_not_cashable": avoided - cashable,
    }


def _results(value: Values, lines: Lines) -> Lines:
    net = lines["avoided"] - lines["spend"]
    cashable_net = lines["avoided_cashable"] - lines["spend"]
    unit_avoided = (lines["stock_with"] - value["deadweight_pct"] * lines["stock_without"]) * lines["saving_per_recruit"]
    unit_spend = value["households_per_placement"] * (lines["unit_relief"] + lines["unit_fee"])
    return {
        "net": net,
        "cumulative_net": np.cumsum(net, axis=0),
        "cashable_net": cashable_net,
        "cumulative_cashable_net": np.cumsum(cashable_net, axis=0),
        "unit_net": unit_avoided - unit_spend,
        "unit_cashable_net": value["cashable_recruits_pct"] * unit_avoided - unit_spend,
    }
