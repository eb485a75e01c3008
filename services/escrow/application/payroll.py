"""How a month's payroll begins: opened by calendar or closed attendance, compiled from what roster counted (SX-7-2a, TL-2.1.2-2c)."""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.escrow.application.projects import project_of, tell
from services.escrow.domain.payroll import (
    CHANGEABLE,
    UNITS,
    AttendancePart,
    Payroll,
    PayrollLine,
    earned_fen,
    shared_accounts,
)
from services.escrow.domain.project import Project
from services.kernel.errors import HuxinError
from services.kernel.protected import Protected, is_protected

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work

FORM_CLAUSES = ("SX-7-2a", "TL-2.1.2-2c", "CN724-31")


def payroll_of(work: Work, payroll_id: str, *, lock: bool = False) -> Payroll:
    """Return a payroll; `lock` makes changes to it and its lines take turns.

    Raises:
        HuxinError: code `unknown_payroll`.
    """
    payroll = work.records.one(Payroll, lock=lock, payroll_id=payroll_id)
    if payroll is None:
        raise HuxinError("unknown_payroll", "No such payroll", payroll_id, status=404, fix="A payroll is named <project>:<YYYY-MM>.")
    return payroll


def must_be_changeable(payroll: Payroll) -> None:
    """Refuse to touch what three parties have signed or the bank has been told.

    Raises:
        HuxinError: code `payroll_closed`.
    """
    if payroll.state not in CHANGEABLE:
        raise HuxinError(
            "payroll_closed",
            "This month's payroll cannot be changed any more",
            f"payroll {payroll.payroll_id} is {payroll.state}",
            status=409,
            fix="Put a later correction into the next month's payroll.",
        )


def lines_of(work: Work, payroll_id: str) -> list[PayrollLine]:
    """Return a payroll's lines as they stand on the sheet."""
    return sorted(work.records.many(PayrollLine, payroll_id=payroll_id), key=lambda line: line.line_no)


