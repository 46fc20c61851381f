"""Values of assumptions as a reader says them: with their unit, and as a range."""

import math
from collections.abc import Iterable

import pandas as pd

from analysis.fostering.assumptions import ZERO_MEANS
from analysis.fostering.scenario import Scenario
from analysis.present.wording import number, pounds

SINGULAR = {"years": "year", "months": "month", "households": "household", "placements": "placement", "children": "child"}
SHAPES = {"fixed": "fixed", "triangular": "likeliest at the value", "uniform": "all as likely"}


def value_in_words(value: float, unit: str, most_decimals: int = 2) -> str:
    """A value of an assumption with its unit; missing stays missing.

    >>> value_in_words(1638.9051, "£ a year"), value_in_words(12, "per cent"), value_in_words(1, "placements a year")
    ('£1,638.91 a year', '12%', '1 placement a year')
    >>> value_in_words(1, "true or false"), value_in_words(0.75, "households")
    ('yes', '0.75 households')
    """
    if pd.isna(value):
        return None
    if unit == "true or false":
        return "yes" if value else "no"
    decimals = 0 if float(value).is_integer() else most_decimals
    if unit.startswith("£"):
        return pounds(value, decimals) + unit[1:]
    if unit == "per cent":
        return number(value, decimals).removesuffix("0" if decimals > 1 else "") + "%"
    noun, *rest = unit.split(" ")
    words = [SINGULAR.get(noun, noun) if value == 1 else noun, *rest]
    return " ".join([number(value, decimals), *words])


def about_in_words(value: float, unit: str) -> str:
    """A worked-out value of an assumption, rounded for reading to three figures, and pounds to £100 at most.

    >>> about_in_words(47810.229, "£ a year"), about_in_words(1638.9051, "£ a year"), about_in_words(1251433.2, "£")
    ('£47,800 a year', '£1,640 a year', '£1,251,400')
    >>> about_in_words(21.33, "per cent"), about_in_words(6.860861, "placements a year"), about_in_words(-0.9192, "per cent")
    ('21.3%', '6.86 placements a year', '−0.92%')
    >>> about_in_words(16.822, "months"), about_in_words(7.404, "£ a week")
    ('16.8 months', '£7.40 a week')
    """
    if pd.isna(value):
        return None
    if not value:
        return value_in_words(value, unit)
    decimals = max(-2, min(2, 2 - math.floor(math.log10(abs(value)))))
    return value_in_words(round(value, decimals), unit, 2 if unit.startswith("£") else max(0, decimals))


def range_in_words(low: float, high: float, distribution: str, unit: str) -> str:
    """A range of an assumption with the shape of its distribution, or ``fixed``.

    >>> range_in_words(0, 20, "triangular", "placements a year")
    '0 to 20 placements a year, likeliest at the value'
    """
    if distribution == "fixed":
        return SHAPES["fixed"]
    return f"{ends_in_words(low, high, unit)}, {SHAPES[distribution]}"


def ends_in_words(low: float, high: float, unit: str) -> str:
    """Both ends of a range.

    >>> ends_in_words(1407.71, 2111.56, "£ a year"), ends_in_words(0, 60, "per cent")
    ('£1,407.71 to £2,111.56 a year', '0% to 60%')
    """
    if unit.startswith("£"):
        first = value_in_words(low, "£")
    elif unit == "per cent":
        first = value_in_words(low, unit)
    else:
        first = value_in_words(low, unit).split(" ")[0]
    return f"{first} to {value_in_words(high, unit)}"


def stated_in_words(name: str, value: float, unit: str) -> str:
    """A value as a scenario states it: a 0 that stands for something else says for what.

    >>> stated_in_words("new_bill_gbp_per_household", 0, "£ a year"), stated_in_words("transfers_per_year", 0, "households a year")
    ('worked out from the share of households in each band', '0 households a year')
    """
    return ZERO_MEANS[name] if value == 0 and name in ZERO_MEANS else value_in_words(value, unit)


def assumptions_in_words(assumptions: pd.DataFrame) -> pd.DataFrame:
    """``assumptions_table`` with ``value_in_words`` and ``range_in_words``."""
    rows = list(assumptions.itertuples())
    return assumptions.assign(
        value_in_words=[stated_in_words(row.assumption, row.assumption_value, row.assumption_unit) for row in rows],
        range_in_words=[range_in_words(row.lowest_value, row.highest_value, row.distribution, row.assumption_unit) for row in rows],
    )


def departures_in_words(departures: pd.DataFrame) -> pd.DataFrame:
    """``departures`` with the value and the range of both in words: ``base_value_in_words``, ``base_range_in_words`` and so on."""
    rows = list(departures.itertuples())
    return departures.assign(
        base_value_in_words=[stated_in_words(row.assumption, row.base_value, row.assumption_unit) for row in rows],
        base_range_in_words=[
            range_in_words(row.base_lowest_value, row.base_highest_value, row.base_distribution, row.assumption_unit) for row in rows
        ],
        value_in_words=[stated_in_words(row.assumption, row.assumption_value, row.assumption_unit) for row in rows],
        range_in_words=[range_in_words(row.lowest_value, row.highest_value, row.distribution, row.assumption_unit) for row in rows],
    )


def switching_in_words(switching: pd.DataFrame) -> pd.DataFrame:
    """``switching_values`` with ``value_in_words``, ``ends_in_words`` and ``switching_value_in_words``, rounded for reading."""
    rows = list(switching.itertuples())
    return switching.assign(
        value_in_words=[stated_in_words(row.assumption, row.assumption_value, row.assumption_unit) for row in rows],
        ends_in_words=[
            ends_in_words(row.lowest_value, row.highest_value, row.assumption_unit) if row.distribution != "fixed" else SHAPES["fixed"]
            for row in rows
        ],
        switching_value_in_words=pd.array([about_in_words(row.switching_value, row.assumption_unit) for row in rows], dtype="string"),
    )


def swings_in_words(tornado: pd.DataFrame) -> pd.DataFrame:
    """``tornado_table`` with ``value_in_words`` and ``ends_in_words``."""
    rows = list(tornado.itertuples())
    return tornado.assign(
        value_in_words=[stated_in_words(row.assumption, row.assumption_value, row.assumption_unit) for row in rows],
        ends_in_words=[ends_in_words(row.lowest_value, row.highest_value, row.assumption_unit) for row in rows],
    )


def inert_in_words(inert: pd.DataFrame) -> list[str]:
    """The value of each row of ``inert_table`` with its unit."""
    return [stated_in_words(row.assumption, row.assumption_value, row.assumption_unit) for row in inert.itertuples()]


def cases_in_words(scenarios: Iterable[Scenario]) -> pd.DataFrame:
    """What each scenario is, and what it takes the scheme to bring.

    Returns
    -------
    pandas.DataFrame
        One row per scenario: ``scenario_title``, ``scenario_purpose``, ``new_placements_assumed_in_words`` and ``transfers_assumed_in_words``.
    """

    def assumed(scenario: Scenario, name: str) -> str:
        held = scenario.assumptions[name]
        value, low, high = (
            None if figure is None else number(figure, 0 if float(figure).is_integer() else 2)
            for figure in (held.value, held.low, held.high)
        )
        return value if held.distribution == "fixed" else f"{value} ({low} to {high})"

    return pd.DataFrame(
        [
            {
                "scenario_title": scenario.title,
                "scenario_purpose": scenario.purpose,
                "new_placements_assumed_in_words": assumed(scenario, "new_placements_per_year"),
                "transfers_assumed_in_words": assumed(scenario, "transfers_per_year"),
            }
            for scenario in scenarios
        ]
    )
