"""One month's labour cost: opened, certified, decided, waited for, and compared with the wages (P03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger, orders
from services.escrow.application.lookup import (
    account_of,
    beginning_of,
    day_in_month,
    end_of,
    month_after,
    month_of,
    parameter,
    visible_project,
)
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.accounts import ACTIVE, CLOSING, WageAccount
from services.escrow.domain.months import DUE, FUNDED, LATE, OPENED, FundingMonth
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

PAYMENTS = ("payment_fen", "second_payment_fen", "third_payment_fen")
CERTIFIED = ("certified_progress_fen", "agreed_labour_cost_fen", "payment_form", "payment_kind", "returned_deposit_in_payments_fen")
PLANNED = (
    "payroll_due_fen",
    "planned_headcount",
    "headcount_base",
    "contract_monthly_rate_fen",
    "officer_forecast_fen",
    "officer_reason",
)
FORECAST_BASE = 3


def open_month(work: Work, project: Project, account: WageAccount, month: str) -> bool:
    """Open a month once and start its process; the owner's and the workers' days follow from the contract's terms."""
    first = month_of(month)
    agreed = day_in_month(first, account.funding_day)
    # An agreed day that is a day of rest moves to the next working day (CCL-203); a payday moves before it (CN724-14).
    due = work.law.due(project.jurisdiction, agreed - timedelta(days=1), "P1D", "calendar").last_day
    funding = FundingMonth(
        project_id=project.project_id,
        month=month,
        state=OPENED,
        due_on=due,
        payday_on=work.law.payday(project.jurisdiction, day_in_month(month_after(first), account.payday)),
    )
    if not work.records.add_new(funding):
        return False
    work.emit(
        "escrow.month.opened",
        subject=funding.funding_id,
        jurisdiction=project.jurisdiction,
        data={
            "funding_id": funding.funding_id,
            "project_id": project.project_id,
            "project_name": project.name,
            "jurisdiction": project.jurisdiction,
            "construction_unit": project.construction_unit,
            "general_contractor": project.general_contractor,
            "month": month,
            "funding_due_on": due.isoformat(),
            "funding_late_at": end_of(due),
            "step_limit": str(parameter(work, project, "wage_account.step_duration")),
        },
    )
    return True


