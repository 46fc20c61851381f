"""The register of foster carers and the children's stays with them, as a council's fostering service keeps them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.catalogue.authorities import Authority, authority
from analysis.errors import InvalidData, Problem
from analysis.ingest.carer_checks import Finding, approval_findings, orphan_findings, stay_findings
from analysis.ingest.councils import council_named
from analysis.ingest.followed import followed_by_git
from analysis.ingest.reading.dates import DateReading
from analysis.ingest.reading.files import given_files
from analysis.ingest.reading.sheets import read_every_sheet
from analysis.ingest.reading.tables import (
    Column,
    Table,
    column_values,
    date_readings,
    find_table,
    parse_date_as,
    plain_header,
    raise_for,
    unused_problems,
)
from analysis.ingest.reading.values import (
    BadCell,
    parse_code,
    parse_identifier,
    parse_per_cent,
    parse_text,
    parse_whole_number,
    parse_yes_or_no,
)

APPROVAL_TYPES = {
    "mainstream": "mainstream",
    "respite": "respite",
    "respite only": "respite",
    "connected person": "connected_person",
    "connected persons": "connected_person",
    "temporarily approved regulation 24": "temporarily_approved",
    "temporarily approved (regulation 24)": "temporarily_approved",
    "temporarily approved": "temporarily_approved",
    "regulation 24": "temporarily_approved",
}
STAY_TYPES = {"placement": "placement", "respite": "respite", "staying put": "staying_put"}
END_REASONS = {
    "resignation": "resignation",
    "resigned": "resignation",
    "deregistration": "deregistration",
    "de registration": "deregistration",
    "other agency": "other_agency",
}
BANDS = ("A-", *"ABCDEFGH")
"""Council tax bands as bills state them: ``A-`` is band A less the reduction for a disabled resident, five ninths of band D."""


def _band(text: str) -> str:
    band = re.sub(r"^band\s+", "", text.casefold()).replace("\u2212", "-").replace("–", "-").replace(" ", "").upper()
    if band not in BANDS:
        raise BadCell("is not a council tax band", f"Use one of: {', '.join(BANDS)}.")
    return band


@dataclass(frozen=True)
class CarerColumn:
    """One column of the layouts: the project's name for it, and how its cells are read; ``parse`` is ``None`` for dates."""

    name: str
    parse: Callable[[str], object] | None = parse_text
    if_empty: object = BadCell
    qualifiers: tuple[str, ...] = ()
    optional: bool = False

    def of_layout(self, header: str) -> Column:
        """What the header of a file is matched with."""
        return Column(header, self.qualifiers, self.optional, dates=self.parse is None)


YES_OR_NO = ("y or n", "y/n", "yes or no", "yes/no")
REGISTER_COLUMNS = {
    "Household ID": CarerColumn("household", parse_identifier),
    "Approval date": CarerColumn("approval_start_date", None),
    "Approval type": CarerColumn(
        "approval_type",
        parse_code(APPROVAL_TYPES, "Mainstream, Respite, Connected person, Temporarily approved Regulation 24"),
        qualifiers=("mainstream, respite, connected person, temporarily approved regulation 24",),
    ),
    "Approval end date": CarerColumn("approval_end_date", None, if_empty=None),
    "Approved places": CarerColumn("approved_places", parse_whole_number, qualifiers=("number",)),
    "Standards met": CarerColumn("standards_met", parse_yes_or_no, qualifiers=YES_OR_NO),
    "Billing authority": CarerColumn("billing_authority"),
    "Council tax band": CarerColumn("council_tax_band", _band, qualifiers=("a to h", "a-h")),
    "Existing discount": CarerColumn("existing_discount_pct", parse_per_cent, qualifiers=("per cent", "percent", "%", "pct")),
    "Transferred from agency": CarerColumn("transferred_from_agency", parse_yes_or_no, qualifiers=YES_OR_NO),
    "Break start": CarerColumn("break_start_date", None, if_empty=None),
    "Break end": CarerColumn("break_end_date", None, if_empty=None),
    "Approval end reason": CarerColumn(
        "approval_end_reason", parse_code(END_REASONS, "Resignation, Deregistration, Other agency"), if_empty="not_stated", optional=True
    ),
    "Appeal succeeded": CarerColumn("appeal_succeeded", parse_yes_or_no, if_empty=False, qualifiers=YES_OR_NO, optional=True),
    "Relief agreed": CarerColumn("relief_agreed", parse_yes_or_no, if_empty=True, qualifiers=YES_OR_NO, optional=True),
    "Approval end known": CarerColumn("approval_end_known_date", None, if_empty=None, optional=True),
    "Break known": CarerColumn("break_known_date", None, if_empty=None, optional=True),
}
STAY_COLUMNS = {
    "Household ID": CarerColumn("household", parse_identifier),
    "Child ID": CarerColumn("child", parse_identifier),
    "Stay start": CarerColumn("stay_start_date", None),
    "Stay end": CarerColumn("stay_end_date", None, if_empty=None),
    "Stay type": CarerColumn(
        "stay_type", parse_code(STAY_TYPES, "Placement, Respite, Staying put"), qualifiers=("placement, respite, staying put",)
    ),
    "Placing authority": CarerColumn("placing_authority"),
}
APPROVAL_COLUMNS = [
    "household", "approval_start_date", "approval_end_date", "approval_type", "approval_end_reason", "appeal_succeeded",
    "approved_places", "standards_met", "transferred_from_agency", "billing_authority", "in_authority_area", "council_tax_band",
    "existing_discount_pct", "relief_agreed", "approval_end_known_date",
]  # fmt: skip
BREAK_COLUMNS = ["household", "break_start_date", "break_end_date", "break_known_date"]
STAY_TABLE_COLUMNS = [
    "household", "child", "stay_start_date", "stay_end_date", "stay_type", "placing_authority", "placed_by_authority",
]  # fmt: skip
TYPES = {
    "approved_places": int,
    "existing_discount_pct": float,
    "standards_met": bool,
    "transferred_from_agency": bool,
    "appeal_succeeded": bool,
    "relief_agreed": bool,
    "in_authority_area": bool,
    "placed_by_authority": bool,
}
UNDECIDED_COLUMNS = ["household", "problem_file", "problem_row", "problem_column", "problem_value", "problem_rule", "problem_remedy"]


