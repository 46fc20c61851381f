"""How much a run may take, unless it is told otherwise."""

import os

SECONDS_A_CELL = 120
"""Longest that a cell of a notebook may take (November 2023: the slowest cell of the pack takes about two seconds)."""

SHARE_OF_MEMORY = 0.75
"""Most of the machine's memory that the kernel of a notebook may hold: a cell that wants more fails, and the machine stands."""


def cores() -> int:
    """Processor cores that this process may use: as many notebooks are executed at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Effort:
    """How a run executes its notebooks.

    Parameters
    ----------
    jobs
        Notebooks at once; as many as there are cores where it is ``None``.
    seconds_a_cell
        Longest that a cell may take.
    warm
        Whether kernels are forked from one process that has imported the libraries, where the system can.
    """

    def __init__(self, jobs: int | None = None, seconds_a_cell: int = SECONDS_A_CELL, warm: bool = True):
        self.jobs, self.seconds_a_cell, self.warm = jobs or cores(), seconds_a_cell, warm
