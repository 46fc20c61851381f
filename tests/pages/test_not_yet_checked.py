import pandas as pd

from analysis.pages.not_yet_checked import checks_not_yet_written, not_yet_checked


def test_a_later_report_without_checks_is_a_warning_and_not_a_failure(project, edit, run):
    assert checks_not_yet_written() == []
    for name in ("budget_monitoring", "budget_monitoring_totals"):
        edit(name, lambda table: pd.concat([table, table.assign(quarter="2023-24-Q3")]))
    edit("stated_figures", lambda table: pd.concat([table, table[table["topic"] == "exploitation"].assign(quarter="2023-24-Q3")]))
    assert not_yet_checked("plymouth", "2023-24-Q3") == ["budget", "exploitation"]
    outcome = run("check")
    assert outcome.returncode == 0
    assert "Warning: No check of what the report on budget prints is written yet for plymouth 2023-24-Q3" in outcome.stderr
