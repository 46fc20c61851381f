"""What each measure and indicator is, in words: the definitions that stand under a table."""

import pandas as pd

from analysis.present.wording import sentence_case

BETTER = {"higher": "Higher is better", "lower": "Lower is better", "neither": "Neither way is taken as better"}
MEASURE_KINDS = {
    "snapshot": "at the end of the month",
    "in_month": "in the month",
    "rolling_year": "over 12 months",
    "year_to_date": "since April",
}
MEASURE_BASES = {"report": "The report's wording.", "reading": "Read so by this project: the report does not define it in full."}
PERIOD_KINDS = {"snapshot": "on a date", "rolling_12_months": "over 12 months", "academic_year": "over a school year"}
POLARITY_BASES = {"report": "(the report says so)", "assigned": "(this project's reading)"}


def measure_definitions(measures: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Definition of each measure by ``measure``: what it is, how it is taken, which way is better, whose words.

    Parameters
    ----------
    measures
        ``measure``, ``measure_unit``, ``measure_kind``, ``polarity``; a measure may stand in several rows.
    definitions
        One row per ``measure``: ``definition``, ``definition_basis``. A measure without a row is said to have no definition.

    >>> measures = pd.DataFrame({"measure": [62], "measure_unit": ["children"], "measure_kind": ["snapshot"], "polarity": ["neither"]})
    >>> own = pd.DataFrame({"measure": [62], "definition": ["Children open"], "definition_basis": ["report"]})
    >>> measure_definitions(measures, own)[62]
    "Children open. Children, at the end of the month. Neither way is taken as better. The report's wording."
    """
    own = definitions[["measure", "definition", "definition_basis"]].drop_duplicates("measure")
    table = measures.drop_duplicates("measure").merge(own, on="measure", how="left")
    taken = (
        table["measure_unit"].replace({"days per FTE": "days for each full-time post"}).map(sentence_case)
        + ", "
        + table["measure_kind"].map(MEASURE_KINDS)
    )
    better, basis = table["polarity"].map(BETTER), table["definition_basis"].map(MEASURE_BASES)
    meaning = (table["definition"] + ". ").fillna("")
    text = meaning + taken + ". " + better + "." + (" " + basis).fillna(" No definition is held.")
    return text.set_axis(table["measure"])


def indicator_definitions(indicators: pd.DataFrame) -> pd.Series:
    """Definition of each yearly indicator by ``indicator``: what it is, of what it is a share, how it is taken, which way is better.

    Parameters
    ----------
    indicators
        One row per ``indicator``: ``definition``, ``numerator``, ``denominator``, ``unit``, ``period_kind``, ``polarity``,
        ``polarity_basis``.
    """
    divided = indicators["denominator"].notna() & ~indicators["numerator"].eq("Not stated")
    parts = (" Numerator: " + indicators["numerator"] + ". Denominator: " + indicators["denominator"] + ".").where(divided, "")
    taken = indicators["unit"].map(sentence_case) + ", " + indicators["period_kind"].map(PERIOD_KINDS)
    better = indicators["polarity"].map(BETTER) + " " + indicators["polarity_basis"].map(POLARITY_BASES)
    text = indicators["definition"] + "." + parts + " " + taken + ". " + better + "."
    return text.set_axis(indicators["indicator"])


def definitions_then_and_now(
    comparisons: pd.DataFrame, then: pd.DataFrame, inspection_indicators: pd.DataFrame, today: pd.Series
) -> pd.Series:
    """What each comparison sets side by side, by ``comparison``: the inspection's figure, then today's.

    Parameters
    ----------
    comparisons
        One row per ``comparison``: ``measure`` where today's figure is a measure, else ``today_indicator``, or neither.
    then
        As ``inspection.inspection_points`` returns it.
    inspection_indicators
        One row per ``indicator``: ``definition``.
    today
        Definitions by measure and by indicator.
    """
    judged = then[then["judged"]].set_index("comparison")["indicator"]
    meaning = inspection_indicators.set_index("indicator")["definition"]
    inspected = comparisons["comparison"].map(judged).map(meaning)
    key = comparisons["measure"].astype(object).where(comparisons["measure"].notna(), comparisons["today_indicator"])
    now = key.map(today)
    text = ("At the inspection: " + inspected + ".").where(inspected.notna(), "") + (" Today: " + now).where(now.notna(), "")
    return text.str.strip().set_axis(comparisons["comparison"])
