"""A released table as an accessible HTML table."""

import re

import pandas as pd

from analysis.catalogue.fields import Field, field
from analysis.disclosure.release import Released
from analysis.errors import NotReleased
from analysis.ingest.raw_cells import RUN_BY_A_SPREADSHEET
from analysis.present import wording
from analysis.present.html import Html, environment, prose
from analysis.present.marks import checks_of_column, marked, standing_at

RATING_MARKS = {name: f"rating rating-{name}" for name in ("green", "amber", "red")}
"""CSS classes of the ratings against target; the word is always shown too."""

NOTES = {
    wording.NOT_SHOWN: "[c] means a figure that is not shown, to protect people's confidentiality.",
    wording.NOT_AVAILABLE: "[x] means that the report gives no figure.",
    wording.NOT_APPLICABLE: "[z] means that a figure does not apply.",
}


def must_be_released(table: Released) -> Released:
    """The table itself; raises ``NotReleased`` for anything that has not passed disclosure control."""
    if not isinstance(table, Released):
        raise NotReleased(f"A {type(table).__name__} was sent to a page. Pass it through analysis.disclosure.release first.")
    return table


def table_html(
    released: Released,
    caption: str,
    columns: list[str],
    *,
    total: Released | None = None,
    headings: dict[str, str] | None = None,
    marks: dict[str, str] | None = None,
    explained: dict[str, str] | None = None,
    row_link: str | None = None,
    checks: Released | None = None,
    defined_above: bool = False,
    explain: bool = True,
) -> str:
    """An HTML table: caption, scoped headers with units, right-aligned figures; below it, folded, what the figures mean.

    Parameters
    ----------
    released
        The figures.
    caption
        What the table shows, with place and time.
    columns
        Columns to show, in order; the first names the row.
    total
        One released row for the foot of the table, with the same columns but the first.
    headings
        Headings that differ from the declared ones, such as the name of a month.
    marks
        For a text column, a CSS class for each value, such as the colour of a rating.
    explained
        For a column, the one that holds what each of its values means, such as ``{"description": "definition"}``. The columns
        themselves are explained as they are declared.
    row_link
        Column that holds the id of the place on the page to which the name of each row leads.
    checks
        Checks of printed figures that do not agree: each is marked beside its figure, with a link.
    defined_above
        Whether a table before it on the page explains its columns: only ``explained`` values are explained under it.
    explain
        Whether what the figures mean stands below the table. Where several tables have one explanation, ``shared_meanings`` stands below the
        last of them instead.
    """
    declared = [field(column) for column in columns]
    head = [((headings or {}).get(meaning.name, meaning.heading), meaning.unit) for meaning in declared]
    body = _rows(must_be_released(released), columns, checks)
    foot = _rows(must_be_released(total), columns, checks) if total is not None else []
    every_cell = " ".join(cell for row in [*body, *(cells[1:] for cells in foot)] for cell in row)
    template = environment().get_template("table.html.j2")
    return template.render(
        caption=caption,
        columns=[
            {"heading": text, "unit": unit, "kind": _kind_of_cell(meaning)} for (text, unit), meaning in zip(head, declared, strict=True)
        ],
        body=body,
        foot=foot,
        marks=marks or {},
        targets=list(released.table[row_link]) if row_link else [None] * len(body),
        notes=[note for sign, note in NOTES.items() if sign in every_cell],
        meanings=_meanings(released, declared, [text for text, _ in head], explained or {}, defined_above) if explain else [],
    )


def table(released: Released, caption: str, columns: list[str], **options) -> Html:
    """``table_html`` for display in a notebook, with the same figures as CSV for download."""
    return Html(table_html(released, caption, columns, **options), download=download(released), kind="table", name=released.name)


def folded_table(released: Released, caption: str, columns: list[str], **options) -> Html:
    """``table`` that the reader unfolds: for the figures behind a chart, or a long list."""
    inner = table_html(released, caption, columns, **options)
    markup = environment().get_template("folded.html.j2").render(caption=caption, inner=inner)
    return Html(markup, download=download(released), kind="table", name=released.name)


def in_a_file(released: Released, sentence: str) -> Html:
    """A sentence in place of a long list, with the list as CSV for download."""
    return Html(f"<p>{prose(sentence)}</p>", download=download(released), kind="table", name=released.name)


