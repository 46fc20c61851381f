"""The scheme's cash flow by month: what it costs and what it avoids, with the scheme less without it.

The lines, their formulas and what they mean stand in ``model``. Values are expected values: households and placements need not be whole.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from analysis.fostering.model.evaluate import Values, by_month, evaluated
from analysis.fostering.model.line import Line
from analysis.fostering.model.lines import LINES, MONTHLY

Lines = dict[str, np.ndarray]
"""Line by name: an array of months by draws; one column where it does not differ."""


def monthly_lines(values: Values, names: Iterable[str] = tuple(line.name for line in MONTHLY), lines: Mapping[str, Line] = LINES) -> Lines:
    """Lines of the model by month, for one set of assumptions or for many draws at once.

    Parameters
    ----------
    values
        A value for every assumption declared, percentages as such; the whole-number levers and the flags are single
        numbers, any other may be an array of draws.
    names
        Monthly lines that are wanted; all of them unless named.
    lines
        The table of lines, where it is not the model's.

    Returns
    -------
    dict of numpy.ndarray
        By the names of the model; shape (months, draws), or (months, 1) where the draws do not differ.
    """
    names = tuple(names)
    found = evaluated(values, names, lines)
    years = int(values["horizon_years"])
    return {name: by_month(found[name], years) for name in names}