def fix_labour_cost(work: Work, *, project_id: str, month: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide what the owner must put in for the month and book it as due (TL-2.3.1-1c, SX-4-1b, CN724-24)."""
    project, funding = project_of(work, project_id, lock=True), funding_of(work, project_id, month)
    certified = {name: facts[name] for name in CERTIFIED if name in facts}
    certified["payments_fen"] = [facts[name] for name in PAYMENTS if facts.get(name)]
    terms = account_of(work, project_id).terms
    certified.setdefault("agreed_labour_cost_fen", int(terms.get("agreed_labour_cost_fen") or 0))
    decision = work.law.decide("labour_cost_due", project.jurisdiction, work.now.date(), certified)
    required = decision["outcome"] if isinstance(decision["outcome"], int) else None
    funding = replace(funding, certified=certified, labour_cost=decision, required_fen=required)
    if required is not None and funding.state == OPENED:
        if required:
            ledger.book(
                work, project_id=project_id, key=f"due {month}", what="labour_cost_due", amount_fen=required, month=month,
                booked_on=funding.due_on, memo="当月应拨付人工费用",
            )  # fmt: skip
        funding = replace(funding, state=DUE)
    work.records.put(funding)
    settle_month(work, project, month)
    funded = funding_of(work, project_id, month).state == FUNDED
    return {
        "outcome": "undetermined" if required is None else "funded" if funded else "due",
        "required_fen": required or 0,
        "due_on": funding.due_on.isoformat(),
        "late_at": end_of(funding.due_on),
        "planned": orders.order_about_month(work, project_id, month) is not None,
        "missing": list(decision["missing"]),
        "reasons": _reasons(decision),
    }


def settle_month(work: Work, project: Project, month: str) -> bool:
    """Call the month funded once everything due has come, end what was ordered because of it, and tell the waiting process."""
    funding = work.records.one(FundingMonth, lock=True, project_id=project.project_id, month=month)
    if funding is None or funding.state not in (DUE, LATE) or funding.required_fen is None:
        return False
    paid = ledger.turnover(work, project.project_id, "owner_transfer", month)
    if paid < funding.required_fen:
        return False
    work.records.put(replace(funding, state=FUNDED, funded_on=work.now.date()))
    orders.correct(work, project, reason="owner_late", about=f"month {month}")
    work.emit(
        "escrow.month.funded",
        subject=funding.funding_id,
        jurisdiction=project.jurisdiction,
        data={"funding_id": funding.funding_id, "project_id": project.project_id, "month": month, "paid_fen": paid},
    )
    return True


def flag_late(work: Work, *, project_id: str, month: str) -> dict[str, Any]:
    """Ask for an order when the owner's day has passed and money is missing (TL-2.3.1-3b, TL-2.3.1-4b, CN724-57)."""
    project, funding = project_of(work, project_id, lock=True), funding_of(work, project_id, month)
    paid = ledger.turnover(work, project_id, "owner_transfer", month)
    missing = max(0, (funding.required_fen or 0) - paid)
    if funding.state == DUE and missing:
        work.records.put(replace(funding, state=LATE))
        orders.want(
            work,
            project,
            about=f"month {month}",
            reason="owner_late",
            month=month,
            required_fen=funding.required_fen or 0,
            due_on=funding.due_on,
            detail=f"{month} 应拨付人工费用 {funding.required_fen} 分，截至 {funding.due_on.isoformat()} 尚欠 {missing} 分",
            detail_en=f"of {funding.required_fen} fen due for {month}, {missing} fen were missing after {funding.due_on.isoformat()}",
        )
    return {"missing_fen": missing, "paid_fen": paid}


def check_balance(work: Work, *, project_id: str, month: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Compare the account with the wages (TL-2.3.1-2a, SX-11-2a); what the owner failed to put in stays a claim (A33)."""
    project, funding = project_of(work, project_id, lock=True), funding_of(work, project_id, month)
    plan = {name: facts[name] for name in PLANNED if facts.get(name) is not None}
    decision = _judge(work, project, replace(funding, plan=plan))
    work.records.put(replace(funding, plan=plan, balance=decision))
    also = decision["also"]
    return {
        "outcome": decision["outcome"],
        "shortfall_fen": int(also.get("shortfall_fen") or 0),
        "owner_claim_fen": max(0, ledger.balance(work, project_id, "owner_due")),
        "payday_on": funding.payday_on.isoformat(),
        "payday_at": beginning_of(funding.payday_on),
        "missing": list(decision["missing"]),
        "reasons": _reasons(decision),
    }


def flag_short(work: Work, *, project_id: str, month: str) -> dict[str, Any]:
    """Tell the authorities that the payday has come and the account does not hold the wages (SX-11-2a, CN724-31)."""
    project, funding = project_of(work, project_id), funding_of(work, project_id, month)
    told = tell(
        work,
        project,
        about=f"month {month}",
        kind="short_on_payday",
        addressees=("housing_bureau", "hr_bureau"),
        zh=f"{month} 工资发放日（{funding.payday_on.isoformat()}）专户余额仍不足。",
        en=f"On the payday of {month} ({funding.payday_on.isoformat()}) the account still holds too little.",
        clauses=("SX-11-2a",) if project.jurisdiction == "shaoxing" else ("CN724-31",),
    )
    return {"told": told}


def watch_accounts(work: Work, *, day: date) -> dict[str, Any]:
    """Once a day: open the month of every working account and compare its balance with the wages again (TL-2.3.1-2a, TL-2.3.1-4a)."""
    opened, short, month = 0, [], day.strftime("%Y-%m")
    for account in work.records.many(WageAccount, state=(ACTIVE, CLOSING)):
        project = project_of(work, account.project_id)
        if account.state == ACTIVE:
            opened += open_month(work, project, account, month)
        if _warn(work, project, day):
            short.append(account.project_id)
    return {"opened": opened, "short": short}


def _warn(work: Work, project: Project, day: date) -> bool:
    """Warn on the day on which the standing balance is too low; one reading is no sanction (A3)."""
    planned = [funding for funding in work.records.many(FundingMonth, project_id=project.project_id) if funding.plan]
    if not planned or project.jurisdiction != "toli-draft":
        return False
    decision = _judge(work, project, planned[-1])
    if decision["outcome"] != "short":
        return False
    tell(
        work,
        project,
        about=f"balance {day.isoformat()}",
        kind="balance_short",
        addressees=(project.general_contractor, project.construction_unit, "housing_bureau"),
        zh=f"{day.isoformat()} 专户余额不足以支付下月工资。",
        en=f"On {day.isoformat()} the account did not cover next month's wages.",
        clauses=("TL-2.3.1-2a",),
    )
    return True


def funding_of(work: Work, project_id: str, month: str) -> FundingMonth:
    """Return a month, locked for its change; who books money as well locks the project first, as receipts do.

    Raises:
        HuxinError: code `unknown_month`.
    """
    funding = work.records.one(FundingMonth, lock=True, project_id=project_id, month=month)
    if funding is None:
        raise HuxinError("unknown_month", "No such month", f"project {project_id} has no funding month {month}", status=404)
    return funding


def show_funding(work: Work, *, project_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return the months of a project, newest first, each with what was due, what came and the decisions."""
    visible_project(work, project_id, firms)
    return {
        "items": [
            {
                "month": funding.month,
                "state": funding.state,
                "due_on": funding.due_on.isoformat(),
                "payday_on": funding.payday_on.isoformat(),
                "required_fen": funding.required_fen,
                "paid_fen": ledger.turnover(work, project_id, "owner_transfer", funding.month),
                "topped_up_fen": ledger.turnover(work, project_id, "top_up", funding.month),
                "funded_on": funding.funded_on.isoformat() if funding.funded_on else None,
                "certified": funding.certified,
                "plan": funding.plan,
                "labour_cost": funding.labour_cost,
                "balance": funding.balance,
            }
            for funding in work.records.many(FundingMonth, project_id=project_id, newest_first=True)
        ],
        "next_cursor": None,
    }


def _judge(work: Work, project: Project, funding: FundingMonth) -> dict[str, Any]:
    paid = _last_wages(work, project, funding.month)
    facts: dict[str, Any] = {
        "balance_fen": ledger.balance(work, project.project_id),
        "wages_last_three_fen": paid,
        "first_month": not paid,
        "payday_on": funding.payday_on.isoformat(),
        "transferred_to_wage_account_fen": ledger.turnover(work, project.project_id, "owner_transfer", funding.month),
        "contractor_topped_up_fen": ledger.turnover(work, project.project_id, "top_up", funding.month),
        "officer_forecast_fen": None,
        "officer_reason": None,
        **funding.plan,
    }
    if "certified_progress_fen" in funding.certified:
        facts["certified_progress_fen"] = funding.certified["certified_progress_fen"]
    known = work.law.known_facts("balance_forecast")
    used = {name: value for name, value in facts.items() if name in known}
    return work.law.decide("balance_forecast", project.jurisdiction, work.now.date(), used)


def _last_wages(work: Work, project: Project, month: str) -> list[int]:
    """Return the wages paid for the last months up to this one, oldest first, months without payment left out."""
    months = [one.month for one in work.records.many(FundingMonth, project_id=project.project_id) if one.month <= month]
    paid = [ledger.turnover(work, project.project_id, "wages_paid", one) for one in months]
    return [amount for amount in paid if amount][-FORECAST_BASE:]


def _reasons(decision: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": one["text"], "text_en": one["text_en"], "clauses": one["clauses"]} for one in decision["reasons"]]


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler for handler in (fix_labour_cost, flag_late, check_balance, flag_short, watch_accounts, show_funding)
}
