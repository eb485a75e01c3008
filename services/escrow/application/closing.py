"""A wage account is closed: asked for, judged early and again after the notice, closed by its bank, or refused with reasons (P16)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger
from services.escrow.application.lookup import account_of, day_of, parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain import accounts
from services.escrow.domain.closing import ASKED, CLOSED, REASONS, REFUSED, Closing, facts_of
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work

DECISION = "close_allowed"


def ask_closing(work: Work, *, project_id: str, reason: str, asked_by: str) -> dict[str, Any]:
    """Ask for the closing and start its process; a second application while one runs answers with the first (SX-11-4, CN724-27).

    Raises:
        HuxinError: `bad_closing` for an unknown reason, `wrong_account_state` unless the account works.
    """
    if reason not in REASONS:
        raise HuxinError("bad_closing", "The reason is unknown", f"{reason!r} is none of {', '.join(REASONS)}", status=422)
    project, account = project_of(work, project_id), account_of(work, project_id, lock=True)
    running = work.records.one(Closing, project_id=project_id, state=ASKED)
    if running is not None:
        return {"closing_id": running.closing_id, "repeated": True}
    account.must_be(accounts.ACTIVE)
    closing = Closing(closing_id=uuid7(), project_id=project_id, reason=reason, state=ASKED, asked_at=work.now, asked_by=asked_by)
    work.records.add(closing)
    work.records.put(account.with_state(accounts.CLOSING))
    work.emit(
        "escrow.closing.asked",
        subject=closing.closing_id,
        jurisdiction=project.jurisdiction,
        data={
            "closing_id": closing.closing_id,
            "project_id": project_id,
            "project_name": project.name,
            "jurisdiction": project.jurisdiction,
            "construction_unit": project.construction_unit,
            "general_contractor": project.general_contractor,
            "bank_code": account.opening.get("bank_code"),
            "reason": reason,
            "step_limit": str(parameter(work, project, "wage_account.step_duration")),
        },
    )
    return {"closing_id": closing.closing_id, "repeated": False}


def ask_after_acceptance(work: Work, *, project_id: str) -> dict[str, Any]:
    """Ask for the closing when completion was filed; a project without a working account has nothing to close."""
    account = work.records.one(accounts.WageAccount, lock=True, project_id=project_id)
    if account is None or account.state != accounts.ACTIVE:
        return {"closing_id": None}
    return ask_closing(work, project_id=project_id, reason="works_completed", asked_by="permits.acceptance.filed")


def judge_closing(work: Work, *, closing_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on what is known; what already forbids the closing refuses it before the notice is posted (CN53-BLOCK, SX-11-4)."""
    closing = closing_of(work, closing_id).must_be_open()
    project = project_of(work, closing.project_id)
    known = facts_of(closing.reason, work.law.known_facts(DECISION), facts, closing.facts)
    decision = work.law.decide(DECISION, project.jurisdiction, work.now.date(), known)
    work.records.put(replace(closing, facts=known, decision=decision))
    return {
        "outcome": decision["outcome"],
        "reasons": [{"text": one["text"], "text_en": one["text_en"], "clauses": one["clauses"]} for one in decision["reasons"]],
        "missing": list(decision["missing"]),
    }


def prepare_notice(work: Work, *, closing_id: str) -> dict[str, Any]:
    """Say what the process of publicity must post (CN724-27)."""
    closing = closing_of(work, closing_id).must_be_open()
    project = project_of(work, closing.project_id)
    return {
        "kind": "account_closing",
        "about": closing_id,
        "title": f"{project.name}农民工工资专用账户拟撤销公示",
        "project_id": project.project_id,
        "jurisdiction": project.jurisdiction,
        "general_contractor": project.general_contractor,
    }


def start_notice(work: Work, *, closing_id: str, posted_on: str) -> dict[str, Any]:
    """Count the public notice from the day on which it was posted (CN724-27).

    Raises:
        HuxinError: `bad_notice` when it is said to have been posted in the future.
    """
    closing = closing_of(work, closing_id).must_be_open()
    project, posted = project_of(work, closing.project_id), day_of(posted_on, "notice_posted_on")
    if posted > work.now.date():
        raise HuxinError("bad_notice", "The notice cannot be posted in the future", f"notice_posted_on: {posted}", status=422)
    duration = str(parameter(work, project, "wage_account.closing_notice_duration"))
    due = work.law.due(project.jurisdiction, posted, duration, "calendar")
    work.records.put(replace(closing, facts={**closing.facts, "notice_posted_on": posted.isoformat()}))
    asked = _asked_for_opinions(work, project.jurisdiction)
    return {
        "last_day": due.last_day.isoformat(),
        "over_at": due.at.isoformat(),
        "owner_asked": "construction_unit" in asked,
        "authority_asked": "construction_authority" in asked,
    }


