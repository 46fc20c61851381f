"""``analysis relief`` from end to end: a real kernel on files whose decisions are worked out by hand."""

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from analysis.publish.manifest import checksums, files_below

# Care in 2022-23: H1 365 days, H2 182 (1 October on), H3 180, H4 182; H5 gives 80 days of respite (1 April to 19 June).
# Council tax of 2023/24: band A 1,407.71, band D 2,111.56. H2 lives in South Hams, whose own council tax is not known.
REGISTER = """Household ID,Approval date,Approval type,Approval end date,Approved places,Standards met,Billing authority,Council tax band,Existing discount (per cent),Transferred from agency,Break start,Break end
H1,01/01/2020,Mainstream,,1,Y,Plymouth,A,0,N,,
H2,01/01/2020,Mainstream,,1,Y,South Hams,D,0,N,,
H3,01/01/2020,Mainstream,,1,Y,Plymouth,D,0,N,,
H4,01/01/2020,Mainstream,,1,N,Plymouth,A,0,N,,
H5,01/01/2020,Respite,,1,Y,Plymouth,A,0,N,,
"""
STAYS = """Household ID,Child ID,Stay start,Stay end,Stay type,Placing authority
H1,C1,01/04/2022,31/03/2023,Placement,Plymouth
H2,C2,01/10/2022,31/03/2023,Placement,Plymouth
H3,C3,03/10/2022,31/03/2023,Placement,Plymouth
H4,C4,01/10/2022,31/03/2023,Placement,Plymouth
H5,C5,01/04/2022,19/06/2022,Respite,Plymouth
"""


@pytest.fixture
def carers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("carers")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "stays.csv").write_text(STAYS, encoding="utf-8")
    return folder


@pytest.fixture
def report(project):
    return project / "reports" / "plymouth" / "relief-2023-24-internal"


def text_of(path) -> str:
    return re.sub(r"\s+", " ", BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main.get_text(" "))


def test_a_register_becomes_a_report_and_a_broken_one_leaves_it_as_it_was(run, carers, report, project):
    outcome = run("relief", str(carers))
    assert outcome.returncode == 0, outcome.stderr
    headline, path = outcome.stdout.strip().splitlines()
    # 1,407.71 + 2,111.56 = 3,519.27; 137 - 2 = 135; 224,530 - 3,519.27 = 221,010.73.
    assert headline == (
        "Two of the five households on the register have council tax relief in 2023/24, at a cost of £3,519. That is 135 households fewer than "
        "the 137 that the report assumes, and £221,011 less than its £224,530."
    )
    assert path == "reports/plymouth/relief-2023-24-internal/index.html"
    figures_are_those_worked_out_by_hand(report)
    manifest_names_the_extracts_and_not_where_they_stand(report, project, carers)
    before = checksums(report, files_below(report))
    (carers / "register.csv").write_text(REGISTER.replace("Existing discount (per cent)", "Existing discount (GBP)"), encoding="utf-8")
    broken = run("relief", str(carers))
    assert broken.returncode == 1 and "Traceback" not in broken.stderr
    assert 'register.csv row 1: "Existing discount (GBP)" has the unit or qualifier "gbp"' in broken.stderr
    assert checksums(report, files_below(report)) == before


def test_one_untidy_row_leaves_the_rest_decided_and_is_said(run, carers, report):
    (carers / "register.csv").write_text(REGISTER.replace("South Hams,D", "South Hams,K"), encoding="utf-8")
    outcome = run("relief", str(carers))
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.startswith(
        "One of the four households that could be decided has council tax relief in 2023/24, at a cost of £1,408. That is 136 households fewer than "
        "the 137 that the report assumes, and £223,122 less than its £224,530. One more household is not decided, because its rows are in doubt."
    )
    assert "Warning: One household is not decided" in outcome.stderr
    rows = pd.read_csv(report / "data" / "households_not_decided.csv")
    assert rows[["household", "problem_file", "problem_row", "problem_column", "problem_value"]].values.tolist() == [
        ["H2", "register.csv", 3, "Council tax band", "K"]
    ]
    assert pd.read_csv(report / "data" / "decisions.csv")["household"].tolist() == ["H1", "H3", "H4", "H5"]


def figures_are_those_worked_out_by_hand(report):
    text = text_of(report / "index.html")
    for part in (
        "Council tax relief for foster carers, 2023/24",
        "Do not publish this page",
        "2 of 5",
        "On average relief costs £1,760 for each household",
        "Band D costs most: £2,112, 60% of the relief",
        "Three of the five households on the register have no relief. Most often the rule that decides is: too few days of care (two households).",
        "2 of the 3 households without relief: too few days of care",
        "Two households lack nothing but up to 14 days of care. Of them one misses full relief and one misses partial relief; the nearest lacks two days.",
        # At 168 and at 154 days H3 has relief as well, and H4 never; at 196 H2 has none.
        "Against 182 days, relief would cost £2,112 more at 154 days and £2,112 less at 210 days",
        "One household with relief pays council tax to another council. £2,111.56 is paid back in 2023/24, in four payments.",
        "For one household the amount is estimated at this council's own council tax",
        "1 April 2023 to 30 June 2023",
        "the council tax of 2022/23 is not among the published figures",
        "You cared for a child on 180 days from 1 April 2022 to 31 March 2023; 182 are needed.",
        "You were 2 days short.",
        "Every criterion is read as by default.",
    ):
        assert part in text, part
    data = report / "data"
    decisions = pd.read_csv(data / "decisions.csv").set_index("household")
    assert decisions["decision"].tolist() == ["Full relief", "Full relief", "No relief", "No relief", "No relief"]
    assert decisions["relief_gbp"].tolist() == [1407.71, 2111.56, 0, 0, 0]
    assert decisions["care_days"].tolist() == [365, 182, 180, 182, 80]
    assert decisions["reasons"]["H4"].endswith("You have not yet met the training, support and development standards for foster carers.")
    assert pd.read_csv(data / "just_short.csv")[["household", "days_short"]].values.tolist() == [["H3", 2], ["H5", 11]]
    moved = pd.read_csv(data / "cost_by_threshold.csv")
    assert moved["threshold_days"].tolist() == [154, 168, 182, 196, 210]
    assert moved["relief_gbp"].tolist() == [5630.83, 5630.83, 3519.27, 1407.71, 1407.71]
    # 91, 92, 92 and 91 of 366 days: 2,111.56 x 91 / 366 = 525.01; x 183 / 366 = 1,055.78; x 275 / 366 = 1,586.55.
    assert pd.read_csv(data / "paid_back_by_payment.csv")["reimbursement_gbp"].tolist() == [525.01, 530.77, 530.77, 525.01]
    assert pd.read_csv(data / "paid_back_by_household.csv")["household"].tolist() == ["H2"] * 4
    bands = pd.read_csv(data / "relief_by_band.csv").set_index("council_tax_band")
    assert bands["households_registered"].to_dict() == {"A": 3, "D": 2}
    link = BeautifulSoup((report / "index.html").read_text(encoding="utf-8"), "html.parser").find("a", string="H3")
    assert link["href"] == "#decision-3"


