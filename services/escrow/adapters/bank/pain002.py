"""Status reports as ISO 20022 pain.002.001.10, customer payment status report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.escrow.adapters.bank import pain001
from services.escrow.adapters.bank.xml import Node, Writer, parse, read_moment
from services.escrow.domain.bank_files import MAX_LINES, LineStatus, StatusReport

if TYPE_CHECKING:
    from lxml import etree

MESSAGE, BODY = "pain.002.001.10", "CstmrPmtStsRpt"


def write(report: StatusReport) -> bytes:
    """Return the report as pain.002.001.10."""
    writer = Writer(MESSAGE, BODY)
    header = writer.add(writer.body, "GrpHdr")
    writer.put(header, "MsgId", report.message_id)
    writer.put(header, "CreDtTm", report.created_at.isoformat())
    group = writer.add(writer.body, "OrgnlGrpInfAndSts")
    writer.put(group, "OrgnlMsgId", report.original_message_id)
    writer.put(group, "OrgnlMsgNmId", pain001.MESSAGE)
    writer.put(group, "GrpSts", report.status)
    _write_reason(writer, group, report.reason, report.info)
    if report.lines:
        payment = writer.add(writer.body, "OrgnlPmtInfAndSts")
        writer.put(payment, "OrgnlPmtInfId", report.original_message_id)
        for line in report.lines:
            element = writer.add(payment, "TxInfAndSts")
            writer.put(element, "OrgnlEndToEndId", line.end_to_end_id)
            writer.put(element, "TxSts", line.status)
            _write_reason(writer, element, line.reason, line.info)
    return writer.to_bytes()


def _write_reason(writer: Writer, parent: etree._Element, reason: str | None, info: str | None) -> None:
    if reason:
        element = writer.add(parent, "StsRsnInf")
        writer.put(element, "Rsn/Cd", reason)
        writer.put(element, "AddtlInf", info)


def read(raw: bytes) -> StatusReport:
    """Return what a pain.002.001.10 says.

    A status that the bank gives for a group of payments only (`PmtInfSts`) counts for the file, since a file has one group.

    Raises:
        HuxinError: `bad_bank_file` with every line's problem.
    """
    body = parse(raw, MESSAGE, BODY)
    for group in body.all("OrgnlPmtInfAndSts"):
        group.at_most("TxInfAndSts", MAX_LINES)
    lines = [line for group in body.all("OrgnlPmtInfAndSts") for node in group.all("TxInfAndSts") if (line := node.attempt(_line))]
    body.problems.check()
    report = body.attempt(lambda whole: _report(whole, tuple(lines)))
    body.problems.check()
    assert report is not None  # noqa: S101 - a missing report is a problem that the check above refuses
    return report


def _report(body: Node, lines: tuple[LineStatus, ...]) -> StatusReport:
    of_file, of_group = "OrgnlGrpInfAndSts", "OrgnlPmtInfAndSts"
    status = body.text(f"{of_file}/GrpSts")
    place = of_file if status else of_group
    status = status or body.text(f"{of_group}/PmtInfSts")
    return StatusReport(
        message_id=body.need("GrpHdr/MsgId"),
        created_at=body.get("GrpHdr/CreDtTm", read_moment),
        original_message_id=body.need(f"{of_file}/OrgnlMsgId"),
        status=status,
        lines=lines,
        reason=body.text(f"{place}/StsRsnInf/Rsn/Cd") if status else None,
        info=body.text(f"{place}/StsRsnInf/AddtlInf") if status else None,
    )


def _line(node: Node) -> LineStatus:
    return LineStatus(
        end_to_end_id=node.need("OrgnlEndToEndId"),
        status=node.need("TxSts"),
        reason=node.text("StsRsnInf/Rsn/Cd"),
        info=node.text("StsRsnInf/AddtlInf"),
    )
