"""Fostering scenarios: what a file states, on top of the base that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from analysis.errors import InvalidScenario, Problem
from analysis.fostering.assumptions import ASSUMPTIONS, BANDS, LEVERS
from analysis.fostering.scenario_file import PUBLISHED, UNIT_COST_NAMES, FileReader, Statement, number_problem
from analysis.fostering.scenario_rules import correlation_problems, joint_problems, uncaused_problems
from analysis.ingest.scenario_entries import base_chain, plain_value, unknown_scenario
from analysis.periods import FinancialYear


@dataclass(frozen=True)
class Assumption:
    """One assumption of a scenario: its value, how far it may be off, why, and where it comes from.

    Attributes
    ----------
    distribution
        ``fixed``; ``triangular`` between ``low`` and ``high`` with ``value`` the likeliest; or ``uniform`` between them.
    source
        Key of a source document, or ``judgement``: then ``evidence`` says what should replace it.
    stated_in
        The scenario of the chain that states the value.
    """

    name: str
    value: float
    reason: str
    source: str
    place: str
    evidence: str
    stated_in: str
    distribution: str = "fixed"
    low: float | None = None
    high: float | None = None
    range_reason: str = ""


@dataclass(frozen=True)
class Correlation:
    """Two assumptions that move together; ``coefficient`` is that of the normal variables behind them."""

    first: str
    second: str
    coefficient: float
    reason: str
    source: str


@dataclass(frozen=True)
class Scenario:
    """One resolved scenario: every assumption has a value.

    Attributes
    ----------
    bases
        The scenarios it builds on, nearest first; empty for the one that all build on.
    first_year
        Financial year of year 0.
    unit_costs
        ``held`` where unit costs of placements held are asked for in place of those stated.
    own_unit_costs
        Unit costs that a scenario states which builds on the one that asks for those held.
    """

    name: str
    title: str
    purpose: str
    bases: tuple[str, ...]
    first_year: FinancialYear
    assumptions: Mapping[str, Assumption]
    correlations: tuple[Correlation, ...]
    unit_costs: str = PUBLISHED
    own_unit_costs: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, float]:
        """The value of each assumption, as the model takes them."""
        return {name: assumption.value for name, assumption in self.assumptions.items()}


def resolve_scenario(name: str, files: Mapping[str, dict], figures: Mapping[str, float], sources: set[str]) -> Scenario:
    """One scenario with everything that it takes from its bases.

    Parameters
    ----------
    name
        The scenario.
    files
        Parsed TOML of each scenario by name.
    figures
        Published figures that a file may name instead of a number, such as ``placement_unit_costs.average_placement.in_house``.
    sources
        Keys of the source documents.

    Raises
    ------
    UnknownScenario
        If there is no scenario of that name.
    InvalidScenario
        With every problem of the scenario and of its bases: unknown keys, impossible values, missing reasons, a base
        that is not there or that loops.
    """
    if name not in files:
        raise unknown_scenario([name], files)
    chain, problems = base_chain(name, files)
    readers = {link: FileReader(link, files[link], figures, sources) for link in chain}
    no_base = [] if problems else _no_base(chain[-1], files)
    if not problems and "first_year" not in files[chain[-1]]:
        year = Problem(f"{chain[-1]}.toml", "is missing", "Give the financial year of year 0, such as 2023-24.", column="first_year")
        problems = no_base or [year]
    for reader in readers.values():
        problems += reader.problems
    if not problems:
        problems = _first_year_problems(chain, readers)
    if problems:
        raise InvalidScenario(problems)
    return _merged(chain, readers, no_base)


def _no_base(name: str, files: Mapping[str, dict]) -> list[Problem]:
    """That a scenario names no base, where there is one that it could name: the scenario that all build on has none."""
    named = {content.get("base") for content in files.values() if isinstance(content.get("base"), str)}
    could = [other for other in sorted(named & set(files)) if name not in base_chain(other, files)[0]]
    remedy = f'Add base = "{could[0]}", or state first_year and every assumption.' if could else ""
    return [Problem(f"{name}.toml", "is missing", remedy, column="base")] if could else []


def _first_year_problems(chain: list[str], readers: Mapping[str, FileReader]) -> list[Problem]:
    """Files that state another year 0 than the root's, whose prices they would take all the same."""
    root = readers[chain[-1]]
    return [
        Problem(
            readers[link].file,
            f"is not the first year of {root.file}, {root.first_year}: the dates would move and the prices would not",
            "Remove it, or state every price of that year in a scenario without a base.",
            column="first_year",
            value=str(readers[link].first_year),
        )
        for link in chain
        if readers[link].first_year not in (None, root.first_year)
    ]


