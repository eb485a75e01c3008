"""Compares what was ordered, what the bank reported and what it booked on one account, and names everything that does not agree.

Orders say what should move, statuses say what becomes of an order, and only statement entries move money.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from services.escrow.domain.bank_files import CHANGED, REJECTED, SETTLED
from services.kernel.money import yuan_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from services.escrow.domain.bank import BankEntry, BankStatement, BankStatus

FINAL = frozenset({SETTLED, CHANGED, REJECTED})
TEXTS: dict[str, tuple[str, str]] = {
    "amount": ("银行记账 {found} 元，指令为 {expected} 元", "the bank booked {found} yuan, {expected} yuan were ordered"),
    "missing_answer": ("支付日已过，银行没有回执也没有记账", "the day of payment has passed without a status and without an entry"),
    "missing_entry": ("回执说已支付，对账单上没有该笔", "the status says paid, the statement does not show it"),
    "duplicate": (
        "同一笔指令重复出账，共 {found} 元，指令为 {expected} 元",
        "one order was paid again: {found} yuan in all, {expected} yuan were ordered",
    ),
    "contradiction": ("回执说已退回，对账单显示出账 {found} 元", "the status says rejected, the statement shows {found} yuan"),
    "returned": ("回执说已支付，款项后又退回", "the status says paid, the money came back"),
    "unknown_status": ("回执所指的支付不在任何指令中", "the status is about a payment that nobody ordered"),
    "unknown_entry": ("出账 {found} 元没有对应的指令", "{found} yuan left the account without an order"),
    "unbooked_receipt": ("入账 {found} 元尚未登记，台账为 {expected} 元", "{found} yuan came in, {expected} yuan are booked for it"),
    "balance_gap": (
        "期初余额 {found} 元与上期期末 {expected} 元不符",
        "the statement opens with {found} yuan, the one before closed with {expected} yuan",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """A payment as it was ordered; `pay_on` is the day on which it should arrive."""

    end_to_end_id: str
    amount_fen: int
    pay_on: date


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that does not agree."""

    kind: str
    key: str
    expected_fen: int
    found_fen: int

    def texts(self) -> tuple[str, str]:
        """Return what it means, in Chinese and English."""
        amounts = {"expected": yuan_text(self.expected_fen), "found": yuan_text(self.found_fen)}
        zh, en = TEXTS[self.kind]
        return zh.format(**amounts), en.format(**amounts)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is known of one payment: what has arrived in the end, or None while that is open."""

    paid_fen: int | None
    reason: str = ""


def effective(statuses: Iterable[BankStatus]) -> dict[str, BankStatus]:
    """Return the status that counts for each payment: a final one before one under way, else the later one; late reports change nothing."""
    found: dict[str, BankStatus] = {}
    for status in statuses:
        known = found.get(status.end_to_end_id)
        if known is None or _rank(status) >= _rank(known):
            found[status.end_to_end_id] = status
    return found


def _rank(status: BankStatus) -> tuple[bool, float, str]:
    return status.status in FINAL, status.told_at.timestamp(), status.message_id


def outcome(amount_fen: int, status: BankStatus | None, entries: Sequence[BankEntry]) -> Outcome:
    """Return what became of a payment: entries say how much arrived; without any, a final status says all or nothing."""
    if entries:
        net = _net(entries)
        reason = "" if net > 0 else next((entry.text for entry in entries if entry.direction == "in" and entry.text), "RETURNED")
        return Outcome(paid_fen=max(0, min(net, amount_fen)), reason=reason)
    if status is not None and status.status == SETTLED:
        return Outcome(paid_fen=amount_fen)
    if status is not None and status.status == REJECTED:
        return Outcome(paid_fen=0, reason=" ".join(part for part in (status.reason, status.info) if part))
    return Outcome(paid_fen=None)


def _net(entries: Iterable[BankEntry]) -> int:
    return sum(entry.amount_fen if entry.direction == "out" else -entry.amount_fen for entry in entries)


def reconcile(  # noqa: PLR0913 - the three sides and the day
    *,
    ordered: Sequence[Ordered],
    statuses: Sequence[BankStatus],
    entries: Sequence[BankEntry],
    statements: Sequence[BankStatement],
    receipts: Mapping[str, int],
    today: date,
) -> tuple[Finding, ...]:
    """Return everything that does not agree on one account, payments first.

    Args:
        ordered: every payment that was sent to the bank.
        statuses: everything that the bank reported.
        entries: everything that it booked.
        statements: the statements so far; they tell up to which day entries are complete.
        receipts: fen booked in the ledger for each of the bank's references.
        today: an answer is missed from the day after the day of payment.
    """
    told = effective(statuses)
    by_payment: dict[str, list[BankEntry]] = defaultdict(list)
    for entry in entries:
        by_payment[entry.end_to_end_id].append(entry)
    complete_to = max((statement.to_on for statement in statements), default=None)
    found: list[Finding] = []
    for line in ordered:
        finding = _payment(line, told.get(line.end_to_end_id), by_payment[line.end_to_end_id], complete_to, today)
        found += [finding] if finding else []
    known = {line.end_to_end_id for line in ordered}
    found += [Finding(kind="unknown_status", key=key, expected_fen=0, found_fen=0) for key in told if key not in known]
    found += [finding for entry in entries if entry.end_to_end_id not in known and (finding := _unordered(entry, receipts))]
    return (*found, *_gaps(statements))


def _payment(
    line: Ordered, status: BankStatus | None, entries: Sequence[BankEntry], complete_to: date | None, today: date
) -> Finding | None:
    word = status.status if status else None
    net = _net(entries)
    kind: str | None = None
    if net > line.amount_fen:
        kind = "duplicate" if sum(entry.direction == "out" for entry in entries) > 1 else "amount"
    elif entries and net <= 0:
        kind = "returned" if word in (SETTLED, CHANGED) else None
    elif entries:
        kind = "contradiction" if word == REJECTED else "amount" if net < line.amount_fen and word != CHANGED else None
    elif word in (SETTLED, CHANGED):
        day = max(line.pay_on, status.told_at.date()) if status else line.pay_on
        kind = "missing_entry" if complete_to is not None and complete_to >= day else None
    elif word != REJECTED:
        kind = "missing_answer" if today > line.pay_on else None
    return Finding(kind=kind, key=line.end_to_end_id, expected_fen=line.amount_fen, found_fen=max(net, 0)) if kind else None


def _unordered(entry: BankEntry, receipts: Mapping[str, int]) -> Finding | None:
    """Name money that moved without an order of ours: what left, and what came in without being booked alike."""
    if entry.direction == "out":
        return Finding(kind="unknown_entry", key=entry.reference, expected_fen=0, found_fen=entry.amount_fen)
    booked = receipts.get(entry.reference, 0)
    if booked == entry.amount_fen:
        return None
    return Finding(kind="unbooked_receipt", key=entry.reference, expected_fen=booked, found_fen=entry.amount_fen)


def _gaps(statements: Sequence[BankStatement]) -> list[Finding]:
    ordered = sorted(statements, key=lambda statement: (statement.from_on, statement.to_on, statement.message_id))
    return [
        Finding(kind="balance_gap", key=later.message_id, expected_fen=earlier.closing_fen, found_fen=later.opening_fen)
        for earlier, later in pairwise(ordered)
        if later.opening_fen != earlier.closing_fen
    ]
