"""From the sealed sheet to the cards: each line decided, ordered once, booked once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.escrow.domain.rules import DECISIONS
from services.kernel.errors import HuxinError
from services.runtime.dmn import load_rulebook
from services.runtime.settings import CHECKOUT
from tests.unit.payroll.desk import PAYROLL, PROJECT, attendance, moment


def ordered(desk):
    desk.clock.move_to(moment("2026-12-15"))
    return desk.run("order_wages", payroll_id=PAYROLL)


def results(desk, order_id, *given, rest_paid=True):
    return desk.run("report_results", order_id=order_id, results=list(given), rest_paid=rest_paid)


def keys(desk, order_id):
    items = desk.read("list_payment_lines", order_id=order_id)["items"]
    return {item["payee"]: item["end_to_end_id"] for item in items}


@pytest.mark.clauses(satisfies=("SX-6-2b", "SX-7-3", "TL-2.3.1-2b"), breaks=())
def test_signed_lines_are_ordered_once(desk):
    desk.approved(attendance(1), attendance(2))
    first = ordered(desk)
    assert (first["lines"], first["total_fen"], first["refused"]) == (2, 1_200_000, 0)
    assert ordered(desk)["order_id"] == first["order_id"]
    (event,) = desk.events("escrow.payment.ordered")
    assert (event["about"], event["total_fen"]) == (PAYROLL, 1_200_000)


def test_nothing_is_ordered_from_a_sheet_that_is_not_approved(desk):
    desk.compiled(attendance(1))
    with pytest.raises(HuxinError) as caught:
        desk.run("order_wages", payroll_id=PAYROLL)
    assert caught.value.code == "not_approved"


@pytest.mark.clauses(satisfies=(), breaks=("SX-3-2b",))
def test_a_foremans_account_is_refused_with_the_clause_and_the_rest_is_paid(desk):
    desk.compiled(attendance(1), attendance(2))
    change = {"worker_id": "W1", "account": "6299", "account_holder": "示例包工头", "by": "示例"}
    desk.run("correct_account", payroll_id=PAYROLL, **change)
    desk.run("open_signing", payroll_id=PAYROLL)
    desk.sign(("W1", 600_000), ("W2", 600_000))
    desk.signed_by_firm()
    desk.approve()
    answer = ordered(desk)
    assert (answer["lines"], answer["refused"]) == (1, 1)
    reasons = desk.lines()["W1"]["reasons"]
    assert "SX-3-2b" in {clause for reason in reasons for clause in reason["clauses"]}


def test_a_card_that_two_workers_name_pays_neither(desk):
    desk.approved(attendance(1, account="62"), attendance(2, account="62"), attendance(3))
    answer = ordered(desk)
    assert (answer["lines"], answer["refused"]) == (1, 2)


@pytest.mark.clauses(satisfies=(), breaks=("TL-2.1.2-2e",))
def test_an_unsigned_line_is_not_paid(desk):
    desk.approved(attendance(1), attendance(2), unsigned=("W2",), jurisdiction="toli-draft")
    assert ordered(desk)["lines"] == 1
    assert desk.lines()["W2"]["state"] == "open"


def test_when_no_line_may_be_paid_there_is_no_order(desk):
    desk.approved(attendance(1, account="62"), attendance(2, account="62"))
    assert ordered(desk)["order_id"] == ""
    assert desk.run("settle_wages", payroll_id=PAYROLL)["to_correct"] == 2


def test_results_are_booked_once_and_the_end_is_told_once(desk):
    desk.approved(attendance(1), attendance(2))
    order = ordered(desk)["order_id"]
    key = keys(desk, order)["W1"]
    assert results(desk, order, {"end_to_end_id": key, "paid_fen": 600_000}, rest_paid=False)["settled"] is False
    assert results(desk, order)["settled"] is True
    again = results(desk, order, {"end_to_end_id": key, "paid_fen": 600_000})
    assert (again["booked"], again["known"]) == (0, 1)
    assert [event["paid_fen"] for event in desk.events("escrow.payment.settled")] == [1_200_000]


def test_a_result_that_cannot_be_is_answered_and_the_others_are_booked(desk):
    desk.approved(attendance(1), attendance(2), attendance(3), attendance(4))
    order = ordered(desk)["order_id"]
    key = keys(desk, order)
    answer = results(
        desk,
        order,
        {"end_to_end_id": key["W1"], "paid_fen": 600_001},
        {"end_to_end_id": key["W2"], "paid_fen": -1},
        {"end_to_end_id": "0" * 32, "paid_fen": 1},
        {"end_to_end_id": key["W3"], "paid_fen": 0.5},
        {"end_to_end_id": key["W4"], "paid_fen": 600_000},
        rest_paid=False,
    )
    assert [problem["code"] for problem in answer["problems"]] == ["too_much", "bad_amount", "unknown_line", "bad_amount"]
    assert (answer["booked"], answer["settled"]) == (1, False)


@pytest.mark.clauses(satisfies=(), breaks=("SX-3-2a", "SX-6-2b"))
def test_a_partial_and_a_returned_payment_leave_the_rest_owed_and_are_paid_on_a_second_order(desk):
    desk.approved(attendance(1), attendance(2), attendance(3))
    order = ordered(desk)["order_id"]
    key = keys(desk, order)
    part = {"end_to_end_id": key["W1"], "paid_fen": 200_000}
    back = {"end_to_end_id": key["W2"], "paid_fen": 0, "reason": "账户已注销"}
    results(desk, order, part, back)
    wages = desk.run("settle_wages", payroll_id=PAYROLL)
    assert (wages["paid_fen"], wages["unpaid_fen"], wages["workers"], wages["to_correct"]) == (800_000, 1_000_000, 2, 2)
    assert desk.run("settle_wages", payroll_id=PAYROLL)["paid_fen"] == 800_000
    second = ordered(desk)
    assert (second["lines"], second["total_fen"]) == (2, 1_000_000)
    results(desk, second["order_id"])
    assert desk.run("settle_wages", payroll_id=PAYROLL)["fully_paid"] is True
    assert desk.run("close_payroll", payroll_id=PAYROLL)["keep_until"] == "2029-12-15"


def test_paid_wages_are_booked_in_the_ledger_or_both_parties_are_told(desk):
    desk.approved(attendance(1))
    order = ordered(desk)["order_id"]
    results(desk, order)
    with desk.database.read() as connection:
        told = connection.exec_driver_sql("SELECT kind, addressee FROM notice WHERE kind = 'ledger_short' ORDER BY addressee").all()
    assert [row[1] for row in told] == ["91000000EXAMPLE0B2", "account_bank"]


def test_a_paid_line_keeps_its_account(desk):
    desk.approved(attendance(1))
    results(desk, ordered(desk)["order_id"])
    desk.run("settle_wages", payroll_id=PAYROLL)
    with pytest.raises(HuxinError) as caught:
        desk.run("correct_account", payroll_id=PAYROLL, worker_id="W1", account="6201", account_holder="示例1", by="示例")
    assert caught.value.code == "line_not_open"


def test_a_bank_of_another_place_cannot_report_and_a_firm_sees_only_its_own(desk):
    desk.approved(attendance(1))
    order = ordered(desk)["order_id"]
    for call in (
        lambda: desk.run("report_results", order_id=order, results=[], rest_paid=True, jurisdiction="toli-draft"),
        lambda: desk.read("get_payroll", payroll_id=PAYROLL, firms=["91000000EXAMPLE0Z9"]),
    ):
        with pytest.raises(HuxinError) as caught:
            call()
        assert caught.value.status == 404
    assert desk.read("list_payrolls", firms=["91000000EXAMPLE0Z9"])["items"] == []
    assert len(desk.read("list_payrolls", project_id=PROJECT)["items"]) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 10**12),
    st.integers(1, 10**12),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["shaoxing", "toli-draft", "national"]),
)
def test_the_rule_asks_of_amounts_only_whether_they_are_the_same(one, other, own, signed, jurisdiction):
    facts = {
        "employer_kind": "construction", "payee_kind": "worker", "purpose": "wages", "channel": "bank_transfer",
        "pays_from": "wage_account", "account_holder_is_worker": own, "card_at_account_bank": None, "hired_by": "subcontractor",
        "worker_signed": signed, "subcontractor_signed": True, "general_contractor_signed": True, "form_sealed": True,
    }  # fmt: skip
    book = load_rulebook(CHECKOUT, jurisdiction)

    def outcome(line, signed_amount):
        amounts = {"line_amount_fen": line, "signed_amount_fen": signed_amount}
        decision = DECISIONS["pay_line_allowed"].decide({**facts, **amounts}, book, moment("2026-12-15").date())
        return decision.outcome, [reason.code for reason in decision.reasons]

    assert outcome(one, one) == outcome(other, other)
    if one != other:
        assert outcome(one, one + 1) == outcome(other, other + 1)