def sheet_digest(lines: list[PayrollLine]) -> str:
    """Return a fingerprint of what a sheet says: who, whose account, how much."""
    text = "\n".join(f"{line.line_no}|{line.worker_id}|{line.account.mark}|{line.account_holder}|{line.due_fen}" for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def sweep(work: Work, *, day: date) -> dict[str, Any]:
    """Open the payroll of the running month for every project, some days before the month ends (SX-7-2a, SX-3-2a)."""
    opened = 0
    for project in work.records.many(Project):
        lead = work.law.law(project.jurisdiction).parameter("payroll.prepare_duration", day)
        month_end = _month_end(f"{day:%Y-%m}")
        begins = month_end - (work.law.due(project.jurisdiction, month_end, str(lead.value), "calendar").nominal - month_end)
        if begins <= day and project.permit_issued_on <= month_end:
            opened += open_month(work, project, f"{day:%Y-%m}")
    return {"opened": opened}


def open_month(work: Work, project: Project, month: str) -> bool:
    """Open a project's payroll and start its process; False when it is open already."""
    payroll = Payroll(
        payroll_id=f"{project.project_id}:{month}",
        project_id=project.project_id,
        month=month,
        jurisdiction=project.jurisdiction,
        form_due_on=_month_end(month),
        opened_at=work.now,
        firms={},
    )
    if not work.records.add_new(payroll):
        return False
    work.emit(
        "escrow.payroll.due",
        subject=payroll.payroll_id,
        jurisdiction=project.jurisdiction,
        data={
            "payroll_id": payroll.payroll_id,
            "project_id": project.project_id,
            "project_name": project.name,
            "jurisdiction": project.jurisdiction,
            "month": month,
            "general_contractor": project.general_contractor,
        },
    )
    return True


def receive_attendance(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Keep one part of a month's attendance; the last part lets the payroll be compiled. A part that is known stays as it is."""
    project = project_of(work, event["project_id"], lock=True)
    month = event["month"]
    lines = tuple({**line, "account": _protected(work, str(line.get("account") or ""))} for line in event["lines"])
    part = AttendancePart(project_id=project.project_id, month=month, part=event["part"], parts=event["parts"], lines=lines)
    added = work.records.add_new(part)
    if added and len(_parts(work, project.project_id, month)) == part.parts and not open_month(work, project, month):
        payroll = payroll_of(work, f"{project.project_id}:{month}", lock=True)
        if payroll.waiting:
            work.records.put(replace(payroll, waiting=False))
            work.emit(
                "escrow.attendance.received",
                subject=payroll.payroll_id,
                jurisdiction=payroll.jurisdiction,
                data={"payroll_id": payroll.payroll_id},
            )
    return {"added": added}


def _protected(work: Work, account: str) -> str:
    """Return the text under which a card is kept; one that an older roster sent in clear is protected on arrival."""
    return account if is_protected(account) else work.secrets.protect(account).text


def compile_payroll(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Fill the form from attendance, quantities and rates, one line for everybody on site; compiled before, it stays as it is.

    Returns:
        `ready` False while attendance is not closed: then `escrow.attendance.received` follows. `form_due_at` ends the month.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    due = work.law.law(payroll.jurisdiction).parameter("payroll.check_duration", work.now.date())
    facts = {"form_due_at": _end_of(payroll.form_due_on, work), "check_limit": str(due.value)}
    parts = _parts(work, payroll.project_id, payroll.month)
    if payroll.state == "due":
        if not parts or len(parts) < parts[0].parts:
            work.records.put(replace(payroll, waiting=True))
            return {"ready": False, "lines": 0, "total_fen": 0, "problems": [], **facts}
        work.records.add_all(_compiled(work, payroll, [line for part in parts for line in part.lines]))
        work.records.put(replace(payroll, state="compiled", waiting=False))
    lines = lines_of(work, payroll_id)
    found = [reason for line in lines for reason in line.reasons][:20]
    return {"ready": True, "lines": len(lines), "total_fen": sum(line.due_fen for line in lines), "problems": found, **facts}


def flag_late(work: Work, *, payroll_id: str, what: str) -> dict[str, Any]:
    """Mark that the form was not filled in by the month's end, or wages not paid on payday; an alarm, told once (SX-7-2a, SX-3-2a)."""
    payroll = payroll_of(work, payroll_id, lock=True)
    compiled = what == "form" and payroll.state not in {"due", "compiled"}
    if what in payroll.late or compiled or payroll.state == "closed":
        return {"late": what in payroll.late}
    work.records.put(replace(payroll, late=(*payroll.late, what)))
    project = project_of(work, payroll.project_id)
    zh, en, clauses = {
        "form": ("月底前未完成《月工资发放表》，请立即编制。", "The month's payroll form was not ready by month end.", FORM_CLAUSES),
        "pay": ("发薪日已过，工资尚未全部到账。", "Payday has passed and wages have not all arrived.", ("SX-3-2a", "CN724-14")),
    }[what]
    tell(
        work,
        project,
        about=payroll_id,
        kind=f"payroll_{what}_late",
        addressees=(project.general_contractor, "hr_bureau"),
        zh=f"“{project.name}”{payroll.month}：{zh}",
        en=f"{project.name}, {payroll.month}: {en}",
        clauses=clauses,
    )
    return {"late": True}


def working_days_of(work: Work, jurisdiction: str, month: str) -> int:
    """Return the working days of a month by the legal calendar."""
    last = _month_end(month)
    return work.law.calendar(jurisdiction).working_days(last.replace(day=1) - timedelta(days=1), last)


def _compiled(work: Work, payroll: Payroll, attendance: list[dict[str, Any]]) -> list[PayrollLine]:
    """Return the lines; a worker whose figures cannot be used stays on the sheet with nothing due and the reason beside it."""
    attendance = [{**row, "account": Protected.parse(row["account"])} for row in attendance]
    shared = shared_accounts({str(row.get("worker_id")): row["account"] for row in attendance})
    working_days = working_days_of(work, payroll.jurisdiction, payroll.month)
    lines: dict[str, PayrollLine] = {}
    for row in sorted(attendance, key=lambda row: (str(row.get("employer")), str(row.get("name")), str(row.get("worker_id")))):
        worker_id = str(row.get("worker_id") or "")
        if worker_id and worker_id not in lines:
            lines[worker_id] = _line(payroll.payroll_id, len(lines) + 1, row, shared, working_days)
    return list(lines.values())


def _line(payroll_id: str, number: int, row: dict[str, Any], shared: set[Protected], working_days: int) -> PayrollLine:
    unit = str(row.get("unit") or "day")
    figures = {name: row.get(name) or 0 for name in ("days", "rate_fen", "quantity_fen")}
    usable = unit in UNITS and all(isinstance(value, int) and not isinstance(value, bool) and value >= 0 for value in figures.values())
    account: Protected = row["account"]
    problems = [] if usable else [_problem(row, "bad_figures", f"工价、天数或者工程量不可用：{figures}", f"unusable figures: {figures}")]
    if account in shared:
        problems.append(_problem(row, "shared_account", "同一银行卡登记给多名农民工", "one card is registered for several workers"))
    if not account:
        problems.append(_problem(row, "no_account", "没有登记本人银行卡", "no wage card is registered"))
    known = figures if usable else dict.fromkeys(figures, 0)
    gross = earned_fen(unit, working_days=working_days, **known) if usable else 0
    return PayrollLine(
        payroll_id=payroll_id,
        worker_id=str(row["worker_id"]),
        line_no=number,
        name=str(row.get("name") or ""),
        employer=str(row.get("employer") or ""),
        unit=unit if unit in UNITS else "day",
        **known,
        gross_fen=gross,
        due_fen=gross,
        account=account,
        contract=row.get("signed") is not False,
        reasons=tuple(problems),
    )


def _problem(row: dict[str, Any], code: str, zh: str, en: str) -> dict[str, Any]:
    return {"worker_id": row.get("worker_id"), "code": code, "text": zh, "text_en": en, "clauses": ["SX-7-2a"]}


def _parts(work: Work, project_id: str, month: str) -> list[AttendancePart]:
    return list(work.records.many(AttendancePart, project_id=project_id, month=month))


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def _end_of(day: date, work: Work) -> str:
    """Return the moment at which a day is over, ISO 8601."""
    return work.now.replace(year=day.year, month=day.month, day=day.day, hour=23, minute=59, second=59, microsecond=0).isoformat()


HANDLERS: dict[str, Handler] = {
    "payroll_sweep": sweep,
    "receive_attendance": receive_attendance,
    "compile_payroll": compile_payroll,
    "flag_late_payroll": flag_late,
}
