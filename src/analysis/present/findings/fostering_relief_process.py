"""Sentences of the relief page on how relief runs: rows in doubt, what is paid back, recovery, the process, readings and limits."""

import pandas as pd

from analysis.disclosure.release import Released
from analysis.present.decision_wording import date_in_words
from analysis.present.findings.fostering_relief import NO_RELIEF
from analysis.present.wording import counted, listing, pounds, sentence_case


def not_decided(undecided: Released) -> list[str]:
    """What the list of rows in doubt holds, and what those that name no household of the register may mean."""
    rows = undecided.table
    if rows.empty:
        return []
    households, unknown = rows["household"].nunique(), int(rows["household"].isna().sum())
    sentences = []
    if households:
        sentences.append(
            f"{sentence_case(_households(households))} {'is' if households == 1 else 'are'} not decided: a row of {'its' if households == 1 else 'their'} own "
            "cannot be read, or contradicts another. The cost and every count on this page leave them out. Correct the rows, and run it again."
        )
    if unknown:
        sentences.append(
            f"{sentence_case(counted(unknown, 'row'))} {'names' if unknown == 1 else 'name'} no household of the register. If one is meant that is, it lacks days of "
            "care that it gave, and a decision against it may be wrong."
        )
    return sentences


def notes_on_files(notes: Released) -> list[str]:
    """How files were read, where that was not plain."""
    return notes.table["reading_note"].tolist()


def paid_too_long(overpaid: Released, at_stages: Released) -> list[str]:
    """What is to be recovered, and what cannot be said of it."""
    rows = overpaid.table
    unknown = int(at_stages.table.loc[at_stages.table["stage_waits_for"] == "end_without_day_known", "households"].sum())
    open_ends = (
        f" For {_households(unknown)} whose approval ended in the year the register does not say when the council learnt of it, so nothing is worked out."
        if unknown
        else ""
    )
    if rows.empty:
        return [f"No relief is known to have been paid after the right to it had ended.{open_ends}"]
    outside = ~rows["in_authority_area"].astype(bool)
    parts = [
        f"{_households(int(mask.sum()))} {where} ({pounds(rows.loc[mask, 'overpaid_gbp'].sum(), 2)})"
        for mask, where in ((outside, "outside the area may have to pay it back"), (~outside, "in the area with it on a new bill"))
        if mask.any()
    ]
    return [
        f"Relief of {pounds(rows['overpaid_gbp'].sum(), 2)} was for days on which the right to it had ended and the council did not know yet: {listing(parts)}. "
        f"It is not part of the cost above.{open_ends}"
    ]


STAGES_IN_WORDS = {
    "refused": ("Consent", "Has not agreed to the relief"),
    "bill_needed": ("Application", "Has relief outside the area, and the council's own charge is not known: a copy of the bill is needed"),
    "due_for_next_year": ("Yearly review", "Has relief in this year, and is looked at again for the next"),
    "end_without_day_known": (
        "Notice of changes",
        "Approval ended in the year, and the register does not say when the council learnt of it",
    ),
    "refund_after_appeal": ("Challenge", "An appeal succeeded: what was charged is refunded"),
    "outside_area": ("Recovery", "Had relief too long, outside the area: it may have to be paid back"),
    "in_area": ("Recovery", "Had relief too long, in the area: the bill is made out again"),
}
"""Stage and what it waits for, by ``stage_waits_for`` of ``households_at_each_stage``."""


def stages_in_words(at_stages: Released) -> Released:
    """``households_at_each_stage`` with ``process_stage`` and ``stage_in_words`` as a reader says them."""
    words = at_stages.table["stage_waits_for"].map(STAGES_IN_WORDS)
    return at_stages.with_words(process_stage=[stage for stage, _ in words], stage_in_words=[text for _, text in words])


def process_open() -> list[str]:
    """What the published process leaves open."""
    return [
        "The published process does not say in which form carers agree, what they must tell and by when, who reviews each year and how, how long a challenge may be made, or how relief is recovered "
        "from carers in the area. The register does not say whether carers were told."
    ]


