"""Facts of every kind are read or refused with what was given and what is expected; lists are read whole or not at all."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from services.kernel.fact_kinds import day, money, number, sums, text, word, yes_no
from services.kernel.facts import Fact, FactSchema

SUMS = sums("payments_fen", "付款", "Payments")
CLAIMS = Fact(
    name="claims",
    kind="records",
    meaning_zh="债权",
    meaning_en="Claims",
    members=(money("amount_fen", "金额", "Amount"), word("status", ("open", "closed"), "状态", "Status")),
)


def test_a_list_of_amounts_is_frozen():
    assert SUMS.read([1, 0, 2]) == (1, 0, 2)
    assert SUMS.read([]) == ()


@pytest.mark.parametrize("given", [None, 3, "3", [1.0], [True], [-1], [None], {"0": 1}])
def test_a_list_with_anything_but_amounts_is_refused(given):
    with pytest.raises(HuxinError) as caught:
        SUMS.read(given)
    assert caught.value.code == "bad_facts"
    assert "each at least 0" in caught.value.detail


def test_objects_are_read_member_by_member():
    (claim,) = CLAIMS.read([{"amount_fen": 5, "status": "open", "note": "ignored"}])
    assert dict(claim) == {"amount_fen": 5, "status": "open"}


@pytest.mark.parametrize("given", [[{"amount_fen": 5}], [5], {"amount_fen": 5}, [{"amount_fen": "5", "status": "open"}], [None]])
def test_an_object_that_lacks_a_member_or_spoils_one_is_refused(given):
    with pytest.raises(HuxinError) as caught:
        CLAIMS.read(given)
    assert caught.value.code == "bad_facts"
    assert caught.value.fix


def test_lists_are_told_in_the_schema():
    schema = FactSchema((SUMS, CLAIMS)).json_schema("t")["properties"]
    assert schema["payments_fen"]["items"] == {"type": "integer", "minimum": 0}
    assert schema["claims"]["items"]["required"] == ["amount_fen", "status"]
    assert schema["claims"]["items"]["properties"]["status"]["enum"] == ["open", "closed"]


@pytest.mark.parametrize(
    ("fact", "fits", "fails"),
    [
        (yes_no("a", "甲", "A"), True, None),
        (yes_no("a", "甲", "A", nullable=True), None, 1),
        (number("a", "persons", "甲", "A"), 0, -1),
        (text("a", "甲", "A"), None, 3),
        (day("a", "甲", "A"), "2026-03-02", None),
        (word("a", ("x",), "甲", "A", nullable=True), None, "y"),
    ],
)
def test_each_kind_takes_its_own_values_only(fact, fits, fails):
    fact.read(fits)
    with pytest.raises(HuxinError):
        fact.read(fails)
