"""The caseloads page from records of a small council that is made up by hand, taken in as its returns would be."""

import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from built_projects import publish

from analysis.caseloads.cases import SERVICES
from analysis.disclosure.linking import hidden_counts
from analysis.errors import NotReleased
from analysis.pages import Page, build, drawable, outline
from analysis.pages.caseloads.held import too_few_workers
from analysis.pages.from_records import hidden_together
from analysis.pages.given import Given
from analysis.store.taking_in import take_in

REPOSITORY = Path(__file__).resolve().parents[2]
DAYS = [date(2023, 3, 31), date(2023, 6, 30), date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31)]
HELD = {"ann": ("North", 25), "bob": ("North", 12), "cat": ("North", 10), "dan": ("South", 15), "eve": ("South", 15), "fay": ("South", 14)}
PUBLIC = (
    "team_caseloads",
    "capacity",
    "drift",
    "without_worker",
    "who_is_above",
    "arrivals_and_closures",
    "timeliness",
    "handovers",
    "quality",
)


def _lists(day: date) -> dict[str, list[dict]]:
    """Annex A of a day. Until the last, one case of Ann's is Bob's; six of North's have no worker at the last, and twelve came in the quarter."""
    last = day == DAYS[-1]
    need = []
    for worker, (team, count) in HELD.items():
        for number in range(count):
            came = team == "South" and number >= 11
            if came and not last:
                continue
            start = date(2024, 2, 1) if came else date(2022, 5, 2)
            holder = "bob" if worker == "ann" and number == 0 and not last else worker
            need.append((f"{worker}-{number}", start, team, holder))
    need += [(f"new-{number}", date(2022, 6, 1), "North", "" if last else "cat") for number in range(6)]
    people = {"Gender": "a) Male", "Ethnicity": "WBRI", "Date of Birth": "01/05/2015"}
    # Ann's cases were last seen long ago, all others a week before the day.
    seen = {True: "01/01/2023", False: f"{day.day - 7:02d}/{day.month:02d}/{day.year}"}
    in_need = [
        people
        | {"Child Unique ID": child, "CIN Start Date": f"{start:%d/%m/%Y}", "Primary Need Code": "N1"}
        | {"Date Child Was Last Seen": seen[child.startswith("ann-")], "CIN Closure Date": "", "Reason for Closure": ""}
        | {"Case Status": "c) Any other child in need", "Allocated Team": team, "Allocated Worker": worker}
        for child, start, team, worker in need
    ]
    # Ten assessments end in each month but the last's, nine of them on the day on which they began; in the last, all.
    ended = [
        people
        | {"Child Unique ID": f"done-{month}-{number}", "Continuous Assessment Start Date": f"{start:%d/%m/%Y}"}
        | {"Child Seen During Continuous Assessment": "Y", "Continuous Assessment Date of Authorisation": f"{end:%d/%m/%Y}"}
        | {"Allocated Team": "North", "Allocated Worker": "cat"}
        for month in (7, 8, 9, 10, 11, 12)
        for number in range(10)
        for start, end in [(date(2023, 1 if number == 0 else month, 10), date(2023, month, 12))]
        if end <= day
    ]
    return {"list_6_children_in_need": in_need} | ({"list_4_assessments": ended} if ended else {})


def _workers() -> list[dict]:
    team = {worker: team for worker, (team, _) in HELD.items()}
    common = {
        "Role": "Social worker",
        "Full-time equivalent": "1.0",
        "Agency": "N",
        "Newly qualified": "N",
        "Start date": "01/01/2020",
        "End date": "",
    }
    return [{"Worker ID": worker, "Team": team[worker], **common} for worker in HELD]


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory):
    """A project whose store holds the council's lists of five quarters' ends."""
    root = tmp_path_factory.mktemp("council")
    (root / "checks").mkdir()
    shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw", ignore=shutil.ignore_patterns("extracts", "national"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_PROJECT", str(root))
        for day in DAYS:
            folder = root / "data" / "raw" / "extracts" / f"{day}"
            (folder / "workforce").mkdir(parents=True)
            (folder / "annex_a").mkdir()
            for name, rows in _lists(day).items():
                pd.DataFrame(rows).to_csv(folder / "annex_a" / f"{name}.csv", index=False)
            pd.DataFrame(_workers()).to_csv(folder / "workforce" / "workers.csv", index=False)
            for kind, place in (("annex-a", "annex_a"), ("workforce", "workforce")):
                take_in([folder / place], "smallshire", date(2024, 4, 5), kind, day, made_up=True)
        yield root


