"""One test of each kind of leak, on what a pack would show.

Those of counts that stand beside their total are in ``test_suppression`` (two fours under a small remainder, one and one, zeros beside hidden cells) and
``test_release_together`` (a group of one, a missing group key, an index with doubles, a unit that is absent or unknown, a percentage of a base that is
shown). Here an outsider reads what is published: rates, means and tiles with a base, differences and directions, checks, words, sums of what is hidden,
checksums, and one figure in two tables.
"""

import hashlib
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.mending import to_hide_too
from analysis.disclosure.outsider import attack_pack
from analysis.disclosure.published import Pack, Table
from analysis.disclosure.release import release
from analysis.publish.origins import without_counts


def pack(*tables: Table, name: str = "now", **sentences: str) -> Pack:
    return Pack(name, 3, 5, tables, {section: (text,) for section, text in sentences.items()})


def table(headings, rows, foot=None, place="page.html: Children", section="s", file="") -> Table:
    body = tuple((label, tuple(cells)) for label, *cells in rows)
    return Table(place, section, tuple(headings), body, (("Total", tuple(foot)),) if foot else (), file)


def found(*packs: Pack) -> list[tuple[str, str, float, float]]:
    return [(finding.row, finding.column, finding.least, finding.most) for finding in attack_pack(packs)[0]]


@pytest.mark.parametrize(
    ("headings", "rows", "wanted"),
    [
        # 12 of 8,000 are 15.0 in ten thousand; 2 of 4,000 are 5.0, and 1.8 to 2.2 round to it.
        (
            ["Children", "Population", "Per 10,000"],
            [("a", "12", "8000", "15.0"), ("b", "30", "9000", "33.3"), ("d", "21", "5000", "42.0"), ("c", "[c]", "4000", "5.0")],
            ("c", "Children", 2, 2),
        ),
        # A total in pounds over its mean: 1,236 over 412.0 is 3.
        (
            ["Children", "Total £", "Average £"],
            [("a", "10", "4000", "400.0"), ("b", "20", "9000", "450.0"), ("d", "16", "5000", "312.5"), ("c", "[c]", "1236", "412.0")],
            ("c", "Children", 3, 3),
        ),
        # What each of them costs: 9 episodes are 3.0 for each child.
        (
            ["Episodes", "Children", "Episodes for each"],
            [("a", "20", "10", "2.0"), ("b", "45", "30", "1.5"), ("d", "30", "12", "2.5"), ("c", "9", "[c]", "3.0")],
            ("c", "Children", 3, 3),
        ),
        # A rise of 50.0 per cent to 6 was from 4.
        (
            ["Now", "Before", "Change per cent"],
            [("a", "20", "10", "+100.0"), ("b", "45", "30", "+50.0"), ("d", "30", "12", "+150.0"), ("c", "6", "[c]", "+50.0")],
            ("c", "Before", 4, 4),
        ),
        # What was open, and came, less what left, is what is open.
        (
            ["At the start", "Came", "Left", "At the end"],
            [
                ("a", "20", "5", "7", "18"),
                ("b", "31", "9", "6", "34"),
                ("d", "12", "8", "5", "15"),
                ("e", "50", "6", "9", "47"),
                ("c", "10", "6", "[c]", "13"),
            ],
            ("c", "Left", 3, 3),
        ),
    ],
)
def test_a_rate_a_mean_a_change_and_a_flow_beside_what_they_rest_on(headings, rows, wanted):
    assert wanted in found(pack(table(headings, rows)))


