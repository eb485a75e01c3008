"""Events of the monthly payroll (P04). None of them carries an account number or an identity number."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Fen, Objects, Text, Whole


class PayrollRef(Contract):
    """Which payroll: `<project_id>:<YYYY-MM>`."""

    payroll_id = Text(required=True)


class PayrollDue(PayrollRef):
    """A month's payroll is to be made."""

    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    month = Text(required=True)
    general_contractor = Text(required=True)


class PayrollObjected(PayrollRef):
    """Objections that were not settled on site: `{worker_id, employer, due_fen, objection}`."""

    project_id = Text(required=True)
    month = Text(required=True)
    objections = Objects(required=True)


class Wages(PayrollRef):
    """What was paid of a month's wages; `workers` are not paid in full."""

    project_id = Text(required=True)
    month = Text(required=True)
    paid_fen = Fen(required=True)
    unpaid_fen = Fen(required=True)
    workers = Whole(required=True)


PAYROLL_DUE = Event(
    name="escrow.payroll.due",
    data=PayrollDue,
    key="payroll_id",
    title_zh="应编制当月工资表",
    title_en="Payroll due",
    clauses=("SX-3-2a", "SX-7-2a"),
)
ATTENDANCE_RECEIVED = Event(
    name="escrow.attendance.received", data=PayrollRef, key="payroll_id", title_zh="当月考勤已收到", title_en="Attendance received"
)
SIGNATURES_COMPLETED = Event(
    name="escrow.signatures.completed",
    data=PayrollRef,
    key="payroll_id",
    title_zh="农民工已全部答复",
    title_en="All workers have answered",
    clauses=("SX-7-2b", "TL-2.1.2-2e"),
)
PAYROLL_OBJECTED = Event(
    name="escrow.payroll.objected",
    data=PayrollObjected,
    key="payroll_id",
    title_zh="工资异议已移交",
    title_en="Objections passed on",
    clauses=("SX-7-2b",),
)
WAGES_PAID = Event(
    name="escrow.wages.paid", data=Wages, key="payroll_id", title_zh="当月工资已足额支付", title_en="Wages paid", clauses=("SX-3-2a",)
)
WAGES_UNPAID = Event(
    name="escrow.wages.unpaid", data=Wages, key="payroll_id", title_zh="当月工资未足额支付", title_en="Wages unpaid", clauses=("SX-3-2a",)
)
