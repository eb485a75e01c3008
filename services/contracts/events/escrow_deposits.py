"""Events about wage deposits (P05)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Fen, Flag, Moment, Text, Whole


class DepositMissing(Contract):
    """A last day passed and the deposit is not there; `amount_fen` is 0 while its amount is not decided."""

    project_id = Text(required=True)
    amount_fen = Fen(required=True)


class DepositStored(Contract):
    """The whole deposit lies there, as cash or as a bank's letter."""

    project_id = Text(required=True)
    amount_fen = Fen(required=True)
    form = Text(required=True)
    late = Flag(required=True)


class DepositUsed(Contract):
    """The bank paid wages from the deposit after a missed order."""

    project_id = Text(required=True)
    order_id = Text(required=True)
    amount_fen = Fen(required=True)


class DepositReviewDue(Contract):
    """The yearly review of a deposit begins."""

    review_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    general_contractor = Text(required=True)
    jurisdiction = Text(required=True)
    year = Whole(required=True)


class DepositRateChanged(Contract):
    """The yearly review changed the rate of a deposit."""

    project_id = Text(required=True)
    year = Whole(required=True)
    old_rate_bp = Whole(allow_none=True)
    new_rate_bp = Whole(required=True)
    due_fen = Fen(required=True)


class DepositReturnRequested(Contract):
    """A contractor applied for the return of its deposit."""

    request_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    general_contractor = Text(required=True)
    jurisdiction = Text(required=True)
    notice_over_at = Moment(required=True)
    check_limit = Text(required=True)
    confirm_limit = Text(required=True)


class DepositReturned(Contract):
    """The deposit went back to the contractor."""

    project_id = Text(required=True)
    amount_fen = Fen(required=True)


DEPOSIT_MISSING = Event(
    name="escrow.deposit.missing",
    data=DepositMissing,
    key="project_id",
    title_zh="工资保证金逾期未足额",
    title_en="Deposit missing",
    clauses=("TL-2.3.2-2", "TL-2.6.2-2f", "CN65-DUE"),
)
DEPOSIT_STORED = Event(
    name="escrow.deposit.stored",
    data=DepositStored,
    key="project_id",
    title_zh="工资保证金已足额存储",
    title_en="Deposit stored",
    clauses=("TL-2.3.2-2",),
)
DEPOSIT_USED = Event(
    name="escrow.deposit.used",
    data=DepositUsed,
    key="project_id",
    title_zh="工资保证金已动用",
    title_en="Deposit used",
    clauses=("CN65-USE",),
)
DEPOSIT_REVIEW_DUE = Event(
    name="escrow.deposit.review_due",
    data=DepositReviewDue,
    key="review_id",
    title_zh="保证金年度调整开始",
    title_en="Review of a deposit begins",
    clauses=("SX-8-2",),
)
DEPOSIT_RATE_CHANGED = Event(
    name="escrow.deposit.rate_changed",
    data=DepositRateChanged,
    key="project_id",
    title_zh="保证金额度已调整",
    title_en="Rate of a deposit changed",
    clauses=("SX-8-2", "SX-8-3a", "SX-8-3b"),
)
DEPOSIT_RETURN_REQUESTED = Event(
    name="escrow.deposit.return_requested",
    data=DepositReturnRequested,
    key="request_id",
    title_zh="申请返还工资保证金",
    title_en="Return of a deposit applied for",
    clauses=("CN65-RETURN",),
)
DEPOSIT_RETURNED = Event(
    name="escrow.deposit.returned",
    data=DepositReturned,
    key="project_id",
    title_zh="工资保证金已返还",
    title_en="Deposit returned",
    clauses=("CN65-RETURN",),
)
