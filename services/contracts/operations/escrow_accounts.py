"""Operations about wage accounts, their months, orders and reports (P03)."""

from __future__ import annotations

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Fen, Flag, Moment, Object, Objects, Text, Whole, Words


class ProjectRef(Contract):
    """Which project."""

    project_id = Text(required=True)


class ProjectData(Contract):
    """The project as `permits.permit.issued` tells of it."""

    project = Object(required=True)


class Limits(Contract):
    """The planned account, its last day, the moment after which that has passed, the time until then, and the time for each step."""

    account_id = Text(required=True)
    opening_due_on = Day(required=True)
    overdue_at = Moment(required=True)
    step_limit = Text(required=True)
    opening_left = Text(required=True)


class StartOfWorks(ProjectRef):
    """When the works start; None while the contractor has not said so."""

    works_start_on = Day(allow_none=True)


class ProjectAndFacts(ProjectRef):
    """Which project, and the process's data with what people filled in."""

    facts = Object(required=True)


class OpeningChecked(Contract):
    """Whether the account can be filed, everything that is not right: `{code, text, text_en, clauses}`, and the last day to file it."""

    outcome = Text(required=True)
    defects = Objects(required=True)
    late = Flag(required=True)
    filing_due_on = Day(required=True)
    filing_left = Text(required=True)


class OpeningFlagged(Contract):
    """Whether the account is late, and the order that was asked for."""

    late = Flag(required=True)
    order_id = Text(allow_none=True)


class ActivateParameters(ProjectRef):
    """Which project, and the day of the filing."""

    filed_on = Day(allow_none=True)


class AccountId(Contract):
    """The account."""

    account_id = Text(required=True)


class Told(Contract):
    """Who was told of it now."""

    told = Words(required=True)


class OrderParameters(Contract):
    """Which order, and what the authority adds."""

    order_id = Text(required=True)
    remark = Text()


class OrderServed(Contract):
    """The last day that stands in the order, whether it was followed already, and the firms (credit codes) on which it is served."""

    order_id = Text(required=True)
    correct_by = Day(required=True)
    lapses_at = Moment(required=True)
    corrected = Flag(required=True)
    general_contractor = Text(required=True)
    construction_unit = Text(required=True)


class OrderId(Contract):
    """Which order."""

    order_id = Text(required=True)


class OrderEnded(Contract):
    """How the order ended: corrected, funding_late or missed; and what a further step needs to know."""

    outcome = Text(required=True)
    violation = Text(required=True)
    month = Text(required=True)
    required_fen = Fen(required=True)
    paid_fen = Fen(required=True)
    due_on = Day(required=True)
    served_on = Day(required=True)
    correct_by = Day(required=True)


class ReportId(Contract):
    """Which report."""

    report_id = Text(required=True)


class ReportTold(Contract):
    """Until when somebody must act on the report."""

    handle_by = Day(required=True)
    alarm_at = Moment(required=True)
    limit = Text(required=True)


class FindingParameters(ReportId):
    """What the authority found: founded or unfounded."""

    finding = Text(required=True)
    remark = Text()


class Finding(Contract):
    """The finding and the order that follows from it."""

    finding = Text(required=True)
    order_id = Text(allow_none=True)


class ReceiptsParameters(ProjectRef):
    """Lines of the bank: `{reference, kind: owner_transfer|top_up|diversion_returned, month, amount_fen, booked_on}`."""

    lines = Objects(required=True)


class ReceiptsResult(Contract):
    """An answer to each line, and the balance afterwards."""

    lines = Objects(required=True)
    balance_fen = Fen(required=True)


class ReportParameters(ProjectRef):
    """A bank's report: shortage or diversion, its amount, the bank's reference, when the bank noticed it."""

    kind = Text(required=True)
    amount_fen = Fen(required=True)
    reference = Text(required=True)
    noticed_at = Moment(required=True)


class ReportResult(Contract):
    """The report; `repeated` when it had been filed before."""

    report_id = Text(required=True)
    repeated = Flag(required=True)


class AccountQuery(ProjectRef):
    """Which project; `firms` limits to parties of the project, None means everybody."""

    firms = Words(allow_none=True)


class NoticesQuery(AccountQuery):
    """Which project, and which kind of notice only."""

    kind = Text(allow_none=True)


class AccountsQuery(Contract):
    """Filters and place of a page."""

    firms = Words(allow_none=True)
    jurisdiction = Text(allow_none=True)
    state = Text(allow_none=True)
    after = Text(allow_none=True)
    limit = Whole()


class LedgerQuery(AccountQuery):
    """Which project, and the place of a page."""

    after = Text(allow_none=True)
    limit = Whole()


class AccountView(Contract):
    """An account with its terms and balance; the account number is masked."""

    project_id = Text(required=True)
    account_id = Text(required=True)
    state = Text(required=True)
    balance_fen = Fen(required=True)


