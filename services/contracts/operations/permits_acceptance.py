"""Operations on completion acceptance, its filing and the final settlement (P07, P17)."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Object, Objects, Text, Whole, Words


class ApplyAcceptance(Contract):
    """An application for `acceptance` or `filing`; facts by the names of `acceptance_gate`."""

    acceptance_id = Text(required=True)
    project_id = Text(required=True)
    step = Text(required=True)
    acceptance_passed_on = Day(allow_none=True)
    supervision_unit = Text(allow_none=True)
    facts = Object(required=True)
    firms = Words(allow_none=True)


class AppliedAcceptance(Contract):
    """The application; `repeated` when it was there already."""

    acceptance_id = Text(required=True)
    repeated = Flag(required=True)


class AcceptanceRef(Contract):
    """Which application."""

    acceptance_id = Text(required=True)


class AcceptanceAndFacts(AcceptanceRef):
    """Which application, and the process's data with what people filled in."""

    facts = Object(required=True)


class Progress(Contract):
    """Where the application stands; a late filing begins with `filing_late_from`, `filing_left` is the time until then."""

    step = Text(required=True)
    state = Text(required=True)
    filing_due_on = Day(allow_none=True)
    filing_late_from = Day(allow_none=True)
    filing_left = Text(required=True)
    task_limit = Text(required=True)


class GateResult(Contract):
    """accept, refuse, hold or undetermined, with reasons `{text, clauses}` and missing facts."""

    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)


class PassedParameters(AcceptanceRef):
    """The day on which the acceptance was passed."""

    acceptance_passed_on = Day(required=True)


class RefusedResult(Contract):
    """The refusal, and the owner's own day that stays."""

    refused_on = Day(required=True)
    reasons = Objects(required=True)
    filing_due_on = Day(allow_none=True)


class FiledResult(Contract):
    """The filing."""

    filed_on = Day(required=True)
    acceptance_passed_on = Day(required=True)


class LateResult(Contract):
    """Whether the filing is late."""

    late = Flag(required=True)


class StartSettlement(Contract):
    """Which project, and when its acceptance was passed."""

    project_id = Text(required=True)
    acceptance_passed_on = Day(required=True)


class Clocks(Contract):
    """Whether the place sets a deadline; then its last days, and the days on which the timers look."""

    applies = Flag(required=True)
    half_year_on = Day()
    limit_on = Day()
    half_year_over_from = Day()
    half_year_left = Text()
    limit_over_from = Day()
    task_limit = Text()


class SettledParameters(Contract):
    """The day on which the parties settled."""

    project_id = Text(required=True)
    settled_on = Day(required=True)


class ReasonParameters(Contract):
    """Why the settlement takes longer, and whether the authority accepts it (None: not judged yet)."""

    project_id = Text(required=True)
    delay_reason = Text(required=True)
    justified = Flag(allow_none=True)


class ProjectOnly(Contract):
    """Which project."""

    project_id = Text(required=True)


class PledgeParameters(ProjectOnly):
    """Reference of the pledge case at the court or of the parties' agreement."""

    pledge_case = Text(required=True)


class SettlementState(Contract):
    """The settlement's state."""

    state = Text(required=True)
    day = Day(required=True)


class ListParameters(Contract):
    """Which part of the list is wanted."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    project_id = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class Page(Contract):
    """A page of a list."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")
_action = partial(Operation, kind="action")
_query = partial(Operation, kind="query")
_BOTH = ("TL-2.2.2-5a", "TL-2.2.2-5b", "SX-9-1a", "SX-9-1b")

APPLY_ACCEPTANCE = _action(
    name="permits.apply_acceptance",
    parameters=ApplyAcceptance,
    result=AppliedAcceptance,
    title_zh="申请竣工验收或备案",
    title_en="Apply for acceptance or filing",
    clauses=_BOTH,
)
REGISTER_ACCEPTANCE = _command(
    name="permits.register_acceptance",
    parameters=AcceptanceRef,
    result=Progress,
    title_zh="登记验收备案申请",
    title_en="Register the application",
    clauses=("CN279-49",),
)
EVALUATE_ACCEPTANCE = _command(
    name="permits.evaluate_acceptance",
    parameters=AcceptanceAndFacts,
    result=GateResult,
    title_zh="判断验收备案条件",
    title_en="Evaluate the acceptance gate",
    clauses=_BOTH,
)
HOLD_ACCEPTANCE = _command(
    name="permits.hold_acceptance",
    parameters=AcceptanceRef,
    result=Progress,
    title_zh="暂缓办理",
    title_en="Put the application on hold",
    clauses=("TL-2.2.2-5b", "SX-9-1b"),
)
PASS_ACCEPTANCE = _command(
    name="permits.pass_acceptance",
    parameters=PassedParameters,
    result=Progress,
    title_zh="登记验收合格",
    title_en="Record the passed acceptance",
    clauses=("SX-9-1a", "CN279-49"),
)
REFUSE_ACCEPTANCE = _command(
    name="permits.refuse_acceptance",
    parameters=AcceptanceRef,
    result=RefusedResult,
    title_zh="不予验收或备案",
    title_en="Refuse acceptance or filing",
    clauses=_BOTH,
)
FILE_ACCEPTANCE = _command(
    name="permits.file_acceptance",
    parameters=AcceptanceRef,
    result=FiledResult,
    title_zh="办理竣工验收备案",
    title_en="File the acceptance",
    clauses=("TL-2.2.2-5a", "TL-2.2.2-5b", "CN279-49"),
)
FLAG_LATE_FILING = _command(
    name="permits.flag_late_filing",
    parameters=AcceptanceRef,
    result=LateResult,
    title_zh="提示备案逾期",
    title_en="Flag a late filing",
    clauses=("CN279-49",),
)
LIST_ACCEPTANCES = _query(
    name="permits.list_acceptances", parameters=ListParameters, result=Page, title_zh="验收备案列表", title_en="List acceptances"
)
START_SETTLEMENT = _command(
    name="permits.start_settlement",
    parameters=StartSettlement,
    result=Clocks,
    title_zh="启动结算期限",
    title_en="Start the clocks of the settlement",
    clauses=("SX-9-2a",),
)
RECORD_SETTLED = _command(
    name="permits.record_settled",
    parameters=SettledParameters,
    result=SettlementState,
    title_zh="登记竣工结算",
    title_en="Record the settlement",
    clauses=("SX-9-2a",),
)
RECORD_DELAY_REASON = _command(
    name="permits.record_delay_reason",
    parameters=ReasonParameters,
    result=SettlementState,
    title_zh="登记延期理由",
    title_en="Record the reason for delay",
    clauses=("SX-9-2a", "SX-9-2b"),
)
MARK_SETTLEMENT_LATE = _command(
    name="permits.mark_settlement_late",
    parameters=ProjectOnly,
    result=SettlementState,
    title_zh="登记结算逾期",
    title_en="Mark the settlement late",
    clauses=("SX-9-2a",),
)
OPEN_PLEDGE_CASE = _command(
    name="permits.open_pledge_case",
    parameters=PledgeParameters,
    result=SettlementState,
    title_zh="登记抵押偿付案",
    title_en="Open the pledge case",
    clauses=("SX-9-2b",),
)
LIST_SETTLEMENTS = _query(
    name="permits.list_settlements", parameters=ListParameters, result=Page, title_zh="竣工结算列表", title_en="List settlements"
)
