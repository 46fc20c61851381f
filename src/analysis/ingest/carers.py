"""The register of foster carers and the children's stays with them, as a council's fostering service keeps them."""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.catalogue.datasets import dataset_path
from analysis.errors import InvalidData, Problem
from analysis.ingest.carer_checks import approval_problems, stay_problems
from analysis.ingest.cells import (
    BadCell,
    column_values,
    parse_code,
    parse_date,
    parse_per_cent,
    parse_text,
    parse_whole_number,
    parse_yes_or_no,
)
from analysis.ingest.extracts import Extract, extract_with, plain_header, read_extracts

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
BANDS = tuple("ABCDEFGH")
COUNCIL_WORDS = re.compile(r"\b(city|county|district|borough|metropolitan|london|royal|council|unitary|authority|of|the|and)\b|[^a-z0-9 ]")


def _band(text: str) -> str:
    letter = re.sub(r"^band\s+", "", text.casefold()).upper()
    if letter not in BANDS:
        raise BadCell("is not a council tax band", f"Use one of: {', '.join(BANDS)}.")
    return letter


REGISTER_COLUMNS = {
    "Household ID": ("household", {"parse": parse_text}),
    "Approval date": ("approval_start_date", {"parse": parse_date}),
    "Approval type": (
        "approval_type",
        {"parse": parse_code(APPROVAL_TYPES, "Mainstream, Respite, Connected person, Temporarily approved Regulation 24")},
    ),
    "Approval end date": ("approval_end_date", {"parse": parse_date, "if_empty": None}),
    "Approved places": ("approved_places", {"parse": parse_whole_number}),
    "Standards met": ("standards_met", {"parse": parse_yes_or_no}),
    "Billing authority": ("billing_authority", {"parse": parse_text}),
    "Council tax band": ("council_tax_band", {"parse": _band}),
    "Existing discount": ("existing_discount_pct", {"parse": parse_per_cent}),
    "Transferred from agency": ("transferred_from_agency", {"parse": parse_yes_or_no}),
    "Break start": ("break_start_date", {"parse": parse_date, "if_empty": None}),
    "Break end": ("break_end_date", {"parse": parse_date, "if_empty": None}),
}
REGISTER_OPTIONAL_COLUMNS = {
    "Approval end reason": (
        "approval_end_reason",
        {"parse": parse_code(END_REASONS, "Resignation, Deregistration, Other agency"), "if_empty": "not_stated"},
    ),
    "Appeal succeeded": ("appeal_succeeded", {"parse": parse_yes_or_no, "if_empty": False}),
}
STAY_COLUMNS = {
    "Household ID": ("household", {"parse": parse_text}),
    "Child ID": ("child", {"parse": parse_text}),
    "Stay start": ("stay_start_date", {"parse": parse_date}),
    "Stay end": ("stay_end_date", {"parse": parse_date, "if_empty": None}),
    "Stay type": ("stay_type", {"parse": parse_code(STAY_TYPES, "Placement, Respite, Staying put")}),
    "Placing authority": ("placing_authority", {"parse": parse_text}),
}
APPROVAL_COLUMNS = [
    "household", "approval_start_date", "approval_end_date", "approval_type", "approval_end_reason", "appeal_succeeded",
    "approved_places", "standards_met", "transferred_from_agency", "billing_authority", "in_authority_area", "council_tax_band",
    "existing_discount_pct",
]  # fmt: skip


