"""Operations of the escrow service for the monthly payroll (P04)."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Moment, Object, Objects, Text, Whole, Words


class PayrollRef(Contract):
    """Which payroll: `<project_id>:<YYYY-MM>`."""

    payroll_id = Text(required=True)


class PayrollAndFacts(PayrollRef):
    """Which payroll, and the process's data with what people filled in."""

    facts = Object(required=True)


class Compiled(Contract):
    """The sheet as compiled; `ready` False while attendance is not closed. `problems` are `{worker_id, code, text}`."""

    ready = Flag(required=True)
    lines = Whole(required=True)
    total_fen = Fen(required=True)
    problems = Objects(required=True)
    form_due_at = Moment(required=True)
    check_limit = Text(required=True)


class LateParameters(PayrollRef):
    """Which payroll, and what is late: `form` or `pay`."""

    what = Text(required=True)


class Late(Contract):
    """Whether it is marked as late."""

    late = Flag(required=True)


class Signing(Contract):
    """How many workers are asked, for how long, and the first subcontractor (credit code) to sign; empty: none."""

    workers = Whole(required=True)
    sign_limit = Text(required=True)
    next_subcontractor = Text(required=True)


class Signatures(Contract):
    """How the workers answered; `objections` are `{worker_id, objection}`."""

    signed = Whole(required=True)
    objected = Whole(required=True)
    unsigned = Whole(required=True)
    objections = Objects(required=True)


class Objections(Contract):
    """Whether the sheet goes back for signing, and how many objections were passed on."""

    reopen = Flag(required=True)
    passed_on = Whole(required=True)


class FirmSignature(PayrollAndFacts):
    """Whose signature it is (credit code)."""

    firm = Text(required=True)


class FirmSigned(Contract):
    """Whether the firm refused, and who is asked next; empty: nobody."""

    refused = Flag(required=True)
    next_subcontractor = Text(required=True)


class Approval(Contract):
    """Whether the sheet is signed and sealed, and when wages are paid."""

    approved = Flag(required=True)
    pay_on = Day(required=True)
    pay_at = Moment(required=True)
    overdue_at = Moment(required=True)


class PostingRequest(Contract):
    """What is to be posted, and who signed it."""

    kind = Text(required=True)
    about = Text(required=True)
    project_id = Text(required=True)
    title = Text(required=True)
    signatures = Object(required=True)


class Ordered(Contract):
    """The order to the bank; `order_id` empty when no line may be paid. `refusals` are `{worker_id, code, text, clauses}`."""

    order_id = Text(required=True)
    lines = Whole(required=True)
    total_fen = Fen(required=True)
    refused = Whole(required=True)
    refusals = Objects(required=True)


class Wages(Contract):
    """What has arrived; `to_correct` lines wait for a correct account, `workers` are not paid in full."""

    paid_fen = Fen(required=True)
    unpaid_fen = Fen(required=True)
    workers = Whole(required=True)
    fully_paid = Flag(required=True)
    to_correct = Whole(required=True)
    refusals = Objects(required=True)


class ClosedMonth(Contract):
    """The end of the month's payroll, and until when its ledger is kept."""

    paid_fen = Fen(required=True)
    unpaid_fen = Fen(required=True)
    workers = Whole(required=True)
    fully_paid = Flag(required=True)
    keep_until = Day(required=True)


class SignParameters(PayrollRef):
    """Signatures `{worker_id, fen, objection?}`; `fen` is the amount that the worker saw."""

    signatures = Objects(required=True)
    by = Text(required=True)
    firms = Words(allow_none=True)


class SignResult(Contract):
    """How each signature was answered: `{line, worker_id, answer}`."""

    taken = Whole(required=True)
    refused = Whole(required=True)
    answers = Objects(required=True)


class CorrectParameters(PayrollRef):
    """Another account for a worker's wages."""

    worker_id = Text(required=True)
    account = Text(required=True)
    account_holder = Text(required=True)
    by = Text(required=True)
    firms = Words(allow_none=True)


class CorrectResult(Contract):
    """Whether anything changed."""

    changed = Flag(required=True)


class ReadParameters(PayrollRef):
    """Which payroll, for which firms (credit codes; None: an authority, which sees all)."""

    firms = Words(allow_none=True)


class PayrollResult(Contract):
    """A payroll with its sums."""

    payroll_id = Text(required=True)
    state = Text(required=True)


class LinesParameters(ReadParameters):
    """Which part of the lines; `worker_id` for one worker's slip."""

    worker_id = Text(allow_none=True)
    after = Whole(allow_none=True)
    limit = Whole()


