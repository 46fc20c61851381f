"""A made-up register of carers and its stays, as text and as a run reads it: with no real household or child in it."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.catalogue.datasets import dataset_path
from analysis.errors import UnknownChoice
from analysis.ingest.carers import read_carers
from analysis.ingest.synthetic import as_csv_text, made_up_carers


def made_up_extracts(authority: str, households: int, years: int, until: date, seed: int) -> dict[str, str]:
    """A made-up register of carers and its stays as CSV, by file name; the same seed gives the same text.

    Parameters
    ----------
    authority
        Short name of the authority, as ``authorities.csv`` has it.
    years, until
        The stays lie in so many years up to the day.

    Raises
    ------
    UnknownChoice
        If there is no such authority.
    """
    names = pd.read_csv(dataset_path("authorities"), dtype=str, encoding="utf-8-sig").set_index("authority")["name"]
    if authority not in names:
        raise UnknownChoice(f'"{authority}" is not an authority. There are: {", ".join(sorted(names.index))}.')
    first = (pd.Timestamp(until) - pd.DateOffset(years=years)).date() + timedelta(days=1)
    made = made_up_carers(np.random.default_rng(seed), households, first, until, names[authority])
    return {f"{name}.csv": as_csv_text(table) for name, table in made.items()}


def read_made_up_carers(authority: str, households: int, years: int, until: date, seed: int) -> dict[str, pd.DataFrame]:
    """Made-up households as ``read_carers`` reads them; nothing is left on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in made_up_extracts(authority, households, years, until, seed).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return read_carers([Path(folder)], authority)
