"""How good the lists of records are that a page is made from, in words."""

from analysis.disclosure.release import Released
from analysis.present.wording import agreeing, number


def quality(shown: Released) -> str:
    """How many rows of the lists were refused or doubtful."""
    rows = shown.table
    read, refused, doubtful = (int(rows[name].sum()) for name in ("rows_read", "rows_refused", "rows_with_doubts"))
    if refused == doubtful == 0:
        return f"All {number(read)} rows of the lists that this page is made from could be used, and none is in doubt."
    return (
        f"Of {number(read)} rows of the lists that this page is made from, {number(refused)} could not be used and {number(doubtful)} "
        f"{agreeing(doubtful, 'is', 'are')} in doubt."
    )