def manifest_names_the_extracts_and_not_where_they_stand(report, project, carers):
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == checksums(report, files_below(report))
    assert {"carers", "notebooks/fostering_relief.ipynb"} <= set(manifest["inputs"]) and "register.csv" not in str(manifest["inputs"])
    assert manifest["year"] == "2023-24" and manifest["policy"] == "internal" and manifest["readings"] == {}
    for path in files_below(report) + [report / "manifest.json"]:
        assert not any(str(folder) in path.read_text(encoding="utf-8") for folder in (carers, project)), path.name
    assert [path.name for path in report.parent.iterdir() if not path.name.endswith(".lock")] == [report.name]


def test_readings_choices_and_the_year_before_as_data(run, carers, report, edit):
    # Council tax of 2022/23 as if it were known, 1,000 for every band. Care in 2021-22: none, so nobody had relief.
    def with_year_before(bands):
        before = bands[bands["financial_year"] == "2023-24"].assign(financial_year="2022-23", council_tax_gbp_per_year="1000")
        return pd.concat([bands, before])

    edit("council_tax_bands", with_year_before)
    (carers / "stays.csv").write_text(STAYS + "H1,C6,01/03/2022,31/03/2022,Placement,Plymouth\n", encoding="utf-8")
    arguments = ["--reading", "full_relief_days=80", "--reading", "departure_day_counts=no", "--thresholds", "90, 80", "--short-by", "2"]
    outcome = run("relief", str(carers), *arguments, "--reading", "respite_relief_place=section 4", "--json")
    assert outcome.returncode == 0, outcome.stderr
    facts = json.loads(outcome.stdout)
    assert not report.exists(), "the standing report is that of the default readings"
    report = report.parent / "relief-2023-24-departure_day_counts-no-full_relief_days-80-respite_relief_place-section-4-internal"
    assert facts["index"] == str(report / "index.html")
    assert facts["headline"].startswith("With three criteria read otherwise than by default, three of the five households")
    text = text_of(report / "index.html")
    for part in (
        "Three criteria are read otherwise than by default.",
        "Days of care for full relief: 80, instead of 182.",
        "Partial relief, per cent: 50, instead of 25.",
        "Whether the day on which a child leaves is a day of care: no, instead of yes.",
        "By the same criteria, no household would have had relief in 2022/23. From 2022/23 to 2023/24 the number rose by 3",
        "Three households gained relief and none lost it.",
    ):
        assert part in text, part
    assert pd.read_csv(report / "data" / "cost_by_threshold.csv")["threshold_days"].tolist() == [80, 90]
    moves = pd.read_csv(report / "data" / "decisions_since_the_year_before.csv")
    assert moves.values.tolist() == [["No relief", "Full relief", 3], ["No relief", "No relief", 2]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--year", "2023"], '"2023" is not a financial year. Write it like 2023-24.'),
        (["--thresholds", "400"], "A threshold of 400 days is not possible. Give whole days from 0 to 366."),
        (["--reading", "weather=fine"], '"weather" is not a reading. There are: full_relief_days'),
        (["--reading", "departure_day_counts=perhaps"], 'departure_day_counts is "perhaps". Give yes or no.'),
    ],
)
def test_a_choice_that_cannot_be_says_what_can(run, carers, project, arguments, message):
    outcome = run("relief", str(carers), *arguments)
    assert outcome.returncode == 1 and message in outcome.stderr and "Traceback" not in outcome.stderr
    assert not (project / "reports").exists() or not list((project / "reports").rglob("index.html"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        (".", "--short-by", "0"),
        (".", "--thresholds", "182,many"),
        (".", "--thresholds", "182,,196"),
        (".", "--thresholds", "-5"),
        (".", "--reading", "care_period"),
        (".", "--reading", "full_relief_days=1", "--reading", "full_relief_days=2"),
    ],
)
def test_wrong_usage_exits_with_2(run, arguments):
    outcome = run("relief", *arguments)
    assert outcome.returncode == 2 and "Usage:" in outcome.stderr


def test_without_a_folder_and_without_a_register_held_it_says_what_to_do(run):
    outcome = run("relief")
    assert outcome.returncode == 1 and outcome.stdout == ""
    assert 'The store holds no register of carers of "plymouth". Take one in (analysis ingest carers FOLDER' in outcome.stderr