def _asked_for_opinions(work: Work, jurisdiction: str) -> tuple[str, ...]:
    """Return who must agree: a local rule, so that elsewhere nobody can hold a closing up by saying nothing (SX-11-4)."""
    law, name = work.law.law(jurisdiction), f"{jurisdiction}.closing_opinions"
    return tuple(law.parameter(name, work.now.date()).value) if name in law.versions else ()


def close_account(work: Work, *, closing_id: str, returned_fen: int) -> dict[str, Any]:
    """Close the account once the bank says how much it gave back; another sum than the books hold sends it back to the bank.

    Raises:
        HuxinError: `closing_not_allowed` unless the last decision is `close`.
    """
    closing = closing_of(work, closing_id)
    account = account_of(work, closing.project_id, lock=True)
    if closing.state == CLOSED:
        return {"outcome": "closed", "account_id": account.account_id, "balance_fen": 0}
    closing.must_be_open()
    if closing.decision.get("outcome") != "close":
        detail = f"the decision is {closing.decision.get('outcome', 'missing')}"
        raise HuxinError("closing_not_allowed", "The conditions for closing are not met", detail, status=409, fix="Decide again.")
    held = ledger.balance(work, closing.project_id)
    if returned_fen != held:
        return {"outcome": "differs", "account_id": account.account_id, "balance_fen": held}
    today = work.now.date()
    if held:
        ledger.book(
            work,
            project_id=closing.project_id,
            key=f"closing {closing_id}",
            what="balance_returned",
            amount_fen=held,
            memo="销户余额退还施工总承包单位",
        )
    work.records.put(account.with_state(accounts.CLOSED, closed_on=today))
    work.records.put(replace(closing, state=CLOSED, ended_on=today))
    return {"outcome": "closed", "account_id": account.account_id, "balance_fen": 0}


def refuse_closing(work: Work, *, closing_id: str) -> dict[str, Any]:
    """Refuse with every reason; the account goes on working (CN53-BLOCK, SX-11-4).

    Raises:
        HuxinError: `closing_not_refused` unless the last decision is `refuse`.
    """
    closing = closing_of(work, closing_id)
    project, account = project_of(work, closing.project_id), account_of(work, closing.project_id, lock=True)
    if closing.decision.get("outcome") != "refuse":
        detail = f"the decision is {closing.decision.get('outcome', 'missing')}"
        raise HuxinError("closing_not_refused", "There is no ground to refuse", detail, status=409, fix="A refusal needs a reason.")
    reasons = closing.decision["reasons"]
    if closing.state == ASKED:
        work.records.put(replace(closing, state=REFUSED, ended_on=work.now.date()))
        work.records.put(account.with_state(accounts.ACTIVE))
        tell(
            work,
            project,
            about=f"closing {closing_id}",
            kind="closing_refused",
            addressees=(project.general_contractor, "account_bank"),
            zh="不予撤销专户。理由：" + "；".join(reason["text"].rstrip("。") for reason in reasons) + "。",
            en="The account is not closed: " + "; ".join(reason["text_en"].rstrip(".") for reason in reasons) + ".",
            clauses=tuple(dict.fromkeys(clause for reason in reasons for clause in reason["clauses"])),
        )
    return {"reasons": [{"text": one["text"], "text_en": one["text_en"], "clauses": one["clauses"]} for one in reasons]}


def closing_of(work: Work, closing_id: str) -> Closing:
    """Return an application, locked for its change.

    Raises:
        HuxinError: code `unknown_closing`.
    """
    closing = work.records.one(Closing, lock=True, closing_id=closing_id)
    if closing is None:
        raise HuxinError("unknown_closing", "No such application", f"there is no application {closing_id}", status=404)
    return closing


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (ask_closing, ask_after_acceptance, judge_closing, prepare_notice, start_notice, close_account, refuse_closing)
}