def _merged(chain: list[str], readers: Mapping[str, FileReader], no_base: list[Problem]) -> Scenario:
    """Statements from the root down, each scenario's over its base's."""
    problems: list[Problem] = []
    assumptions: dict[str, Assumption] = {}
    correlations: dict[frozenset, Correlation] = {}
    for link in reversed(chain):
        before = dict(assumptions)
        for statement in readers[link].statements.values():
            assumptions[statement.name] = _departed(link, assumptions.get(statement.name), statement, problems)
        problems += uncaused_problems(f"{link}.toml", before, assumptions, readers[link].statements)
        for pair in readers[link].correlations:
            correlations[frozenset((pair["first"], pair["second"]))] = Correlation(**pair)
    name, root = chain[0], chain[-1]
    for declared in ASSUMPTIONS.values():
        if declared.name not in assumptions and declared.default is not None:
            reason = "Not stated by any scenario of the chain: the default of the model."
            assumptions[declared.name] = Assumption(declared.name, declared.default, reason, "model", "", "", root)
        elif declared.name not in assumptions:
            remedy = f"State it there: {declared.meaning.lower()}."
            problems.append(
                Problem(f"{root}.toml", "has no value, and this scenario has no base to take it from", remedy, column=declared.name)
            )
    if problems:
        raise InvalidScenario([*no_base, *problems])
    problems = [*joint_problems(f"{name}.toml", assumptions), *correlation_problems(f"{name}.toml", correlations.values())]
    if problems:
        raise InvalidScenario(problems)
    mine = readers[name]
    ordered = {key: assumptions[key] for key in ASSUMPTIONS}
    which, own = _unit_costs(chain, readers)
    year, ties = readers[root].first_year, tuple(correlations.values())
    return Scenario(name, mine.title, mine.purpose, tuple(chain[1:]), year, MappingProxyType(ordered), ties, which, own)


def _unit_costs(chain: list[str], readers: Mapping[str, FileReader]) -> tuple[str, tuple[str, ...]]:
    """Which unit costs the nearest scenario asks for that says so, and those that scenarios nearer than it state."""
    nearer: list[str] = []
    for link in chain:
        if readers[link].unit_costs is not None:
            return readers[link].unit_costs, tuple(dict.fromkeys(nearer))
        nearer += [name for name in UNIT_COST_NAMES if name in readers[link].statements]
    return PUBLISHED, ()


def _departed(file: str, base: Assumption | None, statement: Statement, problems: list[Problem]) -> Assumption:
    """What an assumption becomes when a scenario departs from its base."""
    if base is None:
        if statement.value is None:
            problems.append(Problem(f"{file}.toml", "has no value", "Give it one: no base states it.", column=statement.name))
        base = Assumption(statement.name, statement.value, "", "", "", "", file)
    elif statement.distribution is None and statement.value == base.value:
        remedy = "Remove it: a scenario states only what departs from its base."
        problems.append(Problem(f"{file}.toml", "is the same as in the base", remedy, column=statement.name, value=f"{base.value:,.10g}"))
    elif statement.distribution is None and base.distribution != "fixed":
        rule = (
            f"is a new value, and the range inherited from {base.stated_in}.toml, {_range_of(base)}, is about another, {base.value:,.10g}"
        )
        remedy = 'Write distribution, low, high and range_reason for the new value, or distribution = "fixed".'
        problems.append(Problem(f"{file}.toml", rule, remedy, column=statement.name, value=f"{statement.value:,.10g}"))
    value = base.value if statement.value is None else statement.value
    reasons = {"reason": statement.reason, "source": statement.source, "place": statement.place, "evidence": statement.evidence}
    after = replace(base, value=value, stated_in=file, **reasons)
    if statement.distribution is not None:
        ranged = {"distribution": statement.distribution, "low": statement.low, "high": statement.high}
        after = replace(after, **ranged, range_reason=statement.range_reason)
    if statement.distribution not in (None, "fixed") and value is not None and not after.low <= value <= after.high:
        rule = f"is outside its range, {after.low:,.10g} to {after.high:,.10g}"
        remedy = 'Correct low or high, or write distribution = "fixed".'
        problems.append(Problem(f"{file}.toml", rule, remedy, column=statement.name, value=f"{value:,.10g}"))
    return after


def _range_of(assumption: Assumption) -> str:
    return f"{assumption.distribution} from {assumption.low:,.10g} to {assumption.high:,.10g}"


def with_values(scenario: Scenario, settings: Mapping[str, float | bool | str], reason: str, source: str) -> Scenario:
    """The scenario with some values set for one run; what is set is held fixed in the Monte Carlo.

    Parameters
    ----------
    settings
        Value by name of assumption; text such as ``"12"`` or ``"true"`` is read as what it says.
    reason, source
        Why, and who says so, such as ``"set for this run"`` and ``"command line"``.

    Raises
    ------
    InvalidScenario
        With every setting that is unknown or impossible.
    """
    problems, changed = [], {}
    for name, given in settings.items():
        value = plain_value(given)
        problem = number_problem(scenario.name, name, value)
        if problem:
            problems.append(replace(problem, file=source, value=problem.value if problem.column is None else str(given)))
        else:
            changed[name] = Assumption(name, float(value), reason, source, "", "", scenario.name)
    if not problems:
        after = {**scenario.assumptions, **changed}
        problems = [*joint_problems(source, after), *uncaused_problems(source, scenario.assumptions, after, changed)]
    if problems:
        raise InvalidScenario(problems)
    return replace(scenario, assumptions=MappingProxyType({**scenario.assumptions, **changed}))


