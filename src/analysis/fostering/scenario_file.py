"""What one scenario file states by itself, and everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import Problem, UnknownPeriod
from analysis.fostering.assumptions import ASSUMPTIONS, LEVERS, UNCERTAINTIES
from analysis.ingest.scenario_entries import EntryReader, did_you_mean, in_digits, value_problem
from analysis.periods import FinancialYear

FILE_KEYS = ("title", "purpose", "base", "first_year", "unit_costs", "levers", "uncertainties", "correlations")
ENTRY_KEYS = ("value", "distribution", "low", "high", "range_reason", "reason", "source", "place", "evidence")
CORRELATION_KEYS = ("between", "coefficient", "reason", "source", "evidence")
WHICH_UNIT_COSTS = HELD, PUBLISHED = ("held", "published")
"""Which unit costs a scenario takes: those of placements held, or those that it and its bases state."""
UNIT_COST_NAMES = ("in_house_gbp_per_year", "agency_gbp_per_year", "residential_gbp_per_year")
DISTRIBUTIONS = ("fixed", "triangular", "uniform")


@dataclass(frozen=True)
class Statement:
    """One assumption as a file states it; ``None`` where it leaves the base's."""

    name: str
    value: float | None
    distribution: str | None
    low: float | None
    high: float | None
    range_reason: str
    reason: str
    source: str
    place: str
    evidence: str


def number_problem(scenario: str, name: str, value, column: str | None = None) -> Problem | None:
    """What is wrong with a value for an assumption; ``None`` when nothing is.

    >>> str(number_problem("central", "deadweight_pct", 130))
    'central.toml, deadweight_pct: "130" is not a number from 0 to 100 (per cent). Correct it.'
    """
    file, column = f"{scenario}.toml", column or name
    if name not in ASSUMPTIONS:
        return Problem(file, "is not an assumption of the model", did_you_mean(name, ASSUMPTIONS), value=name)
    return value_problem(file, ASSUMPTIONS[name], value, column)


def evaluate(text: str, figures: Mapping[str, float]) -> float:
    """A number from names of figures and numbers, with `` / `` and `` * `` between them, read from left to right.

    Raises
    ------
    KeyError
        For the first name that is neither a figure nor a number.
    ValueError
        If anything but `` / `` and `` * `` stands between two figures, or nothing stands after one of them.

    >>> evaluate("relief / households", {"relief": 300.0, "households": 4.0})
    75.0
    """
    words = text.split()
    if len(words) % 2 == 0 or not set(words[1::2]) <= {"/", "*"}:
        raise ValueError(text)
    result = _operand(words[0], figures)
    for operator, word in zip(words[1::2], words[2::2], strict=True):
        operand = _operand(word, figures)
        result = result / operand if operator == "/" else result * operand
    return result


def _operand(word: str, figures: Mapping[str, float]) -> float:
    if word in figures:
        return float(figures[word])
    try:
        return float(word)
    except ValueError:
        raise KeyError(word) from None


