"""Sentences on the inspection's figures set against today's."""

import pandas as pd

from analysis.catalogue import units
from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.periods import Month
from analysis.present.page import Tile
from analysis.present.wording import (
    NOT_AVAILABLE,
    NOT_SHOWN,
    agreeing,
    counted,
    in_sentence,
    listing,
    long_date,
    number,
    per_cent,
    sentence_case,
)

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
    "comparison_theme",
    "comparison_verdict",
    "inspection_figure",
    "today_figure",
    "comparison_why",
    "inspection_dated_as",
]
POINT_COLUMNS = ["comparison_label", "reported_by", "figure_dated_as", "figure_value", "figure_unit"]
FRACTIONS = {25.0: "a quarter", 33.3: "one third", 50.0: "half", 66.7: "two thirds", 75.0: "three quarters"}
"""Shares in per cent that documents print as a fraction in words."""

BODIES = {
    "local_authority": "the council",
    "lscb": "the safeguarding children board",
    "local_authority_and_partners": "the council and its partners",
}
METHOD = [
    "A verdict is given only where both documents count the same thing, as far as each says. They may cover different times, such as a year and a month: how each is "
    "dated stands beside it. Which figures may be compared is declared, with the reason; better or worse then follows from which way is better.",
    "Some figures have no way that is better, such as the number of children in care. They are compared, but not judged.",
    "A figure that is printed as the share not done is turned into the share done; one that is printed as a fraction stays one. A percentage of few children is not "
    "shown where it could stand for 1 to 4 of them.",
    "On the charts, a figure with no date stands at the end of the inspection, and one given for a calendar year in its middle. A dotted line joins figures that "
    "may be compared across years for which none is held.",
]


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
    """The rows of one theme."""
    return released.where(released.table["comparison_theme"] == theme)


def drawn(verdicts: Released, points: Released) -> Released:
    """The comparisons with at least two figures to draw, less those whose latest figure may not be shown."""
    shown = points.table.dropna(subset=["figure_value"]).groupby("comparison").size()
    hidden = verdicts.suppressed["today_value"].astype(bool)
    return verdicts.where(verdicts.table["comparison"].isin(shown[shown > 1].index) & ~hidden)


def theme_finding(verdicts: Released) -> str:
    """What a theme's figures come to: those judged or compared; those that cannot be, where there are no others."""
    rows = verdicts.table
    title = []
    for name, lead in LEADS.items():
        named = rows[rows["comparison_verdict"] == name]
        if not named.empty and (name != "not comparable" or not title):
            title.append(f"{lead}: {in_words(named)}")
    return ". ".join(title)


def theme_words(theme: str, verdicts: Released, points: Released) -> dict[str, str]:
    """Title, text alternative and description of a theme's chart."""
    title = theme_finding(verdicts)
    return {
        "title": title,
        "alt": f"Line charts of figures on {in_sentence(theme)}, at the inspection and today. {title}.",
        "description": " ".join(_run_in_words(group) for _, group in points.table.groupby("comparison", sort=False)),
    }


def figures_in_words(verdicts: Released) -> Released:
    """The comparisons with both figures as text: units, bounds and fractions as printed."""
    then, now = [], []
    for row, hidden in zip(verdicts.table.to_dict("records"), verdicts.suppressed.to_dict("records"), strict=True):
        then.append(NOT_SHOWN if hidden["inspection_value"] else _then(row) if pd.notna(row["inspection_value"]) else NOT_AVAILABLE)
        shown = amount(row["today_value"], row["today_unit"]) if pd.notna(row["today_value"]) else NOT_AVAILABLE
        now.append(NOT_SHOWN if hidden["today_value"] else shown)
    words = {
        name: pd.Series(texts, index=verdicts.table.index, dtype="str")
        for name, texts in (("inspection_figure", then), ("today_figure", now))
    }
    return verdicts.with_words(**words)