def test_a_direction_is_a_bound():
    rows = [("a", "12", "10", "rose"), ("b", "9", "15", "fell"), ("d", "8", "8", "unchanged")]
    headings = ["March 2023", "March 2022", "Direction"]
    # More than 98 and at most 100 per cent, to the whole per cent: 99 or 100. That it fell from 98 leaves 98 values.
    percentages = [(label, f"{now}%", f"{before}%", word) for label, now, before, word in [("a", 70, 60, "rose"), ("b", 50, 55, "fell")]]
    assert found(pack(table(headings, [*percentages, ("c", "[c]", "98%", "rose")]))) == [("c", "March 2023", 99, 100)]
    assert found(pack(table(headings, [*percentages, ("c", "[c]", "98%", "fell")]))) == []
    # A count that is as it was, when it was 7.
    assert found(pack(table(headings, [*rows, ("c", "[c]", "7", "unchanged")]))) == [("c", "March 2023", 7, 7)]
    # Fewer than 3, and not nought: 1 or 2. Fewer than 9 says too little.
    assert found(pack(table(headings, [*rows, ("c", "[c]", "3", "fell")]))) == [("c", "March 2023", 1, 2)]
    assert found(pack(table(headings, [*rows, ("c", "[c]", "9", "fell")]))) == []


def test_a_verdict_and_a_colour_are_bounds_whichever_way_is_better():
    headings = ["Verdict", "Then", "Now"]
    rows = [("a", "better", "60.0%", "70.0%"), ("b", "worse", "80.0%", "75.0%"), ("d", "unchanged", "50.0%", "50.0%")]
    assert found(pack(table(headings, [*rows, ("c", "better", "99.8%", "[c]")]))) == [("c", "Now", 999, 1000)]
    assert found(pack(table(headings, [*rows, ("c", "better", "62.0%", "[c]")]))) == []
    coloured = [("a", "90%", "92%", "green"), ("b", "90%", "80%", "amber"), ("d", "90%", "40%", "red")]
    headings = ["Target", "March 2023", "Against target"]
    assert found(pack(table(headings, [*coloured, ("c", "100%", "[c]", "green")]))) == [("c", "March 2023", 100, 100)]
    assert found(pack(table(headings, [*coloured, ("c", "90%", "[c]", "red")]))) == []


def test_the_order_of_rows_is_a_bound():
    rows = [("a", "40"), ("b", "31"), ("d", "12"), ("c", "[c]"), ("e", "11"), ("f", "6")]
    assert found(pack(table(["Children"], rows))) == [("c", "Children", 11, 12)]
    apart = [("a", "40"), ("b", "31"), ("d", "19"), ("c", "[c]"), ("e", "11"), ("f", "6")]
    assert found(pack(table(["Children"], apart))) == []
    unordered = [("a", "31"), ("b", "40"), ("d", "12"), ("c", "[c]"), ("e", "11"), ("f", "6")]
    assert found(pack(table(["Children"], unordered))) == []


def test_a_last_row_that_is_named_a_total_is_one():
    rows = [("a", "12"), ("b", "[c]"), ("d", "5"), ("All kinds", "20")]
    assert found(pack(table(["Interviews"], rows))) == [("b", "Interviews", 3, 3)]


def test_one_column_in_two_tables_whatever_it_is_called():
    shown = [("a", "40"), ("b", "31"), ("d", "12"), ("e", "17"), ("c", "7")]
    hiding = [("a", "40"), ("b", "31"), ("d", "12"), ("e", "17"), ("c", "[c]")]
    closing = table(["Open cases"], hiding)
    opening = table(["Open at the start"], shown, place="page.html: What came and left")
    assert found(pack(opening), pack(closing, name="before")) == [("c", "Open cases", 7, 7)]
    # A column that differs in one row is another.
    other = table(["Seen"], [("a", "41"), *shown[1:]], place="page.html: Seen")
    assert found(pack(other), pack(closing, name="before")) == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("20 interviews were late: two for each of four reasons.", (2, 2)),
        ("One of each of the four kinds was found.", (1, 1)),
        ("3 children are not shown.", (3, 3)),
        ("The table hides 11 figures.", None),
        ("2 more children are expected by June 2027.", None),
    ],
)
def test_a_number_in_a_sentence(sentence, wanted):
    rows = [("a", "12"), ("b", "[c]"), ("d", "31")]
    told = {(least, most) for _, _, least, most in found(pack(table(["Children"], rows), s=sentence))}
    assert told == ({wanted} if wanted else set())


