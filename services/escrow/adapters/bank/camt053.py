"""Statements as ISO 20022 camt.053.001.08, bank to customer statement: one account a file."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from services.escrow.adapters.bank.xml import CURRENCY, Node, Writer, parse, read_day, read_moment
from services.escrow.domain.bank_files import MAX_LINES, Direction, Entry, Statement, bad_value
from services.kernel.clock import SHANGHAI

if TYPE_CHECKING:
    from lxml import etree

MESSAGE, BODY = "camt.053.001.08", "BkToCstmrStmt"
OPENING, CLOSING = "OPBD", "CLBD"
SIDE: dict[Direction, str] = {"in": "CRDT", "out": "DBIT"}
WAY: dict[str, Direction] = {side: way for way, side in SIDE.items()}
NO_ID = "NOTPROVIDED"


def write(statement: Statement) -> bytes:
    """Return the statement as camt.053.001.08."""
    writer = Writer(MESSAGE, BODY)
    moment = statement.created_at.isoformat()
    header = writer.add(writer.body, "GrpHdr")
    writer.put(header, "MsgId", statement.message_id)
    writer.put(header, "CreDtTm", moment)
    body = writer.add(writer.body, "Stmt")
    writer.put(body, "Id", statement.message_id)
    writer.put(body, "CreDtTm", moment)
    span = writer.add(body, "FrToDt")
    writer.put(span, "FrDtTm", datetime.combine(statement.from_on, time.min, SHANGHAI).isoformat())
    writer.put(span, "ToDtTm", datetime.combine(statement.to_on, time(23, 59, 59), SHANGHAI).isoformat())
    account = writer.add(body, "Acct")
    writer.put(account, "Id/Othr/Id", statement.account)
    writer.put(account, "Ccy", CURRENCY)
    _write_balance(writer, body, OPENING, statement.opening_fen, statement.from_on)
    _write_balance(writer, body, CLOSING, statement.closing_fen, statement.to_on)
    for entry in statement.entries:
        _write_entry(writer, body, entry)
    return writer.to_bytes()


def _write_balance(writer: Writer, body: etree._Element, kind: str, amount: int, day: date) -> None:
    element = writer.add(body, "Bal")
    writer.put(element, "Tp/CdOrPrtry/Cd", kind)
    writer.money(element, "Amt", abs(amount))
    writer.put(element, "CdtDbtInd", SIDE["out" if amount < 0 else "in"])
    writer.put(element, "Dt/Dt", day.isoformat())


def _write_entry(writer: Writer, body: etree._Element, entry: Entry) -> None:
    element = writer.add(body, "Ntry")
    writer.put(element, "NtryRef", entry.reference)
    writer.money(element, "Amt", entry.amount_fen)
    writer.put(element, "CdtDbtInd", SIDE[entry.direction])
    writer.put(element, "Sts/Cd", "BOOK")
    writer.put(element, "BookgDt/Dt", entry.booked_on.isoformat())
    writer.put(element, "AcctSvcrRef", entry.reference)
    writer.put(element, "BkTxCd/Prtry/Cd", "TRANSFER")
    details = writer.add(element, "NtryDtls/TxDtls")
    writer.put(details, "Refs/EndToEndId", entry.end_to_end_id or NO_ID)
    if entry.other_name or entry.other_account:
        other = "Cdtr" if entry.direction == "out" else "Dbtr"
        parties = writer.add(details, "RltdPties")
        writer.put(parties, f"{other}/Pty/Nm", entry.other_name)
        writer.put(parties, f"{other}Acct/Id/Othr/Id", entry.other_account)
    writer.put(details, "RmtInf/Ustrd", entry.text)


def read(raw: bytes) -> Statement:
    """Return what a camt.053.001.08 says. A collective entry becomes one entry for each of its payments.

    Raises:
        HuxinError: `bad_bank_file` with every line's problem; the balances and entries must add up.
    """
    body = parse(raw, MESSAGE, BODY)
    problems = body.problems
    found = list(body.all("Stmt"))
    if len(found) != 1:
        problems.add(body.element.sourceline or 0, body.place, f"Stmt stands there {len(found)} times; send one account a file")
        problems.check()
    node = found[0]
    node.at_most("Ntry", MAX_LINES)
    entries = [entry for each in node.all("Ntry") for entry in each.attempt(_entries) or ()]
    problems.check()
    statement = node.attempt(lambda whole: _statement(body, whole, tuple(entries)))
    problems.check()
    assert statement is not None  # noqa: S101 - a missing statement is a problem that the check above refuses
    return statement


def _statement(body: Node, node: Node, entries: tuple[Entry, ...]) -> Statement:
    if (currency := node.text("Acct/Ccy")) not in (None, CURRENCY):
        raise bad_value(f"Acct/Ccy: the account is in {currency}")
    opening, opened_on = _balance(node, OPENING)
    closing, closed_on = _balance(node, CLOSING)
    first, last = node.text("FrToDt/FrDtTm"), node.text("FrToDt/ToDtTm")
    return Statement(
        message_id=body.need("GrpHdr/MsgId"),
        created_at=body.get("GrpHdr/CreDtTm", read_moment),
        account=node.need("Acct/Id/Othr/Id"),
        from_on=read_moment(first).date() if first else opened_on,
        to_on=read_moment(last).date() if last else closed_on,
        opening_fen=opening,
        closing_fen=closing,
        entries=entries,
    )


def _balance(node: Node, kind: str) -> tuple[int, date]:
    for balance in node.all("Bal"):
        if balance.text("Tp/CdOrPrtry/Cd") == kind:
            return _way(balance, balance.need("CdtDbtInd")) * balance.amount("Amt"), balance.get("Dt/Dt", read_day)
    raise bad_value(f"the balance {kind} is missing")


def _way(node: Node, side: str) -> int:
    if side not in WAY:
        raise bad_value(f"{node.place}/CdtDbtInd is {side!r}, neither CRDT nor DBIT")
    return 1 if WAY[side] == "in" else -1


def _entries(node: Node) -> list[Entry]:
    """Read one entry; money that is only announced (not `BOOK`) is passed over."""
    if (node.text("Sts/Cd") or node.text("Sts")) != "BOOK":
        return []
    amount, side = node.amount("Amt"), node.need("CdtDbtInd")
    _way(node, side)
    reference = node.text("NtryRef") or node.need("AcctSvcrRef")
    details = [each for group in node.all("NtryDtls") for each in group.all("TxDtls")]
    if len(details) <= 1:
        return [_entry(node, details[0] if details else None, reference, amount, WAY[side])]
    parts = [detail.amount("Amt") for detail in details]
    if sum(parts) != amount:
        raise bad_value(f"the parts of entry {reference} make {sum(parts)} fen, the entry says {amount} fen")
    return [
        _entry(node, detail, f"{reference}/{number}", part, WAY[side])
        for number, (detail, part) in enumerate(zip(details, parts, strict=True), start=1)
    ]


def _entry(node: Node, detail: Node | None, reference: str, amount: int, direction: Direction) -> Entry:
    """Return one movement; a part of a collective entry takes the day and the side of the whole."""
    other = "Cdtr" if direction == "out" else "Dbtr"
    identifier = detail.text("Refs/EndToEndId") if detail else None
    name = (detail.text(f"RltdPties/{other}/Pty/Nm") or detail.text(f"RltdPties/{other}/Nm")) if detail else None
    return Entry(
        reference=reference,
        direction=direction,
        amount_fen=amount,
        booked_on=node.get("BookgDt/Dt", read_day),
        end_to_end_id=None if identifier == NO_ID else identifier,
        other_name=name,
        other_account=detail.text(f"RltdPties/{other}Acct/Id/Othr/Id") if detail else None,
        text=detail.text("RmtInf/Ustrd") if detail else None,
    )
