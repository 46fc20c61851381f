"""Sentences of the page on council tax relief from the register of carers."""

import pandas as pd

from analysis.catalogue.fields import field
from analysis.disclosure.release import Released
from analysis.present.decision_wording import RULES_IN_WORDS, date_in_words
from analysis.present.decisions import LONGEST_LIST
from analysis.present.page import Tile
from analysis.present.wording import COUNT_WORDS, counted, in_sentence, listing, number, per_cent, pounds, rose_or_fell, sentence_case
from analysis.relief.criteria import ReliefCriteria

NO_RELIEF = "No relief"


def period(year: str, quarter: str) -> str:
    """The time that the page is about, and the report that states the criteria."""
    return f"Financial year {year}: criteria as reported in {in_sentence(quarter)}"


def headline(in_all: Released, year: str, criteria: Released | None = None) -> str:
    """Households with relief and its cost, beside what the report assumes; what is read otherwise, and who is not decided.

    Parameters
    ----------
    criteria
        As ``criteria_in_words`` returns them.
    """
    row = in_all.table.iloc[0]
    read_otherwise = 0 if criteria is None else int(criteria.table["reading_departs"].notna().sum())
    opening = f"With {counted(read_otherwise, 'criterion', 'criteria')} read otherwise than by default, " if read_otherwise else ""
    finding = _finding(row, year)
    return " ".join(filter(None, [opening + (in_sentence(finding) if opening else finding), _not_decided(row)]))


def _not_decided(row) -> str:
    """A sentence on the households that are not decided, if there are any."""
    count = int(row.get("households_not_decided", 0))
    if not count:
        return ""
    return f"{sentence_case(counted(count, 'more household'))} {'is' if count == 1 else 'are'} not decided, because {'its' if count == 1 else 'their'} rows are in doubt."


def _finding(row, year: str) -> str:
    relieved, registered = _relieved(row), int(row["households_registered"])
    assumed, assumed_gbp = int(row["existing_households"]), row["existing_households_cost_gbp"]
    where = "that could be decided" if row.get("households_not_decided", 0) else "on the register"
    who = _share_of_all(relieved, registered, f"household {where}", f"households {where}")
    if not relieved:
        return f"{who} council tax relief in {year}, so there is nothing to pay. The report assumes {number(assumed)} households and {pounds(assumed_gbp)}."
    households = _beside(relieved - assumed, counted(abs(relieved - assumed), "household"), "fewer", "more")
    cost = _beside(row["relief_gbp"] - assumed_gbp, pounds(abs(row["relief_gbp"] - assumed_gbp)), "less", "more")
    return (
        f"{who} council tax relief in {year}, at a cost of {pounds(row['relief_gbp'])}. That is {households} the {number(assumed)} that the report "
        f"assumes, and {cost} its {pounds(assumed_gbp)}."
    )


def tiles(in_all: Released, short: Released, short_by: int, year: str) -> list[Tile]:
    """Key figures of the page."""
    row = in_all.table.iloc[0]
    outside = int(row["households_outside_area"])
    difference = row["relief_gbp"] - row["existing_households_cost_gbp"]
    return [
        Tile(
            "Households with relief",
            f"{number(_relieved(row))} of {number(row['households_registered'])}",
            f"{number(row['households_full_relief'])} full, {number(row['households_partial_relief'])} partial"
            + (f"; {number(row['households_not_decided'])} not decided" if row.get("households_not_decided", 0) else ""),
            field("decision").definition,
        ),
        Tile(
            f"Cost in {year}",
            pounds(row["relief_gbp"]),
            f"{_beside(difference, pounds(abs(difference)), 'less', 'more')} the report assumes",
            field("relief_gbp").definition,
        ),
        Tile(
            "Just short of relief",
            number(len(short.table)),
            f"lacking nothing but up to {counted(short_by, 'day')} of care",
            field("days_short").definition,
        ),
        Tile(
            "Paid back outside the area",
            pounds(row["relief_outside_area_gbp"]),
            f"to {_households(outside)}" if outside else "no household there has relief",
            field("relief_outside_area_gbp").definition,
        ),
    ]


