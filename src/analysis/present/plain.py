"""Released tables as plain text, for a terminal."""

import textwrap

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.tables import must_be_released
from analysis.present.wording import shown

WIDTH = 100


def turned(released: Released, leaving_out: tuple[str, ...] = ()) -> str:
    """A table on its side: a line for each column but those left out, a column for each row, headed by the first."""
    table = must_be_released(released).table
    columns = [field(column) for column in table.columns if column not in leaving_out]
    lines = [[column.heading_with_unit, *(shown(value, column) for value in table[column.name])] for column in columns]
    heads = [textwrap.wrap(text, 22) for text in lines[0]]
    depth = max(len(head) for head in heads)
    top = [[head[row] if row < len(head) else "" for head in heads] for row in range(depth)]
    rows = [*top, *lines[1:]]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    texts = [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]) for row in rows
    ]
    return "\n".join([*texts[:depth], "-" * len(texts[0]), *(text.rstrip() for text in texts[depth:])])


def as_rows(released: Released) -> list[dict]:
    """A table as plain data, a missing figure being ``None``."""
    table = must_be_released(released).table
    return table.astype(object).where(table.notna(), None).to_dict("records")


def listed(rows: list[dict]) -> str:
    """Scenarios by name, with title, base and purpose."""
    blocks = []
    for row in rows:
        base = f", on {row['base']}" if row["base"] else ""
        purpose = textwrap.fill(row["purpose"], WIDTH, initial_indent="    ", subsequent_indent="    ")
        blocks.append(f"{row['name']}: {row['title']}{base}\n{purpose}")
    return "\n".join(blocks)


def assumptions_listed(rows: list[dict]) -> str:
    """Assumptions by group and name, with what they may be and what they mean, as ``declared_assumptions`` gives them."""
    lines: list[str] = []
    for group in dict.fromkeys(row["group"] for row in rows):
        lines += [f"[{group}]"]
        lines += [f"{row['name']}: {row['allowed']}\n    {row['meaning']}" for row in rows if row["group"] == group]
    return "\n".join(lines)
