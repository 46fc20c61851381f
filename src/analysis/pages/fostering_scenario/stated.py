"""The assumptions of the scenario with their reasons, and those that change nothing."""

from analysis.fostering.scenario import assumptions_table
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present.assumption_wording import assumptions_in_words, inert_in_words
from analysis.present.findings import scenario as findings
from analysis.present.tables import folded_table, table


@section("Assumptions and their reasons", needs=())
def assumptions(given: Given) -> Shown:
    """Levers, uncertainties, ranges with the evidence that is wanted, and inputs that change nothing here."""
    case = given.choices["case"]
    stated = assumptions_in_words(assumptions_table(case.scenario))
    stated = given.release(stated[stated["source"] != "model"], "assumptions")
    levers, uncertainties = (
        stated.where(stated.table["assumption_kind"] == kind).named(name)
        for kind, name in (("Lever", "levers"), ("Uncertainty", "uncertainties"))
    )
    open_to_doubt = stated.where((stated.table["range_reason"] != "") | (stated.table["evidence_needed"] != "")).named(
        "ranges_and_evidence"
    )
    body = [
        table(levers, "Levers: what the council decides", ["assumption_meaning", "value_in_words", "reason", "source", "stated_in"]),
        folded_table(
            uncertainties,
            "Uncertainties: what the council does not decide, or does not know",
            ["assumption_meaning", "value_in_words", "range_in_words", "reason", "source", "stated_in"],
        ),
    ]
    if len(open_to_doubt.table):
        body.append(
            folded_table(
                open_to_doubt, findings.EVIDENCE_TABLE, ["assumption_meaning", "range_in_words", "range_reason", "evidence_needed"]
            )
        )
    inert = case.inert.with_words(value_in_words=inert_in_words(case.inert.table))
    if len(inert.table):
        columns = ["assumption_meaning", "value_in_words", "inert_because", "stated_in"]
        body.append(folded_table(inert, "Inputs that change nothing in this scenario, whatever their value", columns))
    return Shown(body, {"assumptions": stated, "inert": inert}, limits=findings.not_known(stated))