def shared_meanings(title: str, tables: list[tuple[Released, list[str]]], headings: dict[str, str], explained: dict[str, str]) -> Html:
    """What the figures of several tables mean, each heading and each value once, folded; to stand below the last of them.

    Parameters
    ----------
    title
        Of what, such as ``measures by priority``.
    tables
        Each table with its columns, as ``table_html`` takes them.
    headings, explained
        As for ``table_html``, for all of them.
    """
    meanings = []
    for released, columns in tables:
        declared = [field(column) for column in columns]
        meanings += _meanings(must_be_released(released), declared, [headings.get(one.name, one.heading) for one in declared], explained)
    return Html(str(environment().get_template("meanings.html.j2").module.explained(list(dict.fromkeys(meanings)), title)))


def download(released: Released) -> dict[str, str]:
    """File name and text of the table as CSV."""
    table = must_be_released(released).table
    texts = [column for column in table if table[column].dtype == object or pd.api.types.is_string_dtype(table[column])]
    table = table.assign(**{column: table[column].map(_as_text) for column in texts})
    text = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d", float_format=_plain)
    return {download_name(released): text}


def _as_text(cell: object) -> object:
    """A text that a spreadsheet would run as a formula, such as ``=1+1``, with the mark before it that makes it a text there."""
    if not isinstance(cell, str):
        return cell
    # A carriage return alone ends a row for those who read the file, and is not quoted.
    text = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
    return f"'{text}" if RUN_BY_A_SPREADSHEET.fullmatch(text) else text


def download_name(released: Released) -> str:
    """File name of the table in the pack's data folder."""
    return re.sub(r"[^a-z0-9_]", "_", released.name.lower()) + ".csv"


def _meanings(
    released: Released, declared: list[Field], headings: list[str], explained: dict[str, str], defined_above: bool = False
) -> list[tuple[str, str]]:
    """Terms and meaning of the columns but the first, those of one meaning together, then of the values that are explained; none for a table without figures."""
    if not any(_kind_of_cell(meaning) == "figure" for meaning in declared):
        return []
    columns = [] if defined_above else list(zip(headings, declared, strict=True))[1:]
    terms: dict[str, list[str]] = {}
    for heading, meaning in columns:
        terms.setdefault(meaning.definition, []).append(heading)
    meanings = [(", ".join(named), definition) for definition, named in terms.items()]
    for column, meaning_column in explained.items():
        values = released.table[[column, meaning_column]].dropna().drop_duplicates()
        meanings += [(str(value), text) for value, text in values.itertuples(index=False)]
    return meanings


def _kind_of_cell(meaning: Field) -> str:
    """CSS class of a column's cells; empty for short text."""
    return "figure" if meaning.numeric or meaning.kind == "figure_in_words" else "prose" if meaning.prose else ""


def _plain(value: float) -> str:
    """A figure without the dust of binary fractions."""
    return f"{round(value, 6):.6f}".rstrip("0").rstrip(".")


def _rows(released: Released, columns: list[str], checks: Released | None) -> list[list[str]]:
    """Cells of each row as text, worked out column by column."""
    table = released.table
    shown = [_column(released, field(column)) for column in columns]
    if checks is not None:
        standing = [checks_of_column(checks, column) for column in columns]
        keys = sorted({name for found in standing for one in found for name in one.keys if name in table})
        rows = [dict(zip(keys, values, strict=True)) for values in zip(*(table[name].tolist() for name in keys), strict=True)]
        rows = rows or [{} for _ in range(len(table))]
        shown = [
            [marked(text, standing_at(found, row)) for text, row in zip(texts, rows, strict=True)] if found else texts
            for texts, found in zip(shown, standing, strict=True)
        ]
    return [list(cells) for cells in zip(*shown, strict=True)]


def _column(released: Released, meaning: Field) -> list[str]:
    """Every cell of a column as text."""
    table, column = released.table, meaning.name
    if column not in table:
        return [wording.NOT_APPLICABLE if meaning.numeric else ""] * len(table)
    hidden = released.suppressed[column].tolist() if column in released.suppressed else [False] * len(table)
    units = table[meaning.unit_column].tolist() if meaning.unit_column in table else [None] * len(table)
    return [
        wording.shown(value, meaning, unit, bool(is_hidden))
        for value, unit, is_hidden in zip(table[column].tolist(), units, hidden, strict=True)
    ]
