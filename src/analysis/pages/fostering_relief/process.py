"""How relief runs: what is paid back, what was paid too long, the steps of the process, and how the criteria were read."""

from analysis.pages.fostering_relief import released
from analysis.pages.fostering_relief.decided import CRITERIA
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present.decisions import household_table
from analysis.present.findings import fostering_relief_process as on_process
from analysis.present.html import paragraphs
from analysis.present.tables import table
from analysis.relief import summary
from analysis.relief.recovery import households_at_each_stage, relief_paid_too_long


@section("Paid back outside the area", needs=(*CRITERIA, released.ASSUMED))
def paid_back(given: Given) -> Shown:
    """What goes to households that pay council tax to another council, payment by payment."""
    relief = given.choices["relief"]
    paid = summary.reimbursements_outside_area(relief.calendar, relief.decisions)
    payments = on_process.payment_periods(given.release(summary.reimbursements_by_payment(paid), "paid_back_by_payment"))
    paid = given.release(paid, "paid_back_by_household")
    in_all, decisions = released.in_all(given, relief), given.release(relief.decisions, "decisions")
    body = [paragraphs(*on_process.paid_back(payments, in_all, decisions, relief.year.label))]
    if len(payments.table):
        total = given.release(on_process.paid_in_all(payments, in_all), "paid_back_in_all")
        caption = f"Relief paid back to households outside the area, {relief.year.label}"
        body.append(table(payments, caption, ["payment_period", "households_paid", "reimbursement_gbp"], total=total))
    if len(paid.table):
        columns = [
            "household",
            "billing_authority",
            "payment_period_start_date",
            "payment_period_end_date",
            "relief_days",
            "reimbursement_gbp",
        ]
        body.append(household_table(paid, "What is paid back to each household, payment by payment", columns, folded=True))
    return Shown(body, {"payments": payments, "by_household": paid})


@section("Paid after the right had ended", needs=CRITERIA)
def paid_too_long(given: Given) -> Shown:
    """Relief to be recovered."""
    relief = given.choices["relief"]
    overpaid = given.release(relief_paid_too_long(relief), "relief_paid_too_long")
    stages = given.release(households_at_each_stage(relief), "households_at_each_stage")
    body = [paragraphs(*on_process.paid_too_long(overpaid, stages))]
    if len(overpaid.table):
        columns = ["household", "billing_authority", "overpaid_from_date", "overpaid_to_date", "overpaid_days", "overpaid_gbp"]
        body.append(household_table(overpaid, "Relief paid after the right to it had ended", columns))
    return Shown(body, {"overpaid": overpaid})


@section("Consent, review, challenge and recovery", needs=("fostering_relief_steps",))
def process(given: Given) -> Shown:
    """The steps that the report describes, and the households that each concerns now."""
    relief = given.choices["relief"]
    steps = given.release(
        given["fostering_relief_steps"][["step_number", "process_stage", "step_by", "step_in_words", "place"]], "relief_steps"
    )
    stages = on_process.stages_in_words(given.release(households_at_each_stage(relief), "households_at_each_stage"))
    body = [
        table(steps, "How relief runs, as the report describes it", ["step_number", "process_stage", "step_by", "step_in_words", "place"]),
        table(stages, f"Households that each stage concerns, {relief.year.label}", ["stage_in_words", "process_stage", "households"]),
        paragraphs(*on_process.process_open()),
    ]
    return Shown(body, {"steps": steps, "stages": stages})


@section("How the criteria were read", needs=CRITERIA)
def how_read(given: Given) -> Shown:
    """Each figure and rule of the criteria as the page reads it."""
    criteria = released.criteria(given, given.choices["relief"])
    columns = ["parameter_meaning", "reading", *on_process.departures(criteria), "stated_place"]
    body = [
        paragraphs(*on_process.how_read(criteria)),
        table(criteria, "Each figure and rule of the criteria as this page reads it", columns),
        paragraphs(on_process.extracts_used(given.choices["made_up"])),
    ]
    return Shown(body, {"criteria": criteria})