def with_eligible_households(scenario: Scenario, households: pd.DataFrame, reason: str, source: str) -> Scenario:
    """The scenario with the households found eligible in place of the number that it assumes.

    Parameters
    ----------
    households
        One row per ``council_tax_band``, A to H: ``existing_households``, those entitled to relief.

    Raises
    ------
    InvalidScenario
        If a band is unknown, stands twice, or has a negative number of households.
    """
    counts = households.groupby("council_tax_band", sort=False)["existing_households"].agg(list)
    repeated = [band for band, numbers in counts.items() if len(numbers) > 1]
    if repeated:
        remedy = "Give one row per band."
        raise InvalidScenario(
            [Problem(scenario.name, "stands in more than one row", remedy, column="council_tax_band", value=str(band)) for band in repeated]
        )
    settings = dict.fromkeys((f"existing_households_band_{band}" for band in BANDS), 0.0)
    settings |= {f"existing_households_band_{str(band).lower()}": float(numbers[0]) for band, numbers in counts.items()}
    settings |= {"existing_households": float(sum(numbers[0] for numbers in counts)), "existing_bill_gbp_per_household": 0.0}
    return with_values(scenario, settings, reason, source)


def assumptions_table(scenario: Scenario) -> pd.DataFrame:
    """Every assumption of a scenario, in words.

    Returns
    -------
    pandas.DataFrame
        One row per assumption: ``assumption``, ``assumption_kind`` (lever or uncertainty), ``assumption_meaning``,
        ``assumption_unit``, ``assumption_value``, ``distribution``, ``lowest_value``, ``highest_value``,
        ``range_reason``, ``reason``, ``source``, ``place``, ``evidence_needed``, ``stated_in``.
    """
    rows = [
        {
            "assumption": name,
            "assumption_kind": "Lever" if name in LEVERS else "Uncertainty",
            "assumption_meaning": ASSUMPTIONS[name].meaning,
            "assumption_unit": ASSUMPTIONS[name].unit,
            "assumption_value": assumption.value,
            "distribution": assumption.distribution,
            "lowest_value": assumption.low,
            "highest_value": assumption.high,
            "range_reason": assumption.range_reason,
            "reason": assumption.reason,
            "source": assumption.source,
            "place": assumption.place,
            "evidence_needed": assumption.evidence,
            "stated_in": assumption.stated_in,
        }
        for name, assumption in scenario.assumptions.items()
    ]
    return pd.DataFrame(rows).astype({"lowest_value": float, "highest_value": float})


def departures(scenario: Scenario, base: Scenario) -> pd.DataFrame:
    """Where a scenario differs from another, which need not be its base: in a value, or in how far it may be off.

    Returns
    -------
    pandas.DataFrame
        One row per assumption with another value or range: ``assumption``, ``assumption_meaning``, ``assumption_unit``, ``base_value``,
        ``base_distribution``, ``base_lowest_value`` and ``base_highest_value`` (the other scenario's), ``assumption_value``,
        ``distribution``, ``lowest_value``, ``highest_value``, ``reason``, ``range_reason``, ``source``.
    """
    table, other = assumptions_table(scenario), assumptions_table(base)
    compared = {
        "base_value": "assumption_value",
        "base_distribution": "distribution",
        "base_lowest_value": "lowest_value",
        "base_highest_value": "highest_value",
    }
    table = table.assign(**{column: other[theirs] for column, theirs in compared.items()})
    theirs, ours = table[list(compared)], table[list(compared.values())].set_axis(list(compared), axis=1)
    differs = ((theirs != ours) & ~(theirs.isna() & ours.isna())).any(axis=1)
    columns = ["assumption", "assumption_meaning", "assumption_unit", *compared, *compared.values(), "reason", "range_reason", "source"]
    return table.loc[differs, columns].reset_index(drop=True)


def correlation_departures(scenario: Scenario, base: Scenario) -> pd.DataFrame:
    """Where a scenario ties two assumptions otherwise than another does.

    Returns
    -------
    pandas.DataFrame
        One row per pair with another coefficient: ``correlated_pair`` (what the two mean), ``base_coefficient`` and ``coefficient`` (0 where
        the two are not tied), ``reason``, ``source``.
    """
    theirs, ours = ({frozenset((pair.first, pair.second)): pair for pair in side.correlations} for side in (base, scenario))
    rows = []
    for key, pair in {**theirs, **ours}.items():
        before, after = (side[key].coefficient if key in side else 0.0 for side in (theirs, ours))
        if before != after:
            words = " and ".join(ASSUMPTIONS[name].meaning for name in (pair.first, pair.second))
            rows.append((words, before, after, pair.reason if key in ours else "", pair.source if key in ours else ""))
    return pd.DataFrame(rows, columns=["correlated_pair", "base_coefficient", "coefficient", "reason", "source"])
