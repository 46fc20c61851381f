"""What would move decisions: a few days of care, another threshold; and what moved since the year before."""

from analysis.pages.fostering_relief import released
from analysis.pages.fostering_relief.decided import CRITERIA
from analysis.pages.given import Given
from analysis.pages.relief_runs import thresholds_tried
from analysis.pages.sections import Shown, section
from analysis.present.charts.levels import named_bars
from analysis.present.decisions import LONGEST_LIST, household_table
from analysis.present.findings import fostering_relief as findings
from analysis.present.html import paragraphs
from analysis.present.tables import table
from analysis.relief import summary
from analysis.relief import year as relief_year


@section("Who is just short", needs=CRITERIA)
def just_short(given: Given) -> Shown:
    """Households that a few days of care keep from relief."""
    relief, short_by = given.choices["relief"], given.choices["short_by"]
    short = given.release(summary.just_short(relief.calendar, relief.decisions, short_by), "just_short")
    named = given.release(relief.decisions[["household"]], "decisions")
    short = findings.with_anchors(findings.approval_types_in_words(short), named)
    body = [paragraphs(*findings.just_short(short, short_by))]
    if len(short.table):
        columns = ["household", "relief_short_of", "days_short", "care_days", "approval_type", "council_tax_band"]
        link = "decision_anchor" if len(relief.decisions) <= LONGEST_LIST else None
        body.append(household_table(short, f"Households that lack nothing but up to {short_by} days of care", columns, row_link=link))
    return Shown(body, {"short": short})


@section("If the threshold moved", needs=CRITERIA)
def thresholds(given: Given) -> Shown:
    """What relief would cost if full relief took another number of days."""
    relief = given.choices["relief"]
    own_days = relief.criteria.full_relief_days
    tried = thresholds_tried(relief.criteria, given.choices["thresholds"])
    costed = given.release(summary.cost_by_threshold(relief.calendar, relief.council_tax, tried), "cost_by_threshold")
    title = findings.thresholds_title(costed, own_days)
    body = [paragraphs(f"{title}.")]
    if costed.table["relief_gbp"].sum():
        body = [
            named_bars(
                "cost-by-threshold",
                costed,
                category=lambda row: findings.threshold_name(row, own_days),
                value="relief_gbp",
                amount=findings.cost_label,
                stands_out=lambda row: row["threshold_days"] == own_days,
                title=title,
                alt="Bar chart of the cost of relief at each threshold of days of care.",
                description=findings.thresholds_description(costed, own_days),
            )
        ]
    columns = ["threshold_days", "households_full_relief", "households_partial_relief", "relief_gbp", "change_gbp"]
    body.append(table(costed, f"Cost of relief in {relief.year.label} if full relief took another number of days of care", columns))
    body.append(paragraphs(findings.thresholds_note(relief.criteria)))
    return Shown(body, {"thresholds": costed})


@section("What changed since the year before", needs=(*CRITERIA, released.ASSUMED))
def year_before(given: Given) -> Shown:
    """The same decisions for the year before, by the same criteria."""
    relief = given.choices["relief"]
    before = relief_year.relief_year_before(relief)
    years = (relief.year.previous().label, relief.year.label)
    earlier, moves = None, None
    if before is not None:
        earlier = released.in_all(given, before).named("relief_in_all_year_before")
        moves = given.release(relief_year.moves_since(before, relief), "decisions_since_the_year_before")
    told = findings.changed(earlier, released.in_all(given, relief), moves, relief_year.lacking_for_year_before(relief), years)
    body = [paragraphs(*told)]
    if moves is None:
        return Shown(body)
    caption = f"Households by the decision for {years[0]} and for {years[1]}"
    body.append(table(moves, caption, ["decision_before", "decision", "households"]))
    return Shown(body, {"moves": moves, "year_before": earlier})