def read_carers(paths: Iterable[Path], authority: str) -> dict[str, pd.DataFrame]:
    """The register and the stays, typed and checked, in the project's names.

    Parameters
    ----------
    paths
        The CSV or XLSX files, or folders of them. Which table is which is known by its columns, so one workbook with two
        sheets will do.
    authority
        Short name of the authority whose register it is. Its name in ``authorities.csv``, with or without "City
        Council" and the like, and its code are known as well.

    Returns
    -------
    dict of pandas.DataFrame
        ``approvals``: one row per household and approval. ``household``, ``approval_start_date``, ``approval_end_date``
        (missing while it lasts), ``approval_type`` (mainstream, respite, connected_person, temporarily_approved),
        ``approval_end_reason`` (resignation, deregistration, other_agency, not_stated), ``appeal_succeeded``,
        ``approved_places``, ``standards_met``, ``transferred_from_agency``, ``billing_authority``, ``in_authority_area``,
        ``council_tax_band``, ``existing_discount_pct``.
        ``breaks``: one row per break: ``household``, ``break_start_date``, ``break_end_date`` (missing while it lasts).
        ``stays``: ``household``, ``child``, ``stay_start_date``, ``stay_end_date`` (the last day; missing while it lasts),
        ``stay_type`` (placement, respite, staying_put), ``placing_authority``, ``placed_by_authority``.

    Raises
    ------
    InvalidData
        With every problem of both tables.

    Notes
    -----
    A household with more than one break, or approved more than once, has a row for each. The register may carry two
    columns more than the layout: Approval end reason (Resignation, Deregistration, Other agency) and Appeal succeeded
    (Y or N).
    """
    extracts = read_extracts(paths)
    register = extract_with(extracts, list(REGISTER_COLUMNS), "register of foster carers", tuple(REGISTER_OPTIONAL_COLUMNS))
    stays_extract = extract_with(extracts, list(STAY_COLUMNS), "stays of children")
    names = _names_of(authority)
    carers, problems = _typed(register, REGISTER_COLUMNS | REGISTER_OPTIONAL_COLUMNS)
    stays, found = _typed(stays_extract, STAY_COLUMNS)
    problems += found
    carers["in_authority_area"], found = _is_authority(register, "Billing authority", carers["billing_authority"], names)
    problems += found
    stays["placed_by_authority"], found = _is_authority(stays_extract, "Placing authority", stays["placing_authority"], names)
    problems += found
    problems += approval_problems(register.file, carers)
    problems += stay_problems(stays_extract.file, stays, carers)
    if problems:
        raise InvalidData(sorted(problems, key=lambda problem: (problem.file, problem.row or 0)))
    breaks = carers[carers["break_start_date"].notna()]
    return {
        "approvals": carers[APPROVAL_COLUMNS].drop_duplicates().reset_index(drop=True),
        "breaks": breaks[["household", "break_start_date", "break_end_date"]].reset_index(drop=True),
        "stays": stays.reset_index(drop=True),
    }


def _typed(extract: Extract, columns: dict) -> tuple[pd.DataFrame, list[Problem]]:
    """The layout's columns as typed columns in the project's names; an optional column that is absent takes its empty value."""
    table, problems = pd.DataFrame(index=extract.cells.index), []
    for header, (name, how) in columns.items():
        if plain_header(header) in extract.headers:
            values, found = column_values(extract, header, **how)
            problems += found
        else:
            values = pd.Series(how["if_empty"], index=table.index, dtype=object)
        table[name] = pd.to_datetime(values) if name.endswith("_date") else values
    unread = table.columns[[table[name].isna().any() for name in table.columns]]
    types = {
        "approved_places": int,
        "existing_discount_pct": float,
        "standards_met": bool,
        "transferred_from_agency": bool,
        "appeal_succeeded": bool,
    }
    return table.astype({name: kind for name, kind in types.items() if name in table and name not in unread}), problems


def _names_of(authority: str) -> set[str]:
    """What an authority may be called in a file, without words such as council."""
    known = pd.read_csv(dataset_path("authorities"), dtype=str, encoding="utf-8-sig")
    of_authority = known[known["authority"] == authority]
    return {_bare(name) for name in [authority, *of_authority["name"], *of_authority["ons_code"]]}


def _is_authority(extract: Extract, header: str, written: pd.Series, names: set[str]) -> tuple[pd.Series, list[Problem]]:
    """Whether each name is the authority's own; a name that is so only but for a letter is a problem."""
    bare = {name: _bare(name) for name in written.dropna().unique()}
    misspelt = {
        name for name, plain in bare.items() if plain not in names and difflib.get_close_matches(plain, list(names), n=1, cutoff=0.9)
    }
    rule, remedy = "is nearly the name of the authority itself", "Correct the spelling."
    problems = [Problem(extract.file, rule, remedy, row, header, name) for row, name in written[written.isin(misspelt)].items()]
    return written.map(lambda name: bare.get(name) in names).astype(bool), problems


def _bare(name: str) -> str:
    return " ".join(COUNCIL_WORDS.sub(" ", name.casefold()).split())
