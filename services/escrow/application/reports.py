"""What the bank of an account reports goes to everybody who must act, and the time for it runs from the bank's event (C12)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger, orders
from services.escrow.application.lookup import account_of, end_of, parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.accounts import ACTIVE, CLOSING
from services.escrow.domain.orders import BankReport
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.kernel.money import fen

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

SHORTAGE, DIVERSION = "shortage", "diversion"
NAMES = {SHORTAGE: ("资金不足", "too little money"), DIVERSION: ("资金被挪用", "money taken for something else")}
CLAUSES = {"shaoxing": ("SX-6-4b", "CN724-27"), "toli-draft": ("TL-2.3.1-4a", "CN724-27")}
MAX_REFERENCE = 100


def file_report(  # noqa: PLR0913 - the members of a report
    work: Work, *, project_id: str, kind: str, amount_fen: int, reference: str, noticed_at: str
) -> dict[str, Any]:
    """Take a bank's report and start its process; the same reference again answers with the first report.

    Raises:
        HuxinError: `bad_report` for an unknown kind, an amount that is not above zero or, for a diversion, above the balance,
            a moment in the future; `wrong_account_state`.
    """
    project = project_of(work, project_id, lock=True)
    known = work.records.one(BankReport, project_id=project_id, reference=reference)
    if known is not None:
        return {"report_id": known.report_id, "repeated": True}
    account_of(work, project_id).must_be(ACTIVE, CLOSING)
    noticed = parse_moment(noticed_at)
    problem = _problem(work, project, kind, amount_fen, reference)
    if noticed > work.now:
        problem = f"noticed_at {noticed_at} lies in the future"
    if problem:
        raise HuxinError("bad_report", "The report cannot be taken", problem, status=422)
    report = BankReport(
        report_id=uuid7(),
        project_id=project_id,
        kind=kind,
        amount_fen=amount_fen,
        reference=reference.strip(),
        noticed_at=noticed,
        received_at=work.now,
    )
    work.records.add(report)
    work.emit(
        "escrow.report.filed",
        subject=report.report_id,
        jurisdiction=project.jurisdiction,
        data={
            "report_id": report.report_id,
            "project_id": project_id,
            "project_name": project.name,
            "jurisdiction": project.jurisdiction,
            "kind": kind,
            "amount_fen": amount_fen,
            "noticed_at": noticed.isoformat(),
        },
    )
    return {"report_id": report.report_id, "repeated": False}


def tell_report(work: Work, *, report_id: str) -> dict[str, Any]:
    """Pass the report to contractor, owner and authorities alike, and count the time from the bank's event (SX-6-4b, CN724-27)."""
    report = report_of(work, report_id)
    project = project_of(work, report.project_id)
    zh, en = NAMES[report.kind]
    tell(
        work,
        project,
        about=f"report {report_id}",
        kind=report.kind,
        addressees=("housing_bureau", "hr_bureau", "industry_authority", project.general_contractor, project.construction_unit),
        zh=f"开户银行报告专户{zh}，涉及 {report.amount_fen} 分。",
        en=f"The bank reports {en}: {report.amount_fen} fen.",
        clauses=CLAUSES.get(project.jurisdiction, ("CN724-27",)),
    )
    limit = str(parameter(work, project, "wage_account.report_alarm_duration"))
    last = work.law.due(project.jurisdiction, report.noticed_at.date(), limit, "working").last_day
    return {"handle_by": last.isoformat(), "alarm_at": end_of(last), "limit": limit}


def alarm_report(work: Work, *, report_id: str) -> dict[str, Any]:
    """Tell the leading group that nobody has acted on a report; an alarm, never a sanction (A31)."""
    report = report_of(work, report_id)
    if report.finding:
        return {"told": []}
    project = project_of(work, report.project_id)
    told = tell(
        work,
        project,
        about=f"report {report_id}",
        kind="report_waits",
        addressees=("leading_group",),
        zh="开户银行的报告逾期未处理。",
        en="Nobody has acted on the bank's report in time.",
        clauses=CLAUSES.get(project.jurisdiction, ("CN724-27",)),
    )
    return {"told": told}


def settle_report(work: Work, *, report_id: str, finding: str, remark: str = "") -> dict[str, Any]:
    """Keep what the authority found. A founded diversion is booked, and what is founded is ordered to be put right (SX-4-1c, SX-6-4a).

    Raises:
        HuxinError: `bad_finding`, or `not_enough_money` when less lies in the account than was reported as taken.
    """
    report = report_of(work, report_id)
    project = project_of(work, report.project_id)
    if finding not in {"founded", "unfounded"}:
        raise HuxinError("bad_finding", "A report is founded or unfounded", f"finding: {finding!r}", status=422)
    if report.finding:
        return {"finding": report.finding, "order_id": None}
    work.records.put(replace(report, finding=finding))
    order_id = _order(work, project, report, remark) if finding == "founded" else None
    return {"finding": finding, "order_id": order_id}


def report_of(work: Work, report_id: str) -> BankReport:
    """Return a report, locked for its change.

    Raises:
        HuxinError: code `unknown_report`.
    """
    report = work.records.one(BankReport, lock=True, report_id=report_id)
    if report is None:
        raise HuxinError("unknown_report", "No such report", f"there is no report {report_id}", status=404)
    return report


def _order(work: Work, project: Project, report: BankReport, remark: str) -> str:
    held = ledger.balance(work, project.project_id)
    zh, en = NAMES[report.kind]
    if report.kind == DIVERSION:
        ledger.book(
            work,
            project_id=project.project_id,
            key=f"report {report.report_id}",
            what="diversion",
            amount_fen=report.amount_fen,
            month=report.noticed_at.strftime("%Y-%m"),
            memo=remark,
        )
    order = orders.want(
        work,
        project,
        about=f"report {report.report_id}",
        reason="diverted" if report.kind == DIVERSION else "short",
        detail=f"专户{zh}，应补回 {report.amount_fen} 分",
        detail_en=f"{en}; {report.amount_fen} fen must be put back",
        required_fen=report.amount_fen if report.kind == DIVERSION else held + report.amount_fen,
    )
    return order.order_id


def _problem(work: Work, project: Project, kind: str, amount_fen: int, reference: str) -> str | None:
    if kind not in NAMES:
        return f"kind {kind!r} is none of {', '.join(NAMES)}"
    if fen(amount_fen) <= 0:
        return "amount_fen is not above zero"
    if not reference.strip() or len(reference) > MAX_REFERENCE:
        return "reference is empty or longer than 100 characters"
    held = ledger.balance(work, project.project_id)
    if kind == DIVERSION and amount_fen > held:
        return f"{amount_fen} fen cannot have been taken: {held} fen are booked in the account; send its statement first"
    return None


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (file_report, tell_report, alarm_report, settle_report)}
