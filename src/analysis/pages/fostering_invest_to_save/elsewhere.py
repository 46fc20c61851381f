"""What the report says for and against the scheme, what other councils do, and which printed figures do not agree."""

from analysis.fostering.elsewhere import break_even_claims
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present.checks import doubts_of
from analysis.present.findings import fostering as findings
from analysis.present.html import paragraphs
from analysis.present.tables import folded_table, table


@section("What the report says for and against", needs=("fostering_scheme_effects",))
def for_and_against(given: Given) -> Shown:
    """Benefits and risks that the report lists."""
    columns = ["effect", "effect_kind", "place"]
    effects = given.release(given["fostering_scheme_effects"][columns], "scheme_effects")
    return Shown([table(effects, "Benefits and risks that the report lists", columns)], {"effects": effects})


@section("What other councils do", needs=("fostering_schemes_elsewhere",), wants=("fostering_scheme_assumptions", "placement_unit_costs"))
def schemes_elsewhere(given: Given) -> Shown:
    """Schemes that the report names, and what their numbers would come to here."""
    columns = ["council", "relief", "relief_pct", "condition", "reported_outcome"]
    named = given["fostering_schemes_elsewhere"]
    schemes = given.release(named[[*columns, "break_even_carers"]], "schemes_elsewhere")
    body, tables = [table(schemes, "Council tax schemes that the report names", columns)], {"schemes": schemes}
    if given.holds("fostering_scheme_assumptions") and given.holds("placement_unit_costs"):
        claims = break_even_claims(named, given["fostering_scheme_assumptions"], given["placement_unit_costs"])
        claims = given.release(claims.assign(basis=claims["cost_basis"].map(findings.basis_label)), "break_even_claims_elsewhere")
        tables["claims"] = claims
        shown = [
            "council",
            "basis",
            "placements_per_carer",
            "net_saving_per_carer_gbp",
            "carers_exact",
            "carers_to_break_even",
            "claimed_carers",
            "relief_covered_gbp",
            "existing_households_cost_gbp",
        ]
        body.append(paragraphs(*findings.claims_elsewhere(claims, given.choices["unit_cost_basis"])))
        if len(claims.table):
            caption = f"Carers to break even as other councils named them, worked out with the costs of {given.place}"
            body.append(folded_table(claims, caption, shown))
    return Shown(body, tables)


@section("Printed figures that do not agree", needs=("fostering_scheme_assumptions",))
def do_not_agree(given: Given) -> Shown:
    """Printed figures of the report on the scheme that do not agree; those of an earlier quarter's report stand in its own pack."""
    stated_in = given.in_force("fostering_scheme_assumptions").stated_in
    doubts = given.doubts_of(stated_in)
    return Shown([doubts_of(doubts, "fostering", linked=stated_in == str(given.quarter))], {"doubts": doubts})