class FileReader(EntryReader):
    """Reads one parsed file; ``statements``, ``correlations`` and ``problems`` hold what it found."""

    def __init__(self, name: str, content: dict, figures: Mapping[str, float], sources: set[str]):
        super().__init__(name, content, FILE_KEYS, sources)
        self.figures = figures
        self.statements: dict[str, Statement] = {}
        self.correlations: list[dict] = []
        self.first_year = self._first_year(content)
        self.unit_costs = self._unit_costs(content)
        for group, declared in (("levers", LEVERS), ("uncertainties", UNCERTAINTIES)):
            self._read_group(group, declared, content.get(group, {}))
        pairs = content.get("correlations", [])
        if not isinstance(pairs, list) or not all(isinstance(pair, dict) for pair in pairs):
            self._problem("is not a list of tables", "Write each as [[correlations]].", "correlations")
            pairs = []
        for pair in pairs:
            self._read_correlation(pair)

    def _first_year(self, content: dict) -> FinancialYear | None:
        if "first_year" not in content:
            return None
        try:
            return FinancialYear.parse(content["first_year"])
        except UnknownPeriod:
            self._problem("is not a financial year", "Write it like 2023-24.", "first_year", content["first_year"])
            return None

    def _unit_costs(self, content: dict) -> str | None:
        """Which unit costs the file asks for; ``None`` where it leaves that to its base."""
        which = content.get("unit_costs")
        if which is not None and which not in WHICH_UNIT_COSTS:
            self._problem(
                "is not which unit costs to take", f'Write "{WHICH_UNIT_COSTS[0]}" or "{WHICH_UNIT_COSTS[1]}".', "unit_costs", which
            )
            return None
        uncertainties = content.get("uncertainties", {})
        stated = [name for name in UNIT_COST_NAMES if isinstance(uncertainties, dict) and name in uncertainties]
        for name in stated if which == WHICH_UNIT_COSTS[0] else []:
            remedy = "Leave out one of the two, or state the cost in a scenario that builds on this one."
            self._problem("is stated, and the file asks for the unit costs of placements held", remedy, name)
        return which

    def _read_group(self, group: str, declared: Mapping, entries) -> None:
        if not isinstance(entries, dict):
            self._problem("is not a table", f"Write its entries as [{group}.NAME].", group)
            return
        for name, entry in entries.items():
            if name not in declared:
                other = "uncertainties" if group == "levers" else "levers"
                remedy = f"Move it to [{other}.{name}]." if name in ASSUMPTIONS else did_you_mean(name, declared)
                self._problem(f"is not one of the {group}", remedy, value=name)
            elif not isinstance(entry, dict):
                self._problem("is not a table", "Give it a value, a reason and a source.", name)
            else:
                self._read_entry(name, entry)

    def _read_entry(self, name: str, entry: dict) -> None:
        before = len(self.problems)
        for key in entry:
            if key not in ENTRY_KEYS:
                self._problem("is not a key of an assumption", did_you_mean(key, ENTRY_KEYS), name, key)
        reason = self._text(entry, "reason", "Say why the value was chosen", f"{name}.reason")
        source, evidence = self._source(entry, name)
        value, low, high = (self._number(entry, name, key) for key in ("value", "low", "high"))
        distribution = self._distribution(entry, name, value, low, high)
        if "value" not in entry and distribution is None and len(self.problems) == before:
            self._problem("states neither a value nor a range", "Add one, or remove the entry.", name)
        if len(self.problems) == before:
            range_reason, place = str(entry.get("range_reason", "")), str(entry.get("place", ""))
            self.statements[name] = Statement(name, value, distribution, low, high, range_reason, reason, source, place, evidence)

    def _number(self, entry: dict, name: str, key: str) -> float | None:
        if key not in entry:
            return None
        value, column = entry[key], name if key == "value" else f"{name}.{key}"
        if isinstance(value, str) and ASSUMPTIONS[name].kind != "flag" and in_digits(value) is None:
            try:
                value = evaluate(value, self.figures)
            except KeyError as error:
                word = error.args[0]
                self._problem("names a figure that is not known", did_you_mean(word, self.figures), column, word)
                return None
            except ValueError:
                remedy = "Only / and * may stand between figures, with a space on either side."
                self._problem("is not a figure, nor figures multiplied or divided", remedy, column, value)
                return None
            except ZeroDivisionError:
                self._problem("divides by zero", "Correct it.", column, value)
                return None
        problem = number_problem(self.name, name, value, column)
        if problem:
            self.problems.append(problem)
            return None
        return float(value)

    def _distribution(self, entry: dict, name: str, value: float | None, low: float | None, high: float | None) -> str | None:
        column = f"{name}.distribution"
        if "distribution" not in entry:
            if "low" in entry or "high" in entry:
                self._problem("is missing, though a range is given", f"Write one of: {', '.join(DISTRIBUTIONS)}.", column)
            return None
        distribution = entry["distribution"]
        if distribution not in DISTRIBUTIONS:
            self._problem("is not a distribution", f"Write one of: {', '.join(DISTRIBUTIONS)}.", column, distribution)
        elif distribution == "fixed":
            if "low" in entry or "high" in entry:
                self._problem("has a range", "Remove low and high, or name another distribution.", column, distribution)
        else:
            if ASSUMPTIONS[name].kind != "number":
                self._problem("cannot vary", "A whole number or a true or false is fixed: remove the distribution.", column, distribution)
            if "low" not in entry or "high" not in entry:
                self._problem("lacks low or high", "Give both ends of the range.", column, distribution)
            elif low is not None and high is not None and low >= high:
                self._problem("is not below high", "Give the lower end first.", f"{name}.low", entry["low"])
            self._text(entry, "range_reason", "Say why the range runs from low to high", f"{name}.range_reason")
        return str(distribution)

    def _read_correlation(self, pair: dict) -> None:
        before = len(self.problems)
        for key in pair:
            if key not in CORRELATION_KEYS:
                self._problem("is not a key of a correlation", did_you_mean(key, CORRELATION_KEYS), "correlations", key)
        between, coefficient = pair.get("between"), pair.get("coefficient")
        named = isinstance(between, list) and all(isinstance(name, str) for name in between)
        if not named or len(between) != 2 or len(set(between)) != 2:
            self._problem("does not name two assumptions", "Write between = [ONE, OTHER].", "correlations.between", between)
        else:
            for name in between:
                if name not in UNCERTAINTIES:
                    self._problem("is not an uncertainty", did_you_mean(name, UNCERTAINTIES), "correlations.between", name)
        if isinstance(coefficient, bool) or not isinstance(coefficient, int | float) or not -1 < coefficient < 1:
            self._problem("is not a number above -1 and below 1", "Correct it.", "correlations.coefficient", coefficient)
        reason = self._text(pair, "reason", "Say why the two move together", "correlations.reason")
        source, _ = self._source(pair, "correlations")
        if len(self.problems) == before:
            self.correlations.append(
                {"first": between[0], "second": between[1], "coefficient": float(coefficient), "reason": reason, "source": source}
            )
