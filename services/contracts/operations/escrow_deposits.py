"""Operations on wage deposits (P05): rate, storing, use, yearly review, return."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Moment, Object, Objects, Text, Whole, Words


class ProjectRef(Contract):
    """Which project."""

    project_id = Text(required=True)


class ProjectGiven(Contract):
    """The project as its permit announced it."""

    project = Object(required=True)


class ProjectAndFacts(ProjectRef):
    """Which project, and the process's data with what people filled in."""

    facts = Object(required=True)


class OrderRef(Contract):
    """Which missed order."""

    order_id = Text(required=True)


class OrderAndFacts(OrderRef):
    """Which missed order, and the process's data."""

    facts = Object(required=True)


class OrderMissed(OrderRef):
    """A missed order with what is owed under it."""

    project_id = Text(required=True)
    amount_fen = Fen(required=True)


class ReviewRef(Contract):
    """Which review."""

    review_id = Text(required=True)


class ReviewAndFacts(ReviewRef):
    """Which review, and the process's data."""

    facts = Object(required=True)


class ReturnRef(Contract):
    """Which application for return, and the process's data."""

    request_id = Text(required=True)
    facts = Object(required=True)


class Registered(ProjectRef):
    """The deposit's last day, the limits (ISO 8601 durations), and the department that sees to it."""

    due_on = Day(required=True)
    due_at = Moment(required=True)
    assess_limit = Text(required=True)
    collector = Text(required=True)


class Rated(Contract):
    """`due`, `exempt` or `undetermined`, with rate (basis points), amount, reasons and missing facts."""

    outcome = Text(required=True)
    rate_bp = Whole(required=True, allow_none=True)
    deposit_fen = Fen(required=True, allow_none=True)
    reasons = Objects(required=True)
    missing = Words(required=True)
    store_limit = Text()
    due_at = Moment()


class Stored(Contract):
    """Whether the whole deposit lies there, else what is missing or why it does not count."""

    stored = Flag(required=True)
    shortfall_fen = Fen(required=True)
    problem = Text(required=True)
    problem_en = Text(required=True)
    late = Flag(required=True)


class Missing(Contract):
    """Whether something is missing, and how much."""

    missing = Flag(required=True)
    amount_fen = Fen(required=True)


class UseOpened(Contract):
    """`pay` or `none`, what the deposit can pay, and the time to sign the notice."""

    outcome = Text(required=True)
    granted_fen = Fen(required=True)
    unpaid_fen = Fen(required=True)
    general_contractor = Text(required=True)
    notice_limit = Text(required=True)


class NoticeIssued(Contract):
    """The bank's last day, the moment after which it has passed, and the time until then."""

    pay_by = Day(required=True)
    pay_late_at = Moment(required=True)
    pay_left = Text(required=True)


class Late(Contract):
    """Whether it is late."""

    late = Flag(required=True)


class UseBooked(Contract):
    """What was paid, or why it cannot be booked; once it is, the last day of the refill in the same three ways."""

    booked = Flag(required=True)
    problem = Text(required=True)
    paid_fen = Fen(required=True, allow_none=True)
    top_up_by = Day(required=True, allow_none=True)
    top_up_late_at = Moment()
    top_up_left = Text()


class ReviewOpened(Contract):
    """Where the review starts from."""

    old_rate_bp = Whole(required=True, allow_none=True)
    old_due_fen = Fen(required=True)
    general_contractor = Text(required=True)
    complaints_since = Day(required=True)
    review_limit = Text(required=True)
    adjust_limit = Text(required=True)


class ReviewApplied(Contract):
    """`store`, `pay_back` or `none`, how much, and the moment after which the time for it has passed."""

    direction = Text(required=True)
    difference_fen = Fen(required=True)
    late_at = Moment(required=True)


class RatePosting(Contract):
    """What the process of publicity must post, in its words."""

    kind = Text(required=True)
    about = Text(required=True)
    title = Text(required=True)
    project_id = Text(required=True)
    jurisdiction = Text(required=True)
    general_contractor = Text(required=True)


class RefundBooked(Contract):
    """Whether the refund was booked, and what lies there now."""

    booked = Flag(required=True)
    problem = Text(required=True)
    held_fen = Fen(required=True)


class ReturnParameters(ProjectRef):
    """An application for return; `firms` None: an authority enters it."""

    request_id = Text(required=True)
    posted_on = Day(required=True)
    works_completed_on = Day(required=True)
    promise = Flag(required=True)
    firms = Words(allow_none=True)


class ReturnAsked(Contract):
    """The application, and the last day of its public notice."""

    request_id = Text(required=True)
    notice_ends_on = Day(required=True)
    repeated = Flag(required=True)


class ReturnDecided(Contract):
    """`allowed` or `refused`, with reasons."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    amount_fen = Fen(required=True)


class ReturnBooked(Contract):
    """Whether the return was booked."""

    booked = Flag(required=True)
    problem = Text(required=True)
    returned_fen = Fen(required=True, allow_none=True)


class ReadParameters(ProjectRef):
    """Which project's deposit, for which firms (None: an authority)."""

    firms = Words(allow_none=True)


class DepositResult(ProjectRef):
    """A deposit with its changes."""

    state = Text(required=True)
    due_fen = Fen(required=True)
    held_fen = Fen(required=True)
    moves = Objects(required=True)


