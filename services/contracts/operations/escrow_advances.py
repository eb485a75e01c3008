"""Operations on advances of wages in arrears (P11): who pays first, notice, payment, guarantor, filing, recovery."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Object, Objects, Text, Whole, Words


class Request(Contract):
    """What the calling or starting process knows: project_id, arrears_fen, and advance_id or payment_id."""

    request = Object(required=True)


class AdvanceRef(Contract):
    """Which case."""

    advance_id = Text(required=True)


class AdvanceAndFacts(AdvanceRef):
    """Which case, and the process's data with what people filled in."""

    facts = Object(required=True)


class RecoveryRef(Contract):
    """Which claim for recovery, and the process's data."""

    recovery_id = Text(required=True)
    facts = Object(required=True)


class Opened(AdvanceRef):
    """The case, the parties by credit code, and the limits (ISO 8601 durations)."""

    arrears_fen = Fen(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    find_limit = Text(required=True)
    notice_limit = Text(required=True)
    file_limit = Text(required=True)


class Liability(Contract):
    """Who pays first, at most how much each, with reasons and missing facts."""

    outcome = Text(required=True)
    unlawful = Flag(required=True)
    owner_pays = Flag(required=True)
    contractor_pays = Flag(required=True)
    other_pays = Flag(required=True)
    guarantor_may_be_called = Flag(required=True)
    limits = Object(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)


class Noticed(Contract):
    """The time that the notice gives, and its last day."""

    notice_limit = Text(required=True)
    notice_by = Day(required=True)


class Settled(Contract):
    """Whether all arrears are covered, what is missing, and what was wrong with the reports."""

    covered = Flag(required=True)
    shortfall_fen = Fen(required=True)
    problems = Words(required=True)
    filing_needed = Flag(required=True)


class Refused(Contract):
    """What nobody advanced."""

    unpaid_fen = Fen(required=True)


class Called(Contract):
    """What the guarantor is called for, and its last day."""

    claimed_fen = Fen(required=True)
    pay_limit = Text(required=True)
    pay_by = Day(required=True)


class GuarantorPaid(Contract):
    """What the guarantor paid."""

    paid_fen = Fen(required=True)


class Filed(Contract):
    """The day of filing."""

    filed_on = Day(required=True, allow_none=True)


class Late(Contract):
    """Whether it is late."""

    late = Flag(required=True)


class Recoveries(Contract):
    """How many claims for recovery were opened."""

    recoveries = Whole(required=True)


class RecoveryBooked(Contract):
    """`recovered`, `unrecovered` or `wrong` with the problem."""

    outcome = Text(required=True)
    problem = Text(required=True)


class RequestParameters(Contract):
    """Arrears of a project; claims by subcontractor `{employer, amount_fen}` where known."""

    project_id = Text(required=True)
    arrears_fen = Fen(required=True)
    about = Text(required=True)
    advance_id = Text(allow_none=True)
    claims = Objects(allow_none=True)


class Requested(AdvanceRef):
    """The case; `repeated` when it was there before."""

    repeated = Flag(required=True)


class ReadParameters(AdvanceRef):
    """Which case, for which firms (None: an authority)."""

    firms = Words(allow_none=True)


class AdvanceResult(AdvanceRef):
    """A case with its payments."""

    state = Text(required=True)
    arrears_fen = Fen(required=True)
    paid_fen = Fen(required=True)
    payments = Objects(required=True)


_command = partial(Operation, kind="command")

OPEN_ADVANCE = _command(
    name="escrow.open_advance",
    parameters=Request,
    result=Opened,
    title_zh="告知各方工资责任",
    title_en="Open the case and remind of the duties",
    clauses=("TL-2.6.1-1a", "TL-2.6.1-1b", "TL-2.6.1-1c", "SX-3-1a", "SX-3-1b"),
)
DECIDE_LIABILITY = _command(
    name="escrow.decide_liability",
    parameters=AdvanceAndFacts,
    result=Liability,
    title_zh="判断先行清偿责任",
    title_en="Decide who pays first",
    clauses=("TL-2.6.1-2", "TL-2.6.1-3", "TL-2.6.1-4", "TL-2.2.2-8", "SX-11-5"),
)
SERVE_ADVANCE_NOTICE = _command(
    name="escrow.serve_advance_notice",
    parameters=AdvanceRef,
    result=Noticed,
    title_zh="送达垫付通知",
    title_en="Serve the notice to advance",
    clauses=("TL-2.6.1-3", "TL-2.6.1-2", "CN724-29", "CN724-30"),
)
SETTLE_ADVANCE = _command(
    name="escrow.settle_advance",
    parameters=AdvanceAndFacts,
    result=Settled,
    title_zh="登记垫付入账",
    title_en="Book what was advanced",
    clauses=("TL-2.6.1-3", "TL-2.6.1-1a"),
)
REFUSE_ADVANCE = _command(
    name="escrow.refuse_advance",
    parameters=AdvanceRef,
    result=Refused,
    title_zh="转欠薪案件",
    title_en="Hand over to the arrears case",
    clauses=("TL-2.6.1-2",),
)
REGISTER_GUARANTEE_CLAIM = _command(
    name="escrow.register_guarantee_claim",
    parameters=AdvanceAndFacts,
    result=Called,
    title_zh="提请担保人支付",
    title_en="Call on the guarantor",
    clauses=("SX-11-2b",),
)
BOOK_GUARANTEE_PAYMENT = _command(
    name="escrow.book_guarantee_payment",
    parameters=AdvanceAndFacts,
    result=GuarantorPaid,
    title_zh="登记担保人支付",
    title_en="Note the guarantor's payment",
    clauses=("SX-11-2b",),
)
RECORD_ADVANCE_FILING = _command(
    name="escrow.record_advance_filing",
    parameters=AdvanceRef,
    result=Filed,
    title_zh="登记备案",
    title_en="Keep the filing",
    clauses=("SX-11-2c",),
)
FLAG_UNFILED_ADVANCE = _command(
    name="escrow.flag_unfiled_advance",
    parameters=AdvanceRef,
    result=Late,
    title_zh="提示未备案",
    title_en="Flag a missing filing",
    clauses=("SX-11-2c",),
)
OPEN_RECOVERY = _command(
    name="escrow.open_recovery",
    parameters=AdvanceRef,
    result=Recoveries,
    title_zh="列出可追偿款项",
    title_en="Open the claims for recovery",
    clauses=("TL-2.6.1-1c", "SX-3-1b", "TL-2.2.2-8"),
)
BOOK_RECOVERY = _command(
    name="escrow.book_recovery",
    parameters=RecoveryRef,
    result=RecoveryBooked,
    title_zh="登记追偿结果",
    title_en="Book the outcome of a recovery",
    clauses=("TL-2.6.1-1c", "SX-3-1b"),
)
REQUEST_ADVANCE = Operation(
    kind="action",
    name="escrow.request_advance",
    parameters=RequestParameters,
    result=Requested,
    title_zh="提请先行垫付",
    title_en="Ask for an advance",
    clauses=("CN724-29", "CN724-30"),
)
GET_ADVANCE = Operation(
    kind="query",
    name="escrow.get_advance",
    parameters=ReadParameters,
    result=AdvanceResult,
    title_zh="查看垫付",
    title_en="Get an advance",
)
