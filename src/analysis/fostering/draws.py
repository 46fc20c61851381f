"""The model for many draws, some at a time."""

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.fostering.model.evaluate import Values, evaluated

DRAWS_AT_ONCE = 2_000
"""Draws computed together: few enough that the lines in use stay in the processor's cache."""

_LARGE_BLOCK = 3_500_000
"""Numbers in a block just below the largest whose size the allocator learns from, 32 MB."""


def in_parts(
    values: Values, inputs: Mapping[str, np.ndarray], draws: int, names: tuple[str, ...]
) -> Iterator[tuple[slice, dict[str, np.ndarray]]]:
    """Lines and results of the model for many draws: which draws, and the lines as ``evaluated`` gives them.

    Parameters
    ----------
    values
        Value of each assumption.
    inputs
        Drawn value of each assumption that is drawn; the others keep theirs.
    """
    # A large block given back at once tells the allocator to keep what the lines free for the next, rather than hand it back to the
    # system after every part and fault it in again: it halves the time.
    np.empty(_LARGE_BLOCK)
    for start in range(0, draws, DRAWS_AT_ONCE):
        part = slice(start, start + DRAWS_AT_ONCE)
        yield part, evaluated({**values, **{name: drawn[part] for name, drawn in inputs.items()}}, names)
