"""Releases in the layout of Explore education statistics, into tidy figures."""

import pandas as pd

from analysis.catalogue.national import Column, Release, national_period, symbol_of
from analysis.catalogue.national.releases import symbols
from analysis.errors import Problem
from analysis.ingest.national.areas import COLUMNS as AREA_COLUMNS
from analysis.ingest.national.areas import with_areas
from analysis.ingest.national.reading import AGAIN, ROW

FIGURES = [
    "release", "measure", "group", "breakdown", "area_level", "area", "ons_code", "year", "period", "end_date", "value", "symbol", "unit",
    "rounded_to",
]  # fmt: skip
"""Columns of the tidy table: one row a figure."""
KEY = ["release", "measure", "group", "breakdown", "area", "year"]
"""What makes a figure one."""
IDENTITY = ["time_period", "time_identifier", "country_name", *AREA_COLUMNS]
CONSTANT = "category"
"""Column of some releases that says in each row what the release is of."""
IMPOSSIBLE = "impossible"
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_WIDE = ("england", "region", "part_of_region")


def education_figures(rows: pd.DataFrame, release: Release, file: str) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """Figures of a release, one row each; what stops the file; what is said.

    Returns
    -------
    pandas.DataFrame
        The columns of ``FIGURES``. ``value`` is missing where a ``symbol`` stands.
    """
    missing = [column for column in ["time_period", *AREA_COLUMNS] if column not in rows]
    if missing:
        return pd.DataFrame(columns=FIGURES), [Problem(file=file, rule=f"has no column {', '.join(missing)}", remedy=AGAIN)], []
    remarks = _columns_said(rows, release, file)
    problems = _years(rows, file)
    rows, wrong, left_out = with_areas(rows, file)
    problems, remarks = problems + wrong, remarks + left_out
    if problems:
        return pd.DataFrame(columns=FIGURES), problems, remarks
    parts = []
    for name, column in release.columns.items():
        if name in rows:
            part, wrong, said = _values(rows, name, column, file)
            parts.append(_meaning(part, name, column, release))
            problems, remarks = problems + wrong, remarks + said
    figures = pd.concat(parts, ignore_index=True)
    figures, wrong, said = _once(figures, file)
    return figures[[*FIGURES]], problems + wrong, remarks + said


def _columns_said(rows: pd.DataFrame, release: Release, file: str) -> list[Problem]:
    known = {*IDENTITY, CONSTANT, ROW, *release.columns, release.group, release.breakdown}
    new = [column for column in rows if column not in known]
    gone = [column for column in release.columns if column not in rows]
    said = []
    if new:
        rule = f"has columns that the catalogue does not know: {', '.join(new)}. They are not taken in"
        said.append(Problem(file=file, rule=rule, remedy=f"Say what they mean in releases.toml, {release.key}."))
    if gone:
        rule = f"lacks columns that earlier files have: {', '.join(gone)}. Their figures are not there"
        said.append(Problem(file=file, rule=rule, remedy=f"If they have another name now, say so in releases.toml, {release.key}."))
    return said


def _years(rows: pd.DataFrame, file: str) -> list[Problem]:
    wrong = ~rows["time_period"].str.fullmatch(r"20\d\d")
    return _first_of(rows[wrong], "time_period", file, "is not a year in four digits", AGAIN)


def _first_of(wrong: pd.DataFrame, column: str, file: str, rule: str, remedy: str) -> list[Problem]:
    """One problem for all rows that have one value wrong in one way."""
    problems = []
    for value, same in wrong.groupby(column, sort=False):
        others = f", as do {len(same) - 1} other rows" if len(same) > 1 else ""
        problems.append(Problem(file=file, rule=rule + others, remedy=remedy, row=int(same[ROW].iloc[0]), column=column, value=str(value)))
    return problems