def warnings(made_up: bool, coverage: Released) -> list[str]:
    """What a reader must know before any figure: households that are made up, stays that may be cut off."""
    row = coverage.table.iloc[0]
    needed, begin = row["care_counted_from_date"], row["stays_begin_date"]
    found = []
    if made_up:
        found.append("The households on this page are made up. Give the folder with the register of carers and the stays to see real ones.")
    if pd.isna(begin):
        found.append("There is no stay in the extract, so no household has a day of care.")
    elif pd.notna(needed) and begin > needed:
        found.append(
            f"Days of care count from {date_in_words(needed)}, but the first stay in the extract starts on {date_in_words(begin)}. "
            "If the extract was cut off there, households lose days of care that they gave."
        )
    return found


def by_band(in_all: Released) -> list[str]:
    """What a household with relief costs on average, beside the report's average."""
    row = in_all.table.iloc[0]
    relieved = _relieved(row)
    if not relieved:
        return ["No household has relief, so no band costs anything."]
    assumed = f"The report has {pounds(row['existing_households_cost_gbp'] / row['existing_households'])} each, at most, for a full year without any discount."
    return [
        f"On average relief costs {pounds(row['relief_gbp'] / relieved)} for each household that has it. {assumed if row['existing_households'] else ''}".strip()
    ]


def by_band_title(bands: Released) -> str:
    """The band that costs most."""
    top, total = bands.table.loc[bands.table["relief_gbp"].idxmax()], bands.table["relief_gbp"].sum()
    return f"Band {top['council_tax_band']} costs most: {pounds(top['relief_gbp'])}, {per_cent(100 * top['relief_gbp'] / total, 0)} of the relief"


def band_name(row: pd.Series) -> str:
    """A band as its bar is named: with its households that have relief."""
    return f"Band {row['council_tax_band']}, {_figure(_relieved(row))} with relief"


def cost_label(row: pd.Series) -> str:
    """What a bar of cost says."""
    return pounds(row["relief_gbp"])


def by_band_description(bands: Released) -> str:
    """Long description of the chart by band."""
    parts = [f"{band_name(row)}: {cost_label(row)}" for _, row in bands.table.iterrows()]
    return f"A bar for the cost of relief in each band in use. {'; '.join(parts)}."


def rules_in_words(by_rule: Released) -> Released:
    """``households_by_deciding_rule`` with ``rule_in_words``, those without relief last."""
    words = [RULES_IN_WORDS[rule] for rule in by_rule.table["deciding_rule"]]
    table = by_rule.with_words(rule_in_words=pd.Series(words, index=by_rule.table.index, dtype="str"))
    refused_last = table.table.sort_values("decision", key=lambda decision: decision == NO_RELIEF, kind="stable")
    return table.in_order(refused_last.index)


def without_relief(rules: Released) -> list[str]:
    """How many households have none, and the rule that stops most."""
    refused = _refused(rules)
    registered, without = int(rules.table["households"].sum()), int(refused["households"].sum())
    if not without:
        return ["Every household on the register has relief." if registered else "There is no household on the register."]
    top = refused["households"].max()
    rules_of_top = listing([in_sentence(rule) for rule in refused.loc[refused["households"] == top, "rule_in_words"]])
    each = "" if (refused["households"] == top).sum() == 1 else " each"
    which = f"{'Most often the' if len(refused) > 1 else 'The'} rule that decides is: {rules_of_top}"
    return [
        f"{_share_of_all(without, registered, 'household on the register', 'households on the register')} no relief. "
        + (f"{which} ({_households(top)}{each})." if len(refused) > 1 else f"{which}."),
        "Each is counted under the first rule that it does not meet, in the order of the report. The decision on it names every rule that it does not meet.",
    ]


def without_relief_title(rules: Released) -> str:
    """The rule that stops most households."""
    refused = _refused(rules)
    top = refused.loc[refused["households"].idxmax()]
    without = int(refused["households"].sum())
    if len(refused) > 1:
        return f"{number(top['households'])} of the {_figure(without)} without relief: {in_sentence(top['rule_in_words'])}"
    return f"{'The one household' if without == 1 else f'All {_figure(without)}'} without relief: {in_sentence(top['rule_in_words'])}"


def rule_name(row: pd.Series) -> str:
    """A rule as its bar is named."""
    return row["rule_in_words"]


def rule_label(row: pd.Series) -> str:
    """What the bar of a rule says."""
    return _figure(row["households"])


