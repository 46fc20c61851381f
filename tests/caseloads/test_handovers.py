import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.caseloads.handovers import handovers_by, reasons_of_change, worker_changes

QUARTERS = pd.to_datetime(["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31"])


def cases_of(held: dict[str, list], opened: dict[str, str] | None = None) -> pd.DataFrame:
    """Open cases at the quarters' ends: who holds each child's at each; ``...`` where the child has none open."""
    rows = [
        (day, child, "Children in need", "North", worker, pd.Timestamp((opened or {}).get(child, "2022-01-01")))
        for child, workers in held.items() for day, worker in zip(QUARTERS, workers, strict=True) if worker is not ...
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["on_date", "child_id", "case_service", "team", "worker_id", "opened_date"])


def spells(*rows: tuple) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["child_id", "worker_id", "started_date", "ended_date"])
    return table.assign(started_date=pd.to_datetime(table["started_date"]), ended_date=pd.to_datetime(table["ended_date"]))


def test_changes_seen_at_quarters_ends_as_worked_by_hand():
    held = {"a": ["w1", "w2", None, "w2", "w3"], "b": ["w1"] * 5, "c": [..., ..., ..., "w1", "w1"], "d": ["w1", "w2", "w3", ..., ...]}
    changes = worker_changes(cases_of(held, {"c": "2023-11-15"})).set_index("child_id")
    # A gap is no change; the child who is not open at the last day is not followed.
    assert changes["worker_changes"].to_dict() == {"a": 2, "b": 0, "c": 0}
    assert changes["held_from_date"].astype(str).to_dict() == {"a": "2024-03-31", "b": "2023-03-31", "c": "2023-11-15"}
    row = handovers_by(changes.reset_index(), "team").iloc[0]
    assert (row["children_followed"], row["children_two_or_more_changes"], round(row["mean_worker_changes"], 2)) == (3, 1, 0.67)


def test_the_return_tells_what_came_and_went_between_two_lists():
    cases = cases_of({"care": ["w1", "w1", "w1", "w4", "w4"], "long": ["w9"] * 5, "came": ["w1", "w1", "w2", "w2", "w2"]})
    episodes = spells(
        # W2 and W3 had the child between June and September; the return ends in September, after which lists alone tell.
        ("care", "w1", "2022-05-01", "2023-07-10"), ("care", "w2", "2023-07-10", "2023-08-01"), ("care", "w3", "2023-08-01", "2023-08-20"),
        ("care", "w1", "2023-08-20", None),
        # Held since before the lists begin.
        ("long", "w9", "2021-02-03", None),
        # Came into care in August with the worker of before, and was handed over in care.
        ("came", "w1", "2023-08-05", "2023-09-01"), ("came", "w2", "2023-09-01", None),
    )  # fmt: skip
    changes = worker_changes(cases, episodes, pd.Timestamp("2023-09-30")).set_index("child_id")
    assert changes["worker_changes"].to_dict() == {"care": 4, "long": 0, "came": 1}
    assert changes["held_from_date"].astype(str).to_dict() == {"care": "2023-12-31", "long": "2021-02-03", "came": "2023-09-01"}
    later = worker_changes(cases, episodes, pd.Timestamp("2023-09-30"), counted_after=pd.Timestamp("2023-08-01")).set_index("child_id")
    # To W1 on 20 August and to W4 by December; the others are not after the day.
    assert later["worker_changes"].to_dict() == {"care": 2, "long": 0, "came": 1}


def test_reasons_count_ends_within_the_year():
    rows = spells(("a", "w", "2022-01-01", "2023-03-31"), ("a", "w", "2023-04-01", "2023-04-01"), ("b", "w", "2023-04-01", "2024-03-31"))
    found = reasons_of_change(rows.assign(reason=["MANAGE", "MANAGE", None]), QUARTERS[0], QUARTERS[-1])
    assert found.values.tolist() == [["", 1, 1], ["MANAGE", 1, 1]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from("uvw"), min_size=13, max_size=13), min_size=1, max_size=4), st.integers(0, 12))
def test_changes_are_those_of_the_months_that_are_seen(months, covered):
    """A worker a month from March to March; the returns tell of the first months day by day, the lists of every third."""
    ends = pd.date_range("2023-03-31", periods=13, freq="ME")
    starts = ends - pd.offsets.MonthBegin(1)
    cases = cases_of({f"c{n}": held[::3] for n, held in enumerate(months)})
    rows = []
    for n, held in enumerate(months):
        for place in range(covered + 1):
            last = place == covered
            rows.append((f"c{n}", held[place], starts[place], None if last else starts[place + 1]))
    changes = worker_changes(cases, spells(*rows), ends[covered]).set_index("child_id")
    for n, held in enumerate(months):
        seen = [worker for place, worker in enumerate(held) if place <= covered or place % 3 == 0]
        assert changes.loc[f"c{n}", "worker_changes"] == sum(one != other for one, other in zip(seen, seen[1:], strict=False))
