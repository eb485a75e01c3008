"""Stops of work (P06): the basis is decided, the stop recorded, and work resumes only when the money is there (SX-11-1c)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.application.lookup import check_id
from services.permits.application.orders import latest_order
from services.permits.application.payments import TASK, payment_named, standing_of
from services.permits.domain.stops import ASKERS, Stop, StopApplication, loss_bearer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Handler, Work
    from services.permits.domain.payments import Payment

SILENCE = "shaoxing.stop_application_silence_duration"
NOBODY = ("none", "undetermined")


def assess_stop(work: Work, *, payment_id: str, asked_by: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on which basis the one who asks may or must stop the works; a subcontractor's duty follows its own rule (TL-2.2.2-6a).

    Raises:
        HuxinError: code `bad_asker`.
    """
    payment = payment_named(work, payment_id, lock=True)
    decision = _decided(work, payment, asked_by, facts)
    law, today = work.law.law(payment.jurisdiction), work.now.date()
    if asked_by == "subcontractor":
        work.records.shaped.put(replace(payment, duty_assessed_on=today))
    return {
        "outcome": decision["outcome"],
        "reasons": [{"text": reason["text"], "clauses": reason["clauses"]} for reason in decision["reasons"]],
        "missing": decision["missing"],
        "silence_limit": str(law.parameter(SILENCE if SILENCE in law.versions else TASK, today).value),
        "task_limit": str(law.parameter(TASK, today).value),
    }


def record_stop(work: Work, *, payment_id: str, asked_by: str, stopped: bool, facts: dict[str, Any]) -> dict[str, Any]:
    """Record a stop on the basis that the law gives now; a stop that was recorded before stays the only one.

    Raises:
        HuxinError: code `no_basis_to_stop`; nobody can record a stop past the law.
    """
    payment = payment_named(work, payment_id, lock=True)
    running = running_stop(work, payment_id)
    if running is not None:
        return _state(work, payment, running)
    decision = _decided(work, payment, asked_by, facts)
    if decision["outcome"] in NOBODY:
        raise HuxinError(
            "no_basis_to_stop",
            "There is no basis to stop the works",
            f"{asked_by} may not stop over payment {payment_id}",
            status=409,
            fix="Check what was paid and which order was served.",
        )
    stop = Stop(
        stop_id=uuid7(),
        payment_id=payment_id,
        project_id=payment.project_id,
        basis=decision["outcome"],
        stopped_on=work.now.date(),
        resumed_on=None,
        loss_fen=0,
        loss_bearer=loss_bearer(decision["outcome"], payment.payer_role),
        reasons=tuple({"text": reason["text"], "clauses": reason["clauses"]} for reason in decision["reasons"]),
    )
    if stopped:
        work.records.shaped.put(stop)
    return {**_state(work, payment, stop), "stopped": stopped}


def lift_stop(work: Work, *, payment_id: str) -> dict[str, Any]:
    """End a stop whose ground was not confirmed (TL-2.2.2-7a)."""
    return _ended(work, payment_named(work, payment_id, lock=True))


def resume_work(work: Work, *, payment_id: str) -> dict[str, Any]:
    """End a stop once all the money has arrived (SX-11-1c).

    Raises:
        HuxinError: code `money_not_arrived` while a fen is missing.
    """
    payment = payment_named(work, payment_id, lock=True)
    open_fen = standing_of(work, payment).shortfall_fen
    if open_fen:
        raise HuxinError(
            "money_not_arrived",
            "Work may not resume yet",
            f"{open_fen} fen of payment {payment_id} have not arrived",
            status=409,
            fix="Wait for the rest of the money.",
        )
    return _ended(work, payment)


def record_loss(work: Work, *, payment_id: str, loss_fen: int) -> dict[str, Any]:
    """Record what the last stop cost; the owner bears it where the contractor had applied (SX-11-1b).

    Raises:
        HuxinError: code `no_stop`.
    """
    payment_named(work, payment_id, lock=True)
    stop = _last_stop(work, payment_id)
    if stop is None:
        raise HuxinError("no_stop", "There was no stop", f"work was never stopped over payment {payment_id}", status=409)
    work.records.shaped.put(replace(stop, loss_fen=loss_fen))
    return {"loss_fen": loss_fen, "loss_bearer": stop.loss_bearer}