def without_relief_description(rules: Released) -> str:
    """Long description of the chart of rules."""
    parts = [f"{in_sentence(row.rule_in_words)}, {_figure(row.households)}" for row in _refused(rules).itertuples()]
    return f"A bar for each rule that leaves households without relief. {sentence_case('; '.join(parts))}."


def just_short(short: Released, short_by: int) -> list[str]:
    """How many households a few days of care keep from relief."""
    rows = short.table
    within = counted(short_by, "day")
    if rows.empty:
        return [f"No household is kept from relief, or from full relief, by {within} of care or less alone."]
    lack = f"lack{'s' if len(rows) == 1 else ''} nothing but up to {within} of care"
    who = sentence_case(_households(len(rows)))
    nearest = rows.iloc[0]
    if len(rows) == 1:
        missed = f"{in_sentence(nearest['relief_short_of'])} by {counted(nearest['days_short'], 'day')}"
        first = f"{who} {lack}: it misses {missed}."
    else:
        kinds = [
            f"{_words(count)} {'misses' if count == 1 else 'miss'} {in_sentence(kind)}"
            for kind, count in rows["relief_short_of"].value_counts().items()
        ]
        first = f"{who} {lack}. Of them {listing(kinds)}; the nearest lacks {counted(nearest['days_short'], 'day')}."
    return [
        first,
        "Look at their stays first: one stay not recorded, or recorded with a wrong day, could change the decision.",
    ]


def thresholds_title(thresholds: Released, own_days: int) -> str:
    """What the lowest and the highest threshold would cost beside the scheme's own."""
    rows = thresholds.table
    ends = [row for row in (rows.iloc[0], rows.iloc[-1]) if row["threshold_days"] != own_days]
    parts = [f"{_beside_change(row['change_gbp'])} at {number(row['threshold_days'])} days" for row in ends]
    if not parts:
        return f"Relief costs {pounds(rows.iloc[0]['relief_gbp'])} at the scheme's own threshold of {number(own_days)} days"
    if all(row["change_gbp"] == 0 for _, row in rows.iterrows()):
        return f"Between {number(rows.iloc[0]['threshold_days'])} and {number(rows.iloc[-1]['threshold_days'])} days the threshold makes no difference to the cost"
    return f"Against {number(own_days)} days, relief would cost {listing(parts)}"


def threshold_name(row: pd.Series, own_days: int) -> str:
    """A threshold as its bar is named: with the households that have relief under it."""
    own = " (the scheme's)" if row["threshold_days"] == own_days else ""
    return f"{number(row['threshold_days'])} days{own}: {_figure(_relieved(row))}"


def thresholds_description(thresholds: Released, own_days: int) -> str:
    """Long description of the chart of thresholds."""
    parts = [f"{threshold_name(row, own_days)}, {cost_label(row)}" for _, row in thresholds.table.iterrows()]
    return f"A bar for the cost of relief at each threshold, named with the households that have relief under it. {'; '.join(parts)}."


def thresholds_note(criteria: ReliefCriteria) -> str:
    """What moves with the threshold and what stays."""
    days = counted(criteria.respite_minimum_days, "day")
    moves = (
        "" if criteria.respite_full_relief == "not_granted" else "The days of respite for full relief move by as much as the threshold. "
    )
    return f"{moves}The {days} of respite for partial relief {'stays' if criteria.respite_minimum_days == 1 else 'stay'}."


def approval_types_in_words(households: Released) -> Released:
    """The same rows with ``approval_type`` as a reader says it."""
    return households.with_words(approval_type=households.table["approval_type"].astype("str").str.replace("_", " ").str.capitalize())


def with_anchors(households: Released, decisions: Released) -> Released:
    """The same rows with ``decision_anchor``, the id on the page of the decision on each household."""
    places = {household: f"decision-{number}" for number, household in enumerate(decisions.table["household"], 1)}
    return households.with_words(decision_anchor=households.table["household"].map(places).astype("str"))


def decided(decisions: Released) -> list[str]:
    """What the list of decisions is."""
    if decisions.table.empty:
        return ["There is no household on the register, so there is no decision."]
    return [
        "Each decision states every reason for it in words that could go to the carer. Read it before it is sent: the register does not hold everything that "
        "the criteria ask for.",
        "The file has every column behind a decision: periods, days of each kind, discount and council tax.",
        *(
            []
            if len(decisions.table) <= LONGEST_LIST
            else [f"The list is too long for a page: all {number(len(decisions.table))} decisions are in the file."]
        ),
    ]


