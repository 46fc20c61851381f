"""Inspections and notices that the council's reports name, released once for the sections that tell of them."""

from analysis.disclosure.release import Released
from analysis.pages.given import Given

EVENTS = {
    "event": "oversight_event",
    "event_kind": "event_kind",
    "held_in": "held_in",
    "full_inspection": "full_inspection",
    "scope": "event_scope",
    "result": "event_result",
    "priority_actions": "priority_actions",
}


def events_released(given: Given) -> Released:
    """Inspections and notices that the reports in force name."""
    return given.release(given["oversight_events"].rename(columns=EVENTS)[list(EVENTS.values())], "inspections_and_notices_since")