def verdict_tile(verdicts: Released, inspection_year: int) -> Tile:
    """How many measures are better and worse than at the inspection, of all that are set side by side."""
    counts = verdict_counts(verdicts)
    judged = sum(counts[name] for name in JUDGED)
    rest = ", ".join(
        f"{counts[name]} {words}"
        for name, words in (("not judged", "not judged"), ("not comparable", "cannot be compared"))
        if counts[name]
    )
    return Tile(
        f"Against the inspection of {inspection_year}",
        f"{counts['better']} better, {counts['worse']} worse",
        f"of {counted(judged, 'measure')} that can be judged{f'; {rest}' if rest else ''}",
        field("comparison_verdict").definition,
    )


def not_known(verdicts: Released, inspection_year: int) -> list[str]:
    """What has no figure today, what is not shown, and what cannot be compared: all that have no verdict."""
    table, hidden = verdicts.table, verdicts.suppressed["today_value"].astype(bool)
    absent = table[table["today_value"].isna() & ~hidden]
    counts = verdict_counts(verdicts)
    sentences = [
        f"Nothing is held between the inspection of {inspection_year} and the first figure of today's series: what happened in between is not known."
    ]
    if not absent.empty:
        sentences.append(f"Today's reports have no figure for {in_labels(absent)}. Whether these are better cannot be said.")
    if hidden.any():
        sentences.append(
            f"Today's figure may not be shown for {in_labels(table[hidden])}, so how {agreeing(int(hidden.sum()), 'it', 'each')} changed is not looked at."
        )
    others = counts["not comparable"] - int(
        (table["comparison_verdict"].eq("not comparable") & table["today_value"].isna() & ~hidden).sum()
    )
    if others:
        sentences.append(
            f"{sentence_case(counted(others, 'more figure'))} of the inspection cannot be compared because today's measures count something else."
        )
    return sentences


def judged_by(inspections: Released, judgements: Released) -> list[str]:
    """Each inspection's judgement of the whole with its dates, and whether all its judgements are the same."""
    sentences = []
    for inspection, rows in judgements.table.groupby("inspection", sort=False):
        held = inspections.table[inspections.table["inspection"] == inspection]
        dates = _dates(held.iloc[0]) if len(held) else ""
        overall = rows[rows["judgement_is_overall"]]
        grades = list(dict.fromkeys(rows["judgement_grade"]))
        all_alike = f" All {number(len(rows))} judgements are the same." if len(grades) == 1 and len(rows) > 1 else ""
        counts = [f"{grade} {number(int((rows['judgement_grade'] == grade).sum()))}" for grade in grades]
        spread = f" Of {number(len(rows))} judgements: {listing(counts)}." if len(grades) > 1 else ""
        whole = (
            f"The judgement of the whole was {overall['judgement_grade'].iloc[0]}" if len(overall) else "No judgement of the whole is held"
        )
        sentences.append(f"{whole}{dates}.{all_alike}{spread}")
    return sentences


def judgements_in_words(judgements: Released) -> Released:
    """Judgements with grades and bodies as a reader says them."""
    table = judgements.table
    return judgements.with_words(
        judgement_grade=table["judgement_grade"].str.replace("_", " "),
        judged_body=table["judged_body"].map(BODIES).fillna(table["judged_body"]),
    )


def answered(findings: Released) -> str:
    """How many areas for improvement have a figure today; all of them are told of."""
    rows = findings.table
    compared, alone = rows["figures_compared"].notna(), rows["figures_compared"].isna() & rows["figures_today_alone"].notna()
    judged, immediate = int((rows["figures_judged"] > 0).sum()), int((rows["urgency"] != "").sum())
    neither = int((~compared & ~alone).sum())
    urgent = f", {number(immediate)} of them at once" if immediate else ""
    parts = [f"The inspectors asked for {counted(len(rows), 'improvement')}{urgent}."]
    if compared.any():
        parts.append(
            f"For {number(int(compared.sum()))} there are figures of then and now, by which {number(judged) if judged else 'none'} can be judged."
        )
    if alone.any():
        parts.append(f"For {number(int(alone.sum()))} more only today's reports have a figure.")
    if neither:
        parts.append(f"For {number(neither)} no figure is set beside {agreeing(neither, 'it', 'them')}.")
    return " ".join(parts)


