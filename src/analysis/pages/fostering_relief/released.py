"""Tables of the relief page that more than one section shows, let out once."""

from analysis.disclosure.release import Released
from analysis.pages.given import Given
from analysis.present.criteria_wording import criteria_in_words
from analysis.present.decision_wording import with_reasons
from analysis.present.findings import fostering_relief as findings
from analysis.relief import summary
from analysis.relief.year import ReliefYear

ASSUMED = "fostering_scheme_assumptions"


def in_all(given: Given, relief: ReliefYear) -> Released:
    """All bands together, beside what the report assumes."""
    return given.release(
        summary.relief_in_all(summary.relief_by_band(relief.decisions), given[ASSUMED], relief.households_not_decided), "relief_in_all"
    )


def decided(given: Given, relief: ReliefYear) -> Released:
    """Every decision with its reasons in words and its place on the page."""
    worded = with_reasons(given.release(relief.decisions, "decisions"), relief.criteria, relief.year)
    return findings.with_anchors(findings.approval_types_in_words(worded), worded)


def criteria(given: Given, relief: ReliefYear) -> Released:
    """The criteria as this run reads them."""
    return given.release(criteria_in_words(relief.criteria, relief.default_criteria), "criteria_as_read")
