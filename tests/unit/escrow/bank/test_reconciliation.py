"""Every way in which orders, statuses and statements can fail to agree is found; what agrees is left alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from messages import NOW

from services.escrow.domain.bank import BankEntry, BankStatement, BankStatus
from services.escrow.domain.reconciliation import TEXTS, Finding, Ordered, effective, outcome, reconcile

PAYDAY = date(2026, 11, 10)
NEXT = PAYDAY + timedelta(days=1)


def ordered(key: str = "E1", fen: int = 100) -> Ordered:
    return Ordered(end_to_end_id=key, amount_fen=fen, pay_on=PAYDAY)


def status(word: str, key: str = "E1", hours: int = 0, **rest) -> BankStatus:
    told = NOW + timedelta(hours=hours)
    return BankStatus(
        message_id=f"S{hours}",
        end_to_end_id=key,
        order_id="O",
        account="A",
        status=word,
        reason="",
        info="",
        told_at=told,
        **rest,
    )


def entry(fen: int = 100, key: str = "E1", reference: str = "R1", direction: str = "out", text: str = "") -> BankEntry:
    return BankEntry(
        account="A",
        reference=reference,
        direction=direction,
        amount_fen=fen,
        booked_on=PAYDAY,
        end_to_end_id=key,
        other_name="",
        other_account="",
        text=text,
    )


def statement(first: date = PAYDAY, last: date = PAYDAY, opening: int = 0, closing: int = 0, message: str = "T1") -> BankStatement:
    return BankStatement(account="A", message_id=message, from_on=first, to_on=last, opening_fen=opening, closing_fen=closing)


def kinds(today: date = PAYDAY, receipts=None, **sides) -> list[tuple[str, str]]:
    full = {"ordered": [], "statuses": [], "entries": [], "statements": [], **sides}
    return [(finding.kind, finding.key) for finding in reconcile(receipts=receipts or {}, today=today, **full)]


@pytest.mark.parametrize(
    "sides",
    [
        {"statuses": [status("ACSC")], "entries": [entry()], "statements": [statement()]},
        {"statuses": [], "entries": [entry()], "statements": [statement()]},
        {"statuses": [status("RJCT")], "statements": [statement()]},
        {"statuses": [status("ACWC")], "entries": [entry(60)], "statements": [statement()]},
        {"statuses": [status("ACWC")], "entries": [entry(60), entry(40, reference="R2")]},
        {"statuses": [status("RJCT")], "entries": [entry(), entry(reference="R2", direction="in")]},
        {"statuses": [status("ACSC")]},
    ],
)
def test_what_agrees_is_no_finding(sides):
    assert kinds(ordered=[ordered()], **sides) == []


@pytest.mark.parametrize(
    ("kind", "sides"),
    [
        ("amount", {"statuses": [status("ACSC")], "entries": [entry(99)]}),
        ("amount", {"statuses": [status("ACSC")], "entries": [entry(101)]}),
        ("duplicate", {"statuses": [status("ACSC")], "entries": [entry(), entry(reference="R2")]}),
        ("contradiction", {"statuses": [status("RJCT")], "entries": [entry()]}),
        ("returned", {"statuses": [status("ACSC")], "entries": [entry(), entry(reference="R2", direction="in")]}),
        ("missing_entry", {"statuses": [status("ACSC")], "statements": [statement()]}),
        ("missing_answer", {"today": NEXT}),
        ("missing_answer", {"statuses": [status("PDNG")], "today": NEXT}),
    ],
)
def test_a_payment_that_does_not_agree_is_found_by_its_kind(kind, sides):
    assert kinds(ordered=[ordered()], **sides) == [(kind, "E1")]


def test_an_answer_is_not_missed_on_the_day_of_payment_itself():
    assert kinds(ordered=[ordered()], today=PAYDAY) == []


def test_an_entry_is_only_missed_once_the_statement_covers_the_day_of_the_status():
    told_next_day = status("ACSC", hours=20)
    assert kinds(ordered=[ordered()], statuses=[told_next_day], statements=[statement()]) == []
    assert kinds(ordered=[ordered()], statuses=[told_next_day], statements=[statement(last=NEXT)]) == [("missing_entry", "E1")]


def test_money_that_left_without_an_order_and_statuses_about_nothing_are_found():
    found = kinds(
        ordered=[ordered()], statuses=[status("ACSC"), status("ACSC", key="E9")], entries=[entry(), entry(key="", reference="R7")]
    )
    assert found == [("unknown_status", "E9"), ("unknown_entry", "R7")]


def test_money_that_came_in_is_found_until_it_is_booked_alike():
    received = entry(500, key="", reference="R8", direction="in")
    assert kinds(entries=[received]) == [("unbooked_receipt", "R8")]
    assert kinds(entries=[received], receipts={"R8": 499}) == [("unbooked_receipt", "R8")]
    assert kinds(entries=[received], receipts={"R8": 500}) == []


def test_statements_that_do_not_follow_each_other_are_found():
    first, second = statement(closing=70), statement(NEXT, NEXT, opening=71, message="T2")
    assert kinds(statements=[second, first]) == [("balance_gap", "T2")]


def test_late_and_repeated_statuses_change_nothing():
    settled, late = status("ACSC", hours=1), status("PDNG", hours=2)
    assert effective([settled, late, settled])["E1"] == settled
    assert effective([late, settled])["E1"] == settled
    assert effective([status("RJCT", hours=1), status("ACSC", hours=2)])["E1"].status == "ACSC"


def test_what_became_of_a_payment_follows_the_entries_before_the_status():
    assert outcome(100, None, []).paid_fen is None
    assert outcome(100, status("ACWC"), []).paid_fen is None
    assert outcome(100, status("ACSC"), []).paid_fen == 100
    assert outcome(100, status("ACSC"), [entry(60)]).paid_fen == 60
    assert outcome(100, None, [entry(), entry(reference="R2")]).paid_fen == 100
    returned = outcome(100, None, [entry(), entry(reference="R2", direction="in", text="户名不符")])
    assert (returned.paid_fen, returned.reason) == (0, "户名不符")


def test_every_kind_can_be_said_in_both_languages():
    for kind in TEXTS:
        zh, en = Finding(kind=kind, key="K", expected_fen=12_345, found_fen=1).texts()
        assert zh
        assert en
        assert "{" not in zh + en


lines = st.lists(st.integers(1, 10**9), min_size=1, max_size=8)


@given(lines, st.data())
def test_one_fen_more_or_less_on_any_line_is_found_on_that_line_and_no_other(amounts, data):
    orders = [ordered(f"E{number}", fen) for number, fen in enumerate(amounts)]
    entries = [entry(fen, f"E{number}", f"R{number}") for number, fen in enumerate(amounts)]
    statuses = [status("ACSC", f"E{number}") for number in range(len(amounts))]
    complete = {"ordered": orders, "statuses": statuses, "statements": [statement()]}
    assert kinds(entries=entries, **complete) == []
    at = data.draw(st.integers(0, len(amounts) - 1))
    shift = data.draw(st.sampled_from([1, -1] if amounts[at] > 1 else [1]))
    entries[at] = entry(amounts[at] + shift, f"E{at}", f"R{at}")
    assert kinds(entries=entries, **complete) == [("amount", f"E{at}")]
    del entries[at]
    assert kinds(entries=entries, **complete) == [("missing_entry", f"E{at}")]


@given(st.permutations([status("RCVD", hours=0), status("ACSP", hours=1), status("ACSC", hours=2)]))
def test_the_order_in_which_reports_arrive_does_not_matter(statuses):
    assert kinds(ordered=[ordered()], statuses=statuses, entries=[entry()], statements=[statement()]) == []
