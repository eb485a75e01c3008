"""What a bank may not say: days to come, other accounts, payments never sent; and what stays whole when a key is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from counter import PAYDAY, PAYEES, out

from services.escrow.domain.bank import BankAccount, BankEntry, BankStatus, Mismatch
from services.escrow.domain.bank_files import LineStatus
from services.kernel.errors import HuxinError
from services.runtime.testing import throwaway_vault


@pytest.mark.parametrize("later", [timedelta(days=1), timedelta(days=3000)])
def test_a_file_that_speaks_of_days_to_come_is_refused_whole(sent, later):
    bench, order_id, (first, _second) = sent
    report = replace(bench.report(order_id, status="ACSC"), created_at=bench.clock.now() + later)
    late_entry = replace(out(first), booked_on=PAYDAY + later)
    for message in (report, bench.statement(out(first), day=PAYDAY + later), bench.statement(late_entry)):
        with pytest.raises(HuxinError) as caught:
            bench.take(message)
        assert (caught.value.code, caught.value.status) == ("future_bank_file", 422)
    assert {line.state for line in bench.lines()} == {"ordered"}
    assert bench.all(BankEntry) == []


def test_a_statement_of_another_account_pays_nothing_of_this_one(sent):
    bench, _order_id, (first, second) = sent
    other = BankAccount(account="33000002", project_id="P2", jurisdiction="shaoxing", bank="91000000EXAMPLE0K1")
    bench.work(lambda work: work.records.put(other))
    answer = bench.take(replace(bench.statement(out(first), out(second)), account=other.account))
    assert answer["booked"] == 0
    assert {line.state for line in bench.lines()} == {"ordered"}
    assert {finding.kind for finding in bench.all(Mismatch)} == {"unknown_entry"}


def test_a_status_of_a_payment_that_was_never_sent_books_nothing_and_is_found(sent):
    bench, order_id, _lines = sent
    answer = bench.take(bench.report(order_id, LineStatus(end_to_end_id="NEVER-SENT", status="ACSC")))
    assert answer["booked"] == 0
    assert bench.open_kinds() == {"unknown_status": 1}


def test_a_payment_that_the_bank_takes_back_has_not_arrived_and_is_found_when_it_was_reported_paid(sent):
    bench, order_id, (first, second) = sent
    bench.take(bench.report(order_id, LineStatus(end_to_end_id=second.end_to_end_id, status="ACSC")))
    back = [replace(out(line), reference=f"B{line.line_no}", direction="in") for line in (first, second)]
    bench.take(bench.statement(out(first), out(second), *back))
    assert [(line.state, line.paid_fen) for line in bench.lines()] == [("rejected", 0), ("paid", 400_000)]
    assert bench.open_kinds() == {"returned": 1}


def test_a_key_that_is_missing_rejects_nobody(bench):
    order_id = bench.prepare(PAYEES)
    own, bench.escrow.vault = bench.escrow.vault, throwaway_vault()
    with pytest.raises(HuxinError, match="cannot be read"):
        bench.send(order_id)
    assert {line.state for line in bench.lines()} == {"ordered"}
    bench.escrow.vault = own
    assert bench.send(order_id)["file_id"]


def test_a_number_that_a_bank_repeats_in_its_words_is_covered(sent):
    bench, order_id, (first, second) = sent
    why = {"reason": "AC01", "info": "账号 6222020200112233445 不存在"}
    bench.take(bench.report(order_id, LineStatus(end_to_end_id=first.end_to_end_id, status="RJCT", **why)))
    bench.take(bench.statement(replace(out(second), text="退 6222020200112233445", other_account="6222020200112233445")))
    assert bench.lines()[0].reason == "AC01 账号 ****3445 不存在"
    assert "6222020200112233445" not in repr(bench.all(BankEntry)) + repr(bench.all(BankStatus))
