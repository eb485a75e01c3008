"""A project's wage account: planned with its last day, reported, checked, filed, put to work (P03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.escrow.application import orders
from services.escrow.application.lookup import account_of, day_of, end_of, local_flag, parameter, parties, time_left, visible_project
from services.escrow.application.months import open_month
from services.escrow.application.projects import project_from, project_of, tell
from services.escrow.domain.accounts import ACTIVE, CHECKED, PLANNED, WageAccount, day_of_month, mask
from services.escrow.domain.opening import defects_of
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

OPENING_FIELDS = (
    "bank_name",
    "bank_code",
    "account_name",
    "account_number",
    "agency_agreement_signed",
    "wages_only_marked",
    "cooperation_agreement_signed",
    "workers_registered",
    "cards_issued",
    "own_accounts_accepted",
)
TERM_FIELDS = (
    "two_lines_agreed",
    "measuring_period_agreed",
    "labour_cost_share_bp",
    "agreed_labour_cost_fen",
    "funding_day",
    "payday",
)
MAX_PAGE = 200


def register_account(work: Work, *, project: dict[str, Any]) -> dict[str, Any]:
    """Plan the account of a permitted project and count the last day to open it (CN53-OPEN, SX-6-1a).

    A project has one account: the same project again answers with the account that is planned already.
    """
    work.records.add_new(project_from(project))
    known = project_of(work, project["project_id"])
    day = known.contract_signed_on or known.permit_issued_on
    duration = str(parameter(work, known, "wage_account.opening_duration"))
    due = work.law.due(known.jurisdiction, day, duration, "calendar").last_day
    account = WageAccount(
        project_id=known.project_id,
        account_id=uuid7(),
        jurisdiction=known.jurisdiction,
        state=PLANNED,
        contract_due_on=due,
        opening_due_on=due,
    )
    work.records.add_new(account)
    return _limits(work, known, account_of(work, known.project_id))


def plan_opening(work: Work, *, project_id: str, works_start_on: str | None = None) -> dict[str, Any]:
    """Count the last day again once the start of works is known: in Shaoxing the account is open before it (SX-6-1a, C9).

    A contractor who names no start wins nothing: the days from the contract run all the same (CN53-OPEN).
    """
    project, account = project_of(work, project_id), account_of(work, project_id, lock=True)
    if works_start_on:
        account = _started(work, project, account, day_of(works_start_on, "works_start_on"))
        work.records.put(account)
    return _limits(work, project, account)


def _started(work: Work, project: Project, account: WageAccount, start: date) -> WageAccount:
    due = account.contract_due_on
    if local_flag(work, project, "shaoxing.wage_account_before_start"):
        due = min(due, date.fromordinal(start.toordinal() - 1))
    return replace(account, works_start_on=start, opening_due_on=due)


def check_opening(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Keep what contractor, bank and owner reported and name everything that is not right, all at once.

    Raises:
        HuxinError: `bad_opening` for a day of opening in the future; `bad_terms` for impossible days of the month.
    """
    project, account = project_of(work, project_id), account_of(work, project_id, lock=True)
    account.must_be(PLANNED, CHECKED)
    opened = day_of(facts.get("account_opened_on"), "account_opened_on")
    if opened > work.now.date():
        raise HuxinError("bad_opening", "The account cannot be opened in the future", f"account_opened_on: {opened}", status=422)
    if account.works_start_on is None and facts.get("works_start_on"):
        account = _started(work, project, account, day_of(facts["works_start_on"], "works_start_on"))
    opening = {name: facts[name] for name in OPENING_FIELDS if name in facts}
    terms = {name: facts[name] for name in TERM_FIELDS if name in facts}
    for name in ("funding_day", "payday"):
        day_of_month(terms.get(name), name)
    defects = [defect.to_json() for defect in defects_of(project.jurisdiction, project.name, opening, terms)]
    late = opened > account.opening_due_on  # what was reported late may still have been opened in time
    state = PLANNED if defects else CHECKED
    work.records.put(account.with_state(state, opened_on=opened, late=late, opening=opening, terms=terms))
    if not defects:
        orders.correct(work, project, reason="no_account")
    filing = work.law.due(project.jurisdiction, opened, str(parameter(work, project, "wage_account.filing_duration")), "calendar")
    return {
        "outcome": "incomplete" if defects else "complete",
        "defects": defects,
        "late": late,
        "filing_due_on": filing.last_day.isoformat(),
        "filing_left": time_left(work.now, end_of(filing.last_day)),
    }


