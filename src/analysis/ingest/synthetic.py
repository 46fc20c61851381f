"""Made-up extracts in the layouts that councils have, with no real household or child in them."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.catalogue.authorities import by_region, districts, resolve

REGISTER_HEADERS = [
    "Household ID", "Approval date", "Approval type", "Approval end date", "Approved places", "Standards met", "Billing authority",
    "Council tax band", "Existing discount (per cent)", "Transferred from agency", "Break start", "Break end",
]  # fmt: skip
STAY_HEADERS = ["Household ID", "Child ID", "Stay start", "Stay end", "Stay type", "Placing authority"]
APPROVAL_TYPE_SHARES = {"Mainstream": 0.7, "Respite": 0.1, "Connected person": 0.15, "Temporarily approved Regulation 24": 0.05}
BAND_SHARES = {"A": 0.39, "B": 0.27, "C": 0.18, "D": 0.09, "E": 0.04, "F": 0.018, "G": 0.01, "H": 0.002}
DISCOUNT_SHARES = {"0": 0.7, "25": 0.25, "50": 0.05}
YEARS_BEFORE, DAYS_A_YEAR = 6, 365


def made_up_carers(
    generator: np.random.Generator, households: int, first_day: date, last_day: date, authority: str
) -> dict[str, pd.DataFrame]:
    """A register of foster carers and their stays that ``read_carers`` takes, made up from end to end.

    Parameters
    ----------
    generator
        Source of chance; the same seed gives the same extracts.
    households
        How many, 1 or more.
    first_day, last_day
        The stays lie between them, but for those still open; approvals reach up to six years further back.
    authority
        Name of the authority as it stands under Placing authority, and under Billing authority unless its districts bill council tax.

    Returns
    -------
    dict of pandas.DataFrame
        ``register`` and ``stays``: the layouts' columns, every cell a text, dates as dd/mm/yyyy.

    Notes
    -----
    The shares of types, bands and discounts are made up, not estimates. The mix has in it each thing that the rules
    turn on: respite only, temporary approval, staying put, breaks, approvals that end, carers who live elsewhere or came
    from an agency with a child, and children who move between households.
    """
    if households < 1 or last_day <= first_day:
        raise ValueError("made_up_carers needs at least one household and a last day after the first.")
    first, last = (int(np.datetime64(day, "D").astype(np.int64)) for day in (first_day, last_day))
    register = _register(generator, households, first, last, authority)
    stays = _moved_between_households(generator, _stays(generator, register, first, last, authority))
    return {"register": _as_texts(register, REGISTER_HEADERS), "stays": _as_texts(stays, STAY_HEADERS)}


def as_csv_text(extract: pd.DataFrame) -> str:
    """A made-up extract as the text of a CSV file."""
    return extract.to_csv(index=False, lineterminator="\n")


def _register(generator: np.random.Generator, households: int, first: int, last: int, authority: str) -> pd.DataFrame:
    approved = generator.integers(first - YEARS_BEFORE * DAYS_A_YEAR, last - 30, households)
    ended = np.where(generator.random(households) < 0.1, generator.integers(approved + 30, np.maximum(approved + 31, last + 1)), -1)
    break_start = generator.integers(approved, np.maximum(approved + 1, last - 60))
    has_break = (generator.random(households) < 0.08) & (ended < 0)
    break_end = break_start + generator.integers(5, 120, households)
    still_away = generator.random(households) < 0.2
    return pd.DataFrame(
        {
            "Household ID": [f"H{number:05d}" for number in range(1, households + 1)],
            "Approval date": approved,
            "Approval type": _drawn(generator, APPROVAL_TYPE_SHARES, households),
            "Approval end date": ended,
            "Approved places": generator.integers(1, 4, households),
            "Standards met": np.where(generator.random(households) < 0.95, "Y", "N"),
            "Billing authority": np.where(generator.random(households) < 0.85, _homes(authority, households), _elsewhere(authority)),
            "Council tax band": _drawn(generator, BAND_SHARES, households),
            "Existing discount (per cent)": _drawn(generator, DISCOUNT_SHARES, households),
            "Transferred from agency": np.where(generator.random(households) < 0.08, "Y", "N"),
            "Break start": np.where(has_break, break_start, -1),
            "Break end": np.where(has_break & ~still_away, break_end, -1),
        }
    )


def _homes(authority: str, households: int) -> np.ndarray:
    """Who bills the council tax of homes in the area: the authority, or the districts of a county in turn."""
    own = resolve(authority)
    billing = [district.name for district in districts() if district.county == own.slug and district.end_date is None] or [authority]
    return np.resize(np.array(billing, dtype=object), households)


def _elsewhere(authority: str) -> str:
    """Another council of the region."""
    own = resolve(authority)
    return next(council.name for council in by_region(own.region) if council.slug not in (own.slug, *own.predecessors))


def _stays(generator: np.random.Generator, register: pd.DataFrame, first: int, last: int, authority: str) -> pd.DataFrame:
    """One child after another in each household, within its approval and away from its break; none yet moves."""
    approved, ended = register["Approval date"].to_numpy(), register["Approval end date"].to_numpy()
    respite = (register["Approval type"] == "Respite").to_numpy()
    came_over = (register["Transferred from agency"] == "Y").to_numpy()
    begin = np.maximum(first, np.where(came_over, approved - 200, approved)) + generator.integers(0, 60, len(register))
    final = np.where(ended >= 0, np.minimum(ended, last), last)
    shape = (len(register), 4 + (last - first) // 15)
    lengths = np.where(respite[:, None], generator.integers(2, 15, shape), generator.integers(20, 400, shape))
    gaps = np.where(respite[:, None], generator.integers(5, 40, shape), generator.integers(1, 60, shape))
    end = begin[:, None] + np.cumsum(lengths + gaps, axis=1) - gaps
    start = end - lengths
    household = np.broadcast_to(np.arange(len(register))[:, None], shape)
    stays = pd.DataFrame({"row": household.ravel(), "start": start.ravel(), "end": end.ravel()})
    stays["final"] = final[stays["row"]]
    stays = _away_from_breaks(stays[stays["start"] < stays["final"]], register, last)
    stays["open"] = (stays["end"] > stays["final"]) & (ended[stays["row"]] < 0)
    stays["end"] = stays["end"].clip(upper=stays["final"])
    stays["Stay type"] = np.where(respite[stays["row"]], "Respite", "Placement")
    stays["Child ID"] = [f"C{number:06d}" for number in range(1, len(stays) + 1)]
    stays["Placing authority"] = np.where(generator.random(len(stays)) < 0.95, authority, _elsewhere(authority))
    stays = pd.concat([stays, _staying_put(generator, stays)], ignore_index=True)
    stays["Household ID"] = register["Household ID"].to_numpy()[stays["row"]]
    return stays.assign(**{"Stay start": stays["start"], "Stay end": stays["end"].mask(stays["open"], -1)})


def _away_from_breaks(stays: pd.DataFrame, register: pd.DataFrame, last: int) -> pd.DataFrame:
    """Stays that begin in a break are left out; one that runs into a break ends the day before."""
    break_start = register["Break start"].to_numpy()[stays["row"]]
    break_end = register["Break end"].to_numpy()[stays["row"]]
    break_end = np.where(break_end < 0, last + YEARS_BEFORE * DAYS_A_YEAR, break_end)
    on_break = (break_start >= 0) & (stays["start"] >= break_start) & (stays["start"] <= break_end)
    runs_in = (break_start >= 0) & (stays["start"] < break_start) & (stays["end"] >= break_start)
    stays = stays.assign(end=stays["end"].mask(runs_in, break_start - 1))
    return stays[~on_break & (stays["end"] >= stays["start"])].copy()


def _staying_put(generator: np.random.Generator, stays: pd.DataFrame) -> pd.DataFrame:
    """Young people who stay on with their carers after a placement."""
    chosen = stays[(stays["Stay type"] == "Placement") & (stays["end"] < stays["final"]) & (generator.random(len(stays)) < 0.08)]
    length = generator.integers(30, 400, len(chosen))
    return chosen.assign(**{"start": chosen["end"] + 1, "end": chosen["end"] + length, "Stay type": "Staying put", "open": False})


def _moved_between_households(generator: np.random.Generator, stays: pd.DataFrame) -> pd.DataFrame:
    """Some of the children are the same child, who came to one household after leaving another."""
    placed = stays.index[
        (stays["Stay type"] != "Staying put") & ~stays["Child ID"].isin(stays.loc[stays["Stay type"] == "Staying put", "Child ID"])
    ]
    shuffled = generator.permutation(placed.to_numpy())
    half = len(shuffled) // 2
    before, after = shuffled[:half], shuffled[half : 2 * half]
    left, came = stays["Stay end"].to_numpy()[before], stays["Stay start"].to_numpy()[after]
    follows = (left >= 0) & (left <= came) & (generator.random(half) < 0.5)
    stays.loc[after[follows], "Child ID"] = stays.loc[before[follows], "Child ID"].to_numpy()
    return stays


def _drawn(generator: np.random.Generator, shares: dict[str, float], count: int) -> np.ndarray:
    weights = np.array(list(shares.values()))
    return generator.choice(list(shares), size=count, p=weights / weights.sum())


def _as_texts(table: pd.DataFrame, headers: list[str]) -> pd.DataFrame:
    """Day numbers as dd/mm/yyyy, the day -1 as an empty cell, everything else as text."""
    texts = table[headers].copy()
    for header in headers:
        if header.endswith((" date", " start", " end")):
            dates = pd.Series(table[header].to_numpy().astype("datetime64[D]").astype("datetime64[s]"), index=table.index)
            texts[header] = dates.dt.strftime("%d/%m/%Y").where(table[header] >= 0, "")
    return texts.astype(str)