@pytest.fixture(scope="module")
def public(council) -> Page:
    return build("caseloads", "smallshire", "2023-24-Q4")


@pytest.fixture(scope="module")
def internal(council) -> Page:
    return build("caseloads", "smallshire", "2023-24-Q4", "internal")


def test_the_page_says_which_team_and_what_it_takes_as_worked_by_hand(public, words):
    teams = public.team_caseloads.table.table.set_index("team")
    # North: 25 + 12 + 10 and six without a worker, over three workers; South: 15 + 15 + 14.
    assert teams["cases"].to_dict() == {"North": 53, "South": 44}
    assert teams["caseload_per_fte"].round(2).to_dict() == {"North": 17.67, "South": 14.67}
    assert teams["workers_above_threshold"].to_dict() == {"North": 1, "South": 0}
    capacity = public.capacity.table.table.set_index("team")
    # Ann has 5 beyond 20, and 6 need a worker; Bob and Cat have room for 8 and 10.
    assert capacity.loc["North", ["cases_to_place", "cases_moved_within", "cases_waiting", "room_cases"]].tolist() == [11, 11, 0, 18]
    assert "11 cases need another worker. Of these, 11 can go to a worker of the same team." in words(public.capacity)
    assert "Six open cases have no worker in post" in words(public.without_worker)
    opening = words(public.opening)
    assert "Smallshire" in opening and "Made up: no real child, worker or council is in these figures." in opening
    assert "Moving 11 cases would bring every worker to the threshold; most of those cases are in North (11)." in opening


def test_what_came_and_what_is_overdue_as_worked_by_hand(public):
    flows = public.arrivals_and_closures.table.table.set_index("team")
    # Eleven of each of South's workers were there before; 4 + 4 + 3 came.
    assert flows.loc["South", ["cases_before", "arrivals", "closures", "cases"]].tolist() == [33, 11, 0, 44]
    overdue = public.drift.table.table.set_index("drift_kind").loc["Children in need seen"]
    assert overdue[["children_owed", "children_overdue"]].tolist() == [97, 25]
    # Of 86 children at each quarter's end before and 97 at the last, Ann's 25 were last seen long ago.
    kept = public.kept_in_time.table.table.set_index(["drift_kind", "month"]).loc["Children in need seen"]
    assert kept["children_owed"].tolist() == [86, 86, 86, 86, 97] and kept["children_overdue"].eq(25).all()
    assert kept["in_time_pct"].round(2).tolist() == [70.93] * 4 + [74.23]
    # From July to December: ten a month, one of which began in January, long before 45 working days.
    ended = public.timeliness.tables["assessments_teams"].table.set_index("team").loc["North"]
    assert ended[["children_ended", "children_late"]].tolist() == [60, 6]
    # One of Ann's 25 had Bob in the quarters before: one change, and nobody two.
    changes = public.handovers.table.table.set_index("team")
    assert round(changes.loc["North", "mean_worker_changes"], 3) == round(1 / 47, 3)


def test_no_worker_and_no_child_is_on_a_public_page(public, internal):
    identifiers = set(internal.workers.table.table["worker_id"]) | set(internal.to_act_on.table.table["child_id"])
    assert len(identifiers) >= 6 + 25 + 6
    parts = [public.opening, *public.sections.values(), public.changes, public.limits, public.method, public.missing, public.sources]
    for part in parts:
        for kind, content in part._repr_mimebundle_().items():
            assert not identifiers & set(re.findall(r"[0-9a-f]{12,}", str(content))), kind
    for name in ("workers", "to_act_on"):
        assert public.sections[name].lacking == "Single workers and children are not shown on a public page."
    with pytest.raises(NotReleased, match="child_id"):
        public.given.release(internal.to_act_on.table.table[["child_id"]], "children")


def test_inside_the_council_each_child_to_act_on_is_listed_with_why(internal):
    rows = internal.to_act_on.table.table
    assert rows["case_action"].value_counts().to_dict() == {"allocate": 6, "move": 5, "overdue": 25}
    move = rows[rows["case_action"] == "move"]
    assert move["worker_id"].nunique() == 1 and set(move["to_team"]) == {"North"}
    assert rows.loc[rows["case_action"] == "allocate", "to_worker_id"].notna().all()


