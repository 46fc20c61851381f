"""What abbreviations mean that stand in the words of a table."""

import re

from analysis.disclosure.release import Released
from analysis.present.wording import listing

STATED, READ_SO = "stated", "inferred"


def explained(abbreviations: Released, *shown: tuple[Released, list[str]]) -> str:
    """Each abbreviation in some tables in full, in the order in which they first stand; what no report spells out is said.

    Parameters
    ----------
    abbreviations
        One row per ``abbreviation``: ``in_full``, missing where it is not known; ``full_basis``.
    shown
        Tables with the columns of words that stand on the page.
    """
    text = " ".join(str(words) for table, columns in shown for row in table.table[columns].itertuples(index=False) for words in row)
    places = {row.abbreviation: re.search(rf"\b{re.escape(row.abbreviation)}\b", text) for row in abbreviations.table.itertuples()}
    standing = abbreviations.table[abbreviations.table["abbreviation"].map(places).notna()]
    standing = standing.assign(at=[places[name].start() for name in standing["abbreviation"]]).sort_values("at")
    known = standing.dropna(subset=["in_full"])
    of_reports, read_so = (
        [f"{row.abbreviation}, {row.in_full}" for row in known[known["full_basis"] == basis].itertuples()] for basis in (STATED, READ_SO)
    )
    sentences = [f"Abbreviations: {'; '.join(of_reports)}."] if of_reports else []
    sentences += [f"As this project reads them: {'; '.join(read_so)}."] if read_so else []
    unknown = list(standing.loc[standing["in_full"].isna(), "abbreviation"])
    sentences += [f"Not spelled out in any report: {listing(unknown)}."] if unknown else []
    return " ".join(sentences)