def test_a_sum_of_what_is_hidden_in_words():
    rows = [("a", "12"), ("b", "[c]"), ("c", "[c]")]
    ranges = {row: (least, most) for row, _, least, most in found(pack(table(["Children"], rows), s="8 children are not shown."))}
    assert ranges == {"b": (4, 4), "c": (4, 4)}


def test_a_check_of_a_hidden_count_says_nothing_of_it():
    checks = pd.DataFrame({"printed_figure": ["3 of 9"], "working": ["9 - 6"], "recomputed_figure": ["3"], "smallest_count": [3]})
    shown = release(checks, "public", name="figures_that_do_not_agree")
    assert shown.suppressed.all(axis=None)


def test_no_checksum_that_is_stated_can_be_tried():
    rows = pd.DataFrame({"reason": ["a", "b", "c"], "late_interviews": [3, 9, 8], "cost_gbp": [120, 80, 90]})

    def checksum(table: pd.DataFrame) -> str:
        return hashlib.sha256(without_counts(table).to_csv(index=False).encode()).hexdigest()

    tried = [checksum(rows.assign(late_interviews=[few, 9, 8])) for few in range(1, 5)]
    assert set(tried) == {checksum(rows)}
    assert checksum(rows.assign(cost_gbp=[121, 80, 90])) != checksum(rows)
    assert checksum(rows.assign(late_interviews=rows["late_interviews"].astype(str))) == checksum(rows)


def test_what_must_be_hidden_too_is_the_least_that_does():
    rows = [("a", "12"), ("b", "[c]"), ("d", "6"), ("e", "31")]
    held = table(["Interviews"], rows, ["52"], file="interviews.csv")
    # Beside the only hidden count, of 3, the smallest other; then 9 are left of two, so that not both are small.
    assert [place[2:] for place in to_hide_too([pack(held)])] == [(2, 0)]
    earlier = table(["July 2023", "August 2023"], [("Secure", "[c]", "7")])
    now = table(["July 2023", "August 2023"], [("Secure", "12", "7")])
    assert [place[2:] for place in to_hide_too([pack(now), pack(earlier, name="before")])] == [(0, 0)]
    word = [("a", "70%", "60%", "rose"), ("b", "50%", "55%", "fell"), ("c", "[c]", "98%", "rose")]
    assert [place[2:] for place in to_hide_too([pack(table(["March 2023", "March 2022", "Direction"], word, file="x.csv"))])] == [(2, 2)]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
def test_the_ranges_of_a_table_are_those_of_trying_every_table(counts, hide):
    """A table of four rows and its total: every table whose hidden counts are 1 to 60 and add up is tried."""
    amount = sum(counts)
    rows = [(f"row {place}", "[c]" if secret else str(count)) for place, (count, secret) in enumerate(zip(counts, hide, strict=True))]
    hidden = [place for place, secret in enumerate(hide) if secret]
    left = amount - sum(count for count, secret in zip(counts, hide, strict=True) if not secret)
    fitting = (
        [tried for tried in itertools.product(range(1, 49), repeat=min(len(hidden), 2)) if sum(tried) == left] if len(hidden) <= 2 else None
    )
    if fitting is None:
        return
    told = {row: (least, most) for row, _, least, most in found(pack(table(["Interviews"], rows, [str(amount)])))}
    for number, place in enumerate(hidden if fitting else []):
        values = {tried[number] for tried in fitting}
        small = {tried[number] for tried in fitting if max(tried) < 5} if len(hidden) <= left <= 4 * len(hidden) else values
        narrow = min((len(known) for known in (values, small) if known), default=9)
        assert (f"row {place}" in told) == (narrow < 3), (rows, amount, told, np.array(fitting))
