"""The list of councils, held against what is published about them elsewhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.catalogue.authorities import (
    authorities,
    authority,
    by_region,
    current_authorities,
    district,
    districts,
    predecessors,
    resolve,
    same_council,
    successors,
)
from analysis.catalogue.authorities.records import rows
from analysis.errors import UnknownAuthority


def test_counts_of_councils_by_kind_and_day():
    # 152 councils to March 2019; Dorset, Bournemouth and Poole made two of three; then one more in 2021 and one more in 2023.
    assert [len(current_authorities(date(year, 3, 31))) for year in (2018, 2019, 2020, 2021, 2022, 2023, 2024)] == [
        152,
        152,
        151,
        151,
        152,
        152,
        153,
    ]
    kinds = [council.kind for council in current_authorities()]
    # The revenue outturn of 2024-25 lists 63 unitary authorities, 36 metropolitan districts, 33 London boroughs with the City, 21 counties.
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "London borough": 32,
        "city corporation": 1,
        "county": 21,
        "metropolitan": 36,
        "unitary": 63,
    }


def test_counts_of_councils_by_region():
    names = ["North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England", "London"]
    names += ["South East", "South West"]
    assert [len(by_region(name)) for name in names] == [12, 24, 15, 10, 14, 11, 33, 19, 15]
    assert len(by_region("E12000009")) == 15
    assert len(by_region("Inner London")) == 14
    with pytest.raises(UnknownAuthority, match="Wales"):
        by_region("Wales")


def test_no_code_number_or_slug_is_of_two_councils():
    councils = authorities()
    codes = [code for council in councils for code in (council.ons_code, *(former.ons_code for former in council.former_codes))]
    for values in (codes, [council.dfe_number for council in councils], [council.slug for council in councils]):
        assert len(values) == len(set(values))


def test_changes_hang_together():
    for council in authorities():
        assert (council.end_date is None) == (not council.successors)
        for after in successors(council):
            assert council in predecessors(after)
            assert (after.start_date - council.end_date).days == 1
        for former in council.former_codes:
            assert council.ons_code_on(former.end_date) == former.ons_code


def test_every_fact_names_its_source():
    sources = {row["source"] for row in rows("sources")}
    used = {row["source"] for name in ("authorities", "former_codes", "changes", "joint_returns", "districts") for row in rows(name)}
    assert used == sources


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Plymouth", "E06000026"),
        ("plymouth", "E06000026"),
        ("  PLYMOUTH city council ", "E06000026"),
        ("Plymouth CC", "E06000026"),
        ("Plymouth UA", "E06000026"),
        ("City of Plymouth", "E06000026"),
        ("E06000026", "E06000026"),
        ("879", "E06000026"),
        ("windsor-and-maidenhead", "E06000040"),
        ("Royal Borough of Windsor & Maidenhead", "E06000040"),
        ("Windsor & Maidenhead UA", "E06000040"),
        ("Bristol, City of", "E06000023"),
        ("Bristol City Council", "E06000023"),
        ("Hull", "E06000010"),
        ("Kingston-upon-Hull UA", "E06000010"),
        ("Kingston Upon Thames", "E09000021"),
        ("Bournemouth, Christchurch & Poole", "E06000058"),
        ("Telford & the Wrekin UA", "E06000020"),
        ("Derby City UA", "E06000015"),
        ("Medway Towns UA", "E06000035"),
        ("Durham", "E06000047"),
        ("St. Helens", "E08000013"),
        ("St Helens MBC", "E08000013"),
        ("City of Bradford Metropolitan District Council", "E08000032"),
        ("Devon CC", "E10000008"),
        ("London Borough of Camden", "E09000007"),
        ("Southend-on-Sea Borough Council", "E06000033"),
        ("Hertfordshire County Council", "E10000015"),
        ("Herefordshire", "E06000019"),
        ("County of Herefordshire", "E06000019"),
        ("Council of the Isles of Scilly", "E06000053"),
        ("E10000027", "E06000066"),
        ("Somerset County Council", "E06000066"),
        ("E08000016", "E08000038"),
    ],
)
def test_names_and_codes_as_people_write_them(text, code):
    assert resolve(text).ons_code == code


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("_x000D_", "full name"),
        ("", "full name"),
        ("   ", "full name"),
        ("999", "full name"),
        ("Plymuoth", "Plymouth"),
        ("Hertfordshre", "Hertfordshire"),
        ("Leicester County Council", "Leicester"),
        ("Nottingham County Council", "Nottinghamshire"),
        ("Newcastle", "Newcastle upon Tyne"),
        ("Kingston", "Kingston upon Hull"),
        ("Exeter", "district of Devon"),
        ("E07000041", "district of Devon"),
        ("Cardiff", "English council"),
        ("E10000099", "English council"),
    ],
)
def test_what_is_not_a_council_is_refused_with_what_may_be_meant(text, said):
    with pytest.raises(UnknownAuthority, match=said):
        resolve(text)


def test_every_name_slug_and_code_of_a_standing_council_gives_it():
    for council in current_authorities():
        for text in (
            council.name,
            council.short_name,
            council.slug,
            council.ons_code,
            council.dfe_number,
            *(f.ons_code for f in council.former_codes),
        ):
            assert resolve(text) == council


@given(st.text(max_size=30))
def test_any_text_gives_a_council_or_a_named_failure(text):
    try:
        assert resolve(text) in authorities()
    except UnknownAuthority as failure:
        assert str(failure)


def test_cumbria_became_two_councils_in_2023():
    cumbria = resolve("Cumbria")
    assert (cumbria.ons_code, cumbria.dfe_number, cumbria.end_date) == ("E10000006", "909", date(2023, 3, 31))
    assert {council.name for council in successors(cumbria)} == {"Cumberland", "Westmorland and Furness"}
    cumberland, westmorland = resolve("Cumberland"), resolve("Westmorland and Furness")
    assert same_council(cumbria, cumberland)
    assert same_council(cumbria, cumberland, date(2024, 1, 1))
    assert not same_council(westmorland, cumberland)
    assert same_council(westmorland, cumberland, date(2022, 1, 1))
    assert not same_council(westmorland, cumberland, date(2024, 1, 1))


def test_northamptonshire_became_two_that_return_their_workforce_together():
    north = resolve("North Northamptonshire")
    assert [council.name for council in predecessors(north)] == ["Northamptonshire"]
    assert [(entry.with_authority, entry.first_year) for entry in north.joint_returns] == [("west-northamptonshire", 2021)]
    assert [entry.with_authority for entry in resolve("Richmond upon Thames").joint_returns] == ["kingston-upon-thames"]


def test_dorset_is_one_council_or_the_other_by_the_day():
    assert resolve("Dorset").ons_code == "E06000059"
    assert resolve("Dorset", on=date(2019, 4, 1)).ons_code == "E06000059"
    assert resolve("Dorset", on=date(2019, 3, 31)).ons_code == "E10000009"
    assert resolve("Dorset County Council").ons_code == "E10000009"
    bcp = resolve("BCP")
    assert {council.name for council in predecessors(bcp)} == {"Bournemouth", "Poole", "Dorset"}
    assert not same_council(resolve("Poole"), resolve("Dorset"), date(2020, 1, 1))
    assert same_council(resolve("Poole"), bcp, date(2020, 1, 1))


def test_somerset_changed_code_and_not_area():
    somerset = resolve("Somerset")
    assert somerset.ons_code == "E06000066"
    assert somerset.ons_code_on(date(2023, 3, 31)) == "E10000027"
    assert resolve("E10000027", on=date(2020, 1, 1)) == somerset
    assert somerset.predecessors == () == somerset.successors


def test_districts_of_a_county():
    devon = [entry.name for entry in districts() if entry.county == "devon"]
    assert devon == ["East Devon", "Exeter", "Mid Devon", "North Devon", "South Hams", "Teignbridge", "Torridge", "West Devon"]
    assert len([entry for entry in districts() if entry.county == "hertfordshire"]) == 10
    assert district("South Hams District Council").ons_code == "E07000044"
    assert district("King's Lynn & West Norfolk").county == "norfolk"
    assert (district("Christchurch").county, district("Christchurch").now_in) == ("dorset-county", "bournemouth-christchurch-and-poole")
    assert district("Plymouth") is None
    assert district("_x000D_") is None


def test_districts_name_councils_that_exist():
    for entry in districts():
        county, now_in = authority(entry.county), authority(entry.now_in)
        assert now_in.end_date is None
        assert now_in == county or entry.end_date is not None
        if entry.end_date is None:
            assert (county.kind, county.end_date) == ("county", None)


def test_a_slug_is_not_guessed():
    with pytest.raises(UnknownAuthority):
        authority("Plymouth")
