"""Values of assumptions as a reader says them: with their unit, and as a range."""

import pandas as pd

from analysis.present.wording import number, pounds

SINGULAR = {"years": "year", "months": "month", "households": "household", "placements": "placement", "children": "child"}
SHAPES = {"fixed": "fixed", "triangular": "likeliest at the value", "uniform": "all as likely"}


def value_in_words(value: float, unit: str) -> str:
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
    decimals = 0 if float(value).is_integer() else 2
    if unit.startswith("£"):
        return pounds(value, decimals) + unit[1:]
    if unit == "per cent":
        return number(value, decimals).removesuffix("0" if decimals else "") + "%"
    noun, *rest = unit.split(" ")
    words = [SINGULAR.get(noun, noun) if value == 1 else noun, *rest]
    return " ".join([number(value, decimals), *words])


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


def assumptions_in_words(assumptions: pd.DataFrame) -> pd.DataFrame:
    """``assumptions_table`` with ``value_in_words`` and ``range_in_words``."""
    rows = list(assumptions.itertuples())
    return assumptions.assign(
        value_in_words=[value_in_words(row.assumption_value, row.assumption_unit) for row in rows],
        range_in_words=[range_in_words(row.lowest_value, row.highest_value, row.distribution, row.assumption_unit) for row in rows],
    )


def departures_in_words(departures: pd.DataFrame) -> pd.DataFrame:
    """``departures`` with ``base_value_in_words`` and ``value_in_words``."""
    rows = list(departures.itertuples())
    return departures.assign(
        base_value_in_words=[value_in_words(row.base_value, row.assumption_unit) for row in rows],
        value_in_words=[value_in_words(row.assumption_value, row.assumption_unit) for row in rows],
    )


def switching_in_words(switching: pd.DataFrame) -> pd.DataFrame:
    """``switching_values`` with ``value_in_words`` and ``switching_value_in_words``."""
    rows = list(switching.itertuples())
    return switching.assign(
        value_in_words=[value_in_words(row.assumption_value, row.assumption_unit) for row in rows],
        switching_value_in_words=pd.array([value_in_words(row.switching_value, row.assumption_unit) for row in rows], dtype="string"),
    )


def swings_in_words(tornado: pd.DataFrame) -> pd.DataFrame:
    """``tornado_table`` with ``value_in_words`` and ``ends_in_words``."""
    rows = list(tornado.itertuples())
    return tornado.assign(
        value_in_words=[value_in_words(row.assumption_value, row.assumption_unit) for row in rows],
        ends_in_words=[ends_in_words(row.lowest_value, row.highest_value, row.assumption_unit) for row in rows],
    )
