from analysis.errors import InvalidData, Problem


def test_a_problem_names_file_row_column_value_rule_and_remedy():
    problem = Problem(
        "budget_monitoring.csv", "is not a number", "Correct the cell.", row=7, column="forecast_outturn_gbp_m", value="3,85l"
    )
    assert str(problem) == 'budget_monitoring.csv row 7, forecast_outturn_gbp_m: "3,85l" is not a number. Correct the cell.'


def test_invalid_data_lists_every_problem_and_gives_them_as_data():
    error = InvalidData([Problem("a.csv", "is missing", "Put it back."), Problem("b.csv", "is empty", "Fill it in.", row=2)])
    assert str(error).splitlines() == [
        "2 problems in the raw data:",
        "  a.csv: is missing. Put it back.",
        "  b.csv row 2: is empty. Fill it in.",
    ]
    assert [problem["file"] for problem in error.as_data()["problems"]] == ["a.csv", "b.csv"]
