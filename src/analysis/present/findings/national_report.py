"""Sentences on a report held against national releases."""

from analysis.disclosure.release import Released
from analysis.present.wording import agreeing, counted, in_sentence, listing, sentence_case


def how_many_agree(pairs: Released) -> str:
    """How many figures agree, and which differ without a reason that is known."""
    rows = pairs.table
    agree = rows["release_verdict"].str.startswith("agrees")
    reason = rows["release_verdict"] == "differs by definition"
    sentence = f"{sentence_case(counted(int(agree.sum()), 'figure'))} of {len(rows)} {agreeing(agree.sum(), 'agrees', 'agree')} with the national release"
    sentence += (
        f"; {counted(int(reason.sum()), 'figure')} {agreeing(reason.sum(), 'counts', 'count')} something else." if reason.any() else "."
    )
    odd = rows[rows["release_verdict"] == "differs"]
    if odd.empty:
        return sentence
    named = [f"{in_sentence(name)} ({listing(list(own['national_period']))})" for name, own in odd.groupby("indicator_name", sort=False)]
    return f"{sentence} Neither rounding nor definition explains: {'; '.join(named)}. The release may have been revised since, or the report counts on another day."
