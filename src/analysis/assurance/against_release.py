"""Figures that a council's report prints held against a national release that holds the same."""

import pandas as pd

AGREES, ROUNDING, DEFINITION, DIFFERS = "agrees", "agrees within rounding", "differs by definition", "differs"
PRINTED_STEP = {"per cent": 0.1, "per 10,000 children": 0.1}
"""Step to which a report prints figures of a unit; counts are printed whole."""
_DUST = 1e-9


def held_against(printed: pd.DataFrame, released: pd.DataFrame) -> pd.DataFrame:
    """Each printed figure beside the release's figure of the same day, and whether they agree.

    Parameters
    ----------
    printed
        One row an indicator and period: ``indicator``, ``indicator_unit``, ``period_end_date``, ``value``.
    released
        One row an indicator and period: ``indicator``, ``end_date``, ``period``, ``value``, ``rounded_to``, ``differs`` (why the two may not
        be the same figure; empty where they should be).

    Returns
    -------
    pandas.DataFrame
        One row a pair of which both have a figure: ``indicator``, ``indicator_unit``, ``period``, ``printed_value``, ``released_value``,
        ``difference`` (printed less released), ``verdict``, ``differs``.
    """
    own = printed[["indicator", "indicator_unit", "period_end_date", "value"]].rename(columns={"value": "value_printed"})
    own = own.dropna(subset="value_printed").drop_duplicates()
    pairs = own.merge(released.dropna(subset="value"), left_on=["indicator", "period_end_date"], right_on=["indicator", "end_date"])
    step = pairs["indicator_unit"].map(PRINTED_STEP).fillna(1.0)
    difference = pairs["value_printed"] - pairs["value"]
    same = difference.abs() <= _DUST
    near = difference.abs() <= (step + pairs["rounded_to"]) / 2 + _DUST
    # Whole counts on both sides have no rounding between them.
    near &= ~((step == 1) & (pairs["rounded_to"] <= 1))
    verdict = pd.Series(DIFFERS, index=pairs.index).mask(pairs["differs"] != "", DEFINITION).mask(near, ROUNDING).mask(same, AGREES)
    found = pairs.assign(printed_value=pairs["value_printed"], released_value=pairs["value"], difference=difference, verdict=verdict)
    return found[["indicator", "indicator_unit", "period", "printed_value", "released_value", "difference", "verdict", "differs"]]
