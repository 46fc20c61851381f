"""Scenario files of ``scenarios/`` as parsed TOML, and the published figures that they may name."""

import re
from pathlib import Path

import pandas as pd

from analysis.catalogue.plain_files import Unreadable, parsed_toml
from analysis.catalogue.project import project_root
from analysis.errors import NoFigures, Problem
from analysis.ingest.printed import read_as_printed
from analysis.ingest.published import read_in_force
from analysis.periods import Quarter

FIGURE_DATASETS: dict[str, tuple[list[str], str]] = {
    "fostering_scheme_assumptions": (["assumption"], "value"),
    "placement_unit_costs": (["cost_basis", "provider"], "unit_cost_gbp_per_year"),
    "council_tax_bands": (["council_tax_band"], "council_tax_gbp_per_year"),
    "fostering_evidence": (["evidence"], "value"),
    "appraisal_parameters": (["parameter"], "value"),
}
"""Datasets whose figures a scenario may name: the columns that make up a name, and the column of the figure."""


def scenarios_folder() -> Path:
    """Folder of the scenario files."""
    return project_root() / "scenarios"


def parse_scenario_files(folder: Path | None = None) -> tuple[dict[str, dict], dict[str, list[Problem]]]:
    """Parsed content of every scenario file that can be read, and what is wrong with each that cannot.

    Returns
    -------
    tuple of dict
        Both by name of the file without ``.toml``, in alphabetical order. A file cannot be read if it is not TOML in UTF-8, or
        if its name is not lower-case letters, digits and underscores.

    Raises
    ------
    NoFigures
        If the folder has no scenario.
    """
    folder = folder or scenarios_folder()
    files, unreadable = {}, {}
    for path in sorted(folder.glob("*.toml")):
        if not re.fullmatch(r"[a-z0-9_]+", path.stem):
            rule = "is not lower-case letters, digits and underscores"
            unreadable[path.stem] = [Problem(path.name, rule, "Rename the file.", value=path.stem)]
            continue
        try:
            files[path.stem] = parsed_toml(path)
        except Unreadable as error:
            unreadable[path.stem] = [Problem(path.name, *error.args)]
    if not files and not unreadable:
        raise NoFigures(f"{folder.name}/ holds no scenario. Add a file such as published.toml.")
    return files, unreadable


def scenario_figures(authority: str, quarter: str) -> dict[str, float]:
    """Published figures by the name that a scenario gives them, such as ``council_tax_bands.D``.

    Parameters
    ----------
    authority, quarter
        As ``read_in_force`` takes them.

    Returns
    -------
    dict of float
        Dataset and row, with full stops between. Of a parameter with several dates, the one in force at the start of
        the quarter's financial year.
    """
    held = read_in_force(FIGURE_DATASETS, authority, quarter)
    lacking = [name for name, rows in held.items() if rows.table.empty]
    if lacking:
        raise NoFigures(
            f"Scenarios cannot be read: {authority} has no figures in {', '.join(f'{name}.csv' for name in lacking)} up to {quarter}."
        )
    tables = {name: rows.table for name, rows in held.items()}
    start = pd.Timestamp(Quarter.parse(quarter).year.start)
    parameters = tables["appraisal_parameters"]
    in_force = parameters[parameters["valid_from_date"] <= start].sort_values("valid_from_date")
    tables["appraisal_parameters"] = in_force.drop_duplicates("parameter", keep="last")
    figures = {}
    for dataset, (keys, column) in FIGURE_DATASETS.items():
        for row in tables[dataset].to_dict("records"):
            if pd.notna(row[column]):
                figures[".".join([dataset, *(str(row[key]) for key in keys)])] = float(row[column])
    return figures


def source_documents() -> pd.DataFrame:
    """The source documents: ``source``, ``title``, ``publisher`` and ``published_date``, as text; a date not stated is empty."""
    return pd.DataFrame(read_as_printed(["sources"])["sources"])


def source_keys() -> set[str]:
    """Keys of the source documents that a scenario may name."""
    return set(source_documents()["source"])