def how_read(criteria: Released) -> list[str]:
    """Which readings of the criteria depart from the default in this run."""
    departs = criteria.table[criteria.table["reading_departs"].notna()]
    if departs.empty:
        return ["Every criterion is read as by default."]
    verb = "is" if len(departs) == 1 else "are"
    return [
        f"{sentence_case(counted(len(departs), 'criterion', 'criteria'))} {verb} read otherwise than by default.",
        *(f"{row.parameter_meaning}: {row.reading}, instead of {row.reading_departs}." for row in departs.itertuples()),
    ]


def departures(criteria: Released) -> list[str]:
    """The column of the defaults, where this run departs from one."""
    return ["reading_departs"] if criteria.table["reading_departs"].notna().any() else []


def method() -> list[str]:
    """How days, amounts and payments are reckoned."""
    return [
        "Each day of care counts once, however many children were there. Stays that overlap or touch are one.",
        "Relief is reckoned by the day: the council tax of the band for the year, times the days with relief, over the days in the year.",
        "Relief is a percentage of the council tax before discounts. Full relief is what a discount leaves to pay.",
        "A payment to a household outside the area is the relief of the days so far less what was paid before, so payments add up to the year to the penny.",
        "Where the report states a rule in two ways, the table of criteria says which was taken. Section 6 is fullest and is the default.",
        "The register and the stays are checked before anything is decided. A household whose rows contradict each other is not decided, and each row is named.",
    ]


def cannot_say(in_all: Released) -> list[str]:
    """What the register does not hold and the figures do not cover."""
    relieved = _relieved(in_all.table.iloc[0])
    granted = "" if not relieved else f" The decisions in favour of {_households(relieved)} take it as given."
    return [
        f"Whether carers agree to the relief, stay available, claim every discount due and claim for one home. The register does not say.{granted}",
        "Whether a carer moved during the year. The register has one address and one band for each household and approval.",
        "What happens after the extracts were made. A stay or an approval without an end is taken to go on.",
        "What carers would do if the threshold were another. The same stays are counted under each.",
        "Cases that the report leaves to a person, such as carers outside the area who came from an agency.",
    ]


def extracts_used(made_up: bool) -> str:
    """Where the register and the stays come from."""
    if made_up:
        return "The register and the stays are made up."
    return "The register of carers and the stays are the council's own extracts, which are not published. The manifest has their checksums."


def paid_in_all(payments: Released, in_all: Released) -> pd.DataFrame:
    """One row: all payments together, and the households that they go to."""
    paid = round(float(payments.table["reimbursement_gbp"].sum()), 2)
    return pd.DataFrame({"households_paid": [int(in_all.table["households_outside_area"].iloc[0])], "reimbursement_gbp": [paid]})


def paid_back(payments: Released, in_all: Released, decisions: Released, year: str) -> list[str]:
    """What goes to households outside the area, and how much of it is estimated."""
    row, payment_rows = in_all.table.iloc[0], payments.table
    outside = int(row["households_outside_area"])
    if not outside:
        return [f"No household outside the area has relief in {year}, so nothing is paid back."]
    verb = "pays" if outside == 1 else "pay"
    relieved = decisions.table[decisions.table["decision"] != NO_RELIEF]
    estimated = int((relieved["council_tax_basis"] == "estimated").sum())
    sentences = [
        f"{sentence_case(counted(outside, 'household'))} with relief {verb} council tax to another council. {pounds(row['relief_outside_area_gbp'], 2)} is paid "
        f"back in {year}, in {counted(len(payment_rows), 'payment')}."
    ]
    if estimated:
        sentences.append(
            f"For {_households(estimated)} the amount is estimated at this council's own council tax, because that of the other council is not known here. The bill "
            "is needed before anything is paid."
        )
    return sentences


def payment_periods(payments: Released) -> Released:
    """``reimbursements_by_payment`` with ``payment_period`` in words."""
    table = payments.table
    words = [
        f"{date_in_words(start)} to {date_in_words(end)}"
        for start, end in zip(table["payment_period_start_date"], table["payment_period_end_date"], strict=True)
    ]
    return payments.with_words(payment_period=pd.Series(words, index=table.index, dtype="str"))


def _relieved(row) -> int:
    return int(row["households_full_relief"] + row["households_partial_relief"])


def _households(count: float) -> str:
    return counted(count, "household")
