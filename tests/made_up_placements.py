"""Lists of placement costs of a council made up at known rates, in the layouts that councils have."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.store.taking_in import take_in

KINDS = {"U6.PR1": (400.0, 500), "U6.PR4": (900.0, 400), "K2.PR4": (5_000.0, 300)}
"""Type and provider of a placement, GBP a week, and days that it lasts on average."""
SHARES = (0.4, 0.35, 0.25)
DAYS = [date(2021, 3, 31), date(2022, 3, 31), date(2023, 3, 31), date(2023, 9, 30)]
COMES_EVERY_DAYS = 9.0


def placements(seed: int) -> pd.DataFrame:
    """Placements of children who come by chance, one row each: a third of them move on once, from any kind to any other."""
    generator = np.random.default_rng(seed)
    rows, day, number = [], -1_200.0, 0
    until = (DAYS[-1] - DAYS[0]).days
    while (day := day + generator.exponential(COMES_EVERY_DAYS)) < until:
        number += 1
        born = DAYS[0] + pd.Timedelta(days=int(day) - int(generator.uniform(400, 6_200)))
        start = int(day)
        for _ in range(2):
            kind = list(KINDS)[generator.choice(3, p=SHARES)]
            price, mean = KINDS[kind]
            end = start + 1 + int(generator.exponential(mean))
            weekly = round(price * float(np.exp(generator.normal(0, 0.15))), 2)
            rows.append((f"c{number}", born, *kind.split("."), start, end, weekly, number % 7 == 0))
            start = end
            if generator.random() > 0.33:
                break
    table = pd.DataFrame(rows, columns=["child", "born", "type", "provider", "start", "end", "weekly", "disabled"])
    for name in ("start", "end"):
        table[name] = [DAYS[0] + pd.Timedelta(days=int(value)) for value in table[name]]
    adult = table["born"].map(lambda born: born.replace(year=born.year + 18, day=min(born.day, 28)))
    return table[(table["end"] <= adult) & (table["end"] > table["start"])]


def lists_as_at(rows: pd.DataFrame, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The weekly list and the quarterly collection of a day: placements that cost something in its financial year."""
    first = date(day.year if day.month > 3 else day.year - 1, 4, 1)
    told = rows[(rows["start"] <= day) & (rows["end"] > first)]
    written = {name: told[name].map(lambda value: f"{value:%d/%m/%Y}") for name in ("start", "born")}
    ended = [f"{value:%d/%m/%Y}" if value <= day else "" for value in told["end"]]
    nights = [
        (min(end, day + pd.Timedelta(days=1)) - max(start, first)).days for start, end in zip(told["start"], told["end"], strict=True)
    ]
    weekly = pd.DataFrame(
        {
            "Child ID": told["child"],
            "Placement type": told["type"],
            "Provider type": told["provider"],
            "Placement start date": written["start"],
            "Placement end date": ended,
            "Weekly cost": told["weekly"],
        }
    )
    quarterly = weekly.drop(columns="Weekly cost").assign(
        **{
            "Date of birth": written["born"],
            "Gender": "1",
            "Ethnicity": "WBRI",
            "Disability": np.where(told["disabled"], "Y", "N"),
            "UASC": "N",
            "Legal status": "C2",
            "Procurement platform": np.where(told["provider"] == "PR1", "block", "spot"),
            "Total committed cost accrued in FY to date": (told["weekly"] / 7 * nights).round(2),
        }
    )
    return weekly, quarterly


def take_in_placements(root: Path, authority: str, seed: int = 5) -> None:
    """Take the lists of every day into the store of the project in use."""
    rows = placements(seed)
    folder = root / "data" / "raw" / "extracts"
    folder.mkdir(exist_ok=True)
    for day in DAYS:
        paths = []
        for name, table in zip(("weekly", "quarterly"), lists_as_at(rows, day), strict=True):
            paths.append(folder / f"{name}-{day}.csv")
            table.to_csv(paths[-1], index=False)
        take_in(paths, authority, DAYS[-1], "placement-costs", day, made_up=False)
