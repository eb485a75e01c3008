"""What was advanced, booked and claimed back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from tests.unit.escrow.accounts.desk import PROJECT
from tests.unit.escrow.advances.conftest import CAUSE

ARREARS = 80_000_000


@pytest.mark.clauses(satisfies=("TL-2.6.1-1b", "CN724-30"))
def test_what_is_advanced_goes_through_the_ledger_to_the_workers(desk):
    desk.noticed("toli-draft")
    assert desk.settle(ARREARS)["covered"] is True
    balances = desk.read("show_ledger", project_id=PROJECT)["balances"]
    assert (balances["bank"], balances["advance"], balances["wages"]) == (0, -ARREARS, ARREARS)
    assert desk.balanced()
    assert desk.events("escrow.advance.paid") == [
        {"project_id": PROJECT, "advance_id": "V-1", "payer": "general_contractor", "amount_fen": ARREARS}
    ]


def test_the_same_receipt_counts_once(desk):
    desk.noticed()
    for _ in range(2):
        assert desk.settle(50_000_000)["shortfall_fen"] == 30_000_000
    assert desk.settle(30_000_000, receipt="示例-2")["covered"] is True
    assert len(desk.events("escrow.advance.paid")) == 2


@pytest.mark.parametrize("amount", [ARREARS + 1, -1, True, "80000000", 1.5])
def test_an_amount_that_cannot_be_right_is_named_and_not_booked(desk, amount):
    desk.noticed()
    answer = desk.settle(amount)
    assert (answer["covered"], len(answer["problems"])) == (False, 1)
    assert desk.advance()["payments"] == []
    assert desk.events("escrow.advance.paid") == []


def test_one_wrong_report_does_not_spoil_the_others(desk):
    desk.noticed(cause="owner_late_money")
    answer = desk.settle(70_000_000, owner=-5)
    assert (answer["shortfall_fen"], len(answer["problems"])) == (10_000_000, 1)


def test_what_the_bank_has_not_paid_out_is_not_advanced(desk):
    desk.noticed()
    assert desk.settle(ARREARS, wages_paid_out=False)["shortfall_fen"] == ARREARS


def test_nobody_but_the_named_payers_is_booked(desk):
    desk.noticed()
    assert desk.settle(None, owner=ARREARS)["shortfall_fen"] == ARREARS


@pytest.mark.clauses(breaks=("TL-2.6.1-1a",))
def test_an_owner_that_reports_nothing_is_noted(desk):
    desk.noticed("toli-draft")
    desk.settle(ARREARS)
    assert desk.advance()["supervised"] is False


@pytest.mark.clauses(satisfies=("TL-2.6.1-1a",))
def test_an_owner_that_reports_has_supervised(desk):
    desk.noticed("toli-draft")
    desk.settle(ARREARS, supervision_measure="到场督促")
    assert desk.advance()["supervised"] is True


def test_what_nobody_pays_is_handed_over_once(desk):
    desk.noticed()
    desk.settle(50_000_000)
    for _ in range(2):
        assert desk.run("refuse_advance", advance_id="V-1")["unpaid_fen"] == 30_000_000
    (event,) = desk.events("escrow.advance.refused")
    assert (event["unpaid_fen"], event["payers"]) == (30_000_000, ["general_contractor"])


@pytest.mark.clauses(satisfies=("SX-11-2b", "SX-11-2c"))
def test_the_guarantor_is_called_for_what_is_missing_and_it_is_filed(desk):
    desk.noticed(cause="owner_late_money")
    desk.settle(50_000_000)
    claim = desk.run("register_guarantee_claim", advance_id="V-1", facts={"guarantee_claim_fen": 99_000_000})
    assert (claim["claimed_fen"], claim["pay_by"]) == (30_000_000, "2026-11-09")
    assert desk.run("book_guarantee_payment", advance_id="V-1", facts={"guarantor_paid_fen": 30_000_000})["paid_fen"] == 30_000_000
    assert desk.settle(50_000_000, guarantor=30_000_000)["covered"] is True
    assert desk.run("flag_unfiled_advance", advance_id="V-1")["late"] is True
    assert desk.run("record_advance_filing", advance_id="V-1")["filed_on"] == "2026-11-02"
    assert desk.run("flag_unfiled_advance", advance_id="V-1")["late"] is False


def test_only_shaoxing_wants_the_top_up_filed(desk):
    desk.noticed("toli-draft")
    assert desk.settle(ARREARS)["filing_needed"] is False


def test_a_guarantor_that_was_not_called_pays_nothing(desk):
    desk.noticed()
    with pytest.raises(HuxinError) as caught:
        desk.run("book_guarantee_payment", advance_id="V-1", facts={})
    assert caught.value.code == "unknown_claim"


@pytest.mark.clauses(satisfies=("SX-3-1b",))
def test_the_payer_may_claim_back_from_whoever_bears_it(desk):
    desk.noticed()
    desk.settle(ARREARS)
    assert [desk.run("open_recovery", advance_id="V-1")["recoveries"] for _ in range(2)] == [1, 0]
    (event,) = desk.events("escrow.recovery.opened")
    assert (event["creditor"], event["debtor"], event["amount_fen"]) == ("general_contractor", "subcontractor", ARREARS)


def test_whoever_bears_it_claims_nothing_back(desk):
    desk.noticed(cause="gc_late_money", gc_unsettled_to_sub_fen=ARREARS)
    desk.settle(ARREARS)
    assert desk.run("open_recovery", advance_id="V-1")["recoveries"] == 0


@pytest.mark.parametrize(
    ("amount", "outcome"),
    [(ARREARS, "recovered"), (1, "unrecovered"), (0, "unrecovered"), (ARREARS + 1, "wrong"), (-1, "wrong"), (True, "wrong")],
)
def test_a_recovery_ends_as_it_went(desk, amount, outcome):
    desk.noticed()
    desk.settle(ARREARS)
    desk.run("open_recovery", advance_id="V-1")
    answer = desk.run("book_recovery", recovery_id="V-1:general_contractor", facts={"recovered_fen": amount})
    assert answer["outcome"] == outcome


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(min_value=1, max_value=ARREARS), min_size=1, max_size=5))
def test_however_it_is_paid_never_more_than_the_arrears_is_booked(desk, amounts):
    key = {"advance_id": uuid7()}  # a case of its own: the desk stays for all examples
    desk.open(**key)
    desk.run("decide_liability", **key, facts=CAUSE)
    desk.run("serve_advance_notice", **key)
    for number, amount in enumerate(amounts):
        report = {"contractor_advanced_fen": amount, "contractor_receipt": f"示例-{number}", "wages_paid_out": True}
        answer = desk.run("settle_advance", **key, facts=report)
        assert answer["shortfall_fen"] >= 0
        assert answer["covered"] is (answer["shortfall_fen"] == 0)
    advance = desk.read("show_advance", **key)
    assert amounts[0] <= advance["paid_fen"] <= ARREARS
    assert advance["paid_fen"] == sum(payment["amount_fen"] for payment in advance["payments"])
    assert desk.balanced()
