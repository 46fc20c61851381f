"""What the pages of a pack share: every declared check, and the printed figures that do not agree for the marks beside them."""

import pandas as pd

from analysis.assurance.reconciliation.summary import doubted
from analysis.disclosure.release import Released, release
from analysis.pages.checked import every_check

__all__ = ["every_check", "printed_doubts"]


def printed_doubts(checked: pd.DataFrame, authority: str, quarter: str, policy: str) -> Released:
    """The checks that do not agree and concern an authority's quarter, released: one row per check."""
    return release(doubted(checked, authority, quarter), policy, name="figures_that_do_not_agree")
