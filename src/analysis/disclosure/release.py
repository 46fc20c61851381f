"""The gate: a table goes to a page only as what ``release`` returned."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.catalogue.fields import Field, field
from analysis.catalogue.units import units_of_people
from analysis.disclosure.policy import EXPLORING, POLICIES, Policy, policy_named
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


def release(
    table: pd.DataFrame,
    policy: str,
    *,
    name: str,
    adds_up_within: list[str] | None = None,
    withheld: dict[str, pd.Series] | None = None,
) -> Released:
    """Let a table out under a policy, less what the policy hides.

    Parameters
    ----------
    table
        Every column declared in ``catalogue/fields``.
    policy
        Name of the policy: ``public`` or ``internal``.
    name
        Short name of the table.
    adds_up_within
        Columns within whose values the counts of children add up to a total that is shown anywhere. Where just one
        count of such a group would be hidden, the smallest other count above zero is hidden with it.
    withheld
        For a column, the rows whose figure is hidden whatever its size: the source withheld it, or it would give away
        one that is hidden. See ``given_away``.

    Returns
    -------
    Released
        A copy; counts of children from 1 to the policy's limit are missing and marked suppressed, as is every
        figure that is declared to reveal one of them.

    Raises
    ------
    UnknownField
        If a column is not declared: what is not known to be safe does not pass.
    NotReleased
        If a column is of single households and the policy does not let those out.
    UnknownChoice
        If there is no policy of that name.
    """
    limits = policy_named(policy)
    declared = {column: field(column) for column in table.columns}
    _stop_single_households(name, declared, limits)
    suppressed = pd.DataFrame(False, index=table.index, columns=table.columns)
    for column, meaning in declared.items():
        counts_children = meaning.kind == "count_of_children"
        by_unit = meaning.kind == "by_unit" and meaning.unit_column in table
        if counts_children or by_unit:
            size = pd.to_numeric(table[column]).abs()
            small = size.gt(0) & size.lt(limits.smallest_count)
            if by_unit:
                small &= table[meaning.unit_column].isin(units_of_people())
            suppressed[column] = small.fillna(False).astype(bool)
    for column, hidden in (withheld or {}).items():
        suppressed[column] |= hidden
    if adds_up_within is not None:
        _suppress_complements(table, suppressed, declared, adds_up_within)
    _suppress_what_reveals(suppressed, declared)
    shown = table.copy()
    for column in table.columns[suppressed.any()]:
        missing = None if pd.api.types.is_string_dtype(table[column]) or table[column].dtype == object else pd.NA
        shown[column] = table[column].mask(suppressed[column], missing)
    return Released(name, shown, suppressed, limits)


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


def _suppress_complements(table: pd.DataFrame, suppressed: pd.DataFrame, declared: dict[str, Field], within: list[str]) -> None:
    """Hide a second count wherever one alone is hidden in a group with a known total."""
    # A row without a value in one of the columns is of no group.
    group = table.groupby(within, sort=False).ngroup().to_numpy() if within else np.zeros(len(table), dtype=int)
    for column, meaning in declared.items():
        counted = _counts_children(table, meaning) & (group >= 0)
        hidden = suppressed[column].to_numpy(dtype=bool) & counted
        alone = np.flatnonzero(np.bincount(group[hidden], minlength=1) == 1)
        if not len(alone):
            continue
        figures = pd.to_numeric(table[column]).to_numpy(dtype=float, na_value=np.nan)
        others = pd.Series(figures)[counted & ~hidden & (figures > 0) & np.isin(group, alone)]
        hidden[others.groupby(group[others.index], sort=False).idxmin()] = True
        suppressed[column] |= hidden


def _counts_children(table: pd.DataFrame, meaning: Field) -> np.ndarray:
    """Whether the column counts children, by row."""
    if meaning.kind == "by_unit" and meaning.unit_column in table:
        return table[meaning.unit_column].isin(units_of_people()).to_numpy(dtype=bool)
    return np.full(len(table), meaning.kind == "count_of_children")
