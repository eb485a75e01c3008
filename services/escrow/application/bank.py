"""Payment orders leave as signed bank files; statuses and statements come back, once each, and say what became of every payment.

How a file is written, read and signed is the desk's affair (`Desk`); nothing here touches files, keys or folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from services.escrow.application import payments
from services.escrow.application.bank_checks import reconcile_account
from services.escrow.application.projects import project_of
from services.escrow.domain.accounts import CLOSED, WageAccount
from services.escrow.domain.bank import IN, OUT, BankAccount, BankEntry, BankFile, BankStatement, BankStatus
from services.escrow.domain.bank_files import LineStatus, Party, PaymentFile, Statement, StatusReport, Transfer
from services.escrow.domain.payment import FINAL, PaymentLine, PaymentOrder
from services.escrow.domain.reconciliation import effective, outcome
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.bank_files import BankMessage

CLOSED_ACCOUNT = "AC04"  # ISO 20022's reason for a closed account
PURPOSES = {"wages": "农民工工资", "advance": "先行清偿农民工工资", "deposit": "保证金代付农民工工资"}


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A file as it travels: text, its digest and detached signature, and how it was written."""

    content: str
    digest: str
    signature: str
    profile: str
    suffix: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a file says, once its signature held."""

    message: BankMessage
    kind: str
    content: str
    digest: str
    profile: str


class Desk(Protocol):
    """Writes, reads and signs bank files."""

    def seal(self, message: BankMessage) -> Sealed:
        """Write and sign a message."""

    def open(self, raw: bytes, signature: str) -> Opened:
        """Check the signature of a file and read it."""


def send_order(work: Work, *, order_id: str, desk: Desk) -> dict[str, Any]:
    """Write the bank file of an order, once; a payment that no file can carry is rejected with the reason.

    Returns:
        `file_id` (empty when there is nothing to send), `repeated`, and `waits` while no account is known that could pay.

    Raises:
        HuxinError: `unknown_order`.
    """
    order = _order(work, order_id)
    known = work.records.one(BankFile, direction=OUT, message_id=order_id)
    if known is not None:
        return {"file_id": known.file_id, "repeated": True, "waits": False}
    account = work.records.one(WageAccount, project_id=order.project_id)
    if account is None or not account.opening.get("account_number"):
        return {"file_id": "", "repeated": False, "waits": True}
    lines = work.records.many(PaymentLine, order_id=order_id)
    open_lines = sorted((line for line in lines if line.state not in FINAL), key=lambda line: line.line_no)
    if account.state == CLOSED:
        _reject(work, order_id, {line.end_to_end_id: f"{CLOSED_ACCOUNT} 专户已销户" for line in open_lines})
        return {"file_id": "", "repeated": False, "waits": False}
    transfers, refused = _transfers(order, open_lines)
    _reject(work, order_id, refused)
    if not transfers:
        return {"file_id": "", "repeated": False, "waits": False}
    return {"file_id": _write(work, order, account, transfers, desk).file_id, "repeated": False, "waits": False}


def _transfers(order: PaymentOrder, lines: Iterable[PaymentLine]) -> tuple[list[Transfer], dict[str, str]]:
    transfers, refused = [], {}
    month = order.about[-7:] if order.purpose == "wages" else ""
    text = f"{PURPOSES[order.purpose]} {month}".strip()
    for line in lines:
        try:
            payee = Party(name=line.payee_name, account=line.account)
            transfers.append(Transfer(end_to_end_id=line.end_to_end_id, amount_fen=line.amount_fen, payee=payee, text=text))
        except HuxinError as error:
            refused[line.end_to_end_id] = error.detail
    return transfers, refused


def _write(work: Work, order: PaymentOrder, account: WageAccount, transfers: Sequence[Transfer], desk: Desk) -> BankFile:
    opening, project = account.opening, project_of(work, order.project_id)
    payer = Party(
        name=str(opening.get("account_name") or project.name),
        account=str(opening["account_number"]),
        bank_name=str(opening["bank_name"]) if opening.get("bank_name") else None,
        credit_code=project.general_contractor,
    )
    message = PaymentFile(
        message_id=order.order_id,
        created_at=work.now,
        payer=payer,
        execute_on=max(order.pay_on, work.now.date()),
        transfers=tuple(transfers),
    )
    sealed = desk.seal(message)
    _keep_account(work, account)
    file = BankFile(
        file_id=payments.new_key(),
        direction=OUT,
        kind="payments",
        message_id=message.message_id,
        account=payer.account,
        project_id=order.project_id,
        jurisdiction=order.jurisdiction,
        profile=sealed.profile,
        name=f"{message.message_id}{sealed.suffix}",
        digest=sealed.digest,
        signature=sealed.signature,
        content=sealed.content,
        lines=len(transfers),
        at=work.now,
    )
    work.records.add(file)
    work.emit(
        "escrow.bank_file.written",
        subject=file.file_id,
        jurisdiction=file.jurisdiction,
        data={"file_id": file.file_id, "name": file.name, "order_id": order.order_id, "lines": file.lines, "total_fen": message.total_fen},
    )
    return file


def know_account(work: Work, *, project_id: str, desk: Desk) -> dict[str, Any]:
    """Remember whose account a number is, and send what waited for the account."""
    account = work.records.one(WageAccount, project_id=project_id)
    if account is None or not account.opening.get("account_number"):
        return {"sent": []}
    _keep_account(work, account)
    waiting = work.records.many(PaymentOrder, project_id=project_id, settled_at=None)
    sent = [send_order(work, order_id=order.order_id, desk=desk) for order in waiting]
    return {"sent": [one["file_id"] for one in sent if one["file_id"] and not one["repeated"]]}


def take_file(work: Work, *, raw: bytes, signature: str, desk: Desk, jurisdiction: str | None = None) -> dict[str, Any]:
    """Take a status report or a statement: all of it or nothing. The same file again changes nothing.

    Args:
        work: the transaction.
        raw: the file, byte for byte as it was signed.
        signature: its detached signature.
        desk: checks and reads it.
        jurisdiction: whose accounts the sender may speak of; None: all.

    Returns:
        `{file_id, kind, message_id, lines, repeated, booked, mismatches}`; mismatches are those open on the account afterwards.

    Raises:
        HuxinError: `bad_signature`, `bad_bank_file`, `wrong_bank_file`, `message_id_reused`, `unknown_payment_file`,
            `unknown_account`, `changed_entries`.
    """
    opened = desk.open(raw, signature)
    message = opened.message
    if isinstance(message, PaymentFile):
        raise HuxinError(
            "wrong_bank_file",
            "Banks do not send this",
            "the file is a payment file",
            status=422,
            fix="Send a status report or a statement.",
        )
    known = work.records.one(BankFile, direction=IN, message_id=message.message_id)
    if known is not None:
        return _repeated(known, opened.digest)
    if isinstance(message, StatusReport):
        account, orders = _take_report(work, message, jurisdiction)
        lines = len(message.lines)
    else:
        account, orders = _take_statement(work, message, jurisdiction)
        lines = len(message.entries)
    file = BankFile(
        file_id=payments.new_key(),
        direction=IN,
        kind=opened.kind,
        message_id=message.message_id,
        account=account.account,
        project_id=account.project_id,
        jurisdiction=account.jurisdiction,
        profile=opened.profile,
        name=message.message_id,
        digest=opened.digest,
        signature=signature.strip(),
        content=opened.content,
        lines=lines,
        at=work.now,
    )
    work.records.add(file)
    booked = sum(_book(work, account.account, order_id) for order_id in orders)
    found = reconcile_account(work, account=account.account)
    return {**_answer(file), "repeated": False, "booked": booked, "mismatches": found["open"]}


def _repeated(known: BankFile, digest: str) -> dict[str, Any]:
    if known.digest != digest:
        raise HuxinError(
            "message_id_reused",
            "The message id belongs to another file",
            f"{known.message_id} came on {known.at.isoformat()} with other content",
            status=409,
            fix="Give every file a message id of its own.",
        )
    return {**_answer(known), "repeated": True, "booked": 0, "mismatches": []}


def _answer(file: BankFile) -> dict[str, Any]:
    return {"file_id": file.file_id, "kind": file.kind, "message_id": file.message_id, "lines": file.lines}


def _take_report(work: Work, report: StatusReport, jurisdiction: str | None) -> tuple[BankAccount, list[str]]:
    sent = work.records.one(BankFile, direction=OUT, message_id=report.original_message_id)
    if sent is None or jurisdiction not in (None, sent.jurisdiction):
        raise HuxinError(
            "unknown_payment_file",
            "No such payment file was sent",
            f"the report is about {report.original_message_id}",
            status=404,
            fix="Name the message id of the payment file in OrgnlMsgId.",
        )
    named = {line.end_to_end_id for line in report.lines}
    rest: list[LineStatus] = []
    if report.status is not None and report.status != "PART":
        ordered = work.records.many(PaymentLine, order_id=report.original_message_id)
        unnamed = [line.end_to_end_id for line in ordered if line.end_to_end_id not in named and not _kept_back(line)]
        rest = [LineStatus(end_to_end_id=key, status=report.status, reason=report.reason, info=report.info) for key in unnamed]
    work.records.add_all(
        [
            BankStatus(
                message_id=report.message_id,
                end_to_end_id=line.end_to_end_id,
                order_id=report.original_message_id,
                account=sent.account,
                status=line.status,
                reason=line.reason or "",
                info=line.info or "",
                told_at=report.created_at,
            )
            for line in (*report.lines, *rest)
        ]
    )
    return BankAccount(account=sent.account, project_id=sent.project_id, jurisdiction=sent.jurisdiction), [report.original_message_id]


def _kept_back(line: PaymentLine) -> bool:
    """Tell whether a line never left: no file could carry it."""
    return line.state == "rejected" and not line.paid_fen


def _take_statement(work: Work, statement: Statement, jurisdiction: str | None) -> tuple[BankAccount, list[str]]:
    account = work.records.one(BankAccount, account=statement.account)
    if account is None or jurisdiction not in (None, account.jurisdiction):
        raise HuxinError(
            "unknown_account",
            "There is no wage account",
            f"no project has the account {statement.account}",
            status=404,
            fix="Send statements of wage accounts only.",
        )
    entries = {entry.reference: BankEntry.of(statement.account, entry) for entry in statement.entries}
    known = {entry.reference: entry for entry in work.records.many(BankEntry, account=statement.account, reference=list(entries))}
    changed = [reference for reference, entry in known.items() if entry != entries[reference]]
    if changed:
        raise HuxinError(
            "changed_entries",
            "Entries differ from an earlier statement",
            f"{len(changed)} entries, among them {', '.join(changed[:10])}",
            status=409,
            fix="Correct a booked entry by a further entry, not by changing it.",
            extra={"errors": [{"reference": reference} for reference in changed]},
        )
    work.records.add_all([entry for reference, entry in entries.items() if reference not in known])
    work.records.add(
        BankStatement(
            account=statement.account,
            message_id=statement.message_id,
            from_on=statement.from_on,
            to_on=statement.to_on,
            opening_fen=statement.opening_fen,
            closing_fen=statement.closing_fen,
        )
    )
    payments_named = [entry.end_to_end_id for entry in entries.values() if entry.end_to_end_id]
    lines = work.records.many(PaymentLine, end_to_end_id=payments_named) if payments_named else []
    return account, sorted({line.order_id for line in lines})


def _book(work: Work, account: str, order_id: str) -> int:
    """Book what has become of an order's payments and return how many changed."""
    lines = work.records.many(PaymentLine, order_id=order_id)
    told = effective(work.records.many(BankStatus, order_id=order_id))
    entries: dict[str, list[BankEntry]] = {line.end_to_end_id: [] for line in lines}
    for entry in work.records.many(BankEntry, account=account, end_to_end_id=list(entries)):
        entries[entry.end_to_end_id].append(entry)
    results = []
    for line in lines:
        became = outcome(line.amount_fen, told.get(line.end_to_end_id), entries[line.end_to_end_id])
        if became.paid_fen is not None and (line.state not in FINAL or line.paid_fen != became.paid_fen):
            results.append({"end_to_end_id": line.end_to_end_id, "paid_fen": became.paid_fen, "reason": became.reason})
    return int(payments.book_results(work, order_id=order_id, results=results)["booked"]) if results else 0


def _reject(work: Work, order_id: str, reasons: dict[str, str]) -> None:
    if reasons:
        results = [{"end_to_end_id": key, "paid_fen": 0, "reason": reason} for key, reason in reasons.items()]
        payments.book_results(work, order_id=order_id, results=results)


def _order(work: Work, order_id: str) -> PaymentOrder:
    order = work.records.one(PaymentOrder, lock=True, order_id=order_id)
    if order is None:
        raise HuxinError("unknown_order", "No such payment order", order_id, status=404)
    return order


def _keep_account(work: Work, account: WageAccount) -> None:
    number = str(account.opening["account_number"])
    work.records.put(BankAccount(account=number, project_id=account.project_id, jurisdiction=account.jurisdiction))


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (send_order, know_account, take_file)}