def apply_stop(work: Work, *, payment_id: str, application_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Take a contractor's application to stop (SX-11-1a); the same id again changes nothing.

    Raises:
        HuxinError: code `unknown_payment`, `not_the_payee`: only who is owed the money may apply.
    """
    payment = payment_named(work, payment_id, firms=firms)
    if firms is not None and payment.payee not in firms:
        raise HuxinError("not_the_payee", "Only who is owed the money may apply", f"payment {payment_id} is owed to another", status=403)
    application = StopApplication(
        application_id=check_id("application_id", application_id),
        payment_id=payment_id,
        applicant=payment.payee,
        applied_on=work.now.date(),
        state="applied",
        decided_by=None,
    )
    added = work.records.shaped.add_new(application)
    if added:
        project = work.records.project(payment.project_id)
        data = {
            "payment_id": payment_id,
            "project_id": payment.project_id,
            "application_id": application.application_id,
            "title": f"{project.name if project else payment.project_id} 停工申请",
            "applicant": payment.payee,
        }
        work.emit("permits.stop.applied", subject=payment_id, jurisdiction=payment.jurisdiction, data=data)
    return {"application_id": application.application_id, "repeated": not added}


def decide_application(work: Work, *, payment_id: str, application_id: str, allowed: bool, decided_by: str) -> dict[str, Any]:
    """Keep the answer to an application; no answer within the time to answer allows it (SX-11-1a, reading of A9)."""
    application = work.records.shaped.one(StopApplication, lock=True, application_id=application_id, payment_id=payment_id)
    if application is None:
        raise HuxinError("unknown_application", "No such application", f"there is no application {application_id}", status=404)
    if application.state == "applied":
        application = replace(application, state="allowed" if allowed else "refused", decided_by=decided_by)
        work.records.shaped.put(application)
    return {"state": application.state}


def running_stop(work: Work, payment_id: str) -> Stop | None:
    """Return the stop that has not ended, if there is one."""
    return next((stop for stop in work.records.shaped.many(Stop, payment_id=payment_id) if stop.resumed_on is None), None)


def _last_stop(work: Work, payment_id: str) -> Stop | None:
    stops = work.records.shaped.many(Stop, payment_id=payment_id)
    return stops[-1] if stops else None


def _ended(work: Work, payment: Payment) -> dict[str, Any]:
    stop = running_stop(work, payment.payment_id)
    if stop is not None:
        stop = replace(stop, resumed_on=work.now.date())
        work.records.shaped.put(stop)
    return {**_state(work, payment, stop or _last_stop(work, payment.payment_id)), "stopped": False}


def _state(work: Work, payment: Payment, stop: Stop | None) -> dict[str, Any]:
    limit = work.law.law(payment.jurisdiction).parameter(TASK, work.now.date()).value
    return {
        "stopped": stop is not None and stop.resumed_on is None,
        "basis": stop.basis if stop else "none",
        "loss_bearer": stop.loss_bearer if stop else payment.payer_role,
        "task_limit": str(limit),
    }


def _decided(work: Work, payment: Payment, asked_by: str, facts: dict[str, Any]) -> dict[str, Any]:
    if asked_by not in ASKERS:
        raise HuxinError("bad_asker", "It is unclear who asks", f"{asked_by!r} is none of {', '.join(ASKERS)}", status=422)
    today = work.now.date()
    if asked_by == "subcontractor":
        decision = work.law.decide("stop_work_due", payment.jurisdiction, today, _duty_facts(work, payment))
        outcome = {"due": "b", "not_due": "none"}.get(decision["outcome"], decision["outcome"])
        return {**decision, "outcome": outcome}
    known = work.law.known_facts("stop_basis")
    given = {name: value for name, value in {**facts, **payment.facts}.items() if name in known}
    return work.law.decide("stop_basis", payment.jurisdiction, today, {**given, **_basis_facts(work, payment), "asked_by": asked_by})


def _duty_facts(work: Work, payment: Payment) -> dict[str, Any]:
    now = standing_of(work, payment)
    facts: dict[str, Any] = {
        "contract_payment_due_on": payment.due_on.isoformat() if payment.due_on else None,
        "instalment_fen": payment.instalment_fen,
        "paid_fen": now.paid_fen,
        "fully_paid_on": now.fully_paid_on.isoformat() if now.fully_paid_on else None,
        "unit_kind": "labour_subcontractor",
        "defaulting_payer": payment.payer_role,
    }
    return {**facts, "progress_certified_on": payment.certified_on.isoformat()} if payment.certified_on else facts


def _basis_facts(work: Work, payment: Payment) -> dict[str, Any]:
    now, order = standing_of(work, payment), latest_order(work, payment.payment_id)
    facts: dict[str, Any] = {
        "contract_payment_due_on": payment.falls_due_on.isoformat(),
        "instalment_fen": payment.instalment_fen,
        "paid_fen": now.paid_fen,
        "violation": order.violation if order else "none",
        "order_served_on": order.served_on.isoformat() if order and order.served_on else None,
        "order_correct_by": order.correct_by.isoformat() if order and order.correct_by else None,
        "corrected_on": order.corrected_on.isoformat() if order and order.corrected_on else None,
    }
    if payment.kind == "labour_cost":
        facts["transferred_to_wage_account_fen"] = now.paid_fen
        facts["certified_progress_fen"] = payment.certified_progress_fen or 0
        facts["agreed_labour_cost_fen"] = payment.instalment_fen
    return facts


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler for handler in (assess_stop, record_stop, lift_stop, resume_work, record_loss, apply_stop, decide_application)
}
