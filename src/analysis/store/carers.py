"""The register of carers that the store holds, as the rules of council tax relief take one."""

import pandas as pd

from analysis.catalogue.authorities import authority
from analysis.catalogue.returns import list_of_table
from analysis.errors import InvalidData, Problem, UnknownIntake
from analysis.ingest.carer_checks import Finding, approval_findings, orphan_findings, stay_findings
from analysis.ingest.carers import households_apart
from analysis.ingest.councils import council_named
from analysis.ingest.records.carer_rules import CALLED
from analysis.store.intakes import Intake, in_force
from analysis.store.records import read

HOUSEHOLDS, STAYS = "households", "stays"
IF_EMPTY = {"approval_end_reason": "not_stated", "appeal_succeeded": False, "relief_agreed": True}
"""What a register means that leaves a column empty or out, as in one that is read from a folder."""
NEEDED = (
    "approved_places", "standards_met", "billing_authority", "council_tax_band", "existing_discount_pct", "transferred_from_agency",
)  # fmt: skip
"""Columns without which relief cannot be decided, and which a register may leave empty all the same."""


def register_held(whose: str) -> Intake:
    """The intake of the last register of carers that the store holds of a council.

    Raises
    ------
    UnknownIntake
        If it holds none.
    """
    held = in_force(whose, HOUSEHOLDS)
    if not held:
        raise UnknownIntake(
            f'The store holds no register of carers of "{whose}". Take one in (analysis ingest carers FOLDER --authority {whose} --on DATE), '
            "or name its folder."
        )
    return held[-1]


def carers_held(whose: str) -> dict[str, pd.DataFrame]:
    """The last register of carers held of a council, as ``ingest.carers.read_carers`` gives one from files.

    Households and children stand under the store's hashes, and a row of the register has no number there.

    Raises
    ------
    UnknownIntake
        If the store holds none.
    InvalidData
        If rows were left out of it, since a household would be decided without them; or if its rows leave no household.
    """
    intake, own = register_held(whose), authority(whose)
    called = f"{intake.id} of the store"
    left_out = [row for row in intake.quality if row["rows_refused"]]
    if left_out:
        remedy = "Mend them in the files and take the register in again, or name its folder."
        rule = "was taken in without {} of its rows, so that a household would be decided without them"
        titles = {row["table"]: list_of_table(row["table"])[1].title for row in left_out}
        raise InvalidData([Problem(f"{called}, {titles[row['table']]}", rule.format(row["rows_refused"]), remedy) for row in left_out])
    carers, stays = (_in_words_of_relief(read(whose, table)) for table in (HOUSEHOLDS, STAYS))
    for table, name, is_own in ((carers, "billing_authority", "in_authority_area"), (stays, "placing_authority", "placed_by_authority")):
        councils = {text: council_named(text, own) for text in table[name].dropna().unique()}
        table[is_own] = table[name].map({text: council.own for text, council in councils.items()})
    findings = _empty(called, carers) + approval_findings(called, carers) + stay_findings(called, stays, carers)
    findings += orphan_findings((called, called), stays, stays["household"], carers["household"])
    note = f"The register is the one that the store holds as at {intake.end_date}. Its households stand under hashes: analysis store who FILES --of household says whose they are."
    return households_apart(carers, stays, findings, notes=[note])


def _in_words_of_relief(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows.rename(columns=CALLED)
    for name in IF_EMPTY.keys() & set(table):
        table[name] = table[name].astype("object").where(table[name].notna(), IF_EMPTY[name])
    return table


def _empty(called: str, carers: pd.DataFrame) -> list[Finding]:
    header = {CALLED.get(column.field, column.field): column.name for column in list_of_table(HOUSEHOLDS)[1].columns}
    rule, remedy = "is empty, and relief cannot be decided without it", "Fill it in and take the register in again."
    return [
        Finding(Problem(called, rule, remedy, column=header[name]), (household,))
        for name in NEEDED
        for household in carers.loc[carers[name].isna(), "household"].unique()
    ]
