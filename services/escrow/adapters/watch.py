"""The queries behind the early warnings: one a kind, each over all projects of a place at once.

Every query returns only what is wrong: `project_id`, `subject`, either `due_on` (from which the days are counted) or `measure`, and the
facts that people are shown. Nothing here decides; colours and lead days are parameters.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.escrow.adapters.tables.accounts import bank_report, correction_order, funding_month, wage_account
from services.escrow.adapters.tables.deposits import deposit
from services.escrow.adapters.tables.deposits import use as deposit_use
from services.escrow.adapters.tables.ledger import account as ledger_account
from services.escrow.adapters.tables.ledger import entry, transaction
from services.escrow.adapters.tables.payroll import payroll, payroll_line
from services.escrow.adapters.tables.projects import project
from services.escrow.adapters.tables.warnings import contract_gap, posted_sheet
from services.escrow.domain.warnings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Select = sa.Select[Any]

FIXED = ("project_id", "subject", "measure")


class SqlWatch:
    """Fulfils `services.escrow.application.ports.Watch` on one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._postgresql = connection.dialect.name == "postgresql"
        self._queries: dict[str, Callable[[date, date], Select]] = {
            "W1": lambda _day, last: _account_not_opened(last),
            "W2": lambda _day, last: _transfer(last, paid_something=False),
            "W3": lambda _day, last: _transfer(last, paid_something=True),
            "W4": lambda day, _last: self._balance_short(day),
            "W5": lambda _day, last: _sheet_not_ready(last),
            "W6": lambda _day, last: _wages_unpaid(last),
            "W7": lambda _day, _last: _no_contract(),
            "W8": lambda _day, last: _deposit_missing(last),
            "W9": lambda _day, last: _letter_ends(last),
            "W10": lambda _day, _last: _diverted(),
        }

    def find(self, kind: str, jurisdiction: str, day: date, lead_days: int) -> Sequence[Finding]:
        """Return what is wrong of one kind in one place.

        Args:
            kind: W1 to W10.
            jurisdiction: the place.
            day: today.
            lead_days: for kinds with a last day, how many days before it they are looked for (below zero: after it).
        """
        statement = self._queries[kind](day, day + timedelta(days=lead_days))
        statement = statement.where(project.c.jurisdiction == jurisdiction)
        return [_finding(dict(row), day) for row in self._connection.execute(statement).mappings()]

    def places(self) -> Sequence[str]:
        """Return the jurisdictions that have projects."""
        return list(self._connection.scalars(sa.select(project.c.jurisdiction).distinct().order_by(project.c.jurisdiction)))

    def _balance_short(self, day: date) -> Select:
        """W4: the account holds less than the wages that the next payday needs, by the last forecast or plan."""
        newest = (
            sa.select(funding_month.c.project_id, sa.func.max(funding_month.c.month).label("month"))
            .where(funding_month.c.plan != "{}", funding_month.c.payday_on >= day)
            .group_by(funding_month.c.project_id)
            .subquery()
        )
        forecast = sa.func.coalesce(
            self._member(funding_month.c.balance, "also", "forecast_fen"), self._member(funding_month.c.plan, "payroll_due_fen"), 0
        )
        held = sa.func.coalesce(ledger_account.c.balance_fen, 0)
        return (
            sa.select(
                project.c.project_id,
                funding_month.c.month.label("subject"),
                (100 - held * 100 / forecast).label("measure"),
                forecast.label("forecast_fen"),
                held.label("balance_fen"),
                funding_month.c.payday_on,
            )
            .select_from(project)
            .join(newest, newest.c.project_id == project.c.project_id)
            .join(funding_month, sa.and_(funding_month.c.project_id == newest.c.project_id, funding_month.c.month == newest.c.month))
            .outerjoin(ledger_account, sa.and_(ledger_account.c.project_id == project.c.project_id, ledger_account.c.kind == "bank"))
            .where(forecast > 0, held < forecast)
        )

    def _member(self, column: sa.Column[str], *path: str) -> sa.ColumnElement[Any]:
        """Return a whole number inside a JSON text; null where it is missing."""
        value: sa.ColumnElement[Any] = sa.cast(column, sa.JSON) if self._postgresql else sa.type_coerce(column, sa.JSON)
        found: Any = value[path] if len(path) > 1 else value[path[0]]
        return sa.cast(found.as_string(), sa.BigInteger)


def _finding(row: dict[str, Any], day: date) -> Finding:
    measure = row["measure"] if "measure" in row else (day - _day(row["due_on"])).days
    facts = {str(name): value.isoformat() if isinstance(value, date) else value for name, value in row.items() if name not in FIXED}
    return Finding(project_id=row["project_id"], subject=row["subject"], measure=int(measure), facts=facts)


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def _account_not_opened(last: date) -> Select:
    """W1: planned, and not yet in use."""
    table = wage_account
    return (
        sa.select(project.c.project_id, sa.literal("account").label("subject"), table.c.opening_due_on.label("due_on"), table.c.state)
        .select_from(project.join(table, table.c.project_id == project.c.project_id))
        .where(table.c.state.in_(("planned", "checked")), table.c.opening_due_on <= last)
    )


