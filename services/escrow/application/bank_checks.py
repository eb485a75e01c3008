"""Keeps the list of what orders, statuses and statements do not agree on, account by account, and shows files and findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from services.escrow.domain.accounts import mask
from services.escrow.domain.bank import OUT, BankAccount, BankEntry, BankFile, BankStatement, BankStatus, Mismatch
from services.escrow.domain.ledger import Entry, Transaction
from services.escrow.domain.payment import PaymentLine, PaymentOrder
from services.escrow.domain.reconciliation import Finding, Ordered, reconcile
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.escrow.application.ports import Handler, Work

MAX_PAGE = 100


def reconcile_account(work: Work, *, account: str) -> dict[str, Any]:
    """Compare everything known of an account; new findings are announced in one event, those that no longer show are solved.

    Raises:
        HuxinError: `unknown_account`.
    """
    owner = work.records.one(BankAccount, lock=True, account=account)  # what one file shows and another solves is told in their order
    if owner is None:
        raise HuxinError("unknown_account", "There is no wage account", f"no project has the account {mask(account)}", status=404)
    entries = work.records.many(BankEntry, account=account)
    findings = reconcile(
        ordered=_ordered(work, account),
        statuses=work.records.many(BankStatus, account=account),
        entries=entries,
        statements=work.records.many(BankStatement, account=account),
        receipts=_receipts(work, owner.project_id, entries),
        today=work.now.date(),
    )
    fresh = _keep(work, owner, findings)
    if fresh:
        work.emit(
            "escrow.bank_mismatch.found",
            subject=owner.project_id,
            jurisdiction=owner.jurisdiction,
            data={"project_id": owner.project_id, "account": mask(account), "kinds": dict(Counter(finding.kind for finding in fresh))},
        )
    return {"account": account, "open": [asdict(finding) for finding in findings], "fresh": len(fresh)}


def _ordered(work: Work, account: str) -> list[Ordered]:
    sent = [file.message_id for file in work.records.many(BankFile, account=account, direction=OUT)]
    if not sent:
        return []
    days = {order.order_id: order.pay_on for order in work.records.many(PaymentOrder, order_id=sent)}
    return [
        Ordered(end_to_end_id=line.end_to_end_id, amount_fen=line.amount_fen, pay_on=days[line.order_id])
        for line in work.records.many(PaymentLine, order_id=sent)
    ]


def _receipts(work: Work, project_id: str, entries: Sequence[BankEntry]) -> dict[str, int]:
    """Return what the ledger holds for each of the bank's references; what was undone does not count."""
    keys = {f"receipt {entry.reference}": entry.reference for entry in entries if entry.direction == "in"}
    if not keys:
        return {}
    undone = {known.reverses for known in work.records.many(Transaction, project_id=project_id, key=[f"reversal of {key}" for key in keys])}
    booked = {known.id: known.key for known in work.records.many(Transaction, project_id=project_id, key=list(keys))}
    sums: Counter[str] = Counter()
    for posting in work.records.many(Entry, transaction_id=[known for known in booked if known not in undone]):
        sums[keys[booked[posting.transaction_id]]] += posting.debit_fen
    return dict(sums)


def _keep(work: Work, owner: BankAccount, findings: Sequence[Finding]) -> list[Finding]:
    known = {(row.kind, row.key): row for row in work.records.many(Mismatch, account=owner.account)}
    fresh, rows = [], []
    for finding in findings:
        row = known.pop((finding.kind, finding.key), None)
        if row is None or row.solved_at is not None:
            fresh.append(finding)
        elif (row.expected_fen, row.found_fen) == (finding.expected_fen, finding.found_fen):
            continue
        rows.append(_row(work, owner, finding, row))
    solved = [replace(row, solved_at=work.now) for row in known.values() if row.solved_at is None]
    work.records.put_all([*rows, *solved])
    return fresh


def _row(work: Work, owner: BankAccount, finding: Finding, known: Mismatch | None) -> Mismatch:
    zh, en = finding.texts()
    return Mismatch(
        account=owner.account,
        kind=finding.kind,
        key=finding.key,
        project_id=owner.project_id,
        jurisdiction=owner.jurisdiction,
        bank=owner.bank,
        expected_fen=finding.expected_fen,
        found_fen=finding.found_fen,
        text_zh=zh,
        text_en=en,
        found_at=known.found_at if known and known.solved_at is None else work.now,
    )


def bank_sweep(work: Work) -> dict[str, Any]:
    """Look each day for answers that banks owe."""
    waiting = {order.project_id for order in work.records.many(PaymentOrder, settled_at=None)}
    accounts = work.records.many(BankAccount, project_id=sorted(waiting)) if waiting else []
    return {"fresh": sum(reconcile_account(work, account=account.account)["fresh"] for account in accounts)}


def list_bank_files(  # noqa: PLR0913 - the query's members
    work: Work,
    *,
    jurisdiction: str | None = None,
    firms: Sequence[str] | None = None,
    direction: str | None = None,
    project_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of files without their content, newest first; `firms`: only of banks with these credit codes."""
    size = max(1, min(limit, MAX_PAGE))
    named = {"jurisdiction": jurisdiction, "bank": _listed(firms), "direction": direction, "project_id": project_id}
    where: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    found = work.records.many(BankFile, after=cursor, limit=size + 1, newest_first=True, **where)
    items = [_file(file) for file in found[:size]]
    return {"items": items, "next_cursor": found[size - 1].file_id if len(found) > size else None}


def get_bank_file(work: Work, *, file_id: str, jurisdiction: str | None = None, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a file as it travelled, with its signature.

    Raises:
        HuxinError: `unknown_bank_file`, also for one of another jurisdiction or bank.
    """
    file = work.records.one(BankFile, file_id=file_id)
    if file is None or jurisdiction not in (None, file.jurisdiction) or (firms is not None and file.bank not in firms):
        raise HuxinError("unknown_bank_file", "No such bank file", f"there is no file {file_id}", status=404)
    return {**_file(file), "content": work.secrets.open(file.content), "signature": file.signature}


def _listed(firms: Sequence[str] | None) -> list[str] | None:
    return None if firms is None else list(firms)


def _file(file: BankFile) -> dict[str, Any]:
    names = ("file_id", "direction", "kind", "message_id", "project_id", "jurisdiction", "profile", "name", "digest", "lines")
    return {**{name: getattr(file, name) for name in names}, "account": mask(file.account), "at": file.at.isoformat()}


def list_mismatches(
    work: Work,
    *,
    jurisdiction: str | None = None,
    firms: Sequence[str] | None = None,
    project_id: str | None = None,
    solved: bool = False,
) -> dict[str, Any]:
    """Return what does not agree, with how many of each kind; `solved` shows what no longer does, too."""
    named = {"jurisdiction": jurisdiction, "bank": _listed(firms), "project_id": project_id}
    where: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if not solved:
        where["solved_at"] = None
    found = work.records.many(Mismatch, **where)
    return {
        "items": [_mismatch(row) for row in found],
        "kinds": dict(Counter(row.kind for row in found if row.solved_at is None)),
    }


def _mismatch(row: Mismatch) -> dict[str, Any]:
    solved = row.solved_at.isoformat() if row.solved_at else None
    return {**asdict(row), "account": mask(row.account), "found_at": row.found_at.isoformat(), "solved_at": solved}


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler for handler in (reconcile_account, bank_sweep, list_bank_files, get_bank_file, list_mismatches)
}
