"""The service's own forecast of placements beside what they are expected to cost, line by line, with the difference in its parts."""

from collections.abc import Collection

import pandas as pd

from analysis.budget.from_ledger import INCOME, placement_lines_of
from analysis.catalogue.code_lists import code_list
from analysis.placements.lines import OTHER_LINE

LINE = "placement_line"
CONTRIBUTIONS, BESIDE_PRICES = "Contributions of health and education", "One-off, credited and backdated costs"
PARTS = ["spent_difference_gbp", "committed_difference_gbp", "to_come_difference_gbp"]
_SUMS = ["actual_to_date_gbp", "commitments_gbp", "forecast_outturn_gbp"]


def group_of_line(line: str) -> str:
    """Group of ledger lines that pays for a kind of placement.

    >>> group_of_line("Children's homes bought in"), group_of_line("Other placements")
    ('Residential', 'Other placements')
    """
    return code_list("ledger_groups_of_lines").get(line, OTHER_LINE)


def group_of_centre(cost_centre_name: str, subjective_name: str, subjective_group: str) -> str:
    """What a ledger line of placements pays for, by its names.

    >>> group_of_centre("Agency fostering", "Third party payments", "Third party payments")
    'Agency fostering'
    >>> group_of_centre("Agency fostering", "One-off costs", "Other"), group_of_centre("Homes", "Health", "Income")
    ('One-off, credited and backdated costs', 'Contributions of health and education')
    """
    if subjective_group == INCOME:
        return CONTRIBUTIONS
    if any(word in str(subjective_name).lower() for word in code_list("words_beside_prices")):
        return BESIDE_PRICES
    lower = str(cost_centre_name).lower()
    return next((group for word, group in code_list("ledger_placement_groups").items() if word in lower), OTHER_LINE)


def forecast_difference(lines: pd.DataFrame, expected: pd.DataFrame, beside_gbp: float, together: Collection[str] = ()) -> pd.DataFrame:
    """Forecast outturn in the ledger less what placements are expected to cost, by line.

    Parameters
    ----------
    lines
        As ``ledger_lines`` gives them; those of placements count.
    expected
        As ``expected_outturn`` gives it, of the same day.
    beside_gbp
        One-off, credited and backdated costs charged so far.
    together
        Groups that are shown with other placements, not by themselves.

    Returns
    -------
    pandas.DataFrame
        One row per line: ``ledger_line``, ``forecast_outturn_gbp``, ``from_placements_gbp``, ``unexplained_gbp`` (the first less the second) and its ``PARTS``:
        what is spent, what open placements will cost, what is still to begin. The parts come to the difference to the penny. Lines of placements are before contributions,
        which are a row of their own: negative, theirs to come with what is committed.
    """
    placed = placement_lines_of(lines)
    groups = [group_of_centre(*row) for row in placed[["cost_centre_name", "subjective_name", "subjective_group"]].itertuples(index=False)]
    ledger = placed[_SUMS].groupby([_shown(group, together) for group in groups]).sum()
    of_lines = [_shown(group_of_line(line), together) for line in expected[LINE]]
    kinds = expected[["spent_gbp", "committed_gbp", "to_come_gbp"]].groupby(of_lines).sum()
    given, to_date = (float(expected[name].sum()) for name in ("contributions_gbp", "contributions_to_date_gbp"))
    kinds.loc[CONTRIBUTIONS] = (to_date, given - to_date, 0.0)
    kinds.loc[BESIDE_PRICES] = (beside_gbp, 0.0, 0.0)
    order = [name for name in dict.fromkeys([*kinds.index, *ledger.index]) if name not in (CONTRIBUTIONS, BESIDE_PRICES, OTHER_LINE)]
    order = sorted(order, key=lambda name: -float(kinds["spent_gbp"].get(name, 0.0))) + [OTHER_LINE, BESIDE_PRICES, CONTRIBUTIONS]
    kinds, ledger = (table.reindex(order).fillna(0.0).round(2) for table in (kinds, ledger))
    ahead = ledger["forecast_outturn_gbp"] - ledger["actual_to_date_gbp"] - ledger["commitments_gbp"]
    parts = pd.DataFrame(
        {
            "forecast_outturn_gbp": ledger["forecast_outturn_gbp"],
            "from_placements_gbp": kinds.sum(axis="columns"),
            "unexplained_gbp": ledger["forecast_outturn_gbp"] - kinds.sum(axis="columns"),
            PARTS[0]: ledger["actual_to_date_gbp"] - kinds["spent_gbp"],
            PARTS[1]: ledger["commitments_gbp"] - kinds["committed_gbp"],
            PARTS[2]: ahead - kinds["to_come_gbp"],
        }
    )
    parts = parts.round(2) + 0.0
    return parts[parts.ne(0).any(axis="columns")].rename_axis("ledger_line").reset_index()


def _shown(group: str, together: Collection[str]) -> str:
    return OTHER_LINE if group in together else group