def _transfer(last: date, *, paid_something: bool) -> Select:
    """W2 and W3: of what is due for a month nothing has come, or too little."""
    undone = transaction.alias("undone")
    paid = (
        sa.select(transaction.c.project_id, transaction.c.month, sa.cast(sa.func.sum(entry.c.debit_fen), sa.BigInteger).label("fen"))
        .select_from(transaction.join(entry).outerjoin(undone, undone.c.reverses == transaction.c.id))
        .where(transaction.c.what == "owner_transfer", transaction.c.reverses.is_(None), undone.c.id.is_(None))
        .group_by(transaction.c.project_id, transaction.c.month)
        .subquery()
    )
    table, fen = funding_month, sa.func.coalesce(paid.c.fen, 0)
    return (
        sa.select(project.c.project_id, table.c.month.label("subject"), table.c.due_on, table.c.required_fen, fen.label("paid_fen"))
        .select_from(project.join(table, table.c.project_id == project.c.project_id))
        .outerjoin(paid, sa.and_(paid.c.project_id == table.c.project_id, paid.c.month == table.c.month))
        .where(
            table.c.state.in_(("due", "late")),
            table.c.due_on <= last,
            fen < table.c.required_fen,
            fen > 0 if paid_something else fen == 0,
        )
    )


def _sheet_not_ready(last: date) -> Select:
    """W5: the month's sheet is not signed by everybody, or does not hang on site."""
    signed, posted = payroll.c.approved_at.is_not(None), posted_sheet.c.payroll_id.is_not(None)
    return (
        sa.select(
            project.c.project_id,
            payroll.c.month.label("subject"),
            payroll.c.form_due_on.label("due_on"),
            signed.label("signed"),
            posted.label("posted"),
        )
        .select_from(project.join(payroll, payroll.c.project_id == project.c.project_id))
        .outerjoin(posted_sheet, posted_sheet.c.payroll_id == payroll.c.payroll_id)
        .where(payroll.c.form_due_on <= last, sa.or_(sa.not_(signed), sa.not_(posted)))
    )


def _wages_unpaid(last: date) -> Select:
    """W6: lines of a month that the payday left unpaid; without an agreed payday nothing is counted yet."""
    payday = sa.func.coalesce(payroll.c.pay_on, funding_month.c.payday_on)
    owed = (
        sa.select(
            payroll_line.c.payroll_id,
            sa.func.count().label("workers"),
            sa.cast(sa.func.sum(payroll_line.c.due_fen - payroll_line.c.paid_fen), sa.BigInteger).label("unpaid_fen"),
        )
        .where(payroll_line.c.paid_fen < payroll_line.c.due_fen)
        .group_by(payroll_line.c.payroll_id)
        .subquery()
    )
    return (
        sa.select(project.c.project_id, payroll.c.month.label("subject"), payday.label("due_on"), owed.c.workers, owed.c.unpaid_fen)
        .select_from(project.join(payroll, payroll.c.project_id == project.c.project_id))
        .join(owed, owed.c.payroll_id == payroll.c.payroll_id)
        .outerjoin(funding_month, sa.and_(funding_month.c.project_id == payroll.c.project_id, funding_month.c.month == payroll.c.month))
        .where(payday <= last)
    )


def _no_contract() -> Select:
    """W7: workers whose last closed attendance stands against no contract."""
    return (
        sa.select(
            project.c.project_id,
            sa.literal("contracts").label("subject"),
            sa.func.count().label("measure"),
            sa.func.min(contract_gap.c.since_month).label("since_month"),
            sa.func.count().label("workers"),
        )
        .select_from(project.join(contract_gap, contract_gap.c.project_id == project.c.project_id))
        .where(sa.not_(contract_gap.c.signed))
        .group_by(project.c.project_id)
    )


def _deposit_missing(last: date) -> Select:
    """W8: not stored in full by its last day, or used and not topped up by the day of the notice."""
    top_up = (
        sa.select(deposit_use.c.project_id, sa.func.max(deposit_use.c.top_up_by).label("top_up_by"))
        .where(deposit_use.c.top_up_by.is_not(None))
        .group_by(deposit_use.c.project_id)
        .subquery()
    )
    due = sa.func.coalesce(top_up.c.top_up_by, deposit.c.due_on)
    return (
        sa.select(
            project.c.project_id,
            sa.literal("deposit").label("subject"),
            due.label("due_on"),
            deposit.c.due_fen,
            deposit.c.held_fen,
            top_up.c.top_up_by.is_not(None).label("used"),
        )
        .select_from(project.join(deposit, deposit.c.project_id == project.c.project_id))
        .outerjoin(top_up, top_up.c.project_id == deposit.c.project_id)
        .where(
            sa.or_(deposit.c.state.in_(("assessing", "due")), sa.and_(deposit.c.state == "stored", deposit.c.held_fen < deposit.c.due_fen)),
            due <= last,
        )
    )


def _letter_ends(last: date) -> Select:
    """W9: the bank's letter that stands for the deposit ends."""
    return (
        sa.select(
            project.c.project_id,
            deposit.c.letter_number.label("subject"),
            deposit.c.letter_valid_until.label("due_on"),
            deposit.c.held_fen,
        )
        .select_from(project.join(deposit, deposit.c.project_id == project.c.project_id))
        .where(deposit.c.form == "letter", deposit.c.state.in_(("due", "stored")), deposit.c.letter_valid_until <= last)
    )


def _diverted() -> Select:
    """W10: a diversion that the bank reported is neither found untrue nor put right."""
    put_right = sa.and_(
        correction_order.c.project_id == bank_report.c.project_id,
        correction_order.c.about == sa.literal("report ").concat(bank_report.c.report_id),
        correction_order.c.state == "corrected",
    )
    return (
        sa.select(
            project.c.project_id,
            bank_report.c.report_id.label("subject"),
            sa.func.substr(bank_report.c.noticed_at, 1, 10).label("due_on"),
            bank_report.c.amount_fen,
            bank_report.c.finding,
        )
        .select_from(project.join(bank_report, bank_report.c.project_id == project.c.project_id))
        .outerjoin(correction_order, put_right)
        .where(bank_report.c.kind == "diversion", bank_report.c.finding != "unfounded", correction_order.c.order_id.is_(None))
    )