def test_small_counts_are_hidden_and_zeros_shown(public, internal):
    # Six late in a year are shown; one late in each month, and three in each quarter, are not, nor the share that would say so.
    assert list(public.timeliness.tables) == ["assessments_teams"]
    assert "in_time_pct" not in public.timeliness.table.table
    months = internal.timeliness.tables["assessments_periods"].table
    assert months["children_late"].tolist() == [1] * 6 and months["in_time_pct"].tolist() == [90.0] * 6
    assert public.capacity.table.table.set_index("team").loc["South", "cases_to_place"] == 0


def test_a_quarter_without_lists_says_so_and_an_earlier_one_reads_no_later_list(council):
    later = build("caseloads", "smallshire", "2024-25-Q1")
    assert later.team_caseloads.lacking == "The last child-level lists held were drawn on 31 March 2024, before quarter 1 2024/25."
    earlier = build("caseloads", "smallshire", "2023-24-Q3")
    assert earlier.team_caseloads.table.table["cases"].sum() == 86
    given = Given("plymouth", "2023-24-Q2", "public")
    assert not set(drawable(outline("caseloads"), given)) & set(PUBLIC)


def test_counts_that_would_be_given_away_are_hidden():
    counts, wholes = pd.Series([40, 7, 20, 9]), pd.Series([42, 30, 60, 9])
    # 2 of the first remain, so that it is as good as small; with the sum known, one alone would be worked out, and the smallest goes with it.
    assert hidden_counts(counts, "public", wholes=wholes).tolist() == [True, True, False, False]
    assert not hidden_counts(counts, "internal", wholes=wholes).any()
    table = pd.DataFrame({"within": [9, 20, 0, 12], "out": [3, 0, 0, 6]})
    assert hidden_together(table, ["within", "out"], "public").tolist() == [True, False, False, True]
    teams = pd.DataFrame({"case_holders": [9, 2, 6, 0]})
    assert too_few_workers(teams, "public").tolist() == [False, True, True, False] and not too_few_workers(teams, "internal").any()


def test_why_a_caseload_changed_is_told_by_cases_and_workers(public, words):
    rows = public.why_changed.table.table.set_index("team")
    # South: 33 cases a year ago, 44 now, three workers on both days.
    assert rows.loc["South", ["caseload_change", "change_by_team_cases", "change_by_team_workers"]].round(2).tolist() == [3.67, 3.67, 0.0]
    assert "The caseload of South rose most in a year, from 11.0 to 14.7 cases for each full-time equivalent: 3.7 by more cases." in words(
        public.why_changed
    )


def test_weights_that_the_council_declares_weigh_its_cases(council, words):
    weights = ", ".join(f'"{name}" = {2 if name == "Children in need" else 1}' for name in (service.name for service in SERVICES))
    path = council / "data" / "raw" / "case_weights.toml"
    path.write_text(f'[[smallshire]]\nvalid_from_date = 2023-04-01\nsource = "made up"\nweights = {{ {weights} }}\n', encoding="utf-8")
    try:
        page = build("caseloads", "smallshire", "2023-24-Q4")
    finally:
        path.unlink()
    teams = page.team_caseloads.table.table.set_index("team")
    assert teams["weighted_caseload_per_fte"].round(2).to_dict() == {"North": 35.33, "South": 29.33}
    assert "children in need 2.00" in words(page.method)


def test_the_pack_of_a_made_up_council_says_so_and_names_nobody(council, internal):
    for name in ("notebooks", "scenarios"):
        shutil.copytree(REPOSITORY / name, council / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(REPOSITORY / "requirements.lock", council)
    told = publish(council, "--authority", "smallshire")
    assert told.returncode == 0, told.stderr
    pack = council / "reports" / "smallshire" / "2023-24-q4"
    for page in ("index.html", "caseloads.html"):
        assert "Made up: no real child, worker or council is in these figures." in (pack / page).read_text(encoding="utf-8")
    identifiers = set(internal.workers.table.table["worker_id"]) | set(internal.to_act_on.table.table["child_id"])
    for path in pack.rglob("*"):
        if path.is_file():
            assert not identifiers & set(re.findall(r"[0-9a-f]{12,}", path.read_text(encoding="utf-8"))), path
