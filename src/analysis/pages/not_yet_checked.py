"""Quarters whose reports have figures here and no check yet of what they print in sentences."""

from analysis.assurance.reconciliation.declarations import topics_not_yet_checked
from analysis.catalogue.checks import declared_checks
from analysis.catalogue.datasets import resources
from analysis.ingest.printed import read_as_printed


def topics_held() -> dict[tuple[str, str], set[str]]:
    """Topics that reports have figures on, by authority and quarter."""
    held: dict[tuple[str, str], set[str]] = {}
    entries = {entry["name"]: entry for entry in resources() if entry["validity"] != "standing" and entry.get("topics")}
    for name, rows in read_as_printed(list(entries)).items():
        for row in rows:
            topics = {row["topic"]} if "topic" in row and name in ("stated_figures", "stated_lists") else entries[name]["topics"]
            held.setdefault((row["authority"], row["quarter"]), set()).update(topics)
    return held


def not_yet_checked(authority: str, quarter: str) -> list[str]:
    """Topics of a quarter's report on which no check of its sentences is written yet, where an earlier or later report has some."""
    return topics_not_yet_checked(declared_checks(), authority, quarter, topics_held().get((authority, quarter), set()))


def checks_not_yet_written() -> list[str]:
    """A sentence for each topic of each quarter held whose report no check is written for yet."""
    files = declared_checks()
    return [
        f"No check of what the report on {topic} prints is written yet for {authority} {quarter}: add a [[report]] to the file of checks/ on it."
        for (authority, quarter), held in sorted(topics_held().items())
        for topic in topics_not_yet_checked(files, authority, quarter, held)
    ]
