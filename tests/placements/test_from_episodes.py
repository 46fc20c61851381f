"""Children looked after by their episodes: cases worked out by hand from the statutory definitions, and what holds for any episodes."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.placements import from_episodes as care

DAY = pd.Timestamp("2025-03-31")
COLUMNS = [
    "child_id",
    "started_date",
    "reason_started",
    "placement_type",
    "ended_date",
    "placement_urn",
    "legal_status",
    "placement_provider",
]


def _episodes(*rows: tuple) -> pd.DataFrame:
    """Episodes from child, first day, reason, type of placement, last day, where, legal status and provider, the last three of which may be left out."""
    filled = [(*row, *("home", "V2", "PR1")[len(row) - 5 :]) for row in rows]
    table = pd.DataFrame(filled, columns=COLUMNS)
    return table.assign(**{name: pd.to_datetime(table[name]) for name in ("started_date", "ended_date")})


def _care(*rows: tuple) -> pd.DataFrame:
    return care.care_episodes(_episodes(*rows))


def test_children_by_kind_are_those_at_the_end_of_the_day_without_short_breaks():
    held = _care(
        ("inhouse", "2024-01-01", "S", "U6", None),
        ("agency", "2024-01-01", "S", "U4", None, "a", "C2", "PR5"),
        ("friend", "2024-01-01", "S", "U3", None, "f", "V2", "PR4"),
        ("left that day", "2024-01-01", "S", "U6", "2025-03-31"),
        ("came that day", "2025-03-31", "S", "K2", None, "k", "V2", "PR4"),
        ("short breaks", "2024-01-01", "S", "U6", None, "s", "V4", "PR1"),
        ("to come", "2025-04-01", "S", "U6", None),
    )
    found = care.cla_on(held, [DAY - pd.Timedelta(days=1), DAY])
    last = found[found["on_date"] == DAY].set_index("placement_kind")["children_in_kind"]
    assert last.to_dict() == {"In-house fostering": 1, "Agency fostering": 1, "Family and friends foster care": 1, "Children's homes": 1}
    before = found[found["on_date"] < DAY].set_index("placement_kind")["children_in_kind"]
    assert before["In-house fostering"] == 2
    assert before["Children's homes"] == 0


def test_starting_and_ceasing_are_of_periods_of_care_not_of_episodes():
    held = _care(
        ("moved", "2024-05-01", "S", "U6", "2024-06-01", "one"),
        ("moved", "2024-06-01", "P", "U6", None, "two"),
        ("went and came", "2023-01-01", "S", "U6", "2024-05-10"),
        ("went and came", "2024-06-10", "S", "U6", None),
        ("came back that day", "2023-01-01", "S", "U6", "2024-05-20"),
        ("came back that day", "2024-05-20", "S", "U6", None),
        ("on the first", "2024-03-31", "S", "U6", "2024-06-30"),
    )
    found = care.started_and_ceased(held, [pd.Timestamp("2024-03-31"), pd.Timestamp("2024-06-30")]).iloc[0]
    # Started: the first, the second again, the third again. Ceased: the second, the third, and the last on the quarter's last day.
    assert found[["children_started", "children_ceased", "children_looked_after"]].tolist() == [3, 3, 3]


def test_three_placements_in_the_year_are_counted_as_indicator_62_does():
    held = _care(
        # The placement that the year began in counts: three.
        ("three", "2023-01-01", "S", "U6", "2024-04-01", "a"),
        ("three", "2024-04-01", "P", "U6", "2024-10-01", "b"),
        ("three", "2024-10-01", "B", "K2", None, "c"),
        # One that ended on the last day of the year before does not: two.
        ("two", "2023-01-01", "S", "U6", "2024-03-31", "a"),
        ("two", "2024-03-31", "P", "U6", "2024-10-01", "b"),
        ("two", "2024-10-01", "P", "U6", None, "c"),
        # A holiday, the way back, an order and a change with the same carer are no moves: one.
        ("holiday", "2023-01-01", "S", "U6", "2024-07-01", "a"),
        ("holiday", "2024-07-01", "P", "T2", "2024-07-08", None),
        ("holiday", "2024-07-08", "P", "U6", "2024-09-01", "a"),
        ("holiday", "2024-09-01", "L", "U6", "2024-11-01", "a", "C2"),
        ("holiday", "2024-11-01", "U", "U4", None, "a", "E1"),
        # From hospital to somewhere else is one: with two more, three.
        ("hospital", "2023-01-01", "S", "U6", "2024-07-01", "a"),
        ("hospital", "2024-07-01", "P", "T1", "2024-07-08", None),
        ("hospital", "2024-07-08", "P", "U6", "2024-09-01", "b"),
        ("hospital", "2024-09-01", "P", "U6", None, "a"),
        # Both periods of care count, of a child who is looked after on the day: three. One who has left is in neither number.
        ("again", "2024-02-01", "S", "U6", "2024-05-01", "a"),
        ("again", "2024-08-01", "S", "U6", "2024-09-01", "a"),
        ("again", "2024-09-01", "P", "U6", None, "b"),
        ("left", "2024-04-01", "S", "U6", "2024-05-01", "a"),
        ("left", "2024-05-01", "P", "U6", "2024-06-01", "b"),
        ("left", "2024-06-01", "P", "U6", "2024-07-01", "c"),
    )
    assert care.short_term_stability(held, DAY) == {"children_looked_after": 5, "children_three_placements": 3}


def test_two_years_in_one_placement_are_counted_as_indicator_63_does():
    rows = (
        # In care since 30 September 2022, two and a half years, and in one placement since 31 March 2023, two: both on the very day.
        ("just", "2022-09-30", "S", "U6", "2023-03-31", "a"),
        ("just", "2023-03-31", "P", "U6", None, "b"),
        ("a day short in place", "2022-09-30", "S", "U6", "2023-04-01", "a"),
        ("a day short in place", "2023-04-01", "P", "U6", None, "b"),
        ("a day short in care", "2022-10-01", "S", "U6", None, "a"),
        ("turned 16", "2020-01-01", "S", "U6", None, "a"),
        # An order and a stay in hospital leave the placement as it was.
        ("order", "2022-01-01", "S", "U6", "2024-01-01", "a"),
        ("order", "2024-01-01", "L", "U6", "2024-06-01", "a", "C2"),
        ("order", "2024-06-01", "P", "T1", "2024-06-20", None, "C2"),
        ("order", "2024-06-20", "P", "U6", None, "a", "C2"),
        # An adoptive placement counts together with the one before, and with no earlier one.
        ("adoptive", "2022-01-01", "S", "U6", "2024-12-01", "a"),
        ("adoptive", "2024-12-01", "P", "A6", None, "b", "E1"),
        ("adoptive after a move", "2022-01-01", "S", "U6", "2024-06-01", "a"),
        ("adoptive after a move", "2024-06-01", "P", "U6", "2024-12-01", "b"),
        ("adoptive after a move", "2024-12-01", "P", "A6", None, "c", "E1"),
        # A break in care, of a day, begins it anew.
        ("broken", "2020-01-01", "S", "U6", "2024-01-01", "a"),
        ("broken", "2024-01-02", "S", "U6", None, "a"),
    )
    births = pd.Series(pd.Timestamp("2015-01-01"), index=sorted({row[0] for row in rows}))
    births["turned 16"] = pd.Timestamp("2009-03-31")
    births = births.drop("broken")
    found = care.long_term_stability(_care(*rows), births, DAY)
    assert found == {"children_long_looked_after": 5, "children_same_placement": 3}
    births["turned 16"], births["broken"] = pd.Timestamp("2009-04-01"), pd.Timestamp("2015-01-01")
    # A day younger counts, and is in one placement; the child with a break counts in neither.
    assert care.long_term_stability(_care(*rows), births, DAY) == {"children_long_looked_after": 6, "children_same_placement": 4}


@st.composite
def _lives(draw) -> pd.DataFrame:
    """Episodes of a few children, each one after the other, with breaks in care."""
    rows = []
    for child in range(draw(st.integers(1, 5))):
        day = pd.Timestamp("2022-01-01") + pd.Timedelta(days=draw(st.integers(0, 500)))
        stays = draw(
            st.lists(
                st.tuples(st.integers(1, 400), st.sampled_from("SPB"), st.sampled_from(["U6", "K2", "T1", "A6"])), min_size=1, max_size=5
            )
        )
        for place, (days, reason, kind) in enumerate(stays):
            ends = day + pd.Timedelta(days=days)
            last = place == len(stays) - 1
            rows.append(
                (
                    child,
                    day,
                    "S" if place == 0 else reason,
                    kind,
                    None if last and draw(st.booleans()) else ends,
                    f"at {draw(st.integers(0, 2))}",
                )
            )
            day = ends + pd.Timedelta(days=draw(st.sampled_from([0, 0, 30])))
    return _episodes(*rows)


@given(_lives())
@settings(max_examples=40, deadline=None)
def test_children_of_a_day_are_those_of_the_day_before_and_who_started_less_who_ceased(episodes):
    days = list(pd.date_range("2021-12-31", "2025-12-31", freq="QE"))
    found = care.started_and_ceased(care.care_episodes(episodes), days)
    stock = [0, *found["children_looked_after"]]
    change = found["children_started"] - found["children_ceased"]
    assert [now - before for before, now in zip(stock, stock[1:], strict=False)] == change.tolist()


@given(_lives(), st.data())
@settings(max_examples=40, deadline=None)
def test_an_order_made_within_an_episode_changes_no_measure(episodes, data):
    row = data.draw(st.sampled_from(list(episodes.index)))
    first = episodes.loc[row, "started_date"]
    end = episodes.loc[row, "ended_date"] if pd.notna(episodes.loc[row, "ended_date"]) else first + pd.Timedelta(days=100)
    made = (first + (end - first) // 2).normalize()
    after = episodes.loc[[row]].assign(started_date=made, reason_started="L", legal_status="C2")
    before = episodes.copy()
    before.loc[row, "ended_date"] = made
    split = pd.concat([before, after], ignore_index=True) if made > first else episodes
    births = pd.Series(pd.Timestamp("2015-01-01"), index=episodes["child_id"].unique())
    whole, parts = care.care_episodes(episodes), care.care_episodes(split)
    for day in pd.to_datetime(["2023-03-31", "2024-03-31", "2025-03-31"]):
        assert care.short_term_stability(whole, day) == care.short_term_stability(parts, day)
        assert care.long_term_stability(whole, births, day) == care.long_term_stability(parts, births, day)