def read_carers(paths: Iterable[Path], whose: str, dates: str | None = None) -> dict[str, pd.DataFrame]:
    """The register and the stays, typed and checked, in the project's names; households whose rows are in doubt stand apart.

    Parameters
    ----------
    paths
        The files, or folders of them. Which table is which is known by its columns, so one workbook with two sheets will do.
    whose
        Slug of the authority whose register it is. Councils may be written by any name or code that
        ``catalogue.authorities`` knows.
    dates
        What stands first in dates of numbers alone, where the files do not show it: ``day_first``, ``month_first`` or ``year_first``.

    Returns
    -------
    dict of pandas.DataFrame
        ``approvals``: one row per household and approval. ``household``, ``approval_start_date``, ``approval_end_date``
        (missing while it lasts), ``approval_type`` (mainstream, respite, connected_person, temporarily_approved),
        ``approval_end_reason`` (resignation, deregistration, other_agency, not_stated), ``appeal_succeeded``,
        ``approved_places``, ``standards_met``, ``transferred_from_agency``, ``billing_authority``, ``in_authority_area``,
        ``council_tax_band`` (A to H, or A-), ``existing_discount_pct``, ``relief_agreed``, ``approval_end_known_date`` (day on which
        the council learnt of the end; missing where not stated).
        ``breaks``: one row per break: ``household``, ``break_start_date``, ``break_end_date`` (missing while it lasts),
        ``break_known_date`` (day on which the council learnt of it; missing where not stated).
        ``stays``: ``household``, ``child``, ``stay_start_date``, ``stay_end_date`` (the last day; missing while it lasts),
        ``stay_type`` (placement, respite, staying_put), ``placing_authority``, ``placed_by_authority``.
        ``undecided``: one row per household and problem of its rows; no row of such a household is in the other tables. Where
        it cannot be said whose a row is, ``household`` is missing. ``problem_file``, ``problem_row``, ``problem_column``,
        ``problem_value``, ``problem_rule``, ``problem_remedy``.
        ``notes``: how a file was read where that was not plain: ``reading_note``.

    Raises
    ------
    InvalidData
        With every problem of the files as such, that git follows one among them; or with those of the rows, if they leave no household.

    Notes
    -----
    A household with more than one break, or approved more than once, has a row for each. The register may carry
    columns more than the layout: Approval end reason (Resignation, Deregistration, Other agency), Appeal succeeded
    (Y or N), Relief agreed (Y or N; taken as given where it is not stated), Approval end known and Break known (the days on which
    the council learnt of them).
    """
    own = authority(whose)
    paths = [Path(path) for path in paths]
    raise_for(followed_by_git(path for path in given_files(paths) if path.exists()))
    sheets = read_every_sheet(paths)
    register = find_table(sheets, [column.of_layout(header) for header, column in REGISTER_COLUMNS.items()], "register of foster carers")
    stays_table = find_table(sheets, [column.of_layout(header) for header, column in STAY_COLUMNS.items()], "stays of children")
    raise_for(unused_problems(sheets, [register, stays_table], "neither the register of foster carers nor the stays of children"))
    layouts = ((register, REGISTER_COLUMNS), (stays_table, STAY_COLUMNS))
    read_as = [date_readings(table, [column.of_layout(header) for header, column in columns.items()], dates) for table, columns in layouts]
    raise_for([problem for _, problems in read_as for problem in problems])
    (carers, found), (stays, more) = (_typed(*layout, readings) for layout, (readings, _) in zip(layouts, read_as, strict=True))
    findings = found + more
    findings += _councils(register, "Billing authority", carers, ("billing_authority", "in_authority_area"), own)
    findings += _councils(stays_table, "Placing authority", stays, ("placing_authority", "placed_by_authority"), own)
    findings += approval_findings(register.file, carers)
    findings += stay_findings(stays_table.file, stays, carers)
    registered, written = (table.cells[plain_header("Household ID")] for table in (register, stays_table))
    findings += orphan_findings((stays_table.file, register.file), stays, written, registered)
    return households_apart(carers, stays, findings, notes=[note for sheet in sheets for note in sheet.notes])