def decisions_label(decisions: Released, year: str) -> str:
    """What the folded list of decisions holds."""
    count = len(decisions.table)
    return f"the decision on the one household of the register for {year}" if count == 1 else f"the {number(count)} decisions for {year}"


def decision_name(row: pd.Series) -> str:
    """A household with its decision."""
    return f"{row['household']}: {in_sentence(row['decision'])}"


def decision_facts(row: pd.Series) -> str:
    """Amount, days and band of a decision, in brief."""
    band = f"band {row['council_tax_band']}, {in_sentence(row['approval_type'])}"
    relief = f"{pounds(row['relief_gbp'], 2)} for {_figure(row['relief_days'], 'day')}; " if row["relief_days"] else ""
    return f"{sentence_case(relief + band)}."


def changed(before: Released | None, in_all: Released, moves: Released | None, lacking: str, years: tuple[str, str]) -> list[str]:
    """How the households with relief and the cost differ from the year before, or why that cannot be said."""
    earlier, year = years
    if before is None:
        why = {
            "council_tax": f"the council tax of {earlier} is not among the published figures for every band in use",
            "stays": f"the extract has no stay in the days that would decide relief for {earlier}",
        }[lacking]
        return [f"The same decisions cannot be made for {earlier}: {why}."]
    then, now = before.table.iloc[0], in_all.table.iloc[0]
    households, cost = _relieved(now) - _relieved(then), now["relief_gbp"] - then["relief_gbp"]
    gained = _moved(moves, moves.table["decision_before"] == NO_RELIEF, moves.table["decision"] != NO_RELIEF)
    lost = _moved(moves, moves.table["decision_before"] != NO_RELIEF, moves.table["decision"] == NO_RELIEF)
    had = f"{_households(_relieved(then))} would have had relief in {earlier}, at a cost of {pounds(then['relief_gbp'])}"
    if not _relieved(then):
        had = f"no household would have had relief in {earlier}"
    return [
        f"By the same criteria, {had}. From {earlier} to {year} the number {rose_or_fell(households, number(abs(households)))} and the cost "
        f"{rose_or_fell(round(cost), pounds(abs(cost)))}.",
        f"{sentence_case(_households(gained)) if gained else 'No household'} gained relief and {_households(lost) if lost else 'none'} lost it.",
    ]


def _relieved(row) -> int:
    return int(row["households_full_relief"] + row["households_partial_relief"])


def _households(count: float) -> str:
    return counted(count, "household")


def _figure(count: float, noun: str = "household") -> str:
    """A count in figures, such as beside a mark of a chart: ``8 households``."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def _refused(rules: Released) -> pd.DataFrame:
    return rules.table[rules.table["decision"] == NO_RELIEF]


def _moved(moves: Released, was: pd.Series, now: pd.Series) -> int:
    return int(moves.table.loc[was & now, "households"].sum())


def _words(count: int) -> str:
    return COUNT_WORDS[count] if count < len(COUNT_WORDS) else number(count)


def _share_of_all(count: int, of_all: int, singular: str, plural: str) -> str:
    """``97 of the 150 households have``, in words that hold for none, one and all of them."""
    if not of_all:
        return f"There is no {singular}, and none has"
    if of_all == 1:
        return f"The one {singular} has" + ("" if count else " no")
    if count in (0, of_all):
        return f"All {_words(of_all)} {plural} have" if count else f"None of the {_words(of_all)} {plural} has"
    return f"{sentence_case(_words(count))} of the {_words(of_all)} {plural} {'has' if count == 1 else 'have'}"


def _beside(difference: float, size: str, less: str, more: str) -> str:
    """``£80,950 less than``, or ``the same as`` where the two agree to the pound."""
    return "the same as" if round(difference) == 0 else f"{size} {less if difference < 0 else more} than"


def _beside_change(change_gbp: float) -> str:
    return "the same" if round(change_gbp) == 0 else f"{pounds(abs(change_gbp))} {'less' if change_gbp < 0 else 'more'}"
