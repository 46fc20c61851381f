"""Sentences on measures worked out from a council's records, beside those that its report prints."""

import pandas as pd

from analysis.caseloads.measures import IN_MONTH, ROLLING_YEAR, SNAPSHOT, YEAR_TO_DATE
from analysis.catalogue.parameters import in_words
from analysis.disclosure.release import Released
from analysis.present.wording import agreeing, counted, in_sentence, long_date, number, sentence_case, with_unit

MOST_TOLD = 4
"""Measures whose difference from the report is told in a sentence of its own; the table has the others."""
READ = "Read as"
"""Begins the definition of a measure that the report does not define."""
ALIKE_WITHIN = 0.5
"""Difference, in the unit of the measure, that rounding and late entries leave."""
WORDS = {
    ("social_workers_over_20_children_pct", SNAPSHOT): (
        "Workers with more than {caseload_children}",
        "Social workers on the list of workers who hold a case, and those with more children than that, whatever their hours.",
    ),
    ("social_worker_turnover_pct", ROLLING_YEAR): (
        "Workers who left in 12 months",
        "Workers on the list of workers in post, agency workers apart, and those who left in the 12 months.",
    ),
    ("children_without_right_team", SNAPSHOT): (
        "Without a team",
        "Children in need, on plans or looked after whose list names no team.",
    ),
    ("re_referral_pct", ROLLING_YEAR): (
        "Re-referrals within 12 months",
        "Referrals of the 12 months, and those that came within 12 months of an earlier one of the same child.",
    ),
    ("assessments_in_45_working_days_pct", IN_MONTH): (
        "Assessments within {assessment_working_days}, in the month",
        "Assessments authorised in the month, and those within the limit, counted from the day after they began.",
    ),
    ("assessments_in_45_working_days_pct", YEAR_TO_DATE): (
        "Assessments within {assessment_working_days}, since April",
        "The same since 1 April.",
    ),
    ("initial_child_protection_conferences_in_time_pct", IN_MONTH): (
        "Initial conferences within {initial_conference_working_days}",
        "Initial child protection conferences held in the month, and those within the limit from the strategy discussion.",
    ),
    ("repeat_child_protection_plans_pct", SNAPSHOT): (
        "On a second plan or later",
        "Children on a plan, and those who had one before at any time.",
    ),
    ("cpp_repeat_pct", ROLLING_YEAR): (
        "New plans after an earlier one",
        "Plans begun in the 12 months, and those of a child who had one before at any time.",
    ),
    ("child_protection_reviews_in_time_pct", SNAPSHOT): (
        "Review conferences not overdue",
        "Children on a plan, and those whose review conference is not overdue on the day: the list holds the last one alone.",
    ),
    ("children_looked_after_reviews_in_time_pct", SNAPSHOT): (
        "Statutory reviews not overdue",
        "Children looked after, and those whose review is not overdue on the day: the list holds the last one alone.",
    ),
    ("initial_health_assessments_in_time_pct", IN_MONTH): (
        "First health assessments in time",
        "Children who came into care in the month before and are still in it, and those assessed within {first_health_assessment_working_days}.",
    ),
    ("health_checks_up_to_date_pct", SNAPSHOT): (
        "Health assessments up to date",
        "Children looked after, and those whose health assessment is not overdue.",
    ),
    ("dental_checks_up_to_date_pct", SNAPSHOT): (
        "Dental checks up to date",
        "Children looked after, and those whose dental check is not overdue.",
    ),
    ("short_term_placement_stability_pct", SNAPSHOT): (
        "Three placements or more in 12 months",
        "Children looked after, and those of whom the list counts three placements or more in 12 months, as national indicator 62 has it.",
    ),
    ("long_term_placement_stability_pct", SNAPSHOT): (
        "Same placement for two years",
        "Children under 16 looked after for two and a half years, and those in the same placement for two, as national indicator 63 has it.",
    ),
    ("cla_out_of_city_pct", SNAPSHOT): (
        "Placed outside the area",
        "Children looked after whose list says where they are placed, and those outside the council's area.",
    ),
    ("residential_placements", SNAPSHOT): (
        "In residential placements",
        "Children looked after in children's homes, secure homes, care homes, family centres or residential schools.",
    ),
    ("care_leavers_eet_pct", SNAPSHOT): (
        "Young people after care: in education, employment or training",
        "Care leavers aged 18 to 20, and those whose list names education, employment or training.",
    ),
    ("care_leavers_unsuitable_accommodation_pct", SNAPSHOT): (
        "Young people after care: in unsuitable accommodation",
        "Care leavers aged 18 to 20, and those whose list calls the accommodation unsuitable.",
    ),
    ("care_leavers_in_touch_pct", SNAPSHOT): (
        "Young people after care: in touch with the council",
        "Care leavers aged 18 to 20, and those with whom the list says that the council is in touch.",
    ),
}
"""By indicator and kind: name, and how the records count it. A name has no words of which a team may be called, such as children in care."""
METHOD = [
    "Measures from records are worked out from the lists of Annex A and the list of workers. A month, the time since April or twelve months is counted only where the "
    "lists held tell of all of it. What no list tells is left out: supervision, contacts, pre-proceedings, eye checks and immunisations.",
]


