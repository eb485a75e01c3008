"""Operations of closing a wage account (P16)."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Moment, Object, Objects, Text, Words


class AskParameters(Contract):
    """Which project, why (works_completed or contractor_or_bank_changed), and who asks."""

    project_id = Text(required=True)
    reason = Text(required=True)
    asked_by = Text(required=True)


class Asked(Contract):
    """The application; `repeated` when one was running already."""

    closing_id = Text(required=True)
    repeated = Flag(required=True)


class ClosingRef(Contract):
    """Which application."""

    closing_id = Text(required=True)


class ClosingAndFacts(ClosingRef):
    """Which application, and the process's data with what people filled in."""

    facts = Object(required=True)


class Judged(Contract):
    """close, refuse or undetermined, with reasons `{text, text_en, clauses}` and missing facts."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)


class NoticeWanted(Contract):
    """What the process of publicity must post, in its words."""

    kind = Text(required=True)
    about = Text(required=True)
    title = Text(required=True)
    project_id = Text(required=True)
    jurisdiction = Text(required=True)
    general_contractor = Text(required=True)


class NoticeParameters(ClosingRef):
    """On which day the notice was posted."""

    posted_on = Day(required=True)


class NoticeRuns(Contract):
    """The last day of the notice, the moment at which it is over, and whose opinion the place asks for then."""

    last_day = Day(required=True)
    over_at = Moment(required=True)
    owner_asked = Flag(required=True)
    authority_asked = Flag(required=True)


class CloseParameters(ClosingRef):
    """How much the bank gave back."""

    returned_fen = Fen(required=True)


class CloseResult(Contract):
    """closed, or differs with what the books hold."""

    outcome = Text(required=True)
    account_id = Text(required=True)
    balance_fen = Fen(required=True)


class Refused(Contract):
    """The reasons."""

    reasons = Objects(required=True)


ASK_CLOSING = Operation(
    name="escrow.ask_closing",
    kind="action",
    parameters=AskParameters,
    result=Asked,
    title_zh="申请撤销专户",
    title_en="Ask for the closing",
    clauses=("SX-11-4", "CN724-27"),
)
JUDGE_CLOSING = Operation(
    name="escrow.judge_closing",
    kind="command",
    parameters=ClosingAndFacts,
    result=Judged,
    title_zh="判断能否撤销",
    title_en="Decide on the closing",
    clauses=("SX-11-4", "CN53-CLOSE", "CN53-BLOCK"),
)
PREPARE_NOTICE = Operation(
    name="escrow.prepare_notice",
    kind="command",
    parameters=ClosingRef,
    result=NoticeWanted,
    title_zh="拟定销户公示",
    title_en="Prepare the closing notice",
    clauses=("CN724-27",),
)
START_NOTICE = Operation(
    name="escrow.start_notice",
    kind="command",
    parameters=NoticeParameters,
    result=NoticeRuns,
    title_zh="计算公示期",
    title_en="Count the public notice",
    clauses=("CN724-27",),
)
CLOSE_ACCOUNT = Operation(
    name="escrow.close_account",
    kind="command",
    parameters=CloseParameters,
    result=CloseResult,
    title_zh="登记销户",
    title_en="Close the account",
    clauses=("SX-11-4", "CN53-CLOSE"),
)
REFUSE_CLOSING = Operation(
    name="escrow.refuse_closing",
    kind="command",
    parameters=ClosingRef,
    result=Refused,
    title_zh="不予撤销",
    title_en="Refuse the closing",
    clauses=("SX-11-4", "CN53-BLOCK"),
)
