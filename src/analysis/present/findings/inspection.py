"""Sentences on the inspection's figures set against today's."""

import pandas as pd

from analysis.catalogue import units
from analysis.disclosure.release import Released
from analysis.present.wording import counted, in_sentence, listing, number, per_cent, sentence_case

JUDGED = ("better", "worse", "unchanged")
LEADS = {
    "better": "Better",
    "worse": "Worse",
    "unchanged": "Unchanged",
    "not judged": "Neither better nor worse in itself",
    "not comparable": "Not comparable",
}

VERDICT_MARKS = {"better": "rating rating-green", "worse": "rating rating-red"}
COLUMNS = [
    "comparison_label",
    "comparison_verdict",
    "inspection_value",
    "today_value",
    "comparison_unit",
    "comparison_why",
    "inspection_dated_as",
]
POINT_COLUMNS = ["comparison_label", "reported_by", "figure_dated_as", "figure_value", "figure_unit"]


def amount(value: float, unit: str) -> str:
    """A figure with its unit: ``33.0%``, ``423 children``, ``83.0 per 10,000``."""
    if unit == "per cent":
        return per_cent(value)
    return f"{number(value, units.unit(unit).decimals)} {unit.removeprefix('rate ')}"


def brief_amount(value: float, unit: str) -> str:
    """``amount`` for a chart, where the unit of a count stands in the panel's title."""
    return amount(value, unit).removesuffix(" children").removesuffix(" per 10,000")


def verdict_counts(verdicts: Released) -> dict[str, int]:
    """How many comparisons have each verdict."""
    counts = verdicts.table["comparison_verdict"].value_counts()
    return {name: int(counts.get(name, 0)) for name in LEADS}


def how_many(verdicts: Released, inspection_year: int) -> str:
    """How many measures are better and worse than at the inspection."""
    counts = verdict_counts(verdicts)
    judged = sum(counts[name] for name in JUDGED)
    if not judged:
        return f"No measure of today can be judged against the inspection of {inspection_year}."
    parts = [f"{counted(counts[name], 'is', 'are')} {name}" for name in JUDGED if counts[name]]
    return f"Of {counted(judged, 'measure')} that can be judged against the inspection of {inspection_year}, {listing(parts)}."


def others_in_brief(verdicts: Released) -> str:
    """How many more figures are compared but not judged, or cannot be compared."""
    counts = verdict_counts(verdicts)
    return (
        f"{sentence_case(counted(counts['not judged'], 'more can', 'more can'))} be compared, but neither way is better in itself. "
        f"{sentence_case(counted(counts['not comparable'], 'figure', 'figures'))} of the inspection cannot be compared with anything reported today."
    )


def judged_rows(verdicts: Released) -> Released:
    """The comparisons of percentages that have a better or a worse, the largest change for the better first."""
    table = verdicts.table
    rows = verdicts.where(table["comparison_verdict"].isin(JUDGED) & (table["inspection_unit"] == "per cent"))
    gain = rows.table["change_since_inspection"].where(rows.table["polarity"] == "higher", -rows.table["change_since_inspection"])
    order = gain.astype(float).sort_values(ascending=False, kind="stable").index
    return Released(rows.name, rows.table.loc[order], rows.suppressed.loc[order], rows.policy)


def judged_title(verdicts: Released) -> str:
    """What improved most and what slipped most."""
    rows = judged_rows(verdicts).table.dropna(subset=["change_since_inspection"])
    better, worse = (rows[rows["comparison_verdict"] == name] for name in ("better", "worse"))
    parts = [f"{in_sentence(label)} improved most" for label in better["comparison_label"][:1]]
    parts += [f"{in_sentence(label)} slipped most" for label in worse["comparison_label"][-1:]]
    return sentence_case(listing(parts)) or "Nothing that can be judged has changed since the inspection"


def in_words(rows: pd.DataFrame) -> str:
    """Each comparison with both figures."""
    return listing([f"{in_sentence(row['comparison_label'])} ({_both(row)})" for row in rows.to_dict("records")])


def judged_description(verdicts: Released) -> str:
    """Every judged measure with both figures."""
    rows = judged_rows(verdicts).table
    parts = [f"{LEADS[name]}: {in_words(rows[rows['comparison_verdict'] == name])}." for name in JUDGED]
    return " ".join(part for name, part in zip(JUDGED, parts, strict=True) if (rows["comparison_verdict"] == name).any())


def of_theme(released: Released, theme: str) -> Released:
    """The rows of one theme, under a name of its own."""
    name = "".join(character if character.isalnum() else "_" for character in theme.lower())
    return released.where(released.table["comparison_theme"] == theme).named(f"{released.name}_{name}")


def drawn(verdicts: Released, points: Released) -> Released:
    """The comparisons with at least two figures to draw, less those whose latest figure may not be shown."""
    shown = points.table.dropna(subset=["figure_value"]).groupby("comparison").size()
    hidden = verdicts.suppressed["today_value"].astype(bool)
    return verdicts.where(verdicts.table["comparison"].isin(shown[shown > 1].index) & ~hidden)


def theme_words(verdicts: Released, points: Released) -> dict[str, str]:
    """Title, text alternative and description of a theme's chart."""
    rows = verdicts.table
    title = []
    for name, lead in LEADS.items():
        named = rows[rows["comparison_verdict"] == name]
        if not named.empty and (name != "not comparable" or not title):
            title.append(f"{lead}: {in_words(named)}")
    theme = in_sentence(rows["comparison_theme"].iloc[0])
    return {
        "title": ". ".join(title),
        "alt": f"Line charts of figures on {theme}, at the inspection and today.",
        "description": " ".join(_run_in_words(group) for _, group in points.table.groupby("comparison", sort=False)),
    }


def not_known(verdicts: Released) -> list[str]:
    """What has no figure today, and what cannot be compared."""
    table = verdicts.table
    absent = table[table["today_value"].isna() & ~verdicts.suppressed["today_value"].astype(bool)]
    counts = verdict_counts(verdicts)
    sentences = []
    if not absent.empty:
        sentences.append(f"Today's reports have no figure for {in_labels(absent)}. Whether these are better cannot be said.")
    others = counts["not comparable"] - len(absent)
    if others:
        sentences.append(
            f"{sentence_case(counted(others, 'more figure'))} of the inspection cannot be compared because today's measures count something else."
        )
    return sentences


def in_labels(rows: pd.DataFrame) -> str:
    """Names of comparisons in a row."""
    return listing([in_sentence(label) for label in rows["comparison_label"]])


def _both(row: dict) -> str:
    then = amount(row["inspection_value"], row["inspection_unit"]) if pd.notna(row["inspection_value"]) else "not shown"
    bound = f"{row['qualifier'].replace('_', ' ')} " if pd.notna(row["qualifier"]) else ""
    if pd.notna(row["today_value"]):
        now = f"{amount(row['today_value'], row['today_unit'])} now"
    else:
        now = "no figure now" if pd.isna(row["today_unit"]) else "now not shown"
    return f"{bound}{then} then, {now}"


def _run_in_words(group: pd.DataFrame) -> str:
    shown = group.dropna(subset=["figure_value"])
    parts = [f"{amount(row.figure_value, row.figure_unit)} ({row.figure_dated_as})" for row in shown.itertuples()]
    return f"{group['comparison_label'].iloc[0]}: {listing(parts) or 'no figure that may be shown'}."
