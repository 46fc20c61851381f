"""What the points of a chart give away: the value of a figure that the table beside it hides, by the scale on which the others are drawn."""

from collections.abc import Sequence

from analysis.disclosure.published import HIDDEN, Table, figure

Point = tuple[float, float]
FEWEST_KNOWN, LEAST_SPAN = 4, 20.0
"""Figures that must be shown, each with its point, for the others to be read off their scale, and how far apart the highest and lowest of them must stand."""
OFF_THE_SCALE = 1.0
"""Most that a point of figures that are shown may stand off their scale, in the chart's own units, for the points to be of these figures."""


def drawn_values(table: Table, series: Sequence[Sequence[Point]]) -> list[tuple[tuple[str, str, str], float]]:
    """Figures hidden in a row or column of a table for which a series has a point: place, row and column, and the value by its height.

    Parameters
    ----------
    series
        The points of each line or group of marks of the charts beside the table: across and down.
    """
    columns = range(len(table.headings))
    lines = [[(row, column) for row in range(len(table.rows))] for column in columns]
    lines += [[(row, column) for column in columns if column in table.counts] for row in range(len(table.rows))]
    found = []
    for cells in lines:
        texts = [table.rows[row][1][column] for row, column in cells]
        if HIDDEN not in texts:
            continue
        for points in series:
            if len(points) == len(cells):
                heights = [down for _, down in sorted(points)]
                found += [
                    ((table.place, table.rows[row][0], table.headings[column]), value)
                    for (row, column), text, value in zip(cells, texts, _by_scale(texts, heights), strict=False)
                    if text == HIDDEN
                ]
    return found


def _by_scale(texts: list[str], heights: list[float]) -> list[float]:
    """The value of each point by the scale of those whose figure is shown; none where they are not on one scale.

    >>> _by_scale(["10", "[c]", "20", "30", "25"], [90.0, 97.0, 80.0, 70.0, 75.0])
    [10.0, 3.0, 20.0, 30.0, 25.0]
    """
    known = [(shown.value, height) for text, height in zip(texts, heights, strict=True) if (shown := figure(text))]
    if len({value for value, _ in known}) < FEWEST_KNOWN:
        return []
    (low, at_low), (high, at_high) = min(known), max(known)
    per_unit = (at_high - at_low) / (high - low)
    if at_low - at_high < LEAST_SPAN or any(abs(at_low + (value - low) * per_unit - height) > OFF_THE_SCALE for value, height in known):
        return []
    return [round(low + (height - at_low) / per_unit, 1) for height in heights]
