"""Codes that datasets share, with their words."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def code_lists() -> dict[str, dict[str, str]]:
    """Every list of ``code_lists.toml``: words by code, in order."""
    return tomllib.loads(files("analysis.catalogue").joinpath("code_lists.toml").read_text(encoding="utf-8"))


def code_list(name: str) -> dict[str, str]:
    """Words by code of one list, in order.

    >>> code_list("comparators")["south_west"]
    'South West'
    """
    return code_lists()[name]
