"""Payment files as ISO 20022 pain.001.001.09, customer credit transfer initiation: one group, one account, one day, category salary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.adapters.bank.xml import CURRENCY, Node, Writer, parse, read_amount, read_count, read_day, read_moment
from services.escrow.domain.bank_files import Party, PaymentFile, Transfer, bad_value
from services.kernel.money import yuan_text

if TYPE_CHECKING:
    from lxml import etree

MESSAGE, BODY = "pain.001.001.09", "CstmrCdtTrfInitn"
CLEARING = "CNAPS"  # ISO 20022's external code for the clearing numbers of Chinese banks
NO_BANK = "NOTPROVIDED"  # ISO 20022 wants the payer's bank named even where the account says it


def write(file: PaymentFile) -> bytes:
    """Return the file as pain.001.001.09."""
    writer = Writer(MESSAGE, BODY)
    count, total = str(len(file.transfers)), yuan_text(file.total_fen)
    header = writer.add(writer.body, "GrpHdr")
    writer.put(header, "MsgId", file.message_id)
    writer.put(header, "CreDtTm", file.created_at.isoformat())
    writer.put(header, "NbOfTxs", count)
    writer.put(header, "CtrlSum", total)
    writer.put(header, "InitgPty/Nm", file.payer.name)
    group = writer.add(writer.body, "PmtInf")
    writer.put(group, "PmtInfId", file.message_id)
    writer.put(group, "PmtMtd", "TRF")
    writer.put(group, "NbOfTxs", count)
    writer.put(group, "CtrlSum", total)
    writer.put(group, "PmtTpInf/CtgyPurp/Cd", "SALA")
    writer.put(group, "ReqdExctnDt/Dt", file.execute_on.isoformat())
    _write_payer(writer, group, file.payer)
    for transfer in file.transfers:
        _write_transfer(writer, group, transfer)
    return writer.to_bytes()


def _write_payer(writer: Writer, group: etree._Element, payer: Party) -> None:
    debtor = writer.add(group, "Dbtr")
    writer.put(debtor, "Nm", payer.name)
    writer.put(debtor, "Id/OrgId/Othr/Id", payer.credit_code)
    account = writer.add(group, "DbtrAcct")
    writer.put(account, "Id/Othr/Id", payer.account)
    writer.put(account, "Ccy", CURRENCY)
    agent = writer.add(group, "DbtrAgt/FinInstnId")
    _write_bank(writer, agent, payer)
    if not (payer.bank_code or payer.bank_name):
        writer.put(agent, "Othr/Id", NO_BANK)


def _write_transfer(writer: Writer, group: etree._Element, transfer: Transfer) -> None:
    element = writer.add(group, "CdtTrfTxInf")
    writer.put(element, "PmtId/EndToEndId", transfer.end_to_end_id)
    writer.money(element, "Amt/InstdAmt", transfer.amount_fen)
    payee = transfer.payee
    if payee.bank_code or payee.bank_name:
        _write_bank(writer, writer.add(element, "CdtrAgt/FinInstnId"), payee)
    creditor = writer.add(element, "Cdtr")
    writer.put(creditor, "Nm", payee.name)
    writer.put(creditor, "Id/OrgId/Othr/Id", payee.credit_code)
    writer.put(element, "CdtrAcct/Id/Othr/Id", payee.account)
    writer.put(element, "RmtInf/Ustrd", transfer.text)


def _write_bank(writer: Writer, agent: etree._Element, party: Party) -> None:
    if party.bank_code:
        member = writer.add(agent, "ClrSysMmbId")
        writer.put(member, "ClrSysId/Cd", CLEARING)
        writer.put(member, "MmbId", party.bank_code)
    writer.put(agent, "Nm", party.bank_name)


def read(raw: bytes) -> PaymentFile:
    """Return what a pain.001.001.09 says; other banks' optional elements are passed over.

    Raises:
        HuxinError: `bad_bank_file` with every line's problem; numbers and sums that the file states must hold.
    """
    body = parse(raw, MESSAGE, BODY)
    problems = body.problems
    group = body.maybe("PmtInf") or body
    several = len(list(body.all("PmtInf")))
    if several != 1:
        problems.add(body.element.sourceline or 0, body.place, f"PmtInf stands there {several} times; send one account and day a file")
        problems.check()
    payer = group.attempt(_read_payer)
    transfers = [transfer for node in group.all("CdtTrfTxInf") if (transfer := node.attempt(_read_transfer))]
    problems.check()
    file = body.attempt(
        lambda whole: PaymentFile(
            message_id=whole.need("GrpHdr/MsgId"),
            created_at=whole.get("GrpHdr/CreDtTm", read_moment),
            payer=payer,  # type: ignore[arg-type]  # None has been refused above
            execute_on=group.get("ReqdExctnDt/Dt", read_day),
            transfers=tuple(transfers),
        )
    )
    problems.check()
    assert file is not None  # noqa: S101 - a missing file is a problem that the check above refuses
    body.attempt(lambda whole: _check_totals(whole, "GrpHdr/", file))
    group.attempt(lambda payments: _check_totals(payments, "", file))
    problems.check()
    return file


def _read_payer(group: Node) -> Party:
    return Party(
        name=group.need("Dbtr/Nm"),
        account=group.need("DbtrAcct/Id/Othr/Id"),
        bank_code=group.text("DbtrAgt/FinInstnId/ClrSysMmbId/MmbId"),
        bank_name=group.text("DbtrAgt/FinInstnId/Nm"),
        credit_code=group.text("Dbtr/Id/OrgId/Othr/Id"),
    )


def _read_transfer(node: Node) -> Transfer:
    return Transfer(
        end_to_end_id=node.need("PmtId/EndToEndId"),
        amount_fen=node.amount("Amt/InstdAmt"),
        payee=Party(
            name=node.need("Cdtr/Nm"),
            account=node.need("CdtrAcct/Id/Othr/Id"),
            bank_code=node.text("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId"),
            bank_name=node.text("CdtrAgt/FinInstnId/Nm"),
            credit_code=node.text("Cdtr/Id/OrgId/Othr/Id"),
        ),
        text=node.need("RmtInf/Ustrd"),
    )


def _check_totals(node: Node, place: str, file: PaymentFile) -> None:
    count, total = node.text(place + "NbOfTxs"), node.text(place + "CtrlSum")
    if count is not None and read_count(count) != len(file.transfers):
        raise bad_value(f"{place}NbOfTxs says {count}, the file has {len(file.transfers)} payments")
    if total is not None and read_amount(total) != file.total_fen:
        raise bad_value(f"{place}CtrlSum says {total}, the payments make {yuan_text(file.total_fen)}")
