"""Status reports and statements of banks are taken once each, whole or not at all, and say what became of every payment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.escrow.application import payments
from services.escrow.application.bank_checks import reconcile_account
from services.escrow.domain.accounts import mask
from services.escrow.domain.bank import IN, OUT, BankAccount, BankEntry, BankFile, BankStatement, BankStatus
from services.escrow.domain.bank_files import LineStatus, PaymentFile, Statement, StatusReport
from services.escrow.domain.payment import FINAL, PaymentLine, PaymentOrder
from services.escrow.domain.reconciliation import effective, outcome
from services.kernel.errors import HuxinError
from services.kernel.protected import without_numbers

CLOCKS_DIFFER = timedelta(hours=12)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.escrow.application.bank import Desk
    from services.escrow.application.ports import Handler, Work

    Allowed = Callable[[BankAccount | BankFile], bool]


def take_file(  # noqa: PLR0913 - the file, and who sends it
    work: Work, *, raw: bytes, signature: str, desk: Desk, jurisdiction: str | None = None, firms: Sequence[str] | None = None
) -> dict[str, Any]:
    """Take a status report or a statement: all of it or nothing. The same file again changes nothing.

    Args:
        work: the transaction.
        raw: the file, byte for byte as it was signed.
        signature: its detached signature.
        desk: checks and reads it.
        jurisdiction: whose accounts the sender may speak of; None: all.
        firms: credit codes of the banks that the sender speaks for; None: all.

    Returns:
        `{file_id, kind, message_id, lines, repeated, booked, mismatches}`; mismatches are those open on the account afterwards.

    Raises:
        HuxinError: `bad_signature`, `bad_bank_file`, `wrong_bank_file`, `message_id_reused`, `unknown_payment_file`,
            `unknown_account`, `changed_entries`, `future_bank_file`.
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
    _must_be_past(work, message)
    _take_turns(work, message)
    known = work.records.one(BankFile, direction=IN, message_id=message.message_id)
    if known is not None:
        return _repeated(known, opened.digest)
    if isinstance(message, StatusReport):
        account, orders = _take_report(work, message, _within(jurisdiction, firms))
        lines = len(message.lines)
    else:
        account, orders = _take_statement(work, message, _within(jurisdiction, firms))
        lines = len(message.entries)
    file = BankFile(
        file_id=payments.new_key(),
        direction=IN,
        kind=opened.kind,
        message_id=message.message_id,
        account=account.account,
        project_id=account.project_id,
        jurisdiction=account.jurisdiction,
        bank=account.bank,
        profile=opened.profile,
        name=message.message_id,
        digest=opened.digest,
        signature=signature.strip(),
        content=work.secrets.seal(opened.content),
        lines=lines,
        at=work.now,
    )
    work.records.add(file)
    booked = sum(_book(work, account.account, order_id) for order_id in orders)
    found = reconcile_account(work, account=account.account)
    return {**_answer(file), "repeated": False, "booked": booked, "mismatches": found["open"]}


def _must_be_past(work: Work, message: StatusReport | Statement) -> None:
    """Refuse what speaks of days to come: a status from the future would outlive every true one.

    Raises:
        HuxinError: `future_bank_file`; a bank's clock may go wrong by some hours.
    """
    days = [message.created_at.date()]
    if isinstance(message, Statement):
        days += [message.to_on, *(entry.booked_on for entry in message.entries)]
    if max(days) > (work.now + CLOCKS_DIFFER).date():
        raise HuxinError(
            "future_bank_file",
            "The bank file speaks of days to come",
            f"it names {max(days).isoformat()}; today is {work.now.date().isoformat()}",
            status=422,
            fix="Correct the days, sign the file and send it again.",
        )


def _within(jurisdiction: str | None, firms: Sequence[str] | None) -> Allowed:
    """Return what tells whether an account or file is the sender's affair; what is not does not exist for it."""
    return lambda record: jurisdiction in (None, record.jurisdiction) and (firms is None or record.bank in firms)


def _take_turns(work: Work, message: StatusReport | Statement) -> None:
    """Let files about one account wait for each other: each is compared with all that came before, and one sent twice is taken once."""
    if isinstance(message, Statement):
        work.records.one(BankAccount, lock=True, account=message.account)
        return
    sent = work.records.one(BankFile, direction=OUT, message_id=message.original_message_id)
    work.records.one(BankAccount, lock=True, account=sent.account if sent else "")
    work.records.one(PaymentOrder, lock=True, order_id=message.original_message_id)


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


def _take_report(work: Work, report: StatusReport, allowed: Allowed) -> tuple[BankAccount, list[str]]:
    sent = work.records.one(BankFile, direction=OUT, message_id=report.original_message_id)
    if sent is None or not allowed(sent):
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
                info=without_numbers(line.info or ""),
                told_at=report.created_at,
            )
            for line in (*report.lines, *rest)
        ]
    )
    account = BankAccount(account=sent.account, project_id=sent.project_id, jurisdiction=sent.jurisdiction, bank=sent.bank)
    return account, [report.original_message_id]


def _kept_back(line: PaymentLine) -> bool:
    """Tell whether a line never left: no file could carry it."""
    return line.state == "rejected" and not line.paid_fen


def _take_statement(work: Work, statement: Statement, allowed: Allowed) -> tuple[BankAccount, list[str]]:
    account = work.records.one(BankAccount, account=statement.account)
    if account is None or not allowed(account):
        raise HuxinError(
            "unknown_account",
            "There is no wage account",
            f"no project has the account {mask(statement.account)}",
            status=404,
            fix="Send statements of wage accounts only.",
        )
    entries = {entry.reference: BankEntry.of(statement.account, entry, work.secrets.protect) for entry in statement.entries}
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
    named = sorted({line.order_id for line in lines})
    own = work.records.many(PaymentOrder, order_id=named, project_id=account.project_id) if named else []
    return account, [order.order_id for order in own]  # what another account paid is not for this one to tell


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


HANDLERS: dict[str, Handler] = {"take_file": take_file}
