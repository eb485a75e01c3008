"""Operations of the permits service (P01): from application to permit, refusal or closing."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Object, Objects, Text, Whole, Words


class ApplicationRef(Contract):
    """Which application."""

    application_id = Text(required=True)


class ApplicationAndFacts(ApplicationRef):
    """Which application, and the process's data with what people filled in."""

    facts = Object(required=True)


class Registration(Contract):
    """The project and its parties as registered."""

    project_id = Text(required=True)
    project_name = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)


class Scope(Contract):
    """Whether the rules bind the project, which reviews follow, and the time limits (ISO 8601 durations)."""

    outcome = Text(required=True)
    missing = Words()
    deposit_is_condition = Flag(required=True)
    labour_check = Flag(required=True)
    check_limit = Text(required=True)
    decision_limit = Text(required=True)
    supplement_limit = Text(required=True)
    acknowledge_limit = Text(required=True)


class Gate(Contract):
    """Whether the permit may be issued, with reasons `{text, clauses}` and missing facts."""

    outcome = Text(required=True)
    reasons = Objects()
    missing = Words()


class Issued(Contract):
    """The permit, and what the processes that follow need to know of the project; an unknown fact is None."""

    permit_id = Text(required=True)
    permit_number = Text(required=True)
    issued_on = Day(required=True)
    project_name = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    contract_price_fen = Fen(allow_none=True)
    construction_contract_signed_on = Day(allow_none=True)
    project_sector = Text(allow_none=True)
    investment_fen = Fen(allow_none=True)


class Refused(Contract):
    """The refusal with its reasons."""

    reasons = Objects(required=True)
    refused_on = Day(required=True)


class CloseParameters(ApplicationRef):
    """Which application, and the outcome of the scope decision."""

    outcome = Text(required=True)


class Closed(Contract):
    """The outcome it was closed with."""

    outcome = Text(required=True)


class Notified(Contract):
    """The duties that the contractor was told of: `{kind, text, due_on}`."""

    duties = Objects(required=True)


class Flagged(Contract):
    """Whether the application is late."""

    late = Flag(required=True)


class SubmitParameters(Contract):
    """An application as lodged; firms by their credit codes, facts by the names of the decisions."""

    jurisdiction = Text(required=True)
    project_name = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    facts = Object(required=True)
    submitted_by = Text(required=True)
    request_id = Text(allow_none=True)


class SubmitResult(Contract):
    """The application; `repeated` when the request had been made before."""

    application_id = Text(required=True)
    repeated = Flag(required=True)


class FirmParameters(Contract):
    """A firm for the register."""

    credit_code = Text(required=True)
    name = Text(required=True)
    kind = Text(required=True)
    contact = Text()


class FirmResult(Contract):
    """The firm; `added` is False when it was there already."""

    credit_code = Text(required=True)
    added = Flag(required=True)


class ReadParameters(ApplicationRef):
    """Which application, for which firms (credit codes; None: an authority, which sees all)."""

    firms = Words(allow_none=True)


class ApplicationResult(Contract):
    """An application with facts, decisions, notices and permit."""

    id = Text(required=True)
    state = Text(required=True)
    facts = Object(required=True)


class PageParameters(Contract):
    """Which part of a list is wanted."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    state = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of a list."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


class DecideParameters(Contract):
    """Which decision, for which jurisdiction and day, with which facts."""

    decision = Text(required=True)
    jurisdiction = Text(required=True)
    on = Day()
    facts = Object(required=True)


class DecideResult(Contract):
    """The decision with its reasons."""

    decision = Text(required=True)
    outcome = Text(required=True)
    reasons = Objects(required=True)
    missing = Words(required=True)


class NoParameters(Contract):
    """Nothing to say."""


class DecisionList(Contract):
    """Names of decisions with the JSON Schema of their facts."""

    items = Objects(required=True)


_command = partial(Operation, kind="command")
_action = partial(Operation, kind="action")
_query = partial(Operation, kind="query")

REGISTER_PROJECT = _command(
    name="permits.register_project",
    parameters=ApplicationRef,
    result=Registration,
    title_zh="登记项目与申请",
    title_en="Register project and application",
    clauses=("SX-10-2a", "TL-2.1.3-1c"),
)
CHECK_SCOPE = _command(
    name="permits.check_scope",
    parameters=ApplicationAndFacts,
    result=Scope,
    title_zh="判断适用范围",
    title_en="Check the scope",
    clauses=("SX-2-1", "SX-15-1"),
)
EVALUATE_GATE = _command(
    name="permits.evaluate_gate",
    parameters=ApplicationAndFacts,
    result=Gate,
    title_zh="判断许可条件",
    title_en="Evaluate the permit gate",
    clauses=("TL-2.2.1-1", "SX-10-2b", "SX-8-1"),
)
ISSUE_PERMIT = _command(
    name="permits.issue_permit",
    parameters=ApplicationRef,
    result=Issued,
    title_zh="登记并制证",
    title_en="Issue the permit",
    clauses=("SX-10-2a", "CN724-23"),
)
REFUSE_PERMIT = _command(
    name="permits.refuse_permit",
    parameters=ApplicationAndFacts,
    result=Refused,
    title_zh="制作不予许可决定",
    title_en="Write the refusal",
    clauses=("SX-10-2b", "TL-2.2.1-1"),
)
CLOSE_OUT_OF_SCOPE = _command(
    name="permits.close_out_of_scope",
    parameters=CloseParameters,
    result=Closed,
    title_zh="告知不适用及国家规定义务",
    title_en="Tell out of scope and national duties",
    clauses=("SX-2-1", "SX-15-1"),
)
NOTIFY_CONTRACTOR = _command(
    name="permits.notify_contractor",
    parameters=ApplicationRef,
    result=Notified,
    title_zh="告知保证金和专户义务",
    title_en="Tell deposit and account duties",
    clauses=("CN65-DUE", "CN53-OPEN"),
)
FLAG_LATE_DECISION = _command(
    name="permits.flag_late_decision",
    parameters=ApplicationRef,
    result=Flagged,
    title_zh="提示逾期办理",
    title_en="Flag a late decision",
    clauses=("CNAL-42",),
)
SUBMIT_APPLICATION = _action(
    name="permits.submit_application",
    parameters=SubmitParameters,
    result=SubmitResult,
    title_zh="提交施工许可申请",
    title_en="Lodge an application",
    clauses=("SX-10-2a",),
)
REGISTER_FIRM = _action(
    name="permits.register_firm", parameters=FirmParameters, result=FirmResult, title_zh="登记企业", title_en="Register a firm"
)
GET_APPLICATION = _query(
    name="permits.get_application",
    parameters=ReadParameters,
    result=ApplicationResult,
    title_zh="查看施工许可申请",
    title_en="Get an application",
)
LIST_APPLICATIONS = _query(
    name="permits.list_applications",
    parameters=PageParameters,
    result=PageResult,
    title_zh="列出施工许可申请",
    title_en="List applications",
)
LIST_PROJECTS = _query(
    name="permits.list_projects", parameters=PageParameters, result=PageResult, title_zh="列出项目", title_en="List projects"
)
LIST_FIRMS = _query(name="permits.list_firms", parameters=NoParameters, result=PageResult, title_zh="列出企业", title_en="List firms")
DECIDE = _query(name="permits.decide", parameters=DecideParameters, result=DecideResult, title_zh="作出判断", title_en="Decide")
LIST_DECISIONS = _query(
    name="permits.list_decisions", parameters=NoParameters, result=DecisionList, title_zh="列出判断", title_en="List decisions"
)
