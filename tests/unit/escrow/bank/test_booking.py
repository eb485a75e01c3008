"""Orders leave once, answers are booked once, and what does not hold is refused without half a write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from counter import ACCOUNT, PAYDAY, PAYEES, STRANGER, US, out

from services.escrow.adapters.bank import files
from services.escrow.adapters.bank.signing import Verifier
from services.escrow.application import ledger
from services.escrow.domain.accounts import CLOSED
from services.escrow.domain.bank import BankEntry, BankFile, Mismatch
from services.escrow.domain.bank_files import Entry, LineStatus, PaymentFile
from services.escrow.domain.payment import PaymentOrder
from services.kernel.errors import HuxinError


def test_an_order_leaves_as_a_signed_file_that_says_exactly_what_was_ordered(sent):
    bench, order_id, lines = sent
    file = bench.all(BankFile)[0]
    raw = bench.work(lambda work: work.secrets.open(file.content)).encode()
    assert Verifier([US.public]).check(raw, file.signature)
    message = files.read(raw)
    assert isinstance(message, PaymentFile)
    assert (message.message_id, message.payer.account, message.execute_on, message.total_fen) == (order_id, ACCOUNT, PAYDAY, 900_000)
    assert [(each.end_to_end_id, each.payee.account) for each in message.transfers] == [
        (line.end_to_end_id, bench.escrow.vault.reveal(line.account)) for line in lines
    ]
    assert "escrow.bank_file.written" in bench.events()


def test_an_event_that_comes_twice_sends_one_file(sent):
    bench, order_id, _lines = sent
    again = bench.send(order_id)
    assert again["repeated"]
    assert len(bench.all(BankFile)) == 1


def test_no_event_carries_what_is_in_a_file(sent):
    bench, _order_id, lines = sent
    said = b"".join(row.body for row in bench.relay.rows)
    assert bench.escrow.vault.reveal(lines[0].account).encode() not in said
    assert ACCOUNT.encode() not in said


def test_a_payment_that_no_file_can_carry_is_rejected_with_its_reason_and_the_others_leave(bench):
    order_id = bench.prepare([*PAYEES, ("W3", "示例丙", "", 1)])
    bench.send(order_id)
    assert [line.state for line in bench.lines()] == ["ordered", "ordered", "rejected"]
    assert "account" in bench.lines()[2].reason
    assert bench.all(BankFile)[0].lines == 2


def test_an_order_waits_until_its_account_is_known(bench):
    order_id = bench.prepare(PAYEES, account=False)
    assert bench.send(order_id) == {"file_id": "", "repeated": False, "waits": True}
    bench.work(lambda work: work.records.put(bench.account()))
    assert len(bench.run("know_account", project_id="P1", desk=bench.desk)["sent"]) == 1


def test_nothing_is_sent_from_a_closed_account(bench):
    order_id = bench.prepare(PAYEES, state=CLOSED)
    bench.send(order_id)
    assert {line.state for line in bench.lines()} == {"rejected"}
    assert bench.lines()[0].reason.startswith("AC04")
    assert bench.all(BankFile) == []
    assert bench.all(PaymentOrder)[0].settled_at is not None


def test_settled_and_rejected_payments_settle_the_order_once(sent):
    bench, order_id, (first, second) = sent
    report = bench.report(
        order_id,
        LineStatus(end_to_end_id=first.end_to_end_id, status="ACSC"),
        LineStatus(end_to_end_id=second.end_to_end_id, status="RJCT", reason="AC04", info="账户已销户"),
    )
    answer = bench.take(report)
    assert (answer["booked"], answer["mismatches"]) == (2, [])
    assert [(line.state, line.paid_fen) for line in bench.lines()] == [("paid", 500_000), ("rejected", 0)]
    assert bench.lines()[1].reason == "AC04 账户已销户"
    again = bench.take(report)
    assert (again["repeated"], again["booked"]) == (True, 0)
    assert bench.events().count("escrow.payment.settled") == 1


def test_what_the_bank_pays_after_it_had_rejected_it_reaches_the_ledger_too(sent):
    bench, order_id, (first, second) = sent
    bench.work(lambda work: ledger.book(work, project_id="P1", key="paid in", what="owner_transfer", amount_fen=1_000_000))
    rejected = LineStatus(end_to_end_id=second.end_to_end_id, status="RJCT", reason="AC04")
    bench.take(bench.report(order_id, LineStatus(end_to_end_id=first.end_to_end_id, status="ACSC"), rejected))
    assert bench.work(lambda work: ledger.balance(work, "P1")) == 500_000
    bench.clock.advance(timedelta(minutes=1))
    report = bench.report(order_id, LineStatus(end_to_end_id=second.end_to_end_id, status="ACSC"))
    for _ in range(2):
        bench.take(report)
        assert [line.state for line in bench.lines()] == ["paid", "paid"]
        assert bench.work(lambda work: ledger.balance(work, "P1")) == 100_000
    assert bench.events().count("escrow.payment.settled") == 1


def test_a_status_of_the_whole_file_counts_for_every_payment(sent):
    bench, order_id, _lines = sent
    bench.take(bench.report(order_id, status="RJCT", reason="AM04", info="余额不足"))
    assert {(line.state, line.reason) for line in bench.lines()} == {("rejected", "AM04 余额不足")}


def test_a_part_payment_is_known_from_the_statement(sent):
    bench, order_id, (first, second) = sent
    told = [LineStatus(end_to_end_id=first.end_to_end_id, status="ACWC"), LineStatus(end_to_end_id=second.end_to_end_id, status="ACSC")]
    assert bench.take(bench.report(order_id, *told, status="PART"))["booked"] == 1
    answer = bench.take(bench.statement(out(first, 200_000), out(second)), profile="csv")
    assert (answer["booked"], answer["mismatches"]) == (1, [])
    assert [(line.state, line.paid_fen) for line in bench.lines()] == [("part_paid", 200_000), ("paid", 400_000)]


def test_a_delayed_answer_is_missed_the_day_after_and_found_solved_when_it_comes(sent):
    bench, order_id, lines = sent
    bench.clock.advance(timedelta(days=1))
    bench.run("bank_sweep")
    assert bench.open_kinds() == {"missing_answer": 2}
    bench.run("bank_sweep")
    assert bench.events().count("escrow.bank_mismatch.found") == 1
    bench.take(bench.report(order_id, *(LineStatus(end_to_end_id=line.end_to_end_id, status="ACSC") for line in lines)))
    assert bench.open_kinds() == {}
    assert {row.solved_at for row in bench.all(Mismatch)} == {bench.clock.now()}


def test_a_payment_booked_twice_by_the_bank_is_found_and_never_counts_twice(sent):
    bench, _order_id, (first, second) = sent
    bench.take(bench.statement(out(first), out(first, reference="R9"), out(second)))
    assert [line.paid_fen for line in bench.lines()] == [500_000, 400_000]
    assert bench.open_kinds() == {"duplicate": 1}


def test_money_that_left_without_an_order_is_found(sent):
    bench, _order_id, (first, second) = sent
    stray = Entry(reference="R9", direction="out", amount_fen=77, booked_on=PAYDAY, other_name="示例材料商")
    bench.take(bench.statement(out(first), out(second), stray))
    assert bench.open_kinds() == {"unknown_entry": 1}


def test_the_same_entry_in_two_statements_is_kept_once_and_a_changed_one_refused(sent):
    bench, _order_id, (first, second) = sent
    bench.take(bench.statement(out(first)))
    bench.take(bench.statement(out(first), out(second)))
    assert len(bench.all(BankEntry)) == 2
    with pytest.raises(HuxinError) as caught:
        bench.take(bench.statement(out(first, 1), Entry(reference="R5", direction="in", amount_fen=5, booked_on=PAYDAY)))
    assert (caught.value.code, caught.value.extra["errors"]) == ("changed_entries", [{"reference": "R1"}])
    assert len(bench.all(BankEntry)) == 2


@pytest.mark.parametrize("signer", [US, STRANGER])
def test_a_file_that_the_bank_did_not_sign_changes_nothing(sent, signer):
    bench, order_id, _lines = sent
    with pytest.raises(HuxinError, match="signature"):
        bench.take(bench.report(order_id, status="ACSC"), signer)
    assert {line.state for line in bench.lines()} == {"ordered"}
    assert len(bench.all(BankFile)) == 1


def test_a_message_id_that_comes_with_other_content_is_refused(sent):
    bench, order_id, _lines = sent
    report = bench.report(order_id, status="ACSP")
    bench.take(report)
    with pytest.raises(HuxinError) as caught:
        bench.take(replace(report, status="ACSC"))
    assert caught.value.code == "message_id_reused"
    assert {line.state for line in bench.lines()} == {"ordered"}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda bench, _order: bench.report("NOBODY", status="ACSC"), "unknown_payment_file"),
        (lambda bench, _order: replace(bench.statement(), account="999"), "unknown_account"),
        (lambda bench, _order: files.read(bench.escrow.vault.open(bench.all(BankFile)[0].content).encode()), "wrong_bank_file"),
    ],
)
def test_a_file_about_nothing_of_ours_is_refused(sent, make, code):
    bench, order_id, _lines = sent
    with pytest.raises(HuxinError) as caught:
        bench.take(make(bench, order_id))
    assert caught.value.code == code
    assert caught.value.fix


def test_a_bank_of_another_jurisdiction_is_told_of_nothing(sent):
    bench, order_id, _lines = sent
    with pytest.raises(HuxinError) as caught:
        bench.take(bench.report(order_id, status="ACSC"), jurisdiction="toli-draft")
    assert caught.value.code == "unknown_payment_file"
    file_id = bench.all(BankFile)[0].file_id
    with pytest.raises(HuxinError, match="No such bank file"):
        bench.run("get_bank_file", file_id=file_id, jurisdiction="toli-draft")
    assert bench.run("get_bank_file", file_id=file_id, jurisdiction="shaoxing")["content"]
    assert bench.run("list_bank_files", jurisdiction="toli-draft")["items"] == []


def test_another_bank_of_the_place_is_told_of_nothing_either(sent):
    bench, order_id, lines = sent
    ours, others = {"firms": ["91000000EXAMPLE0K1"]}, {"firms": ["91000000EXAMPLE0K2"]}
    report, statement = bench.report(order_id, status="ACSC"), bench.statement(*map(out, lines))
    for message, code in ((report, "unknown_payment_file"), (statement, "unknown_account")):
        with pytest.raises(HuxinError) as caught:
            bench.take(message, **others)
        assert caught.value.code == code
    file_id = bench.all(BankFile)[0].file_id
    with pytest.raises(HuxinError, match="No such bank file"):
        bench.run("get_bank_file", file_id=file_id, **others)
    bench.clock.advance(timedelta(days=1))
    bench.run("bank_sweep")
    for firms, found in ((ours, 1), (others, 0)):
        assert len(bench.run("list_bank_files", **firms)["items"]) == found
        assert bench.run("list_mismatches", **firms)["kinds"] == ({"missing_answer": 2} if found else {})
    assert bench.take(report, **ours)["booked"] == 2


def test_the_list_of_files_goes_page_by_page_and_hides_account_numbers(sent):
    bench, order_id, _lines = sent
    bench.take(bench.report(order_id, status="ACSP"))
    page = bench.run("list_bank_files", limit=1)
    rest = bench.run("list_bank_files", limit=1, cursor=page["next_cursor"])
    assert [page["items"][0]["kind"], rest["items"][0]["kind"], rest["next_cursor"]] == ["status", "payments", None]
    assert rest["items"][0]["account"] == "****0001"


def test_answers_in_any_order_end_alike(sent):
    bench, order_id, (first, second) = sent
    reports = [
        bench.report(order_id, status="RCVD"),
        bench.report(order_id, *(LineStatus(end_to_end_id=line.end_to_end_id, status="ACSC") for line in (first, second))),
    ]
    statement = bench.statement(out(first), out(second))
    for message in (statement, reports[1], reports[0], statement):
        bench.take(message)
    assert {line.state for line in bench.lines()} == {"paid"}
    assert bench.open_kinds() == {}
    assert bench.events().count("escrow.payment.settled") == 1
