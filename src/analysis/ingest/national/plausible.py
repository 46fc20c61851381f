"""What is odd about figures that have been read: rates that their own counts do not give, councils that are not there."""

from datetime import date

import pandas as pd

from analysis.catalogue.authorities import current_authorities
from analysis.catalogue.national import Release
from analysis.catalogue.national.areas import area_name
from analysis.catalogue.national.releases import toml
from analysis.errors import Problem

ROLES = ("rate", "count", "base")
_NAMED = 5  # councils named in a remark
_MARGIN = 1e-6


def odd_rates(figures: pd.DataFrame, release: Release, file: str) -> list[Problem]:
    """Rates that cannot come from the count and the base beside them, whatever was lost in rounding."""
    said = []
    keys = ["area", "year", "group", "breakdown"]
    for entry in toml("derived")["rate"]:
        if entry["release"] != release.key:
            continue
        parts = [
            figures[figures["measure"] == entry[role]].set_index(keys)[["value", "rounded_to"]].add_suffix(f"_{role}") for role in ROLES
        ]
        joined = pd.concat(parts, axis=1, join="inner").dropna()
        half = {role: joined[f"rounded_to_{role}"] / 2 for role in ROLES}
        least = entry["times"] * (joined["value_count"] - half["count"]) / (joined["value_base"] + half["base"])
        # A base that may be nothing once rounded gives no upper limit.
        base = (joined["value_base"] - half["base"]).where(joined["value_base"] > half["base"])
        most = (entry["times"] * (joined["value_count"] + half["count"]) / base).fillna(float("inf"))
        odd = joined[(joined["value_rate"] + half["rate"] < least - _MARGIN) | (joined["value_rate"] - half["rate"] > most + _MARGIN)]
        if len(odd):
            area, year, *_ = odd.index[0]
            row = odd.iloc[0]
            gives = entry["times"] * row["value_count"] / row["value_base"]
            rule = (
                f"has {len(odd)} figures of {entry['rate']} that their own count and base do not give: {area_name(area)} in {year} has {row['value_rate']:g}, "
                f"and {row['value_count']:g} of {row['value_base']:g} gives {gives:.1f}"
            )
            said.append(
                Problem(file=file, rule=rule, remedy="Both are shown as published.", column=entry["rate"], value=f"{row['value_rate']:g}")
            )
    return said


def councils_not_there(figures: pd.DataFrame, file: str) -> list[Problem]:
    """Years in which councils that stood have no row at all."""
    councils = figures[figures["area_level"].isin(["council", "joint"])]
    lacking = []
    for (year, end), rows in councils.groupby(["year", "end_date"]):
        day: date = end.date()
        there = {slug for area in rows["area"].unique() for slug in area.split("+")}
        gone = [council.name for council in current_authorities(day) if council.slug not in there]
        if gone:
            lacking.append((int(year), gone))
    lacking = list({year: (year, gone) for year, gone in lacking}.values())
    said = []
    for year, gone in lacking:
        rest = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
        said.append(
            Problem(
                file=file,
                rule=f"has no row in {year} for {', '.join(gone[:_NAMED])}{rest}",
                remedy="Comparisons of that year leave them out.",
            )
        )
    return said