def findings_in_words(findings: Released) -> Released:
    """Areas for improvement with whom they are for, and what today's figures show of them."""
    table = findings.table
    shown = []
    for compared, alone in zip(table["figures_compared"], table["figures_today_alone"], strict=True):
        parts = [compared] if pd.notna(compared) else []
        parts += [f"only today: {in_sentence(alone)}"] if pd.notna(alone) else []
        shown.append(sentence_case("; ".join(parts)) or None)
    return findings.with_words(
        shown_by=pd.Series(shown, index=table.index, dtype="str"),
        addressed_to=table["addressed_to"].map(BODIES).fillna(table["addressed_to"]),
    )


def later_in_brief(events: Released) -> str:
    """That reports of later inspections are not held; empty where there are none."""
    later = events.table[events.table["event_kind"] == "inspection"]
    if later.empty:
        return ""
    full = later.loc[later["full_inspection"].fillna(False).astype(bool), "held_in"]
    last_full = f", the last full one in {_held(full.iloc[-1])}," if not full.empty else ""
    return f"The reports of later inspections{last_full} are not held here."


def later_in_full(events: Released) -> str:
    """Every later inspection and notice that the reports name."""
    parts = []
    for row in events.table.to_dict("records"):
        details = [row["event_result"]] if pd.notna(row["event_result"]) else []
        details += [counted(row["priority_actions"], "priority action")] if pd.notna(row["priority_actions"]) else []
        about = f" of the {row['event_scope']}" if pd.notna(row["event_scope"]) else ""
        note = f" ({'; '.join(details)})" if details else ""
        parts.append(f"{in_sentence(row['oversight_event'])}{about} in {_held(row['held_in'])}{note}")
    return f"The council's reports name, in order: {'; '.join(parts)}. The documents themselves are not held." if parts else ""


def notice(events: Released) -> str:
    """That the plan stands under a notice; empty where there is none."""
    given = events.table[events.table["event_kind"] == "notice"]
    if given.empty:
        return ""
    return f"The council works under a {in_sentence(given['oversight_event'].iloc[-1])} of {_held(given['held_in'].iloc[-1])}, which calls for this plan."


def strengths_in_brief(strengths: Released) -> str:
    """How many strengths the inspectors named, and on which themes most."""
    counts = strengths.table["finding_theme"].value_counts(sort=False)
    top = list(counts.index[counts == counts.max()])
    most = f"; most on {listing(top)} ({number(counts.max())}{' each' if len(top) > 1 else ''})" if len(counts) > 1 else ""
    return f"They also named {counted(len(strengths.table), 'strength')}{most}."


def in_labels(rows: pd.DataFrame) -> str:
    """Names of comparisons in a row."""
    return listing([in_sentence(label) for label in rows["comparison_label"]])


def _dates(row: pd.Series) -> str:
    """When an inspection was held and published, as far as it is stated."""
    first, last, published = (row[name] for name in ("inspection_started_on", "inspection_ended_on", "inspection_published_on"))
    held = f" at the inspection of {long_date(first)} to {long_date(last)}" if pd.notna(first) and pd.notna(last) else ""
    return held + (f", published on {long_date(published)}" if pd.notna(published) else "")


def _held(text: str) -> str:
    return Month.parse(text[:7]).label if "-" in text else text


def _both(row: dict) -> str:
    then = _then(row) if pd.notna(row["inspection_value"]) else "not shown"
    if pd.notna(row["today_value"]):
        now = f"{amount(row['today_value'], row['today_unit'])} now"
    else:
        now = "no figure now" if pd.isna(row["today_unit"]) else "now not shown"
    return f"{then} then, {now}"


def _then(row: dict) -> str:
    """The inspection's figure as printed: with the word of a bound, and a fraction where it is printed as one."""
    bound = f"{row['qualifier'].replace('_', ' ')} " if pd.notna(row["qualifier"]) else ""
    fraction = FRACTIONS.get(round(float(row["inspection_value"]), 1)) if row["printed_as_fraction"] else None
    return bound + (fraction or amount(row["inspection_value"], row["inspection_unit"]))


def _run_in_words(group: pd.DataFrame) -> str:
    shown = group.dropna(subset=["figure_value"])
    parts = [f"{amount(row.figure_value, row.figure_unit)} ({row.figure_dated_as})" for row in shown.itertuples()]
    return f"{group['comparison_label'].iloc[0]}: {listing(parts) or 'no figure that may be shown'}."
