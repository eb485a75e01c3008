"""Wages paid from the deposit, and its refilling."""

from __future__ import annotations

import pytest

from services.kernel.errors import HuxinError
from tests.unit.escrow.accounts.desk import PROJECT

DUE = 67_500_000


def opened(desk, amount_fen=20_000_000, order_id="O-1"):
    return desk.run("open_deposit_use", order_id=order_id, project_id=PROJECT, amount_fen=amount_fen)


def pay(desk, amount_fen, receipt="示例付款-1", order_id="O-1"):
    return desk.run("book_deposit_use", order_id=order_id, facts={"paid_out_fen": amount_fen, "paid_out_receipt": receipt})


@pytest.mark.clauses(satisfies=("CN65-USE", "CN65-TOPUP"))
def test_a_missed_order_is_paid_and_the_deposit_is_to_be_refilled(desk):
    desk.stored()
    assert (opened(desk)["outcome"], opened(desk)["granted_fen"]) == ("pay", 20_000_000)
    assert desk.run("issue_deposit_notice", order_id="O-1")["pay_by"] == "2026-11-09"
    answer = pay(desk, 20_000_000)
    assert (answer["booked"], answer["top_up_by"]) == (True, "2026-11-16")
    assert desk.events("escrow.deposit.used") == [{"project_id": PROJECT, "order_id": "O-1", "amount_fen": 20_000_000}]
    assert desk.deposit()["shortfall_fen"] == 20_000_000
    assert desk.store(20_000_000, "示例补存-1")["stored"]


def test_no_more_is_granted_than_lies_there(desk):
    desk.stored()
    answer = opened(desk, DUE + 1)
    assert (answer["granted_fen"], answer["unpaid_fen"]) == (DUE, 1)


def test_an_empty_deposit_pays_nothing_and_is_missing(desk):
    desk.assessed()
    assert opened(desk)["outcome"] == "none"
    assert desk.events("escrow.deposit.missing") == [{"project_id": PROJECT, "amount_fen": DUE}]


def test_an_exempt_firm_has_nothing_to_pay_from_and_misses_nothing(desk):
    desk.assessed(active_in_area_since="2020-01-01")
    assert opened(desk)["outcome"] == "none"
    assert desk.events("escrow.deposit.missing") == []


@pytest.mark.parametrize(("amount", "receipt"), [(0, "示例"), (-1, "示例"), (20_000_001, "示例"), (True, "示例"), ("5", "示例"), (5, " ")])
def test_a_payment_that_cannot_be_right_is_named_and_not_booked(desk, amount, receipt):
    desk.stored()
    opened(desk)
    answer = pay(desk, amount, receipt)
    assert (answer["booked"], bool(answer["problem"])) == (False, True)
    assert desk.deposit()["held_fen"] == DUE
    assert desk.events("escrow.deposit.used") == []


def test_a_payment_is_booked_once(desk):
    desk.stored()
    opened(desk)
    assert pay(desk, 20_000_000) == pay(desk, 20_000_000, "示例付款-2")
    assert desk.deposit()["held_fen"] == DUE - 20_000_000
    assert len(desk.events("escrow.deposit.used")) == 1


def test_two_orders_share_what_lies_there(desk):
    desk.stored()
    opened(desk, 60_000_000)
    pay(desk, 60_000_000)
    assert opened(desk, 60_000_000, "O-2")["granted_fen"] == DUE - 60_000_000


def test_orders_that_were_granted_the_same_money_do_not_spend_it_twice(desk):
    desk.stored()
    opened(desk, 60_000_000)
    opened(desk, 60_000_000, "O-2")
    assert pay(desk, 60_000_000)["booked"]
    answer = pay(desk, 60_000_000, "示例付款-2", "O-2")
    assert (answer["booked"], "7500000" in answer["problem"]) == (False, True)
    assert desk.deposit()["held_fen"] == DUE - 60_000_000


def test_a_deposit_that_others_emptied_ends_the_payment_with_nothing_paid(desk):
    desk.stored()
    opened(desk, DUE)
    opened(desk, DUE, "O-2")
    pay(desk, DUE)
    answer = pay(desk, DUE, "示例付款-2", "O-2")
    assert (answer["booked"], answer["paid_fen"]) == (True, 0)
    assert len(desk.events("escrow.deposit.used")) == 1


@pytest.mark.clauses(breaks=("CN65-USE",))
def test_a_late_bank_is_flagged_until_it_pays(desk):
    desk.stored()
    opened(desk)
    assert desk.run("flag_late_bank", order_id="O-1")["late"] is True
    pay(desk, 20_000_000)
    assert desk.run("flag_late_bank", order_id="O-1")["late"] is False


def test_an_unknown_order_is_not_paid(desk):
    desk.stored()
    with pytest.raises(HuxinError) as caught:
        pay(desk, 1, order_id="O-9")
    assert caught.value.code == "unknown_use"
