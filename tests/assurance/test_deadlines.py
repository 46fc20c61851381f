import pandas as pd

from analysis.assurance.deadlines import findings_with_deadlines

FINDINGS = pd.DataFrame({"reference": [1, 2, 3, 4], "timescale": ["immediately", "within_three_months", "within_six_months", "not_stated"]})
NOTHING = pd.DataFrame({"reference": [], "progress_status": [], "progress": []})


def inspection(published):
    return pd.Series({"published_date": pd.Timestamp(published), "inspection_end_date": pd.Timestamp("2014-11-12")})


def test_time_runs_from_publication_and_from_the_end_of_the_inspection_where_no_day_is_stated():
    day = pd.Timestamp("2015-04-30")
    published = findings_with_deadlines(FINDINGS, inspection("2015-01-06"), NOTHING, day)
    assert published["finding_due_date"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2015-01-06", "2015-04-06", "2015-07-06"]
    unpublished = findings_with_deadlines(FINDINGS, inspection(None), NOTHING, day)
    assert unpublished["finding_due_date"].dt.strftime("%Y-%m-%d").tolist()[:3] == ["2014-11-12", "2015-02-12", "2015-05-12"]
    assert published["finding_due_date"].isna().tolist() == [False, False, False, True]
    assert not published["deadline_missed"].any(), "of what nothing is reported, nothing is said to be missed"


def test_what_is_past_its_deadline_and_not_complete_is_missed():
    progress = pd.DataFrame(
        {"reference": [1, 2, 3, 4], "progress_status": ["complete", "under way", "under way", "not started"], "progress": "x"}
    )
    found = findings_with_deadlines(FINDINGS, inspection("2015-01-06"), progress, pd.Timestamp("2015-04-30"))
    assert found["deadline_missed"].tolist() == [False, True, False, False]
    on_the_day = findings_with_deadlines(FINDINGS, inspection("2015-01-06"), progress, pd.Timestamp("2015-04-06"))
    assert not on_the_day["deadline_missed"].any()
