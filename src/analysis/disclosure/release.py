"""The gate: a table goes to a page only as what ``release`` returned."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.fields import Field, field
from analysis.disclosure.given_away import hidden_beside_bases
from analysis.disclosure.linking import linked, people_counted
from analysis.disclosure.policy import EXPLORING, POLICIES, Policy, policy_named
from analysis.disclosure.rounding import suppress_under, with_rounded
from analysis.errors import NotReleased


@dataclass(frozen=True)
class Released:
    """A table that has passed disclosure control.

    Attributes
    ----------
    name
        Short name, in snake case; names the file when the table is downloaded.
    table
        The figures; a suppressed one is missing.
    suppressed
        Same shape: whether the figure was suppressed.
    policy
        The policy it passed.
    """

    name: str
    table: pd.DataFrame
    suppressed: pd.DataFrame
    policy: Policy

    def where(self, rows: pd.Series) -> "Released":
        """The rows for which ``rows`` is true; what was suppressed stays so."""
        return Released(self.name, self.table[rows], self.suppressed[rows], self.policy)

    def in_order(self, rows: pd.Index) -> "Released":
        """The rows with these labels, in this order; what was suppressed stays so."""
        return Released(self.name, self.table.loc[rows], self.suppressed.loc[rows], self.policy)

    def named(self, name: str) -> "Released":
        """The same figures under another name."""
        return Released(name, self.table, self.suppressed, self.policy)

    def with_words(self, **columns: pd.Series | list) -> "Released":
        """The same figures with columns made from them alone, such as sentences; nothing in those is suppressed."""
        table = self.table.assign(**columns)
        suppressed = self.suppressed.reindex(columns=table.columns, fill_value=False)
        return Released(self.name, table, suppressed, self.policy)

    @property
    def any_suppressed(self) -> bool:
        """Whether any figure was suppressed."""
        return bool(self.suppressed.to_numpy().any())


def release(table: pd.DataFrame, policy: str, *, name: str, withheld: Mapping[str, pd.Series] | None = None) -> Released:
    """Let a table out under a policy, less what the policy hides: ``release_together`` for one table."""
    return release_together({name: table}, policy, withheld={name: withheld or {}})[name]


def release_together(
    tables: Mapping[str, pd.DataFrame], policy: str, *, withheld: Mapping[str, Mapping[str, pd.Series]] | None = None
) -> dict[str, Released]:
    """Let tables that share totals out under a policy, less what it hides and what would give that away in any of them.

    Parameters
    ----------
    tables
        By short name. Every column is declared in ``catalogue/fields``; which rows and columns add up, in ``catalogue/relations.toml`` by these names.
    policy
        Name of the policy: ``public``, ``rounded`` or ``internal``.
    withheld
        By table and column, the rows whose figure is hidden whatever its size: the source withheld it, or it would give away
        one that is hidden. Rows in the order of the table.

    Returns
    -------
    dict of Released
        Copies; counts of people from 1 to the policy's limit are missing and marked suppressed, as are the counts that would give them away beside a
        total, and every figure that is declared to reveal one of them. Under a policy that rounds, all other counts are rounded, and what rests on them is
        worked out anew or hidden.

    Raises
    ------
    UnknownField
        If a column is not declared: what is not known to be safe does not pass.
    NotReleased
        If a column is of single households and the policy does not let those out, or if a hidden count can still be found out.
    UnknownChoice
        If there is no policy of that name.
    """
    limits = policy_named(policy)
    for name, table in tables.items():
        _stop_single_households(name, {column: field(column) for column in table.columns}, limits)
    given = {name: {column: np.asarray(rows, dtype=bool) for column, rows in columns.items()} for name, columns in (withheld or {}).items()}
    masks, before = _masks(tables, given, policy), -1
    # What is hidden because it reveals something is hidden beside the totals too: as often as that hides more.
    while before != (before := sum(int(mask.to_numpy().sum()) for mask in masks.values())):
        masks = _masks(tables, {name: {column: mask[column].to_numpy() for column in mask} for name, mask in masks.items()}, policy)
    shown = dict(tables)
    for name in tables if limits.rounds else ():
        shown[name], masks[name] = with_rounded(tables[name], masks[name], people_counted(tables[name]), limits.rounded_to)
    return {name: Released(name, _less_hidden(table, masks[name]), masks[name], limits) for name, table in shown.items()}


def _masks(tables: Mapping[str, pd.DataFrame], withheld: Mapping[str, Mapping[str, np.ndarray]], policy: str) -> dict[str, pd.DataFrame]:
    """What is hidden of each table: what is withheld, small counts, what would give them away beside a total, and what reveals any of it."""
    limits = policy_named(policy)
    places = {(name, column): rows for name, columns in withheld.items() for column, rows in columns.items()}
    found = suppress_under(linked(tables, places), limits)
    if found.found_out:
        raise NotReleased(_that_can_be_found_out(tables, found.found_out))
    masks = {name: pd.DataFrame(False, index=table.index, columns=table.columns) for name, table in tables.items()}
    for (name, column), rows in places.items():
        masks[name][column] |= rows
    for name, column, row in found.primary | found.secondary:
        masks[name].iloc[row, masks[name].columns.get_loc(column)] = True
    for name, table in tables.items():
        _hide_shares_of_few(table, masks[name], policy)
        _suppress_what_reveals(masks[name], {column: field(column) for column in table.columns})
    return masks


def _less_hidden(table: pd.DataFrame, hidden: pd.DataFrame) -> pd.DataFrame:
    shown = table.copy()
    for column in table.columns[hidden.any()]:
        missing = None if pd.api.types.is_string_dtype(table[column]) or table[column].dtype == object else pd.NA
        shown[column] = table[column].mask(hidden[column].to_numpy(), missing)
    return shown


def _that_can_be_found_out(tables: Mapping[str, pd.DataFrame], found_out: Mapping[tuple, tuple[float, float]]) -> str:
    """What can be found out and what to do, without saying what it is."""
    places = []
    for name, column, row, *_ in found_out:
        table = tables[name]
        label = next((str(table[key].iloc[row]) for key in table.columns if not field(key).numeric), f"row {row + 1}")
        places.append(f'"{field(column).heading}" of "{label}" in {name}')
    return (
        f"Small counts cannot be hidden, because what must be shown beside them gives them away: {'; '.join(sorted(places))}. "
        "Merge these rows with others, or leave the total out."
    )


def unreleased(table: pd.DataFrame, name: str) -> Released:
    """A table as it is, for drawing while exploring; what is drawn from it is marked, and no page takes it."""
    return Released(name, table, pd.DataFrame(False, index=table.index, columns=table.columns), EXPLORING)


def _stop_single_households(name: str, declared: dict[str, Field], limits: Policy) -> None:
    """Raise if a column of single households would pass under a policy that is not for use inside the council alone."""
    stopped = [column for column, meaning in declared.items() if meaning.inside_only]
    if stopped and not limits.single_households:
        inside = " or ".join(policy.name for policy in POLICIES.values() if policy.single_households)
        raise NotReleased(
            f'"{name}" holds columns of single households, which do not pass under the policy {limits.name}: {", ".join(stopped)}. '
            f"Leave them out, or use the policy {inside} for a page that stays inside the council."
        )


def _suppress_what_reveals(suppressed: pd.DataFrame, declared: dict[str, Field]) -> None:
    """Hide every figure that gives a hidden one away, and what gives that away, whatever the order of the columns."""
    before = -1
    while before != (before := int(suppressed.to_numpy().sum())):
        for column, meaning in declared.items():
            for revealed in meaning.reveals:
                if revealed in suppressed:
                    suppressed[column] |= suppressed[revealed]


def _hide_shares_of_few(table: pd.DataFrame, hidden: pd.DataFrame, policy: str) -> None:
    """Hide a percentage where a small count, or all but a small count, of what it is declared to be a share of rounds to it."""
    for column in table.columns:
        meaning = field(column)
        bases = [base for base in meaning.of if base in table]
        if bases:
            wholes = table[bases].reset_index(drop=True)
            hidden[column] |= hidden_beside_bases(table[column].reset_index(drop=True), wholes, policy, meaning.decimals).to_numpy()
