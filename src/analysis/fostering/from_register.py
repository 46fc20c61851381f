"""A scenario with what the register of carers shows in place of what it assumes of existing households."""

import pandas as pd

from analysis.fostering.scenario import Scenario, with_eligible_households, with_values
from analysis.relief.eligibility import REDUCED_BAND_A

REASON = "Counted from the register of carers and the stays with them, under the published criteria."
SOURCE = "register of carers"


def with_register(scenario: Scenario, relieved: pd.DataFrame, council_tax: pd.DataFrame) -> Scenario:
    """The scenario with existing households, their bands, discounts and homes as the register has them.

    Parameters
    ----------
    relieved
        As ``relief.summary.relieved_households`` returns it: ``households`` by ``council_tax_band``, ``in_authority_area``,
        ``existing_discount_pct`` and ``decision``.
    council_tax
        One row per ``council_tax_band``: ``council_tax_gbp_per_year`` of the scheme's authority in year 0.

    Returns
    -------
    Scenario
        Replaced, and held fixed in the Monte Carlo: households in all and in each band; the average bill (from the bands);
        the discount (weighted by bill); the shares outside the area and with partial relief. With no household
        relieved the three shares stay as the scenario has them.

    Raises
    ------
    InvalidScenario
        If a band is unknown.

    Examples
    --------
    Three households in band A, one of them with a discount of 25 per cent and outside the area:

    >>> relieved = pd.DataFrame({"council_tax_band": ["A", "A"], "in_authority_area": [True, False],
    ...     "existing_discount_pct": [0.0, 25.0], "decision": ["Full relief"] * 2, "households": [2, 1]})
    >>> council_tax = pd.DataFrame({"council_tax_band": ["A"], "council_tax_gbp_per_year": [1400.0]})
    >>> round(_shares(relieved, council_tax)["existing_discount_pct"], 2)
    8.33
    """
    relieved = _with_whole_bands(relieved)
    by_band = relieved.groupby("council_tax_band", as_index=False)["households"].sum()
    by_band = by_band.rename(columns={"households": "existing_households"})
    counted = with_eligible_households(scenario, by_band, REASON, SOURCE)
    return with_values(counted, _shares(relieved, council_tax), REASON, SOURCE) if by_band["existing_households"].sum() else counted


def _with_whole_bands(relieved: pd.DataFrame) -> pd.DataFrame:
    """Households in band A less the reduction for a disabled resident as households in band A with as much more discount.

    Five ninths of band D are five sixths of band A.
    """
    reduced = relieved["council_tax_band"] == REDUCED_BAND_A
    discount = relieved["existing_discount_pct"].mask(reduced, 100 - (100 - relieved["existing_discount_pct"]) * 5 / 6)
    return relieved.assign(council_tax_band=relieved["council_tax_band"].mask(reduced, "A"), existing_discount_pct=discount)


def _shares(relieved: pd.DataFrame, council_tax: pd.DataFrame) -> dict[str, float]:
    charge = council_tax.set_index("council_tax_band")["council_tax_gbp_per_year"]
    bills = relieved["households"] * relieved["council_tax_band"].map(charge)
    households = relieved["households"].sum()
    return {
        "existing_discount_pct": float((bills * relieved["existing_discount_pct"]).sum() / bills.sum()),
        "existing_outside_city_pct": float(
            100 * relieved.loc[~relieved["in_authority_area"].astype(bool), "households"].sum() / households
        ),
        "respite_only_pct": float(100 * relieved.loc[relieved["decision"] == "Partial relief", "households"].sum() / households),
    }
