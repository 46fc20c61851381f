from datetime import date

import numpy as np
import pytest

from analysis.ingest.carers import read_carers
from analysis.ingest.synthetic import REGISTER_HEADERS, STAY_HEADERS, as_csv_text, made_up_carers

SPAN = (date(2021, 4, 1), date(2024, 3, 31))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_made_up_is_taken_in(tmp_path, seed):
    made = made_up_carers(np.random.default_rng(seed), 120, *SPAN, "Plymouth")
    for name, table in made.items():
        (tmp_path / f"{name}.csv").write_text(as_csv_text(table), encoding="utf-8")
    found = read_carers([tmp_path], "plymouth")
    assert found["approvals"]["household"].nunique() == 120
    assert len(found["stays"]) == len(made["stays"])


def test_the_layouts_are_exactly_those(tmp_path):
    made = made_up_carers(np.random.default_rng(1), 20, *SPAN, "Plymouth")
    assert list(made["register"].columns) == REGISTER_HEADERS
    assert list(made["stays"].columns) == STAY_HEADERS


def test_the_same_seed_gives_the_same_bytes():
    one, two, other = (made_up_carers(np.random.default_rng(seed), 30, *SPAN, "Plymouth") for seed in (5, 5, 6))
    assert [as_csv_text(one[name]) for name in one] == [as_csv_text(two[name]) for name in two]
    assert as_csv_text(one["stays"]) != as_csv_text(other["stays"])


def test_the_mix_holds_each_thing_that_the_rules_turn_on():
    made = made_up_carers(np.random.default_rng(3), 400, *SPAN, "Plymouth")
    register, stays = made["register"], made["stays"]
    assert register["Approval type"].nunique() == 4
    assert set(stays["Stay type"]) == {"Placement", "Respite", "Staying put"}
    assert (register["Break start"] != "").any() and ((register["Break start"] != "") & (register["Break end"] == "")).any()
    assert (register["Approval end date"] != "").any() and register["Billing authority"].nunique() == 2
    assert {"Y", "N"} == set(register["Transferred from agency"]) == set(register["Standards met"])
    assert (stays.groupby("Child ID")["Household ID"].nunique() > 1).any() and (stays["Stay end"] == "").any()


def test_nothing_to_make_up_is_an_error():
    with pytest.raises(ValueError, match="at least one household"):
        made_up_carers(np.random.default_rng(1), 0, *SPAN, "Plymouth")
