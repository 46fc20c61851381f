"""Checked figures by document, and those of one pack."""

import pandas as pd

from analysis.assurance.reconciliation.evaluate import COLUMNS
from analysis.assurance.reconciliation.verdicts import AGREES, CANNOT_BE_CHECKED, DOES_NOT_AGREE, ROUNDING
from analysis.errors import UnknownChoice

COUNTS = {
    AGREES: "figures_agreeing",
    ROUNDING: "figures_rounded",
    DOES_NOT_AGREE: "figures_disagreeing",
    CANNOT_BE_CHECKED: "figures_unchecked",
}

SHOWN = [column for column in COLUMNS if column not in ("source", "authority", "quarter", "marks", "topic", "report_topics", "cause")]
"""Columns of a check that a page may show, once released."""


def doubted(checked: pd.DataFrame, authority: str, quarter: str) -> pd.DataFrame:
    """The checks that do not agree, of the authority's documents, with ``marks`` and ``report_topics``: those of this quarter and those without one."""
    own = (checked["authority"] == authority) & checked["quarter"].isin([quarter, ""])
    return checked.loc[own & (checked["verdict"] == DOES_NOT_AGREE), [*SHOWN, "marks", "report_topics"]].reset_index(drop=True)


def of_quarter(checked: pd.DataFrame, authority: str, quarter: str, columns: list[str] | None = SHOWN) -> pd.DataFrame:
    """The checks of the authority's documents of this quarter, then of those without a quarter; all columns for ``None``.

    Documents of another authority, and of another quarter, are not the page's own.
    """
    now = checked[(checked["authority"] == authority) & checked["quarter"].isin([quarter, ""])]
    order = (now["quarter"] == "").sort_values(kind="stable").index
    return now.loc[order, columns or list(checked.columns)].reset_index(drop=True)


def of_topic(checked: pd.DataFrame, authority: str, quarter: str, topic: str) -> pd.DataFrame:
    """The checks of what the authority's reports of a quarter say on a topic, with a verdict."""
    own = (checked["authority"] == authority) & (checked["quarter"] == quarter) & (checked["verdict"] != "")
    return checked.loc[own & (checked["topic"] == topic), SHOWN].reset_index(drop=True)


def chosen(checked: pd.DataFrame, authority: str | None, source: str | None) -> pd.DataFrame:
    """The checks of one authority, one document, or both; all where neither is named.

    Raises
    ------
    UnknownChoice
        If nothing is declared for it.
    """
    for column, wanted in (("authority", authority), ("source", source)):
        if wanted is not None:
            known = sorted(set(checked[column]) - {""})
            if wanted not in known:
                raise UnknownChoice(f'No check is declared for the {column} "{wanted}". There are: {", ".join(known)}.')
            checked = checked[checked[column] == wanted]
    return checked.reset_index(drop=True)


def by_document(checked: pd.DataFrame) -> pd.DataFrame:
    """How many figures of each document agree, differ by rounding, do not agree, or cannot be checked.

    Parameters
    ----------
    checked
        As ``checked_figures`` returns it; entries that hold one wording against another do not count.

    Returns
    -------
    pandas.DataFrame
        One row a document, most that do not agree first: ``document``, the counts in ``COUNTS``, ``figures_in_all``.
    """
    counted = checked[checked["verdict"] != ""]
    table = pd.crosstab(counted["document"], counted["verdict"]).reindex(columns=list(COUNTS), fill_value=0).rename(columns=COUNTS)
    table["figures_in_all"] = table.sum(axis=1)
    return table.rename_axis(columns=None).sort_values("figures_disagreeing", ascending=False, kind="stable").reset_index()


def causes(checked: pd.DataFrame) -> pd.DataFrame:
    """What makes figures not agree: one row a cause, most figures first.

    Parameters
    ----------
    checked
        As ``checked_figures`` returns it, or part of it.

    Returns
    -------
    pandas.DataFrame
        ``document``, ``first_claim`` (the first figure of the cause, which stands for it), ``figures_disagreeing`` (its figures that do not agree).
    """
    wrong = checked[checked["verdict"] == DOES_NOT_AGREE]
    grouped = wrong.groupby(["document", "cause"], sort=False)
    table = grouped.agg(first_claim=("claim", "first"), figures_disagreeing=("claim", "size")).reset_index()
    return table.sort_values("figures_disagreeing", ascending=False, kind="stable", ignore_index=True).drop(columns="cause")
