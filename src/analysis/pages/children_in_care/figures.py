"""What sections on children in care share: the figures of every report held, the dates that they show, and the word for the area."""

import pandas as pd

from analysis.pages.given import Given
from analysis.pages.sections import NothingToShow
from analysis.quarters import latest_statement

VALUES = ("indicator_values",)
KEY = ["indicator", "period_end_date"]
MOST_DATES, MOST_COLUMNS = 8, 4
"""Dates that a chart and a table show at most, the latest ones."""


def care_values(given: Given, starts_with: str) -> pd.DataFrame:
    """Figures on dates whose indicator's name starts so, as the latest report that states them gives them; each date once."""
    history = given.history("indicator_values")
    rows = history[history["indicator"].str.startswith(starts_with) & history["period_end_date"].notna()]
    return latest_statement(rows, KEY)


def dates_of(given: Given, values: pd.DataFrame) -> list[pd.Timestamp]:
    """The dates of a chart: all that are held, the latest ``MOST_DATES``."""
    return sorted(values["period_end_date"].unique())[-MOST_DATES:]


def columns_of(given: Given, values: pd.DataFrame) -> list[pd.Timestamp]:
    """The dates of a table: those of this report and the end of the last quarter held, the latest ``MOST_COLUMNS``."""
    own = given["indicator_values"]
    wanted = set(own.loc[own["indicator"].isin(values["indicator"]), "period_end_date"].dropna())
    if given.before:
        wanted.add(pd.Timestamp(given.before.quarter.end))
    return sorted(date for date in values["period_end_date"].unique() if date in wanted)[-MOST_COLUMNS:]


def area_word(given: Given) -> str:
    """What the authority's area is called: ``city``, ``borough``, ``county``; ``area`` where no word is held."""
    word = given.about["area_word"]
    return word if pd.notna(word) else "area"


def not_given(what: str, indicator: str) -> NothingToShow:
    """What a section says whose indicator the report lacks."""
    return NothingToShow(f"The report does not give {what}.", f"Fill in {indicator} in indicator_values.csv.")