class PageParameters(Contract):
    """Which part of the list."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    after = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of deposits."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")

REGISTER_DEPOSIT = _command(
    name="escrow.register_deposit",
    parameters=ProjectGiven,
    result=Registered,
    title_zh="登记保证金义务",
    title_en="Register the duty to store a deposit",
    clauses=("TL-2.3.2-2", "TL-2.6.2-2f", "CN65-DUE"),
)
SET_DEPOSIT_RATE = _command(
    name="escrow.set_deposit_rate",
    parameters=ProjectAndFacts,
    result=Rated,
    title_zh="核定保证金比例",
    title_en="Decide on the rate of the deposit",
    clauses=("TL-2.3.2-1", "SX-8-3a", "SX-8-3b"),
)
BOOK_DEPOSIT = _command(
    name="escrow.book_deposit",
    parameters=ProjectAndFacts,
    result=Stored,
    title_zh="登记存储的保证金",
    title_en="Book what was stored",
    clauses=("TL-2.3.2-2",),
)
FLAG_MISSING_DEPOSIT = _command(
    name="escrow.flag_missing_deposit",
    parameters=ProjectRef,
    result=Missing,
    title_zh="提示保证金逾期",
    title_en="Flag a missing deposit",
    clauses=("CN65-DUE", "TL-2.6.2-2f"),
)
OPEN_DEPOSIT_USE = _command(
    name="escrow.open_deposit_use",
    parameters=OrderMissed,
    result=UseOpened,
    title_zh="核定可动用金额",
    title_en="Find what the deposit can pay",
    clauses=("CN65-USE",),
)
ISSUE_DEPOSIT_NOTICE = _command(
    name="escrow.issue_deposit_notice",
    parameters=OrderRef,
    result=NoticeIssued,
    title_zh="送达支付通知",
    title_en="Give the bank the payment notice",
    clauses=("CN65-USE",),
)
FLAG_LATE_BANK = _command(
    name="escrow.flag_late_bank",
    parameters=OrderRef,
    result=Late,
    title_zh="提示银行逾期支付",
    title_en="Flag a late bank",
    clauses=("CN65-USE",),
)
BOOK_DEPOSIT_USE = _command(
    name="escrow.book_deposit_use",
    parameters=OrderAndFacts,
    result=UseBooked,
    title_zh="登记动用的保证金",
    title_en="Book what was used",
    clauses=("CN65-USE", "CN65-TOPUP"),
)
OPEN_DEPOSIT_REVIEW = _command(
    name="escrow.open_deposit_review",
    parameters=ReviewRef,
    result=ReviewOpened,
    title_zh="开始保证金年度调整",
    title_en="Open the yearly review",
    clauses=("SX-8-2",),
)
REVIEW_DEPOSIT_RATE = _command(
    name="escrow.review_deposit_rate",
    parameters=ReviewAndFacts,
    result=Rated,
    title_zh="重新核定比例",
    title_en="Decide on the rate again",
    clauses=("SX-8-2", "SX-8-3a", "SX-8-3b"),
)
APPLY_DEPOSIT_REVIEW = _command(
    name="escrow.apply_deposit_review",
    parameters=ReviewRef,
    result=ReviewApplied,
    title_zh="执行调整",
    title_en="Put the reviewed rate into force",
    clauses=("SX-8-2",),
)
PREPARE_RATE_POSTING = _command(
    name="escrow.prepare_rate_posting",
    parameters=ReviewRef,
    result=RatePosting,
    title_zh="准备保证金调整公示",
    title_en="Prepare the posting of a changed deposit",
    clauses=("SX-8-3c",),
)
BOOK_DEPOSIT_REFUND = _command(
    name="escrow.book_deposit_refund",
    parameters=ProjectAndFacts,
    result=RefundBooked,
    title_zh="登记退还的差额",
    title_en="Book what was paid back",
    clauses=("SX-8-3a",),
)
DECIDE_DEPOSIT_RETURN = _command(
    name="escrow.decide_deposit_return",
    parameters=ReturnRef,
    result=ReturnDecided,
    title_zh="判断是否返还",
    title_en="Decide on the return",
    clauses=("CN65-RETURN",),
)
BOOK_DEPOSIT_RETURN = _command(
    name="escrow.book_deposit_return",
    parameters=ReturnRef,
    result=ReturnBooked,
    title_zh="登记返还",
    title_en="Book the return",
    clauses=("CN65-RETURN",),
)
REQUEST_DEPOSIT_RETURN = Operation(
    kind="action",
    name="escrow.request_deposit_return",
    parameters=ReturnParameters,
    result=ReturnAsked,
    title_zh="申请返还保证金",
    title_en="Apply for the return of a deposit",
    clauses=("CN65-RETURN",),
)
GET_DEPOSIT = Operation(
    kind="query",
    name="escrow.get_deposit",
    parameters=ReadParameters,
    result=DepositResult,
    title_zh="查看工资保证金",
    title_en="Get a deposit",
)
LIST_DEPOSITS = Operation(
    kind="query",
    name="escrow.list_deposits",
    parameters=PageParameters,
    result=PageResult,
    title_zh="列出工资保证金",
    title_en="List deposits",
)
