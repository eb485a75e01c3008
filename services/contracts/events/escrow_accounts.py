"""Events about wage accounts: opened, funded or not, ordered to be put right, reported by the bank, closed (P03, P16)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Fen, Moment, Text


class AccountRef(Contract):
    """A project and its wage account."""

    project_id = Text(required=True)
    account_id = Text(required=True)


class MonthOpened(Contract):
    """A month of a working account began; `funding_id` is `<project_id>:<month>`."""

    funding_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    construction_unit = Text(required=True)
    general_contractor = Text(required=True)
    month = Text(required=True)
    funding_due_on = Day(required=True)
    funding_late_at = Moment(required=True)
    step_limit = Text(required=True)


class MonthFunded(Contract):
    """Everything due for a month has come."""

    funding_id = Text(required=True)
    project_id = Text(required=True)
    month = Text(required=True)
    paid_fen = Fen(required=True)


class FundingLate(Contract):
    """The owner was ordered to fund a month and did not."""

    project_id = Text(required=True)
    month = Text(required=True)
    required_fen = Fen(required=True)
    paid_fen = Fen(required=True)
    due_on = Day(required=True)
    order_id = Text()
    served_on = Day()
    correct_by = Day()


class OrderWanted(Contract):
    """Something about the account must be ordered to be put right; `reason` is no_account, owner_late, short or diverted."""

    order_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    reason = Text(required=True)
    month = Text(required=True)
    detail = Text(required=True)
    alarm_limit = Text(required=True)


class OrderRef(Contract):
    """An order and its project."""

    order_id = Text(required=True)
    project_id = Text(required=True)


class OrderMissed(OrderRef):
    """An order was not followed; `violation` in the words of the decision on a stop, such as no_wage_account."""

    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    violation = Text(required=True)
    served_on = Day(required=True)
    correct_by = Day(required=True)


class ReportFiled(Contract):
    """A bank reported a shortage or a diversion; time runs from `noticed_at`."""

    report_id = Text(required=True)
    project_id = Text(required=True)
    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    kind = Text(required=True)
    amount_fen = Fen(required=True)
    noticed_at = Moment(required=True)


ACCOUNT_OPENED = Event(
    name="escrow.account.opened",
    data=AccountRef,
    key="project_id",
    title_zh="工资专用账户已启用",
    title_en="Wage account in use",
    clauses=("CN53-OPEN",),
)
ACCOUNT_CLOSED = Event(
    name="escrow.account.closed",
    data=AccountRef,
    key="project_id",
    title_zh="工资专用账户已撤销",
    title_en="Wage account closed",
    clauses=("SX-11-4",),
)
MONTH_OPENED = Event(
    name="escrow.month.opened",
    data=MonthOpened,
    key="funding_id",
    title_zh="当月人工费用拨付开始",
    title_en="Funding month opened",
    clauses=("CN724-24",),
)
MONTH_FUNDED = Event(
    name="escrow.month.funded",
    data=MonthFunded,
    key="funding_id",
    title_zh="当月人工费用已足额拨付",
    title_en="Funding month paid in full",
    clauses=("CN724-29",),
)
FUNDING_LATE = Event(
    name="escrow.funding.late",
    data=FundingLate,
    key="project_id",
    title_zh="人工费用逾期未拨且责令后仍未改正",
    title_en="Labour cost late after an order",
    clauses=("CN724-57",),
)
ORDER_WANTED = Event(
    name="escrow.order.wanted",
    data=OrderWanted,
    key="order_id",
    title_zh="需要责令改正",
    title_en="An order to correct is wanted",
    clauses=("TL-2.3.1-4b", "CN724-55"),
)
ORDER_CORRECTED = Event(
    name="escrow.order.corrected",
    data=OrderRef,
    key="order_id",
    title_zh="责令事项已改正",
    title_en="What was ordered has been put right",
    clauses=("TL-2.3.1-4b",),
)
ORDER_MISSED = Event(
    name="escrow.order.missed",
    data=OrderMissed,
    key="order_id",
    title_zh="责令改正逾期未改",
    title_en="An order to correct was not followed",
    clauses=("TL-2.3.1-4b", "CN724-55"),
)
REPORT_FILED = Event(
    name="escrow.report.filed",
    data=ReportFiled,
    key="report_id",
    title_zh="开户银行报告资金异常",
    title_en="Bank's report about the account",
    clauses=("SX-6-4b", "CN724-27"),
)
