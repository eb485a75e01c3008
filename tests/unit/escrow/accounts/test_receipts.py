"""What the bank tells: every line answered, all or nothing, sending again changes nothing."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import PROJECT, permit, receipt

GOOD = receipt("R1", 100)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reference": " "}, "reference"),
        ({"reference": 7}, "reference"),
        ({"reference": "R" * 101}, "reference"),
        ({"reference": "R1"}, "twice"),
        ({"kind": "gift"}, "kind"),
        ({"month": "2026-13"}, "2026-13"),
        ({"month": None}, "None"),
        ({"amount_fen": 0}, "above zero"),
        ({"amount_fen": -5}, "above zero"),
        ({"amount_fen": 1.5}, "1.5"),
        ({"amount_fen": True}, "True"),
        ({"amount_fen": 10**19}, "beyond"),
        ({"booked_on": "2026-11-03"}, "future"),
        ({"booked_on": "yesterday"}, "yesterday"),
    ],
)
def test_one_wrong_line_is_named_and_none_is_booked(desk, change, told):
    desk.opened()
    with pytest.raises(HuxinError) as error:
        desk.receive(GOOD, {**receipt("R2", 50), **change})
    assert error.value.code == "bad_receipts"
    (problem,) = error.value.extra["lines"]
    assert problem["line"] == 2
    assert told in problem["problem"]
    assert desk.account()["balance_fen"] == 0


def test_a_corrected_file_can_be_sent_again_with_what_was_booked_before(desk):
    desk.opened()
    desk.receive(GOOD)
    answer = desk.receive(GOOD, receipt("R2", 50))
    assert [(line["booked"], line["repeated"]) for line in answer["lines"]] == [(False, True), (True, False)]
    assert answer["balance_fen"] == 150


@pytest.mark.parametrize("count", [0, 1001])
def test_a_file_has_at_least_one_line_and_at_most_a_thousand(desk, count):
    desk.opened()
    with pytest.raises(HuxinError) as error:
        desk.receive(*[receipt(f"R{number}", 1) for number in range(count)])
    assert error.value.code == "bad_receipts"


def test_nothing_is_booked_before_the_account_works(desk):
    desk.run("register_account", project=permit())
    with pytest.raises(HuxinError) as error:
        desk.receive(GOOD)
    assert error.value.code == "wrong_account_state"
    assert desk.read("show_ledger", project_id=PROJECT)["items"] == []


def test_an_unknown_project_is_answered(desk):
    with pytest.raises(HuxinError) as error:
        desk.receive(GOOD)
    assert (error.value.code, error.value.status) == ("unknown_project", 404)