def flag_unopened(work: Work, *, project_id: str) -> dict[str, Any]:
    """Ask for a correction order when the last day has passed without an account (TL-2.3.1-4b, CN724-55)."""
    project, account = project_of(work, project_id), account_of(work, project_id, lock=True)
    if account.state != PLANNED:
        return {"late": account.late, "order_id": None}
    work.records.put(replace(account, late=True))
    order = orders.want(
        work,
        project,
        about=f"account {account.account_id}",
        reason="no_account",
        detail=f"{account.opening_due_on.isoformat()} 前未开立专用账户",
        detail_en=f"no wage account was open by {account.opening_due_on.isoformat()}",
    )
    return {"late": True, "order_id": order.order_id}


def activate_account(work: Work, *, project_id: str, filed_on: str | None = None) -> dict[str, Any]:
    """Put the filed account to work and open its first month (TL-2.6.2-2e, CN53-OPEN).

    Raises:
        HuxinError: `wrong_account_state` unless the check found nothing wrong.
    """
    project, account = project_of(work, project_id), account_of(work, project_id, lock=True)
    if account.state != ACTIVE:
        today = work.now.date()
        filed = day_of(filed_on, "filed_on") if filed_on else today
        account = account.must_be(CHECKED).with_state(ACTIVE, filed_on=filed, activated_on=today)
        work.records.put(account)
        tell(
            work,
            project,
            about=f"account {account.account_id}",
            kind="account_active",
            addressees=(project.construction_unit, project.general_contractor),
            zh="农民工工资专用账户已备案启用，只能用于支付本项目农民工工资。",
            en="The wage account is filed and in use; it pays the wages of this project and nothing else.",
            clauses=("CN724-26", "CN724-29", "SX-4-1c" if project.jurisdiction == "shaoxing" else "TL-2.3.1-1b"),
        )
        open_month(work, project, account, today.strftime("%Y-%m"))
    return {"account_id": account.account_id}


def show_account(work: Work, *, project_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return a project's account with its balance; to a firm only when it is a party of the project."""
    project = visible_project(work, project_id, firms)
    return _shown(work, project, account_of(work, project_id))


def list_accounts(  # noqa: PLR0913 - the filters
    work: Work,
    *,
    firms: list[str] | None = None,
    jurisdiction: str | None = None,
    state: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of accounts in the order of their projects (TL-2.3.1-4a); `firms` None means all."""
    where: dict[str, Any] = {name: value for name, value in (("jurisdiction", jurisdiction), ("state", state)) if value}
    items: list[dict[str, Any]] = []
    last, size = after, min(limit, MAX_PAGE)
    while len(items) < size:
        page = work.records.many(WageAccount, after=last, limit=size, **where)
        for account in page:
            project = project_of(work, account.project_id)
            if firms is None or parties(work, project) & set(firms):
                items.append(_shown(work, project, account))
            last = account.project_id
            if len(items) == size:
                break
        if len(page) < size:
            break
    return {"items": items, "next_cursor": last if len(items) == size else None}


def _shown(work: Work, project: Project, account: WageAccount) -> dict[str, Any]:
    return {
        "project_id": project.project_id,
        "project_name": project.name,
        "jurisdiction": project.jurisdiction,
        "construction_unit": project.construction_unit,
        "general_contractor": project.general_contractor,
        "account_id": account.account_id,
        "state": account.state,
        "late": account.late,
        "opening_due_on": account.opening_due_on.isoformat(),
        "opened_on": account.opened_on.isoformat() if account.opened_on else None,
        "closed_on": account.closed_on.isoformat() if account.closed_on else None,
        "bank_name": account.opening.get("bank_name"),
        "bank_code": account.opening.get("bank_code"),
        "account_name": account.opening.get("account_name"),
        "account_number": mask(str(account.opening.get("account_number") or "")),
        "terms": account.terms,
        "defects": [defect.to_json() for defect in defects_of(project.jurisdiction, project.name, account.opening, account.terms)]
        if account.opening
        else [],
        "balance_fen": work.books.balance(project.project_id, "bank"),
        "owner_due_fen": max(0, work.books.balance(project.project_id, "owner_due")),
    }


def _limits(work: Work, project: Project, account: WageAccount) -> dict[str, Any]:
    """Return the last day, the moment after which it has passed, the time until then, and the time for each step."""
    return {
        "account_id": account.account_id,
        "opening_due_on": account.opening_due_on.isoformat(),
        "overdue_at": end_of(account.opening_due_on),
        "step_limit": str(parameter(work, project, "wage_account.step_duration")),
        "opening_left": time_left(work.now, end_of(account.opening_due_on)),
    }


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (register_account, plan_opening, check_opening, flag_unopened, activate_account, show_account, list_accounts)
}
