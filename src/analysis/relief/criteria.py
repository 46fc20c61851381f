"""The criteria for council tax relief as parameters: the published figures, and how a rule stated in two ways is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.errors import MissingFigure, UnknownChoice

CHOICES = {
    "care_period": ("previous_financial_year", "same_financial_year", "either_financial_year", "approval_year"),
    "respite_with_discount": ("in_all", "on_top"),
    "respite_full_relief": ("above", "from", "not_granted"),
    "outside_area": ("approved_by_cutoff", "approved_by_1_april", "days_of_care"),
}
MOST_DAYS = 366
YES_OR_NO = {"yes": True, "true": True, "no": False, "false": False}
KINDS_IN_WORDS = {int: "a whole number", float: "a number", bool: "yes or no", date: "a date such as 2023-04-01", str: "a text"}


@dataclass(frozen=True)
class ReliefCriteria:
    """What a fostering household must meet, and what relief it then has.

    The figures come from the report through ``relief_criteria``. The other attributes say how a rule is read that the
    report states in two ways, or leaves open; each default and its reason stands in
    ``docs/decisions/council-tax-relief-eligibility.md``.

    Attributes
    ----------
    authority
        Short name of the authority whose scheme it is.
    full_relief_days
        Days of care for full relief.
    full_relief_pct
        Full relief, per cent of the band's council tax.
    respite_minimum_days
        Days of respite for partial relief, for carers approved for respite only.
    respite_relief_pct
        Partial relief, per cent of the band's council tax. Section 6 says 25, section 4 says 50; the default is
        section 6, where the criteria are set out in full.
    respite_relief_with_discount_pct
        Partial relief for those whose discount is ``existing_discount_for_respite_pct`` or more.
    existing_discount_for_respite_pct
        The discount that raises it.
    respite_full_relief_days
        Days of respite around which full relief is considered.
    break_allowed_days
        A break longer than this ends relief, from the break's day of this number.
    outside_area_cutoff_date
        Carers who live outside the area must have been approved on this date.
    reimbursements_per_year
        Payments a year to carers outside the area.
    care_period
        Whose days decide. ``previous_financial_year``, the default: the twelve months to 31 March before the relief
        year, which is what the criterion says. ``same_financial_year``: the relief year itself, relief starting the day
        after the days are reached. ``either_financial_year``: whichever comes first. ``approval_year``: the last full
        year counted from approval that ended before the relief year, as section 4 has it.
    days_must_be_consecutive
        Section 6 says that the days need not be consecutive, section 4 says "consistently". The default is section 6.
    respite_with_discount
        ``in_all``, the default: the higher figure includes the discount that the household has. ``on_top``: it is
        relief beside the discount.
    respite_full_relief
        ``above``, the default: full relief over ``respite_full_relief_days``, as printed. ``from``: at that number, as
        for other carers. ``not_granted``: the report says only that it "will be considered".
    outside_area
        ``approved_by_cutoff``, the default: section 6 read as the printed date. ``approved_by_1_april``: section 6 read
        as the 1 April that starts the relief year. ``days_of_care``: section 7, where the days of care are enough.
    departure_day_counts
        Whether the day on which a child leaves is a day of care. The report does not say; by default it is.
    temporary_approval_days_count
        Whether days under temporary approval count once the carer is approved at panel. By default not.
    relief_resumes_after_break
        Whether relief runs again the day after a long break ends, the default, or only from the 1 April after it.
    refund_after_appeal
        Whether a successful appeal undoes the end of relief. The report says "may"; by default it does.
    placements_count_as_respite
        Whether a placement with carers approved for respite only counts among their days of respite. Section 4 counts their
        "placements", section 6 their "days of respite"; by default it does.
    respite_counts_as_care
        Whether respite that other carers give counts among their days of care. Section 6 asks for "foster care to a child",
        section 4 for "placements"; by default it does.
    """

    authority: str
    full_relief_days: int
    full_relief_pct: float
    respite_minimum_days: int
    respite_relief_pct: float
    respite_relief_with_discount_pct: float
    existing_discount_for_respite_pct: float
    respite_full_relief_days: int
    break_allowed_days: int
    outside_area_cutoff_date: date
    reimbursements_per_year: int
    care_period: str = "previous_financial_year"
    days_must_be_consecutive: bool = False
    respite_with_discount: str = "in_all"
    respite_full_relief: str = "above"
    outside_area: str = "approved_by_cutoff"
    departure_day_counts: bool = True
    temporary_approval_days_count: bool = False
    relief_resumes_after_break: bool = True
    refund_after_appeal: bool = True
    placements_count_as_respite: bool = True
    respite_counts_as_care: bool = True

    def __post_init__(self):
        wrong = [
            f'{name} is "{getattr(self, name)}", which is not among: {", ".join(allowed)}.'
            for name, allowed in CHOICES.items()
            if getattr(self, name) not in allowed
        ]
        for name, value in vars(self).items():
            most = MOST_DAYS if name.endswith("_days") else 100 if name.endswith("_pct") else None
            if most is not None and not 0 <= value <= most:
                wrong.append(f"{name} is {value:g}. Give a number from 0 to {most}.")
            if name.endswith("_days") and value != int(value):
                wrong.append(f"{name} is {value:g}. Give whole days.")
        if self.break_allowed_days < 1:
            wrong.append("break_allowed_days is 0. A break ends relief from its day of that number, so the least is 1.")
        if self.reimbursements_per_year < 1 or 12 % self.reimbursements_per_year:
            wrong.append(f"reimbursements_per_year is {self.reimbursements_per_year}. Give a number that divides 12 months.")
        if wrong:
            raise UnknownChoice("\n".join(wrong))


def relief_criteria(criteria: pd.DataFrame, rules: pd.DataFrame, *, respite_relief_place: str = "section 6", **readings) -> ReliefCriteria:
    """The published criteria of one authority and quarter as parameters.

    Parameters
    ----------
    criteria
        One row per ``criterion`` and ``place`` of the report: ``value`` in its ``unit``; with ``authority``.
    rules
        One row per ``rule``; ``cutoff_date`` where it has one.
    respite_relief_place
        Which of the report's two figures for partial relief to take: ``section 6`` or ``section 4``.
    readings
        Attributes of ``ReliefCriteria`` that depart from the default reading or from a published figure.

    Raises
    ------
    MissingFigure
        If the tables lack a criterion or the date: a gap is not a zero.
    UnknownChoice
        If a reading, or a figure, is not one that is allowed.

    Notes
    -----
    Source: ``scrutiny-2023-11``, item 6, sections 4, 6 and 7.
    """
    unknown = set(readings) - set(ReliefCriteria.__dataclass_fields__)
    if unknown:
        allowed = ", ".join(ReliefCriteria.__dataclass_fields__)
        raise UnknownChoice(f"{', '.join(sorted(unknown))} is not a parameter of the criteria. There are: {allowed}.")
    cutoff = rules.loc[rules["rule"] == "lives_in_city_or_approved_before", "cutoff_date"]
    if cutoff.empty or cutoff.isna().any():
        raise MissingFigure("fostering_eligibility_rules.csv lacks the cutoff_date of lives_in_city_or_approved_before. Add it.")
    published = {
        "authority": str(criteria["authority"].iloc[0]),
        "full_relief_days": int(_value(criteria, "full_relief_care", "section 6")),
        "full_relief_pct": _value(criteria, "full_relief", "section 6"),
        "respite_minimum_days": int(_value(criteria, "respite_minimum", "section 6")),
        "respite_relief_pct": _value(criteria, "respite_relief", respite_relief_place),
        "respite_relief_with_discount_pct": _value(criteria, "respite_relief_with_discount", "section 6"),
        "existing_discount_for_respite_pct": _value(criteria, "existing_discount_for_respite", "section 6"),
        "respite_full_relief_days": int(_value(criteria, "respite_full_relief", "section 6")),
        "break_allowed_days": int(_value(criteria, "break_allowed", "section 7")),
        "outside_area_cutoff_date": pd.Timestamp(cutoff.iloc[0]).date(),
        "reimbursements_per_year": int(_value(criteria, "reimbursements_outside_city", "section 7")),
    }
    return ReliefCriteria(**{**published, **readings})


def typed_readings(readings: Mapping[str, object]) -> dict[str, object]:
    """Readings given as text, as on a command line, as what their parameter takes.

    Parameters
    ----------
    readings
        Value by attribute of ``ReliefCriteria``, or by ``respite_relief_place``; one that is no text stays as it is.

    Raises
    ------
    UnknownChoice
        With every reading that is not a parameter, or whose value cannot be one of it.

    >>> typed_readings({"full_relief_days": "154", "departure_day_counts": "no", "outside_area_cutoff_date": "2023-10-01"})
    {'full_relief_days': 154, 'departure_day_counts': False, 'outside_area_cutoff_date': datetime.date(2023, 10, 1)}
    """
    kinds = reading_kinds()
    wrong = [f'"{name}" is not a reading. There are: {", ".join(kinds)}.' for name in readings if name not in kinds]
    typed = {}
    for name, value in readings.items():
        if name in kinds:
            try:
                typed[name] = _as_kind(value, kinds[name])
            except ValueError:
                wrong.append(f'{name} is "{value}". Give {KINDS_IN_WORDS[kinds[name]]}.')
    if wrong:
        raise UnknownChoice("\n".join(wrong))
    return typed


def reading_kinds() -> dict[str, type]:
    """What may be read otherwise, and the kind of value that it takes; whose scheme it is, is not a reading."""
    kinds = {name: attribute.type for name, attribute in ReliefCriteria.__dataclass_fields__.items() if name != "authority"}
    return {**kinds, "respite_relief_place": str}


def _as_kind(value: object, kind: type) -> object:
    """A text, or what is a value already, as a value; ``ValueError`` where it is none."""
    if not isinstance(value, str):
        whole = type(value) is int and kind is float
        if type(value) is not kind and not whole:
            raise ValueError(value)
        return kind(value) if whole else value
    text = value
    if kind is bool:
        if text.strip().casefold() not in YES_OR_NO:
            raise ValueError(text)
        return YES_OR_NO[text.strip().casefold()]
    return date.fromisoformat(text.strip()) if kind is date else kind(text.strip())


def _value(criteria: pd.DataFrame, criterion: str, place: str) -> float:
    of_criterion = criteria[criteria["criterion"] == criterion]
    found = of_criterion.loc[of_criterion["place"] == place, "value"]
    if found.empty and not of_criterion.empty:
        known = ", ".join(of_criterion["place"])
        raise UnknownChoice(f'"{place}" is not a place that states {criterion}. There are: {known}.')
    if found.empty or found.isna().any():
        raise MissingFigure(f"fostering_eligibility_criteria.csv lacks {criterion}. Add the row: a gap is not a zero.")
    return float(found.iloc[0])
