"""Contract payments under supervision: what is due, what arrived, and that wages go first (P06)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import HuxinError
from services.permits.domain.payments import Payment, Receipt, standing, wages_first

FULL = 100_000_000


def test_a_payment_is_late_from_the_day_after_its_due_day(desk):
    payment = desk.payment()
    desk.at("2026-11-10T23:59:00+08:00")
    assert desk.run("check_payment", payment_id=payment)["overdue"] is False
    desk.at("2026-11-11T00:00:00+08:00")
    assert desk.run("check_payment", payment_id=payment)["overdue"] is True


def test_without_a_due_day_the_certificate_counts(desk):
    payment = desk.payment(due_on=None, certified_on="2026-11-05")
    assert desk.run("open_supervision", payment_id=payment)["overdue_from"] == "2026-11-06"


def test_a_payment_without_any_day_is_refused_and_leaves_nothing(desk):
    with pytest.raises(HuxinError) as caught:
        desk.payment(due_on=None)
    assert caught.value.code == "no_due_day"
    assert desk.read("list_payments")["items"] == []
    assert desk.events("permits.payment.registered") == []


@pytest.mark.parametrize("wrong", [{"kind": "gift"}, {"payer_role": "worker"}, {"instalment_fen": 0}, {"title": " "}])
def test_what_cannot_be_supervised_is_refused(desk, wrong):
    with pytest.raises(HuxinError) as caught:
        desk.payment(**wrong)
    assert caught.value.code == "bad_payment"
    assert desk.read("list_payments")["items"] == []


def test_the_same_payment_again_is_announced_once(desk):
    project = desk.project()
    desk.payment(project_id=project)
    desk.payment(project_id=project)
    assert len(desk.events("permits.payment.registered")) == 1


def test_the_same_receipt_again_is_booked_once(desk):
    payment = desk.payment()
    first = desk.receive(payment, 40_000_000)
    again = desk.receive(payment, 40_000_000)
    assert (first["shortfall_fen"], first["repeated"]) == (60_000_000, False)
    assert (again["shortfall_fen"], again["repeated"]) == (60_000_000, True)
    assert len(desk.events("permits.payment.settled")) == 1


def test_a_known_receipt_with_another_amount_is_refused(desk):
    payment = desk.payment()
    desk.receive(payment, 40_000_000)
    with pytest.raises(HuxinError) as caught:
        desk.receive(payment, 40_000_001)
    assert caught.value.code == "receipt_differs"


@pytest.mark.parametrize(("amount", "paid_on"), [(0, "2026-11-02"), (FULL + 1, "2026-11-02"), (1, "2026-11-03")])
def test_no_money_too_much_money_and_money_to_come_are_not_booked(desk, amount, paid_on):
    payment = desk.payment()
    with pytest.raises(HuxinError) as caught:
        desk.receive(payment, amount, paid_on=paid_on)
    assert caught.value.code == "bad_receipt"
    assert desk.read("get_payment", payment_id=payment)["receipts"] == []


def test_a_firm_neither_sees_nor_changes_anothers_payment(desk):
    payment = desk.payment()
    for call in (desk.receive, lambda key, _amount, **more: desk.read("get_payment", payment_id=key, **more)):
        with pytest.raises(HuxinError) as caught:
            call(payment, 1, firms=["91000000EXAMPLE0C3"])
        assert caught.value.status == 404
    assert desk.read("list_payments", firms=["91000000EXAMPLE0C3"])["items"] == []
    assert len(desk.read("list_payments", firms=["91000000EXAMPLE0B2"])["items"]) == 1


def test_wages_are_paid_before_anything_else_from_what_arrived(desk):
    payment = desk.payment()
    project = desk.read("get_payment", payment_id=payment)["project_id"]
    desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=5_000_000, status="pay_order")
    desk.receive(payment, 3_000_000)
    assert desk.run("check_payment", payment_id=payment)["wages_first_fen"] == 3_000_000
    assert desk.run("confirm_wages_first", payment_id=payment, wages_paid_fen=2_000_000) == {"kept": False, "arrears_fen": 3_000_000}
    assert desk.run("check_payment", payment_id=payment)["wages_first_fen"] == 1_000_000
    assert desk.run("confirm_wages_first", payment_id=payment, wages_paid_fen=1_000_000) == {"kept": True, "arrears_fen": 2_000_000}


def test_new_arrears_claim_later_money_whatever_was_paid_before(desk):
    payment = desk.payment()
    project = desk.read("get_payment", payment_id=payment)["project_id"]
    desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=500, status="pay_order")
    desk.receive(payment, 1000)
    desk.run("confirm_wages_first", payment_id=payment, wages_paid_fen=500)
    desk.run("note_claim", claim_id="C-2", project_id=project, amount_fen=300, status="pay_order")
    assert desk.run("check_payment", payment_id=payment)["wages_first_fen"] == 300


def test_an_unexamined_complaint_is_no_arrears_yet(desk):
    payment = desk.payment()
    project = desk.read("get_payment", payment_id=payment)["project_id"]
    desk.run("note_claim", claim_id="C-1", project_id=project, amount_fen=5_000_000, status="unexamined_complaint")
    desk.receive(payment, FULL)
    assert desk.run("check_payment", payment_id=payment)["wages_first_fen"] == 0


def test_late_labour_cost_comes_under_supervision_with_what_was_paid_of_it(desk):
    project = desk.project()
    event = {"project_id": project, "month": "2026-09", "required_fen": 900, "paid_fen": 300, "due_on": "2026-10-31"}
    desk.run("note_late_funding", event=event)
    desk.run("note_late_funding", event=event)
    (found,) = desk.read("list_payments")["items"]
    assert (found["kind"], found["shortfall_fen"], found["overdue"]) == ("labour_cost", 600, True)


def test_unpaid_payrolls_missed_orders_and_advances_make_up_the_arrears(desk):
    project = desk.project()
    desk.run("note_payroll", event={"project_id": project, "month": "2026-10", "unpaid_fen": 700})
    assert desk.run("note_missed_order", event={"project_id": project, "order_id": "O-1", "amount_fen": 500})["arrears_fen"] == 1200
    assert desk.run("note_advance", event={"project_id": project, "payer": "x", "amount_fen": 900})["arrears_fen"] == 300
    # The order was met first; what is left is the payroll's, and a payroll that is paid leaves nothing.
    assert desk.run("note_payroll", event={"project_id": project, "month": "2026-10", "unpaid_fen": 0})["arrears_fen"] == 0


def test_a_claim_of_no_known_kind_is_refused(desk):
    with pytest.raises(HuxinError) as caught:
        desk.run("note_claim", claim_id="C-1", project_id=desk.project(), amount_fen=1, status="rumour")
    assert caught.value.code == "bad_claim"


def test_claims_are_announced_only_to_an_acceptance_on_hold(desk):
    desk.run("note_claim", claim_id="C-1", project_id=desk.project(), amount_fen=1, status="pay_order")
    assert desk.events("permits.arrears.examined") == []


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_wages_first_never_exceed_what_arrived_or_what_is_owed(received, given_on, arrears):
    owed = wages_first(received, given_on, arrears)
    assert 0 <= owed <= arrears
    assert owed <= max(received - given_on, 0)


@given(st.lists(st.integers(1, 50), max_size=8), st.integers(1, 100))
def test_only_the_whole_amount_ends_a_default(parts, amount):
    start = date(2026, 1, 1)
    payment = Payment(
        payment_id="P",
        project_id="P",
        jurisdiction="national",
        kind="instalment",
        payer="A",
        payee="B",
        payer_role="construction_unit",
        instalment_fen=amount,
        due_on=start,
        certified_on=None,
        certified_progress_fen=None,
        government_project=False,
        process_settlement=True,
        registered_on=start,
        duty_assessed_on=None,
        facts={},
    )
    receipts = [
        Receipt(receipt_id=str(n), payment_id="P", amount_fen=part, paid_on=start + timedelta(days=n)) for n, part in enumerate(parts)
    ]
    found = standing(payment, receipts)
    assert (found.fully_paid_on is None) == (sum(parts) < amount)
    assert found.shortfall_fen == max(amount - sum(parts), 0)
