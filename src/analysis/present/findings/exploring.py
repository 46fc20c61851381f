"""Titles and descriptions of charts that an analyst draws while exploring."""

import pandas as pd

from analysis.present.wording import counted, number


def line_words(title: str, unit: str, table: pd.DataFrame) -> dict[str, str]:
    """Title, text alternative and description of a line."""
    points = table.dropna(subset=["value"])
    parts = [f"{row.period}: {number(row.value, 1)}" for row in points.itertuples()]
    return {"title": f"{title} ({unit})", "alt": f"Line chart of {title}.", "description": "; ".join(parts) + "."}


def control_words(title: str, unit: str, points: pd.DataFrame) -> dict[str, str]:
    """Title, text alternative and description of a control chart; says where there are too few points for limits."""
    if "mean" not in points:
        finding = f"{counted(len(points), 'point')} are too few for process limits"
    else:
        special = int((points["special_cause"] != 0).sum())
        finding = f"{counted(special, 'point')} that chance does not explain" if special else "nothing that chance does not explain"
    parts = [f"{row.period}: {number(row.value, 1)}" for row in points.dropna(subset=["value"]).itertuples()]
    return {"title": f"{title} ({unit}): {finding}", "alt": f"Control chart of {title}: {finding}.", "description": "; ".join(parts) + "."}
