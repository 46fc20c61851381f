"""What a check is called and says of itself: its claim in words, its place, its topics."""

import re

from analysis.assurance.reconciliation.cells import Cells
from analysis.periods import FinancialYear, Month


def names_in_claims(row: dict[str, str], cells: Cells) -> dict[str, str]:
    """What ``{indicator_name}`` and ``{measure_name}`` stand for in a claim."""
    names = {}
    if "indicator" in row:
        names["indicator_name"] = next((entry["name"] for entry in cells.rows("indicators", indicator=row["indicator"])), row["indicator"])
    if "measure" in row:
        measures = cells.rows("performance_measures", measure=row["measure"])
        names["measure_name"] = next((entry["description"] for entry in measures), row["measure"])
    return names


class Items(dict):
    """What ``{item}`` and ``{item_of_budget}`` stand for; a document without items is called the report."""

    def __missing__(self, name: str) -> str:
        if name.startswith("item"):
            return "report"
        raise KeyError(name)


def items_of(cells: Cells, source: str, topic: str) -> dict[str, str]:
    """Items of a document by the topics that they hold, as a place names them: ``item 10``."""
    by_topic = {row["topic"]: f"item {row['item']}" for row in cells.tables.get("source_items", []) if row["source"] == source}
    named = Items({f"item_of_{about}": item for about, item in by_topic.items()})
    return Items(named | ({"item": by_topic[topic]} if topic in by_topic else {}))


def topics_of(topic: str, place: str, items: dict[str, str]) -> str:
    """Topics of a check: its own, and those of the other items that its place names."""
    named = [about for about, item in items.items() if about != "item" and re.search(rf"\b{item}\b", place)]
    return " ".join(dict.fromkeys([topic, *(about.removeprefix("item_of_") for about in named)]))


def in_words(text: str) -> str:
    """A cell of a row as a claim names it: no underscores, a year with a stroke, a month with its name."""
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        year_or_month = text[5:] == f"{(int(text[2:4]) + 1) % 100:02d}"
        return FinancialYear.parse(text).label if year_or_month else Month.parse(text).label
    if re.fullmatch(r"20\d\d-\d\d", text):
        return FinancialYear.parse(text).label
    return text.replace("_", " ")


def slug(text: str) -> str:
    """A name that a page can link to."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
