import json

from click.testing import CliRunner

from analysis.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["reconcile", *arguments])


def test_reconcile_counts_by_document_and_lists_what_does_not_agree():
    outcome = run()
    assert outcome.exit_code == 0
    assert "Ofsted on Plymouth, 2015" in outcome.output
    # 132 of 584 is 22.6%.
    assert "printed 19%, recomputed 22.6%" in outcome.output


def test_reconcile_of_one_document_as_data():
    outcome = json.loads(run("--source", "ofsted-torbay-2013", "--json").output)
    assert [entry["document"] for entry in outcome["documents"]] == ["Ofsted on Torbay, 2013"]
    assert all(check["verdict"] in ("agrees", "rounding", "does not agree", "cannot be checked", "") for check in outcome["checks"])


def test_small_counts_are_not_printed():
    checks = {entry["check"]: entry for entry in json.loads(run("--json").output)["checks"]}
    # 2.4% of the strategy discussions of a month may be one child's.
    few = checks["direction-down-plymouth-2023-24-q2-14"]
    assert few["verdict"] == "agrees" and few["working"] is None


def test_an_unknown_authority_is_a_message():
    outcome = run("--authority", "nowhere")
    assert outcome.exit_code == 1 and "plymouth" in outcome.output
