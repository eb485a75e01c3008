"""Events about contract payments, wage claims and stops of work (P06)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Fen, Flag, Text


class PaymentRegistered(Contract):
    """A contract payment, a month's labour cost or ordered wages stand under supervision; firms by credit code."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    title = Text(required=True)
    kind = Text(required=True)
    due_on = Day(allow_none=True)
    certified_on = Day(allow_none=True)
    instalment_fen = Fen(required=True)
    payer = Text(required=True)
    payee = Text(required=True)
    payer_role = Text(required=True)
    government_project = Flag(required=True)
    construction_unit = Text()
    general_contractor = Text()
    subcontractor = Text()


class PaymentSettled(Contract):
    """Money arrived for a payment; `fully_paid_on` stays None until all of it has."""

    payment_id = Text(required=True)
    paid_fen = Fen(required=True)
    shortfall_fen = Fen()
    fully_paid_on = Day(allow_none=True)


class StopApplied(Contract):
    """A contractor applied to stop work because the owner does not pay."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    application_id = Text(required=True)
    title = Text(required=True)
    applicant = Text(required=True)


class StopOrdered(Contract):
    """Work stands still on one of the bases a, b, c, SX, N."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    basis = Text(required=True)


class WorkResumed(Contract):
    """Work goes on: the money has arrived."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    basis = Text(required=True)


class ArrearsFound(Contract):
    """Wages stay unpaid although contract money arrived; who answers for them is found next."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    arrears_fen = Fen(required=True)
    payer_role = Text(required=True)


class ArrearsExamined(Contract):
    """Nothing is left unexamined of what had put a project's acceptance on hold."""

    project_id = Text(required=True)
    arrears_fen = Fen(required=True)


PAYMENT_REGISTERED = Event(
    name="permits.payment.registered",
    data=PaymentRegistered,
    key="payment_id",
    title_zh="工程款已登记监督",
    title_en="Payment under supervision",
    clauses=("TL-2.2.2-3b",),
)
PAYMENT_SETTLED = Event(
    name="permits.payment.settled",
    data=PaymentSettled,
    key="payment_id",
    title_zh="工程款已到账",
    title_en="Money arrived for a payment",
    clauses=("TL-2.2.2-3b",),
)
STOP_APPLIED = Event(
    name="permits.stop.applied",
    data=StopApplied,
    key="payment_id",
    title_zh="施工单位申请停工",
    title_en="A stop of work is applied for",
    clauses=("SX-11-1a",),
)
STOP_ORDERED = Event(
    name="permits.stop.ordered",
    data=StopOrdered,
    key="payment_id",
    title_zh="已停工",
    title_en="Work stopped",
    clauses=("TL-2.2.2-4", "TL-2.2.2-6a", "TL-2.3.1-4c", "SX-11-1a"),
)
WORK_RESUMED = Event(
    name="permits.work.resumed",
    data=WorkResumed,
    key="payment_id",
    title_zh="已复工",
    title_en="Work resumed",
    clauses=("SX-11-1c",),
)
ARREARS_FOUND = Event(
    name="permits.arrears.found",
    data=ArrearsFound,
    key="payment_id",
    title_zh="工程款到账后仍有欠薪",
    title_en="Wages stay unpaid although money arrived",
    clauses=("TL-2.2.2-3c",),
)
ARREARS_EXAMINED = Event(
    name="permits.arrears.examined",
    data=ArrearsExamined,
    key="project_id",
    title_zh="项目欠薪投诉已有结论",
    title_en="The project's wage complaints are examined",
    clauses=("TL-2.2.2-5b", "SX-9-1b"),
)