def problems_of(undecided: pd.DataFrame) -> list[Problem]:
    """The problems behind households that are not decided, each once, for those who cannot do with the rest."""
    rows = undecided[UNDECIDED_COLUMNS[1:]].drop_duplicates().astype(object)
    rows = rows.where(rows.notna(), None).itertuples(index=False)
    return [Problem(file, rule, remedy, row, column, value) for file, row, column, value, rule, remedy in rows]


def _typed(table: Table, columns: dict[str, CarerColumn], readings: dict[str, DateReading]) -> tuple[pd.DataFrame, list[Finding]]:
    """The layout's columns as typed columns in the project's names; an optional column that is absent takes its empty value."""
    typed = pd.DataFrame(index=table.cells.index)
    findings = []
    for header, column in columns.items():
        if plain_header(header) in table.headers:
            parse = column.parse or parse_date_as(readings[header], may_be_open=column.if_empty is None)
            values, found = column_values(table, header, parse, if_empty=column.if_empty)
            findings += _of_rows(found, table.cells[plain_header("Household ID")])
        else:
            values = pd.Series(column.if_empty, index=typed.index, dtype=object)
        typed[column.name] = pd.to_datetime(values) if column.parse is None else values
    return typed, findings


def _of_rows(problems: list[Problem], written: pd.Series) -> list[Finding]:
    """Problems of cells as findings on the household that the row names, as it is written there."""
    return [Finding(problem, (written[problem.row],) if written[problem.row] else ()) for problem in problems]


def _councils(table: Table, header: str, typed: pd.DataFrame, names: tuple[str, str], own: Authority) -> list[Finding]:
    """Puts each council under its proper name and whether it is the authority's own; a finding for each that is not known."""
    written, problems, councils = typed[names[0]], {}, {}
    for text in written.dropna().unique():
        try:
            councils[text] = council_named(text, own)
        except BadCell as error:
            problems[text] = error.args
    typed[names[0]] = written.map({text: council.name for text, council in councils.items()})
    typed[names[1]] = written.map({text: council.own for text, council in councils.items()})
    found = [Problem(table.file, *problems[text], row, header, text) for row, text in written[written.isin(list(problems))].items()]
    return _of_rows(found, table.cells[plain_header("Household ID")])


def households_apart(carers: pd.DataFrame, stays: pd.DataFrame, findings: list[Finding], notes: list[str]) -> dict[str, pd.DataFrame]:
    """The rows of households without any finding, and the findings by household; as ``read_carers`` returns and raises."""
    doubtful = {household for finding in findings for household in finding.households}
    sound = carers[carers["household"].notna() & ~carers["household"].isin(doubtful)]
    if findings and sound.empty:
        raise InvalidData(sorted((finding.problem for finding in findings), key=lambda problem: (problem.file, problem.row or 0)))
    known = stays[stays["household"].isin(sound["household"])]
    sound, known = (table.astype({name: kind for name, kind in TYPES.items() if name in table}) for table in (sound, known))
    return {
        "approvals": sound[APPROVAL_COLUMNS].drop_duplicates().reset_index(drop=True),
        "breaks": sound.loc[sound["break_start_date"].notna(), BREAK_COLUMNS].reset_index(drop=True),
        "stays": known[STAY_TABLE_COLUMNS].reset_index(drop=True),
        "undecided": _undecided(findings),
        "notes": pd.DataFrame({"reading_note": pd.Series(list(dict.fromkeys(notes)), dtype="str")}),
    }


def _undecided(findings: list[Finding]) -> pd.DataFrame:
    rows = [
        (household, one.file, one.row, one.column, one.value, one.rule, one.remedy)
        for finding in findings
        for one in [finding.problem]
        for household in finding.households or (None,)
    ]
    table = pd.DataFrame(rows, columns=UNDECIDED_COLUMNS).astype({"problem_row": "Int64"})
    return table.drop_duplicates().sort_values(["household", "problem_file", "problem_row"], kind="stable").reset_index(drop=True)
