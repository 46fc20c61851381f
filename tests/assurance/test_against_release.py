import pandas as pd

from analysis.assurance.against_release import held_against


def test_pairs_agree_agree_within_rounding_or_differ_with_or_without_a_reason():
    day = pd.Timestamp("2021-03-31")
    printed = pd.DataFrame(
        [
            ("cla", "children", day, 485.0),
            ("cla_rate", "per 10,000 children", day, 92.6),
            ("cin", "children", day, 1121.0),
            ("cpp", "children", day, 300.0),
            ("cla", "children", pd.Timestamp("2023-06-30"), 500.0),
            ("referrals", "referrals", day, None),
        ],
        columns=["indicator", "indicator_unit", "period_end_date", "value"],
    )
    released = pd.DataFrame(
        [("cla", 485.0, 1, ""), ("cla_rate", 93.0, 1, "another population"), ("cin", 2000.0, 1, "another count"), ("cpp", 301.0, 1, "")],
        columns=["indicator", "value", "rounded_to", "differs"],
    ).assign(end_date=day, period="31 March 2021")
    found = held_against(printed, released).set_index("indicator")
    assert found["verdict"].to_dict() == {
        "cla": "agrees",
        "cla_rate": "agrees within rounding",
        "cin": "differs by definition",
        "cpp": "differs",
    }
    assert found.loc["cpp", "difference"] == -1
