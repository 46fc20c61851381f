"""Who has relief and what it costs, who has none and why, and who is not decided."""

from analysis.pages.fostering_relief import released
from analysis.pages.given import Given
from analysis.pages.sections import Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.decisions import decision_list, household_table
from analysis.present.findings import fostering_relief as findings
from analysis.present.findings import fostering_relief_process as on_process
from analysis.present.html import paragraphs
from analysis.present.tables import table
from analysis.relief import summary
from analysis.relief import year as relief_year

CRITERIA = ("fostering_eligibility_criteria", "fostering_eligibility_rules", "council_tax_bands")


@section("Households and cost by band", needs=(*CRITERIA, released.ASSUMED))
def by_band(given: Given) -> Shown:
    """What relief costs in each council tax band."""
    relief = given.choices["relief"]
    bands = given.release(summary.relief_by_band(relief.decisions), "relief_by_band")
    in_all, label = released.in_all(given, relief), relief.year.label
    short = given.release(summary.just_short(relief.calendar, relief.decisions, given.choices["short_by"]), "just_short")
    body = [paragraphs(*findings.by_band(in_all))]
    if bands.table["relief_gbp"].sum():
        body.append(
            named_bars(
                "cost-by-band",
                bands,
                category=findings.band_name,
                value="relief_gbp",
                amount=findings.cost_label,
                title=findings.by_band_title(bands),
                alt="Bar chart of the cost of relief in each council tax band.",
                description=findings.by_band_description(bands),
            )
        )
    columns = ["council_tax_band", "households_registered", "households_full_relief", "households_partial_relief", "relief_gbp"]
    columns += ["households_outside_area", "relief_outside_area_gbp"]
    caption = f"Households and the cost of their relief by council tax band, {given.place}, {label}"
    body.append(table(bands, caption, columns, total=in_all))
    return Shown(
        body,
        {"bands": bands, "in_all": in_all},
        headline=findings.headline(in_all, label, released.criteria(given, relief)),
        tiles=findings.tiles(in_all, short, given.choices["short_by"], label),
        warnings=findings.warnings(given.choices["made_up"], given.release(relief_year.coverage(relief), "coverage")),
        limits=on_process.cannot_say(in_all),
        method=on_process.method(),
    )


@section("Households that are not decided", needs=CRITERIA)
def not_decided(given: Given) -> Shown:
    """Rows of the register and the stays that are in doubt, and how files were read where that was not plain."""
    relief = given.choices["relief"]
    undecided = given.release(relief.undecided, "households_not_decided")
    notes = given.release(relief.notes, "how_files_were_read")
    if undecided.table.empty:
        kept = on_process.notes_on_files(notes)
        return Shown(
            [paragraphs("Every household of the register is decided: no row contradicts another.", *kept)], {"undecided": undecided}
        )
    columns = ["household", "problem_file", "problem_row", "problem_column", "problem_value", "problem_rule", "problem_remedy"]
    body = [
        paragraphs(*on_process.not_decided(undecided), *on_process.notes_on_files(notes)),
        household_table(undecided, "Rows that are in doubt", columns, headings={"household": "Household, if the row names one"}),
    ]
    return Shown(body, {"undecided": undecided}, warnings=on_process.not_decided(undecided))


@section("Why households have no relief", needs=CRITERIA)
def without_relief(given: Given) -> Shown:
    """The rule that decides, household by household."""
    relief = given.choices["relief"]
    rules = findings.rules_in_words(given.release(summary.households_by_deciding_rule(relief.decisions), "households_by_deciding_rule"))
    refused = rules.where(rules.table["decision"] == findings.NO_RELIEF)
    body = [paragraphs(*findings.without_relief(rules))]
    if len(refused.table):
        body.append(
            named_bars(
                "rules-that-decide",
                refused,
                category=findings.rule_name,
                value="households",
                amount=findings.rule_label,
                title=findings.without_relief_title(rules),
                alt="Bar chart of the households without relief by the rule that decides.",
                description=findings.without_relief_description(rules),
            )
        )
    body.append(table(rules, f"Households by the rule that decides, {relief.year.label}", ["rule_in_words", "decision", "households"]))
    return Shown(body, {"rules": rules})


@section("Every decision with its reasons", needs=CRITERIA)
def decisions(given: Given) -> Shown:
    """Each household's decision in words for the carer."""
    relief = given.choices["relief"]
    decided = released.decided(given, relief)
    listed = decision_list(
        decided,
        findings.decisions_label(decided, relief.year.label),
        name=findings.decision_name,
        text="reasons",
        facts=findings.decision_facts,
        anchor="decision_anchor",
    )
    return Shown([paragraphs(*findings.decided(decided)), listed], {"decisions": decided})
