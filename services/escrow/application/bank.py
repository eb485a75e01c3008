"""Payment orders leave as signed bank files, each once.

How a file is written, read and signed is the desk's affair (`Desk`); nothing here touches files, keys or folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from services.escrow.application import payments
from services.escrow.application.projects import project_of
from services.escrow.domain.accounts import CLOSED, WageAccount
from services.escrow.domain.bank import OUT, BankAccount, BankFile
from services.escrow.domain.bank_files import Party, PaymentFile, Transfer
from services.escrow.domain.payment import FINAL, PaymentLine, PaymentOrder
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
    transfers, refused = _transfers(work, order, open_lines)
    _reject(work, order_id, refused)
    if not transfers:
        return {"file_id": "", "repeated": False, "waits": False}
    return {"file_id": _write(work, order, account, transfers, desk).file_id, "repeated": False, "waits": False}


def _transfers(work: Work, order: PaymentOrder, lines: Iterable[PaymentLine]) -> tuple[list[Transfer], dict[str, str]]:
    transfers, refused = [], {}
    month = order.about[-7:] if order.purpose == "wages" else ""
    text = f"{PURPOSES[order.purpose]} {month}".strip()
    for line in lines:
        number = work.secrets.reveal(line.account)  # a key that is missing refuses nobody: the order waits for it
        try:
            payee = Party(name=line.payee_name, account=number)
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
    known = _keep_account(work, account)
    file = BankFile(
        file_id=payments.new_key(),
        direction=OUT,
        kind="payments",
        message_id=message.message_id,
        account=payer.account,
        project_id=order.project_id,
        jurisdiction=order.jurisdiction,
        bank=known.bank,
        profile=sealed.profile,
        name=f"{message.message_id}{sealed.suffix}",
        digest=sealed.digest,
        signature=sealed.signature,
        content=work.secrets.seal(sealed.content),
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


def _reject(work: Work, order_id: str, reasons: dict[str, str]) -> None:
    if reasons:
        results = [{"end_to_end_id": key, "paid_fen": 0, "reason": reason} for key, reason in reasons.items()]
        payments.book_results(work, order_id=order_id, results=results)


def _order(work: Work, order_id: str) -> PaymentOrder:
    order = work.records.one(PaymentOrder, lock=True, order_id=order_id)
    if order is None:
        raise HuxinError("unknown_order", "No such payment order", order_id, status=404)
    return order


def _keep_account(work: Work, account: WageAccount) -> BankAccount:
    known = BankAccount(
        account=str(account.opening["account_number"]),
        project_id=account.project_id,
        jurisdiction=account.jurisdiction,
        bank=str(account.opening.get("bank_code") or "")[:60],
    )
    work.records.put(known)
    return known


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (send_order, know_account)}
