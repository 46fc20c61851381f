import pandas as pd

from analysis.disclosure.release import release
from analysis.missing import episodes, exploitation, interviews


def missing_of(*months) -> pd.DataFrame:
    rows = [
        (month, group, measure, value)
        for month, *values in months
        for (group, measure), value in zip(
            [("all", "children"), ("all", "episodes"), ("in_care", "children"), ("in_care", "episodes")], values, strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["month", "missing_group", "missing_measure", "value"])


def test_those_not_in_care_are_the_difference():
    table = episodes.missing_by_month(missing_of(("2023-08", 44, 78, 23, 47), ("2023-09", 66, 119, 23, 54)))
    side = episodes.groups_side_by_side(table)
    # 44 - 23 = 21, 66 - 23 = 43; 78 - 47 = 31, 119 - 54 = 65; 54 / 119 = 45.4%.
    assert side["missing_children_not_in_care"].tolist() == [21, 43]
    assert side["missing_episodes_not_in_care"].tolist() == [31, 65]
    assert side["episodes_in_care_pct"].round(1).tolist() == [60.3, 45.4]
    per_child = episodes.per_child_side_by_side(table)
    # 119 / 66 = 1.80, 54 / 23 = 2.35, 65 / 43 = 1.51.
    assert per_child.loc[1, ["episodes_per_child", "episodes_per_child_in_care", "episodes_per_child_not_in_care"]].astype(float).round(
        2
    ).tolist() == [1.8, 2.35, 1.51]


def test_no_child_has_no_episodes_per_child():
    table = episodes.missing_by_month(missing_of(("2023-08", 10, 12, 0, 0)))
    assert table["episodes_per_child"].isna().tolist() == [False, True, False]


def test_what_follows_from_a_figure_that_is_not_known_is_not_known():
    side = episodes.groups_side_by_side(episodes.missing_by_month(missing_of(("2023-08", 44, 78, 23, None), ("2023-09", 66, 119, 23, 54))))
    assert side["missing_episodes_in_care"].tolist() == [pd.NA, 54] and side["missing_episodes_not_in_care"].tolist() == [pd.NA, 65]
    assert side["missing_children_not_in_care"].tolist() == [21, 43] and side["episodes_in_care_pct"].isna().tolist() == [True, False]


def test_a_month_between_that_no_report_gives_is_a_gap():
    side = episodes.groups_side_by_side(episodes.missing_by_month(missing_of(("2023-12", 44, 78, 23, 47), ("2024-02", 66, 119, 23, 54))))
    assert side["month"].tolist() == ["2023-12", "2024-01", "2024-02"] and side["missing_episodes"].tolist() == [78, pd.NA, 119]
    assert episodes.episodes_by_quarter(side)["quarter_episodes"].isna().all()


def test_a_report_that_does_not_tell_children_in_care_apart_has_all_children():
    table = missing_of(("2023-09", 66, 119, 23, 54))
    side = episodes.groups_side_by_side(episodes.missing_by_month(table[table["missing_group"] == "all"]))
    assert side["missing_children"].tolist() == [66] and side["missing_children_not_in_care"].isna().all()


def test_only_whole_quarters_are_summed():
    months = [("2023-06", 1, 94, 1, 39), ("2023-07", 1, 70, 1, 28), ("2023-08", 1, 78, 1, 47), ("2023-09", 1, 119, 1, 54)]
    side = episodes.groups_side_by_side(episodes.missing_by_month(missing_of(*months)))
    # 70 + 78 + 119 = 267; 28 + 47 + 54 = 129.
    table = episodes.episodes_by_quarter(side)
    assert table[["episode_quarter", "quarter_episodes", "quarter_episodes_in_care"]].values.tolist() == [["2023-24-Q2", 267, 129]]


def test_a_quarter_does_not_give_a_small_month_away():
    months = [("2023-07", 49, 70, 17, 28), ("2023-08", 44, 78, 23, 47), ("2023-09", 66, 119, 2, 3)]
    side = episodes.groups_side_by_side(episodes.missing_by_month(missing_of(*months)))
    quarters = release(episodes.episodes_by_quarter(side), "public", name="quarters")
    # 28 + 47 + 3 = 78 less the two months shown would be 3 episodes of 2 children.
    assert quarters.table["quarter_episodes_in_care"].isna().all() and quarters.table["quarter_episodes"].tolist() == [267]


def test_the_months_in_all_do_not_give_a_small_month_away():
    small = CONCERNS.assign(value=[20, 19, 3, 90, 37, 54])
    comparison = exploitation.text_against_months(exploitation.children_at_risk(small), exploitation.concerns_by_month(small))
    assert release(comparison, "public", name="comparison").table[["months_in_all", "risk_difference"]].isna().all(axis=None)


def test_interviews_stand_beside_the_national_share():
    printed = pd.DataFrame(
        {
            "month": ["2023-09", "2023-09", "2023-08"],
            "interview_measure": ["offered_within_72_hours", "completed_within_72_hours", "completed_within_72_hours"],
            "interviews_pct": [95.8, 60.5, 56.7],
        }
    )
    table = interviews.interviews_by_month(printed, 65.0)
    assert table["completed_gap_to_national_pp"].round(1).tolist() == [-8.3, -4.5]
    assert table["interviews_offered_pct"].isna().tolist() == [True, False]
    assert interviews.interviews_by_month(printed, None)["completed_gap_to_national_pp"].isna().all()
    assert interviews.national_completed_pct(pd.DataFrame({"quantity": [None], "stated_value": [1.0]})) is None


def test_bases_that_the_shares_of_interviews_fit():
    # From the report's table, April to September: children, episodes, offered, completed.
    rows = [
        (33, 69, 93.9, 68.3), (59, 90, 96.6, 69.3), (61, 94, 98.4, 71.4),
        (49, 70, 98.0, 61.2), (44, 78, 100.0, 56.7), (66, 119, 95.8, 60.5),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["missing_children", "missing_episodes", "interviews_offered_pct", "interviews_completed_pct"])
    table.insert(0, "month", [f"2023-{month:02d}" for month in range(4, 10)])
    late = pd.DataFrame({"month": ["2023-09"], "late_interviews": pd.array([20], dtype="Int64")})
    fits = interviews.possible_bases(table, table, late)
    found = fits[fits["base_fits"]].groupby(["month", "interview_share"])["interview_base"].agg(list)
    # 31/33, 57/59, 60/61 and 48/49 of children; 44/44 and 78/78; 114/119 of episodes. No whole number of 66 gives 95.8 or 60.5.
    assert found.xs("interviews_offered_pct", level=1).tolist() == [["children"]] * 4 + [["children", "episodes"], ["episodes"]]
    # 30/49 in July; 72/119 or 69/114 in September: 30 of 50 and 31 of 51 are 60.0 and 60.8, so it is no share of those completed.
    assert found.xs("interviews_completed_pct", level=1).to_dict() == {"2023-07": ["children"], "2023-09": ["episodes", "offers"]}
    counts = fits[fits["base_fits"] & fits["month"].eq("2023-09")].set_index(["interview_share", "interview_base"])
    assert counts["interviews_counted"].tolist() == [114, 72, 69] and counts["interviews_not_counted"].tolist() == [5, 47, 45]


def test_late_interviews_without_a_printed_total_are_shares_of_their_sum():
    late = pd.DataFrame({"month": "2023-09", "late_reason": ["child_asked", "parents_asked"], "meaning": ["C", "P"], "interviews": [5, 15]})
    reasons, whole = interviews.late_interviews(late.astype({"interviews": "Int64"}))
    assert reasons["late_share_pct"].tolist() == [75.0, 25.0] and whole.empty


def test_late_interviews_are_shares_of_the_printed_total():
    late = pd.DataFrame(
        {
            "month": "2023-09",
            "late_reason": ["all", "child_asked", "parents_asked"],
            "meaning": ["Late", "Child", "Parents"],
            "interviews": pd.array([20, 4, 12], dtype="Int64"),
        }
    )
    reasons, whole = interviews.late_interviews(late)
    assert reasons["late_reason_words"].tolist() == ["Parents", "Child"]
    assert reasons["late_share_pct"].tolist() == [60.0, 20.0] and whole["late_interviews"].tolist() == [20]


CONCERNS = pd.DataFrame(
    [
        ("2023-07", "2023-07", "any", 20, "month"),
        ("2023-08", "2023-08", "any", 19, "month"),
        ("2023-09", "2023-09", "any", 24, "month"),
        ("2023-07", "2023-09", "any", 90, "last_3_months"),
        ("2023-07", "2023-09", "sexual", 37, "last_3_months"),
        ("2023-07", "2023-09", "criminal", 54, "last_3_months"),
    ],
    columns=["first_month", "last_month", "exploitation_type", "value", "period_basis"],
)


def test_the_text_is_set_against_the_months_it_covers():
    at_risk = exploitation.children_at_risk(CONCERNS)
    assert at_risk["children_at_risk"].tolist() == [37, 54, 90]
    comparison = exploitation.text_against_months(at_risk, exploitation.concerns_by_month(CONCERNS))
    # 20 + 19 + 24 = 63, 27 fewer than 90.
    assert comparison[["months_in_all", "risk_difference"]].values.tolist() == [[63, 27]]


def test_a_sum_that_lacks_a_month_is_not_made():
    gap = CONCERNS.assign(value=pd.array([20, None, 24, 90, 37, 54], dtype="Int64"))
    comparison = exploitation.text_against_months(exploitation.children_at_risk(gap), exploitation.concerns_by_month(gap))
    assert comparison[["months_in_all", "risk_difference"]].isna().all(axis=None)


def test_a_kind_of_exploitation_that_is_new_has_its_own_name():
    new = CONCERNS.assign(exploitation_type=["any"] * 4 + ["sexual", "online"])
    assert exploitation.children_at_risk(new)["exploitation_type_words"].tolist() == [
        "Sexual exploitation",
        "Online exploitation",
        "Any kind",
    ]


def test_county_lines_groups_are_counted_by_status():
    groups = pd.DataFrame({"county_lines_group": ["A", "B", "C"], "group_status": ["active", "disrupted", "active"]})
    totals = pd.DataFrame({"county_lines_measure": ["groups", "children"], "value": [3, 40], "unit": ["groups", "children"]})
    totals["meaning"] = "As stated"
    assert exploitation.county_lines(groups, totals)["county_lines_value"].tolist() == [3, 2, 1, 40]
    # A report that names no group still states how many there are; a figure that is new here has the report's words.
    new = pd.DataFrame({"county_lines_measure": ["lines"], "value": [7], "unit": ["groups"], "meaning": ["Lines closed"]})
    table = exploitation.county_lines(groups.iloc[:0], pd.concat([totals, new]))
    assert table.set_index("county_lines_figure")["county_lines_value"].to_dict() == {
        "Groups in all": 3,
        "Lines closed": 7,
        "Children involved": 40,
    }


def test_safer_me_says_when_in_words():
    table = exploitation.safer_me(
        pd.DataFrame(
            {
                "safer_me_measure": ["assessments_completed", "children_open", "children_open"],
                "as_at": ["since 2023-04", "current", "2023-04"],
                "value": [44, 54, 41],
                "unit": ["assessments", "children", "children"],
                "meaning": "As stated",
            }
        )
    )
    assert table["safer_me_when"].tolist() == ["Since April 2023", "When the report was written", "April 2023"]
