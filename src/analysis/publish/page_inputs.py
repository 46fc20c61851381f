"""What the pages of a pack share: every declared check, and the printed figures that do not agree for the marks beside them."""

import pandas as pd

from analysis.assurance.reconciliation.evaluate import checked_figures
from analysis.assurance.reconciliation.summary import doubted
from analysis.catalogue.checks import declared_checks
from analysis.disclosure.release import Released, release
from analysis.ingest.printed import read_as_printed


def every_check() -> pd.DataFrame:
    """Every check that ``checks/`` declares, worked out on the tables as printed; one row per check."""
    return checked_figures(declared_checks(), read_as_printed())


def printed_doubts(checked: pd.DataFrame, authority: str, quarter: str, policy: str) -> Released:
    """The checks that do not agree and concern an authority's quarter, released: one row per check."""
    return release(doubted(checked, authority, quarter), policy, name="figures_that_do_not_agree")