def _values(rows: pd.DataFrame, name: str, column: Column, file: str) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """One column's numbers and symbols."""
    text = rows[name]
    number = text.str.fullmatch(_NUMBER)
    keys = {cell: getattr(symbol_of(cell), "key", None) for cell in text[~number].unique()}
    symbol = pd.Series([keys.get(cell) for cell in text], index=rows.index, dtype=object)
    part = rows.assign(value=pd.to_numeric(text.where(number), errors="coerce").astype(float), symbol=symbol)
    odd = rows[~number & symbol.isna()]
    grouped = odd[name].str.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?%?|\d+(\.\d+)?%|\d+,\d+")
    spreadsheet = "is written as a spreadsheet shows it, with a comma or a per cent sign. The file has been saved again"
    problems = _first_of(odd[grouped], name, file, spreadsheet, AGAIN)
    known = ", ".join(key for key in symbols() if key != IMPOSSIBLE)
    rule = f"is neither a number nor a known symbol ({known})"
    problems += _first_of(odd[~grouped], name, file, rule, "If the publisher explains it, add it to symbols.toml.")
    below = part["value"] < 0
    problems += _first_of(part[below], name, file, "is below 0", AGAIN)
    above = (part["value"] > 100) & (column.unit == "pct") & (not column.may_pass_100)
    said = _first_of(part[above], name, file, "is a percentage of a whole above 100. The figure is not used", AGAIN)
    part.loc[above, "symbol"] = IMPOSSIBLE
    part.loc[above, "value"] = float("nan")
    return part, problems, said


def _meaning(part: pd.DataFrame, name: str, column: Column, release: Release) -> pd.DataFrame:
    """Measure, unit, rounding and period of one column's rows."""
    year = part["time_period"].astype(int)
    group = part[release.group] if release.group else pd.Series("", index=part.index)
    breakdown = part[release.breakdown] if release.breakdown else pd.Series("", index=part.index)
    wide = part["area_level"].isin(_WIDE) & (column.unit == "count") & (release.wide_rounded_to is not None)
    usual = column.period or release.period
    period = pd.Series([usual if column.period else release.group_period.get(name, usual) for name in group], index=part.index)
    part = part.assign(
        release=release.key, measure=column.measure, unit=column.unit, group=group, breakdown=breakdown, year=year,
        rounded_to=wide.map({True: release.wide_rounded_to, False: column.rounded_to}).astype(float),
    )  # fmt: skip
    for entry in release.instead:
        if entry["column"] == name:
            where = breakdown == entry["breakdown"]
            for key in ("measure", "unit", "rounded_to"):
                part.loc[where, key] = entry[key]
    return with_period(part, period)


def with_period(part: pd.DataFrame, period: pd.Series) -> pd.DataFrame:
    """Rows with ``period`` in words and ``end_date``, from their ``year`` and the key of what it means."""
    pairs = pd.DataFrame({"key": period, "year": part["year"]})
    known = pairs.drop_duplicates()
    known = known.assign(
        period=[national_period(key).label(year) for key, year in known.itertuples(index=False)],
        end_date=pd.to_datetime([national_period(key).end_date(year) for key, year in known.itertuples(index=False)]),
    )
    joined = pairs.merge(known, on=["key", "year"], how="left").set_index(part.index)
    return part.assign(period=joined["period"], end_date=joined["end_date"])


def _once(figures: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem], list[Problem]]:
    """Each figure once: repeated rows that say the same are one, those that do not stop the file."""
    again = figures.duplicated(KEY, keep=False)
    if not again.any():
        return figures, [], []
    repeated = figures[again].fillna({"value": -1.0, "symbol": ""})
    differ = repeated.groupby(KEY, sort=False)[["value", "symbol"]].nunique().max(axis=1) > 1
    kept = figures.drop_duplicates(KEY)
    if not differ.any():
        rule = f"states {int(figures.duplicated(KEY).sum())} figures twice, each time the same"
        return kept, [], [Problem(file=file, rule=rule, remedy="Each is used once.")]
    first = dict(zip(KEY, differ[differ].index[0], strict=True))
    rows = figures[(figures[KEY] == pd.Series(first)).all(axis=1)]
    rule = f"gives {first['area']} in {first['year']} two figures for {first['measure']} (rows {', '.join(map(str, rows[ROW]))}), as for {int(differ.sum()) - 1} more"
    return kept, [Problem(file=file, rule=rule, remedy=AGAIN, row=int(rows[ROW].iloc[0]), column=first["measure"])], []
