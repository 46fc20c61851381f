"""``analysis scenario`` as a user runs it; the report itself is tried in tests/pack."""

import json

import pytest

from analysis.fostering.assumptions import ASSUMPTIONS
from analysis.placements.what_if import SUPPOSITIONS


def test_list_names_every_scenario(run, repository):
    outcome = run("scenario", "list")
    assert outcome.returncode == 0, outcome.stderr
    for path in (repository / "scenarios").rglob("*.toml"):
        assert f"{path.stem}: " in outcome.stdout
    rows = json.loads(run("scenario", "list", "--json").stdout)
    kinds = {row["name"]: (row["kind"], row["first_year"]) for row in rows}
    assert (kinds["central"], kinds["step_down"]) == (("fostering", "2023-24"), ("placements", None))
    assert {"name": "weekly_fee", "base": "central"}.items() <= next(row for row in rows if row["name"] == "weekly_fee").items()


def test_assumptions_are_listed_with_unit_bounds_and_meaning(run):
    outcome = run("scenario", "list", "--assumptions")
    assert outcome.returncode == 0, outcome.stderr
    assert "[levers]\nhorizon_years: a whole number from 1 to 10 (years)\n    Years appraised" in outcome.stdout
    assert "deadweight_pct: a number from 0 to 100 (per cent)\n    Share of the new placements" in outcome.stdout
    rows = {row["name"]: row for row in json.loads(run("scenario", "list", "--assumptions", "--json").stdout)}
    assert list(rows) == [*ASSUMPTIONS, *SUPPOSITIONS]
    assert rows["in_house_share_pct"]["default"] is None and rows["years_ahead"]["group"] == "what_if"
    assert (rows["deadweight_pct"]["unit"], rows["deadweight_pct"]["least"], rows["deadweight_pct"]["most"]) == ("per cent", 0, 100)


def test_compare_shows_the_figures_of_the_report(run):
    outcome = run("scenario", "compare", "published", "central", "--draws", "200")
    assert outcome.returncode == 0, outcome.stderr
    for text in ("The report's own case", "1,088,158", "3,576,120", "+2,487,962", "no ranges stated"):
        assert text in outcome.stdout
    rows = json.loads(run("scenario", "compare", "published", "central", "--draws", "200", "--json").stdout)
    assert [round(row["net_on_basis_gbp"]) for row in rows][0] == 2487962 and rows[0]["chance_of_payback_pct"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "central"),
        ("compare", "central", "central"),
        ("compare", "central", "published", "--basis", "both"),
        ("run",),
        ("run", "central", "--set", "deadweight_pct"),
        ("run", "central", "--set", "deadweight_pct="),
        ("run", "central", "--set", "deadweight_pct=1", "--set", "deadweight_pct=2"),
        ("run", "central", "--horizon", "3", "--set", "horizon_years=4"),
        ("run", "central", "--draws", "0"),
        ("run", "central", "--carers", "nowhere"),
        ("run", "step_down", "--draws", "200", "--seed", "1"),
        ("run", "step_down", "--horizon", "3", "--set", "years_ahead=4"),
        ("compare", "central", "step_down"),
    ],
)
def test_wrong_usage_exits_with_2(run, arguments):
    outcome = run("scenario", *arguments)
    assert outcome.returncode == 2 and "Usage:" in outcome.stderr


def test_every_bad_setting_is_told_at_once_and_nothing_is_written(run, project):
    settings = [
        "set_up_cost_gbp=-1",
        "deadweight_pct=130",
        "new_placement_per_year=12",
        "relief_needs_placement=perhaps",
        "discount_rate_pct=nan",
    ]
    outcome = run("scenario", "run", "central", "--horizon", "0", *(part for text in settings for part in ("--set", text)))
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    assert "6 problems in the scenario:" in outcome.stderr
    for text in (
        'command line, set_up_cost_gbp: "-1" is not a number from 0',
        'command line, deadweight_pct: "130" is not a number from 0 to 100 (per cent)',
        "Did you mean new_placements_per_year",
        'relief_needs_placement: "perhaps" is not true or false',
        'discount_rate_pct: "nan" is not a number',
        'horizon_years: "0" is not a whole number from 1 to 10 (years)',
    ):
        assert text in outcome.stderr, text
    assert not (project / "reports").exists()
    told = run("scenario", "run", "central", "--horizon", "0", "--json")
    assert told.returncode == 1 and json.loads(told.stdout)["problems"][0]["value"] == "0"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope"], "There are: agency_transfers"),
        (["centrall"], "Did you mean central?"),
        (["central", "--as", "../x"], "cannot name a report"),
        (["central", "--as", "published"], '"published" is another scenario, and its report stands there'),
        (["central", "--set", "deadweight_pct=25%"], "Digits only: write it as 25."),
    ],
)
def test_names_that_cannot_be(run, project, arguments, message):
    outcome = run("scenario", "run", *arguments)
    assert outcome.returncode == 1 and message in outcome.stderr
    assert not (project / "reports").exists()


def test_relief_taken_away_leaves_no_effect_behind(run, project):
    outcome = run("scenario", "run", "published", "--set", "relief_pct=0")
    assert outcome.returncode == 1 and "Traceback" not in outcome.stderr
    assert 'new_placements_per_year: "20" is taken over from published.toml, where relief or a fee brings it' in outcome.stderr
    assert not (project / "reports").exists()


def test_compare_says_that_nothing_is_spent(run):
    outcome = run("scenario", "compare", "published", "no_scheme", "--draws", "200")
    assert outcome.returncode == 0, outcome.stderr
    words = {line.split("  ")[0]: line for line in outcome.stdout.splitlines()}
    for line in ("Paid back from", "Paid back, discounted, from", "Benefit-cost ratio", "Break-even placements (a year)"):
        assert words[line].endswith("nothing spent"), line
    assert "not by the end" not in outcome.stdout and "no number pays" not in outcome.stdout


def test_a_base_that_loops_is_told(run, project):
    (project / "scenarios" / "one.toml").write_text('title = "One"\npurpose = "x"\nbase = "one"\n')
    outcome = run("scenario", "run", "one")
    assert outcome.returncode == 1 and 'one.toml, base: "one" loops: one -> one' in outcome.stderr
