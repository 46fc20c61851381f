"""Packs that give a hidden figure away, each in one way, and the attack that must find it."""

import pytest

from analysis.disclosure.outsider import attack_pack
from analysis.disclosure.published import Pack, Table


def pack(*tables: Table, name: str = "now", **sentences: str) -> Pack:
    return Pack(name, 3, 5, tables, {section: (text,) for section, text in sentences.items()})


def table(headings, rows, foot=None, place="page.html: Children", section="s") -> Table:
    body = tuple((label, tuple(cells)) for label, *cells in rows)
    return Table(place, section, tuple(headings), body, (("Total", tuple(foot)),) if foot else ())


def found(*packs: Pack) -> list[tuple[str, str, float, float]]:
    return [(finding.row, finding.column, finding.least, finding.most) for finding in attack_pack(packs)[0]]


def test_a_pack_that_hides_enough_is_not_found_out():
    rows = [("a", "[c]", "[c]"), ("b", "[c]", "[c]"), ("c", "[c]", "[c]"), ("d", "0", "0")]
    held = pack(
        table(["Children", "Share per cent"], rows, ["20", "100"]), s="20 children were counted, of 4 kinds; one of each was drawn."
    )
    assert attack_pack([held]) == ([], 3)


@pytest.mark.parametrize(
    ("cells", "total", "wanted"),
    [
        (["12", "[c]", "5"], "20", [("1", 3, 3)]),
        (["12", "[c]", "[c]", "0"], "20", [("1", 4, 4), ("2", 4, 4)]),
        (["20", "[c]", "[c]"], "22", [("1", 1, 1), ("2", 1, 1)]),
        (["20", "[c]", "[c]"], "25", []),
    ],
)
def test_what_is_left_of_a_total(cells, total, wanted):
    rows = [(str(place), cell) for place, cell in enumerate(cells)]
    assert found(pack(table(["Interviews"], rows, [total]))) == [(row, "Interviews", least, most) for row, least, most in wanted]


def test_a_total_that_a_sentence_names():
    rows = [("a", "12"), ("b", "[c]"), ("c", "5")]
    assert found(pack(table(["Interviews"], rows), s="In all 20 interviews were late.")) == [("b", "Interviews", 3, 3)]


def test_parts_of_a_row_that_other_rows_show_to_add_up():
    rows = [("April", "33", "14", "19"), ("May", "59", "23", "36"), ("June", "61", "23", "38"), ("July", "66", "64", "[c]")]
    assert found(pack(table(["Children", "In care", "Not in care"], rows))) == [("July", "Not in care", 2, 2)]


def test_a_change_beside_one_end():
    rows = [("a", "10", "12", "+2"), ("b", "20", "15", "−5"), ("d", "31", "40", "+9"), ("c", "[c]", "9", "+6")]
    assert found(pack(table(["July 2023", "September 2023", "Change"], rows))) == [("c", "July 2023", 3, 3)]


def test_a_share_beside_its_base():
    rows = [("a", "30", "12", "40.0"), ("b", "50", "25", "50.0"), ("d", "30", "20", "66.7"), ("c", "40", "[c]", "7.5")]
    assert found(pack(table(["Children", "Seen", "Seen (per cent)"], rows))) == [("c", "Seen", 3, 3)]


def test_a_percentage_in_a_key_figure_of_a_total_that_is_shown():
    rows = [("In the city", "[c]"), ("Outside the city", "[c]")]
    tile = "Placed outside the city 0.4% in September"
    assert ("Outside the city", "Children", 2, 2) in found(pack(table(["Children"], rows, ["486"]), opening=tile))


def test_a_percentage_of_a_row_that_is_named_by_many_words_more_is_of_something_else():
    hiding = table(["Children"], [("Outside the city", "[c]"), ("In the city", "[c]")], ["486"])
    rows = [("Placed outside the city", "0.4%"), ("Placed outside the city for over two years with one carer", "0.4%")]
    other = [table(["Share"], [row], place="other.html: Shares", section="o") for row in rows]
    assert ("Outside the city", "Children", 2, 2) in found(pack(hiding, other[0]))
    assert found(pack(hiding, other[1])) == []


def test_the_same_figure_shown_on_another_page_or_in_another_pack():
    hiding = table(["July 2023", "August 2023"], [("Secure", "[c]", "7")])
    showing = table(["July 2023", "August 2023"], [("Secure", "3", "7")], place="other.html: All measures", section="o")
    assert found(pack(hiding, showing)) == [("Secure", "July 2023", 3, 3)]
    assert found(pack(hiding), pack(showing, name="before")) == [("Secure", "July 2023", 3, 3)]


def test_one_figure_hidden_in_two_tables_is_narrowed_by_both():
    first = table(["July 2023"], [("a", "[c]"), ("b", "[c]"), ("c", "9")], ["15"])
    second = table(["July 2023"], [("a", "[c]"), ("d", "[c]"), ("e", "[c]")], ["40"], place="other.html: More", section="o")
    # 6 left for a and b: a is 2 to 4 for who takes them for small; of itself nothing, and nor is it in the second.
    assert found(pack(first, second)) == []
    third = table(["July 2023"], [("a", "[c]"), ("f", "12")], ["14"], place="third.html: Yet more", section="t")
    assert ("b", "July 2023", 4, 4) in found(pack(first, third))


def test_what_a_chart_writes_beside_a_name_is_of_the_row_only_where_no_other_has_it():
    rows = [("North", "Visits", "[c]"), ("South", "Visits", "9")]
    assert found(pack(table(["Kind", "Children"], rows), s="North 3")) == [("North", "Children", 3, 3)]
    both = [*rows, ("North", "Reviews", "7")]
    assert found(pack(table(["Kind", "Children"], both), s="North 3")) == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Three children were in hospital.", 3),
        ("All but 2 young people were seen.", 2),
        ("Counts of children from 1 to 4 are not shown.", None),
        ("It costs as much as 40 children.", None),
    ],
)
def test_a_small_count_in_a_sentence(sentence, told):
    assert [least for _, _, least, _ in found(pack(s=sentence))] == ([] if told is None else [told])


def test_what_counts_nobody_is_no_secret():
    assert found(pack(table(["Cost (£)"], [("a", "12"), ("b", "[c]")], ["15"], place="p.html: Budget, £"))) == []
