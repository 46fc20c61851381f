"""Releases in the layout of Explore education statistics: what is read, what is refused, what is said."""

from datetime import datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import AnalysisError, InvalidData, UnknownRelease
from analysis.ingest.national import take_file

AREA = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name"
ENGLAND = "Reporting year,National,E92000001,England,,,,,"
PLYMOUTH = "Reporting year,Local authority,E92000001,England,E12000009,South West,879,E06000026,Plymouth"
JOINT = (
    "Reporting year,Local authority,E92000001,England,E13000002,Outer London,314 / 318,E09000021 / E09000027,"
    "Kingston upon Thames / Richmond upon Thames"
)
WORKFORCE = "inpost_fte,case_holders_fte,cases,caseload_fte,agency_rate_fte,turnover_rate_fte"


def figure(taken, **wanted) -> pd.Series:
    figures = taken.tables["figures"]
    for column, value in wanted.items():
        figures = figures[figures[column] == value]
    assert len(figures) == 1
    return figures.iloc[0]


def said(taken) -> str:
    return "\n".join(map(str, taken.remarks))


def refused(path) -> str:
    with pytest.raises(AnalysisError) as failure:
        take_file(path)
    assert isinstance(failure.value, InvalidData | UnknownRelease)
    return str(failure.value)


def test_figures_keep_measure_area_period_symbol_and_rounding(referrals):
    taken = take_file(referrals(name="whatever it is called.csv"))
    assert taken.release.key == "referrals"
    last = figure(taken, area="plymouth", year=2024, measure="referrals")
    assert (last["value"], last["unit"], last["rounded_to"], last["period"]) == (1900, "count", 1, "year to 31 March 2024")
    assert last["end_date"] == datetime(2024, 3, 31)
    hidden = figure(taken, area="plymouth", year=2025, measure="re_referrals_pct")
    assert pd.isna(hidden["value"]) and hidden["symbol"] == "c"
    # Counts of England and regions are rounded to 10, percentages are not.
    assert figure(taken, area="E92000001", measure="referrals")["rounded_to"] == 10
    assert figure(taken, area="E92000001", measure="re_referrals_pct")["rounded_to"] == 0.1
    assert figure(taken, area="E12000009", measure="referrals")["area_level"] == "region"


def test_columns_in_another_order_with_a_byte_order_mark_are_the_same(referrals, write):
    usual = take_file(referrals()).tables["figures"]
    rows = pd.read_csv(referrals(), dtype=str, keep_default_na=False)
    turned = take_file(write("\ufeff" + rows[rows.columns[::-1]].to_csv(index=False), "other.csv")).tables["figures"]
    order = ["measure", "area", "year"]
    pd.testing.assert_frame_equal(
        usual.sort_values(order).reset_index(drop=True), turned.sort_values(order).reset_index(drop=True), check_dtype=False
    )


def test_a_new_year_and_a_renamed_column_need_no_change_of_code(referrals):
    taken = take_file(
        referrals(f"2031,{PLYMOUTH},2000,400,20,7", columns="referral_count,rereferral_count,rereferral_percent,of_which_new")
    )
    assert figure(taken, measure="referrals")["year"] == 2031
    assert "columns that the catalogue does not know: of_which_new" in said(taken)
    assert "lacks columns that earlier files have: no_further_action_count" in said(taken)
    assert "has no row in 2031 for City of London" in said(taken)


def test_joint_returns_are_one_area_of_two_councils(write):
    taken = take_file(write(f"{AREA},{WORKFORCE}\n2025,{JOINT},200.5,120,1800,15,low,150.5\n"))
    joint = figure(taken, measure="cases_per_fte")
    assert (joint["area"], joint["area_level"]) == ("kingston-upon-thames+richmond-upon-thames", "joint")
    assert joint["period"] == "30 September 2025"
    assert figure(taken, measure="agency_pct")["symbol"] == "low"
    assert figure(taken, measure="turnover_pct")["value"] == 150.5  # turnover may pass 100
    assert "Kingston" not in said(taken) and "Richmond" not in said(taken)


def test_a_mean_in_a_column_of_counts_is_a_mean(write):
    columns = "characteristic,breakdown,children_count,children_percent"
    rows = [
        f"2025,{PLYMOUTH},Ages 5 to 16 years with SDQ score,SDQ average score,14.9,z",
        f"2025,{PLYMOUTH},Health assessments: Children looked after all ages,Total all ages,300,100",
    ]
    taken = take_file(write("\n".join([f"{AREA},{columns}", *rows, ""])))
    mean = figure(taken, measure="strengths_and_difficulties_score")
    assert (mean["value"], mean["unit"], mean["rounded_to"]) == (14.9, "score", 0.1)
    assert figure(taken, measure="health", breakdown="Total all ages")["value"] == 300


def test_a_rate_that_its_count_and_base_do_not_give_is_said(write):
    taken = take_file(write(f"{AREA},{WORKFORCE}\n2025,{PLYMOUTH},172.8,85.7,1351,18.5,8,16\n"))
    assert "Plymouth in 2025 has 18.5, and 1351 of 85.7 gives 15.8" in said(taken)
    right = take_file(write(f"{AREA},{WORKFORCE}\n2025,{PLYMOUTH},172.8,85.7,1351,15.8,8,16\n"))
    assert "gives" not in said(right)