class ListParameters(Contract):
    """Which payrolls."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    project_id = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of a list."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")

COMPILE_PAYROLL = _command(
    name="escrow.compile_payroll",
    parameters=PayrollRef,
    result=Compiled,
    title_zh="编制月工资发放表",
    title_en="Compile the monthly payroll",
    clauses=("SX-7-2a", "TL-2.1.2-2c"),
)
FLAG_LATE_PAYROLL = _command(
    name="escrow.flag_late_payroll",
    parameters=LateParameters,
    result=Late,
    title_zh="提示工资表或者发薪逾期",
    title_en="Flag a late form or payday",
    clauses=("SX-7-2a", "SX-3-2a"),
)
OPEN_SIGNING = _command(
    name="escrow.open_signing",
    parameters=PayrollRef,
    result=Signing,
    title_zh="交付签字",
    title_en="Open the sheet for signatures",
    clauses=("SX-7-2b", "TL-2.1.2-2e"),
)
SETTLE_SIGNATURES = _command(
    name="escrow.settle_signatures",
    parameters=PayrollRef,
    result=Signatures,
    title_zh="汇总签字与异议",
    title_en="Count signatures and objections",
    clauses=("SX-7-2b", "TL-2.1.2-2e"),
)
SETTLE_OBJECTIONS = _command(
    name="escrow.settle_objections",
    parameters=PayrollAndFacts,
    result=Objections,
    title_zh="办结异议",
    title_en="Settle the objections",
    clauses=("SX-7-2b",),
)
RECORD_SUBCONTRACTOR = _command(
    name="escrow.record_subcontractor",
    parameters=FirmSignature,
    result=FirmSigned,
    title_zh="登记分包单位签字",
    title_en="Record a subcontractor's signature",
    clauses=("SX-7-2b",),
)
APPROVE_PAYROLL = _command(
    name="escrow.approve_payroll",
    parameters=PayrollAndFacts,
    result=Approval,
    title_zh="确认签字盖章并确定发薪日",
    title_en="Approve the payroll and set payday",
    clauses=("SX-7-2b", "SX-3-2a"),
)
PREPARE_POSTING = _command(
    name="escrow.prepare_posting",
    parameters=PayrollRef,
    result=PostingRequest,
    title_zh="准备公示内容",
    title_en="Prepare the posting",
    clauses=("SX-7-1", "TL-2.1.2-2d"),
)
ORDER_WAGES = _command(
    name="escrow.order_wages",
    parameters=PayrollRef,
    result=Ordered,
    title_zh="逐笔审查并向银行发出代发指令",
    title_en="Check every line and order the bank to pay",
    clauses=("SX-3-2b", "SX-6-2b", "SX-7-3", "TL-2.3.1-2b"),
)
SETTLE_WAGES = _command(
    name="escrow.settle_wages",
    parameters=PayrollRef,
    result=Wages,
    title_zh="登记代发结果",
    title_en="Settle the wages",
    clauses=("SX-3-2a", "SX-6-2b"),
)
CLOSE_PAYROLL = _command(
    name="escrow.close_payroll",
    parameters=PayrollRef,
    result=ClosedMonth,
    title_zh="归档工资台账",
    title_en="Close the payroll and keep its ledger",
    clauses=("SX-3-2a", "CN724-15"),
)
SIGN_LINES = Operation(
    name="escrow.sign_lines",
    kind="action",
    parameters=SignParameters,
    result=SignResult,
    title_zh="农民工签字或者提出异议",
    title_en="Sign lines or object",
    clauses=("SX-7-2b", "TL-2.1.2-2e"),
)
CORRECT_ACCOUNT = Operation(
    name="escrow.correct_account",
    kind="action",
    parameters=CorrectParameters,
    result=CorrectResult,
    title_zh="更正收款账户",
    title_en="Correct a worker's account",
    clauses=("SX-3-2b", "SX-6-2b"),
)
GET_PAYROLL = Operation(
    name="escrow.get_payroll",
    kind="query",
    parameters=ReadParameters,
    result=PayrollResult,
    title_zh="查看工资表",
    title_en="Get a payroll",
)
LIST_PAYROLLS = Operation(
    name="escrow.list_payrolls", kind="query", parameters=ListParameters, result=PageResult, title_zh="列出工资表", title_en="List payrolls"
)
LIST_PAYROLL_LINES = Operation(
    name="escrow.list_payroll_lines",
    kind="query",
    parameters=LinesParameters,
    result=PageResult,
    title_zh="查看工资明细",
    title_en="List the lines of a payroll",
)