def in_words_of(shown: Released) -> Released:
    """Measures with their names, what the records count, and what the report does by its own definition."""
    texts = [_words(indicator, kind) for indicator, kind in shown.table[["indicator", "measure_kind"]].itertuples(index=False, name=None)]
    names, how = zip(*texts, strict=True) if texts else ((), ())
    printed = [f" In the report: {text}." if text else "" for text in shown.table["printed_definition"].fillna("")]
    definition = [f"In the records: {own}{theirs}" for own, theirs in zip(how, printed, strict=True)]
    return shown.with_words(measure_name=list(names), definition=definition)


def beside_report(shown: Released, day: pd.Timestamp) -> list[str]:
    """How many measures the report prints too, how many agree, and where the two differ most."""
    rows = shown.table
    both = rows.dropna(subset=["printed_value", "records_value"])
    said = f"The records of {long_date(day)} tell of {counted(len(rows), 'measure')} of the scorecard."
    hidden = int(shown.suppressed["records_value"].sum())
    said += f" {sentence_case(counted(hidden, 'measure'))} {agreeing(hidden, 'is', 'are')} of too few to be shown." if hidden else ""
    if both.empty:
        return [said]
    apart = int((both["printed_difference"].abs() > ALIKE_WITHIN).sum())
    alike = len(both) - apart
    agree = f"{sentence_case(counted(len(both), 'measure'))} {agreeing(len(both), 'is', 'are')} printed in the report too: {number(alike)} {agreeing(alike, 'agrees', 'agree')}"
    return [said, f"{agree}, {number(apart)} {agreeing(apart, 'differs', 'differ')}.", *differences(shown)]


def of_care(shown: Released, day: pd.Timestamp) -> list[str]:
    """What the lists say of children in care and of care leavers, and where the report differs most."""
    rows = shown.table.dropna(subset=["records_value"])
    named = [f"{_in_brief(row['measure_name'])} {with_unit(row['records_value'], row['measure_unit'])}" for _, row in rows.iterrows()]
    sentences = [f"In the lists of {long_date(day)}: {'; '.join(named)}."] if named else []
    return [*sentences, *differences(shown)]


def differences(shown: Released) -> list[str]:
    """Where report and records differ most: both figures, and what the report counts."""
    both = shown.table.dropna(subset=["printed_value", "records_value"])
    apart = both[both["printed_difference"].abs() > ALIKE_WITHIN]
    furthest = apart.loc[apart["printed_difference"].abs().astype(float).sort_values(ascending=False, kind="stable").index]
    return [_apart(row) for _, row in furthest.head(MOST_TOLD).iterrows()]


def headline(shown: Released) -> str:
    """How many measures report and records state differently; without a report how many the records tell of."""
    rows = shown.table.dropna(subset=["records_value"])
    both = rows.dropna(subset=["printed_value"])
    if both.empty:
        return f"{sentence_case(counted(len(rows), 'measure'))} of performance can be shown from the council's records."
    apart = int((both["printed_difference"].abs() > ALIKE_WITHIN).sum())
    if not apart:
        return ""
    return f"{sentence_case(counted(apart, 'measure'))} of {number(len(both))} {agreeing(apart, 'comes', 'come')} out differently in the council's records than in its report."


def _in_brief(name: str) -> str:
    return in_sentence(name.replace(":", ""))


def _apart(row: pd.Series) -> str:
    of = (
        f" ({number(row['counted_part'])} of {number(row['counted_whole'])})"
        if pd.notna(row["counted_part"]) and pd.notna(row["counted_whole"])
        else ""
    )
    said = (
        f"{row['measure_name']}: {with_unit(row['printed_value'], row['measure_unit'])} in the report, "
        f"{with_unit(row['records_value'], row['measure_unit'])} in the records{of}."
    )
    theirs = row["printed_definition"]
    if pd.isna(theirs):
        return f"{said} No definition of the report's is held."
    return f"{said} The report's {'measure is' if theirs.startswith(READ) else 'definition:'} {in_sentence(theirs)}."


def _words(indicator: str, kind: str) -> tuple[str, str]:
    name, how = WORDS[indicator, kind]
    limits = ("caseload_children", "assessment_working_days", "initial_conference_working_days", "first_health_assessment_working_days")
    named = {limit: in_words(limit) for limit in limits}
    return name.format(**named), how.format(**named)