def test_a_percentage_above_100_is_not_used(referrals):
    taken = take_file(referrals(f"2025,{PLYMOUTH},2000,444,222"))
    odd = figure(taken, measure="re_referrals_pct")
    assert pd.isna(odd["value"]) and odd["symbol"] == "impossible"
    assert 'row 2, rereferral_percent: "222" is a percentage of a whole above 100' in said(taken)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([f'2025,{PLYMOUTH},"2,000",400,20'], 'row 2, referral_count: "2,000" is written as a spreadsheet shows it'),
        ([f"2025,{PLYMOUTH},2000,400,20%"], '"20%" is written as a spreadsheet shows it'),
        ([f"2025,{PLYMOUTH},2000,q,20"], 'row 2, rereferral_count: "q" is neither a number nor a known symbol'),
        ([f"2025,{PLYMOUTH},2000,,20"], 'rereferral_count: "" is neither a number nor a known symbol'),
        ([f"2025,{PLYMOUTH},1E+03,400,20"], '"1E+03" is neither a number nor a known symbol'),
        ([f"2025,{PLYMOUTH},INF,400,20"], '"INF" is neither a number nor a known symbol'),
        ([f"2025,{PLYMOUTH},٢٠٠٠,400,20"], "is neither a number nor a known symbol"),
        ([f"2025,{PLYMOUTH},-2000,400,20"], '"-2000" is below 0'),
        ([f"Jan-25,{PLYMOUTH},2000,400,20"], 'row 2, time_period: "Jan-25" is not a year in four digits'),
        ([f"2025,{PLYMOUTH.replace('E06000026', '6000026')},2000,400,20"], '"6000026" is not an ONS code'),
        ([f"2025,{PLYMOUTH.replace('879', '79')},2000,400,20"], '"79" is not the DfE number of Plymouth'),
        ([f"2025,{PLYMOUTH.replace('Plymouth', 'Torbay')},2000,400,20"], '"Torbay" is not the council of E06000026, which is Plymouth'),
        ([f"2025,{PLYMOUTH.replace('E92000001', 'W92000004')},2000,400,20"], '"W92000004" is not England'),
        ([f"2025,{PLYMOUTH.replace('Local authority', 'School')},2000,400,20"], "holds no council"),
        ([f"2025,{PLYMOUTH},2000,400,20", f"2025,{PLYMOUTH},2001,400,20"], "gives plymouth in 2025 two figures for referrals (rows 2, 3)"),
        ([f"2025,{PLYMOUTH},2000,400,20,9"], "row 2: has 14 cells where the header has 13"),
        ([f"2025,{PLYMOUTH},2000", f"2025,{PLYMOUTH},2000,400,20"], "row 2: has 11 cells where the header has 13"),
    ],
)  # fmt: skip
def test_damaged_figures_are_refused_by_row_column_and_value(referrals, rows, message):
    assert message in refused(referrals(*rows))


def test_all_problems_of_a_file_are_told_at_once(referrals):
    message = refused(referrals(f"2025,{PLYMOUTH},2000,q,20", f"2024,{PLYMOUTH},w,400,20%"))
    assert all(text in message for text in ("3 problems", '"q"', '"w"', '"20%"'))


def test_a_council_that_is_not_listed_is_left_out_and_said(referrals):
    new = PLYMOUTH.replace("E06000026", "E06000099").replace("879", "999").replace("Plymouth", "Newtown")
    taken = take_file(referrals(f"2025,{new},2000,400,20", f"2024,{new},2000,400,20", f"2025,{PLYMOUTH},1,1,100"))
    assert set(taken.tables["figures"]["area"]) == {"plymouth"}
    assert '"E06000099" (Newtown) is not in the list of authorities, as have 1 other rows' in said(taken)


def test_rows_repeated_alike_are_used_once_and_said(referrals):
    taken = take_file(referrals(*[f"2025,{PLYMOUTH},2000,400,20"] * 2))
    assert len(taken.tables["figures"]) == 3
    assert "states 3 figures twice" in said(taken)


def test_a_download_cut_short_gives_its_whole_rows_and_says_so(write):
    whole = f"{AREA},referral_count,rereferral_count\n2025,{PLYMOUTH},2000,400\n2025,{ENGLAND},600000,13"
    taken = take_file(write(whole))
    assert set(taken.tables["figures"]["area"]) == {"plymouth"}
    assert "is cut short: the file ends inside row 3" in said(taken)
    assert "cut short" in said(take_file(write(whole[:-8])))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("<!DOCTYPE html><html><body>Not found</body></html>", "is a web page"),
        ("PK\x03\x04 and so on", "the workbook is broken"),
        ("a,b\x00,c\n1,2,3\n", "cannot be read as text"),
        ("name,age\nA,3\n", "has the columns of no national release that is known: name, age."),
        ("referral_count,referral_count\n1,2\n", "has the column referral_count twice"),
        (f"{AREA},referral_count,rereferral_count\n", "has a header and no rows"),
        ("referral_count,rereferral_count\n1,2\n", "has no column time_period"),
        (f"{AREA},referral_count\n2025,{PLYMOUTH},2\n", "but it lacks rereferral_count"),
    ],
)
def test_what_is_no_release_is_named(write, content, message):
    assert message in refused(write(content))


def test_a_file_saved_again_in_a_windows_encoding_is_read_and_said(referrals):
    england = ENGLAND.replace("England,", "England – all,")
    taken = take_file(referrals(f"2025,{PLYMOUTH},2000,400,20", f"2025,{england},600000,132000,22", encoding="cp1252"))
    assert "is in cp1252 and not in UTF-8" in said(taken)


def test_semicolons_and_windows_line_ends_are_read(write):
    text = f"{AREA},referral_count,rereferral_count\n2025,{PLYMOUTH},2000,400\n".replace(",", ";").replace("\n", "\r\n")
    assert figure(take_file(write(text)), measure="referrals")["value"] == 2000


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "file.csv"
    path.write_bytes(content)
    with pytest.raises(AnalysisError):
        take_file(path)
