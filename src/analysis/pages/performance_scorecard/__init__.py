"""The page on every measure and indicator: against target, benchmark and last period."""

from analysis.pages.performance_scorecard.from_records import from_records
from analysis.pages.performance_scorecard.indicators import benchmarks, denominators
from analysis.pages.performance_scorecard.targets import against_target, arrows, change_or_chance, moved_most, priorities
from analysis.pages.sections import Outline

PAGE = Outline(
    "performance_scorecard",
    "Performance scorecard",
    "every measure and indicator against target, benchmark and last period",
    (against_target, moved_most, change_or_chance, priorities, from_records, benchmarks, denominators, arrows),
    order=("against_target", "change_or_chance", "moved_most"),
    changes_title="What changed since last month and last quarter",
)