class Page(Contract):
    """A page and the place of the next one."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


class LedgerView(Page):
    """Balances by account (debits less credits, in fen) and a page of transactions with their postings, newest first."""

    project_id = Text(required=True)
    balances = Object(required=True)


class Audit(Contract):
    """Whether the ledger balances."""

    ok = Flag(required=True)
    uneven = Words(required=True)
    drifted = Words(required=True)


def _command(name: str, parameters: type[Contract], result: type[Contract], zh: str, en: str, *clauses: str) -> Operation:
    return Operation(name=f"escrow.{name}", kind="command", parameters=parameters, result=result, title_zh=zh, title_en=en, clauses=clauses)


REGISTER_ACCOUNT = _command(
    "register_account", ProjectData, Limits, "登记应开立的专户", "Plan the wage account", "CN53-OPEN", "SX-6-1a", "TL-2.3.1-1a"
)
PLAN_OPENING = _command("plan_opening", StartOfWorks, Limits, "计算开户期限", "Count the last day to open", "SX-6-1a", "CN53-OPEN")
CHECK_OPENING = _command(
    "check_opening",
    ProjectAndFacts,
    OpeningChecked,
    "核对开户和合同约定",
    "Check the opening and the terms",
    "SX-6-1b",
    "SX-4-1a",
    "SX-4-1c",
    "SX-6-2a",
    "SX-6-3",
    "TL-2.3.1-1b",
    "CN53-CONTRACT",
)
FLAG_UNOPENED = _command(
    "flag_unopened", ProjectRef, OpeningFlagged, "提示逾期未开户", "Flag an account not opened", "TL-2.3.1-4b", "CN724-55"
)
ACTIVATE_ACCOUNT = _command(
    "activate_account", ActivateParameters, AccountId, "启用专户", "Put the account to work", "TL-2.6.2-2e", "CN53-OPEN"
)
SERVE_ORDER = _command(
    "serve_order", OrderParameters, OrderServed, "送达责令改正", "Serve the order", "TL-2.3.1-4b", "CN724-55", "CN724-57"
)
LAPSE_ORDER = _command("lapse_order", OrderId, OrderEnded, "责令期满核对", "Close an order at its last day", "TL-2.3.1-4b", "CN724-57")
TELL_REPORT = _command("tell_report", ReportId, ReportTold, "转送银行报告", "Pass the bank's report on", "SX-6-4b", "CN724-27")
ALARM_REPORT = _command("alarm_report", ReportId, Told, "提示报告逾期未处理", "Alarm about a waiting report", "SX-6-4b")
SETTLE_REPORT = _command("settle_report", FindingParameters, Finding, "登记核查结论", "Keep the finding", "SX-6-4a", "SX-4-1c")
BOOK_RECEIPTS = Operation(
    name="escrow.book_receipts",
    kind="action",
    parameters=ReceiptsParameters,
    result=ReceiptsResult,
    title_zh="登记专户入账",
    title_en="Book money that reached the account",
    clauses=("TL-2.3.1-3a", "SX-6-4a"),
)
FILE_REPORT = Operation(
    name="escrow.file_report",
    kind="action",
    parameters=ReportParameters,
    result=ReportResult,
    title_zh="开户银行报告",
    title_en="File a bank's report",
    clauses=("SX-6-4b", "CN724-27"),
)
GET_ACCOUNT = Operation(
    name="escrow.get_account",
    kind="query",
    parameters=AccountQuery,
    result=AccountView,
    title_zh="查看专户",
    title_en="Read a wage account",
)
LIST_ACCOUNTS = Operation(
    name="escrow.list_accounts",
    kind="query",
    parameters=AccountsQuery,
    result=Page,
    title_zh="专户列表",
    title_en="List wage accounts",
    clauses=("TL-2.3.1-4a", "TL-2.6.2-2e"),
)
GET_FUNDING = Operation(
    name="escrow.get_funding",
    kind="query",
    parameters=AccountQuery,
    result=Page,
    title_zh="人工费用拨付情况",
    title_en="Read the months of a project",
    clauses=("TL-2.3.1-4a",),
)
GET_LEDGER = Operation(
    name="escrow.get_ledger",
    kind="query",
    parameters=LedgerQuery,
    result=LedgerView,
    title_zh="专户台账",
    title_en="Read the ledger of a project",
)
LIST_ORDERS = Operation(
    name="escrow.list_orders",
    kind="query",
    parameters=AccountQuery,
    result=Page,
    title_zh="责令改正列表",
    title_en="List orders to correct",
    clauses=("TL-2.3.1-4a",),
)
LIST_REPORTS = Operation(
    name="escrow.list_reports", kind="query", parameters=AccountQuery, result=Page, title_zh="银行报告列表", title_en="List bank reports"
)
LIST_NOTICES = Operation(
    name="escrow.list_notices", kind="query", parameters=NoticesQuery, result=Page, title_zh="告知列表", title_en="List notices"
)
AUDIT_LEDGER = Operation(
    name="escrow.audit_ledger",
    kind="query",
    parameters=Contract,
    result=Audit,
    title_zh="核对台账平衡",
    title_en="Check that the ledger balances",
)
