"""Operations on contract payments and wage claims (P06): what people report, and what the process asks."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Object, Objects, Text, Whole, Words


class RegisterPayment(Contract):
    """A payment to supervise. `facts` are further facts of the stop decisions, by their names."""

    payment_id = Text(required=True)
    project_id = Text(required=True)
    title = Text(required=True)
    kind = Text(required=True)
    payer_role = Text(required=True)
    payee = Text()
    subcontractor = Text(allow_none=True)
    instalment_fen = Fen(required=True)
    due_on = Day(allow_none=True)
    certified_on = Day(allow_none=True)
    certified_progress_fen = Fen(allow_none=True)
    government_project = Flag(required=True)
    process_settlement = Flag(required=True)
    facts = Object()
    firms = Words(allow_none=True)


class Registered(Contract):
    """The payment; `repeated` when it was there already."""

    payment_id = Text(required=True)
    repeated = Flag(required=True)


class ReportReceipt(Contract):
    """Money that arrived for a payment; `receipt_id` is the bank's or the reporter's own number."""

    payment_id = Text(required=True)
    receipt_id = Text(required=True)
    amount_fen = Fen(required=True)
    paid_on = Day(required=True)
    firms = Words(allow_none=True)


class ReportedReceipt(Contract):
    """How far the payment has come."""

    payment_id = Text(required=True)
    paid_fen = Fen(required=True)
    shortfall_fen = Fen(required=True)
    fully_paid_on = Day(allow_none=True)
    repeated = Flag(required=True)


class NoteClaim(Contract):
    """Wages claimed or found unpaid on a project; the same `claim_id` again changes amount and status."""

    claim_id = Text(required=True)
    project_id = Text(required=True)
    amount_fen = Fen(required=True)
    status = Text(required=True)


class NotedClaim(Contract):
    """The established arrears of the project."""

    project_id = Text(required=True)
    arrears_fen = Fen(required=True)


class PaymentRef(Contract):
    """Which payment."""

    payment_id = Text(required=True)


class Terms(Contract):
    """How far a payment has come and when the process looks again (days; a timer fires as the named day begins)."""

    fully_paid = Flag(required=True)
    overdue = Flag(required=True)
    shortfall_fen = Fen(required=True)
    wages_first_fen = Fen(required=True)
    arrears_fen = Fen(required=True)
    payer_role = Text(required=True)
    overdue_from = Day(required=True)
    review_from = Day(required=True)
    process_settlement = Flag(required=True)
    task_limit = Text(required=True)


class ConfirmWages(PaymentRef):
    """Which payment, and the wages that were paid out of it."""

    wages_paid_fen = Fen(required=True)


class ConfirmedWages(Contract):
    """Whether wages went first, and what stays unpaid."""

    kept = Flag(required=True)
    arrears_fen = Fen(required=True)


class ReadPayment(PaymentRef):
    """Which payment, for which firms (credit codes; None: an authority)."""

    firms = Words(allow_none=True)


class PaymentView(Contract):
    """A payment with its receipts, orders and stops."""

    payment_id = Text(required=True)
    receipts = Objects(required=True)
    stops = Objects(required=True)


class ListPayments(Contract):
    """Which part of the list is wanted."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    project_id = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PaymentPage(Contract):
    """A page of payments."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")
_action = partial(Operation, kind="action")
_query = partial(Operation, kind="query")

REGISTER_PAYMENT = _action(
    name="permits.register_payment",
    parameters=RegisterPayment,
    result=Registered,
    title_zh="登记应付工程款",
    title_en="Register a payment",
    clauses=("TL-2.2.2-3a", "TL-2.2.2-3b"),
)
REPORT_RECEIPT = _action(
    name="permits.report_receipt",
    parameters=ReportReceipt,
    result=ReportedReceipt,
    title_zh="报告工程款到账",
    title_en="Report money that arrived",
    clauses=("TL-2.2.2-3b",),
)
NOTE_CLAIM = _action(
    name="permits.note_claim",
    parameters=NoteClaim,
    result=NotedClaim,
    title_zh="登记项目欠薪情况",
    title_en="Note a wage claim of a project",
    clauses=("TL-2.2.2-5b", "SX-9-1b"),
)
OPEN_SUPERVISION = _command(
    name="permits.open_supervision",
    parameters=PaymentRef,
    result=Terms,
    title_zh="登记应付日和核查期限",
    title_en="Take a payment under supervision",
    clauses=("TL-2.2.2-3a", "TL-2.2.2-3b"),
)
CHECK_PAYMENT = _command(
    name="permits.check_payment",
    parameters=PaymentRef,
    result=Terms,
    title_zh="核对到账情况",
    title_en="Check what has arrived",
    clauses=("TL-2.2.2-3b", "TL-2.2.2-6a"),
)
CONFIRM_WAGES_FIRST = _command(
    name="permits.confirm_wages_first",
    parameters=ConfirmWages,
    result=ConfirmedWages,
    title_zh="核对工资优先支付",
    title_en="Check that wages went first",
    clauses=("TL-2.2.2-3c",),
)
GET_PAYMENT = _query(
    name="permits.get_payment", parameters=ReadPayment, result=PaymentView, title_zh="查看应付工程款", title_en="Read a payment"
)
LIST_PAYMENTS = _query(
    name="permits.list_payments", parameters=ListPayments, result=PaymentPage, title_zh="应付工程款列表", title_en="List payments"
)
