"""The page on the improvement plan, inspections and assurance."""

from analysis.pages.improvement_and_assurance.assurance_test import assurance_answers, assurance_test
from analysis.pages.improvement_and_assurance.inspected import asked_for, judgements, later_inspections
from analysis.pages.improvement_and_assurance.plan import attention, leads, milestones, moved, outcomes, plan
from analysis.pages.improvement_and_assurance.reviews import elsewhere, peer_review
from analysis.pages.improvement_and_assurance.then_and_now import themes, then_and_now
from analysis.pages.national.inspection import national_around_inspections, national_inspections_listed
from analysis.pages.sections import Outline

PAGE = Outline(
    "improvement_and_assurance",
    "Improvement and assurance",
    "what is behind or due in the improvement plan, what moved, inspection findings against today, the assurance test",
    (
        attention,
        plan,
        moved,
        leads,
        milestones,
        outcomes,
        judgements,
        later_inspections,
        then_and_now,
        themes,
        asked_for,
        assurance_test,
        assurance_answers,
        peer_review,
        elsewhere,
        national_inspections_listed,
        national_around_inspections,
    ),
    order=("plan", "then_and_now", "later_inspections", "judgements", "assurance_answers", "assurance_test", "peer_review"),
    changes_title="What changed since last quarter",
)
