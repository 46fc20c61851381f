"""Checked figures by document, and those of one pack."""

import pandas as pd

from analysis.assurance.reconciliation.evaluate import AGREES, CANNOT_BE_CHECKED, DOES_NOT_AGREE, ROUNDING

COUNTS = {
    AGREES: "figures_agreeing",
    ROUNDING: "figures_rounded",
    DOES_NOT_AGREE: "figures_disagreeing",
    CANNOT_BE_CHECKED: "figures_unchecked",
}


def for_pack(checked: pd.DataFrame, authority: str, quarter: str) -> pd.DataFrame:
    """The checks of a pack: the authority's, in this quarter's documents and in those without a quarter."""
    return checked[(checked["authority"] == authority) & checked["quarter"].isin([quarter, ""])].reset_index(drop=True)


def by_document(checked: pd.DataFrame, titles: pd.Series) -> pd.DataFrame:
    """How many figures of each document agree, differ by rounding, do not agree, or cannot be checked.

    Parameters
    ----------
    checked
        As ``checked_figures`` returns it; entries that hold one wording against another do not count.
    titles
        Title of each document by its key.

    Returns
    -------
    pandas.DataFrame
        One row a document: ``check_source``, the counts in ``COUNTS``, ``figures_in_all``.
    """
    counted = checked[checked["verdict"] != ""]
    table = pd.crosstab(counted["source"], counted["verdict"]).reindex(columns=list(COUNTS), fill_value=0).rename(columns=COUNTS)
    table = table.reindex(counted["source"].drop_duplicates())
    table["figures_in_all"] = table.sum(axis=1)
    table = table.rename_axis(columns=None).reset_index()
    return table.assign(check_source=table["source"].map(titles)).drop(columns="source")[
        ["check_source", *COUNTS.values(), "figures_in_all"]
    ]
