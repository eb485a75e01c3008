"""Contract payments under supervision (P06): registered, received, checked; wages go first (TL-2.2.2-3a, -3b, -3c)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.application.arrears import claims_of, take_off
from services.permits.application.lookup import check_id, project_named
from services.permits.domain.payments import KINDS, PAYER_ROLES, Payment, Receipt, Standing, established_arrears, standing, wages_first
from services.permits.domain.stops import OWNER_LATE, CorrectionOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Handler, Work
    from services.permits.domain.model import Project

REVIEW, STOP_GRACE, TASK = "supervision.review_duration", "toli.stop_grace_duration", "supervision.task_duration"


def register_payment(  # noqa: PLR0913 - the members of a payment
    work: Work,
    *,
    payment_id: str,
    project_id: str,
    title: str,
    kind: str,
    payer_role: str,
    instalment_fen: int,
    government_project: bool,
    process_settlement: bool,
    payee: str | None = None,
    subcontractor: str | None = None,
    due_on: str | None = None,
    certified_on: str | None = None,
    certified_progress_fen: int | None = None,
    facts: dict[str, Any] | None = None,
    firms: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Put a payment under supervision; the same id again changes nothing.

    Raises:
        HuxinError: codes `bad_payment` and `no_due_day` for what cannot be supervised, `unknown_project`.
    """
    project = project_named(work, project_id, firms)
    if kind not in KINDS or payer_role not in PAYER_ROLES or instalment_fen <= 0 or not title.strip():
        raise HuxinError(
            "bad_payment",
            "The payment cannot be supervised",
            f"kind is one of {', '.join(KINDS)}, payer_role one of {', '.join(PAYER_ROLES)}, the amount is above 0 and a title is given",
            status=422,
        )
    payment = Payment(
        payment_id=check_id("payment_id", payment_id),
        project_id=project.id,
        jurisdiction=project.jurisdiction,
        kind=kind,
        payer=project.construction_unit if payer_role == "construction_unit" else project.general_contractor,
        payee=_payee(project, payer_role, payee),
        payer_role=payer_role,
        instalment_fen=instalment_fen,
        due_on=date.fromisoformat(due_on) if due_on else None,
        certified_on=date.fromisoformat(certified_on) if certified_on else None,
        certified_progress_fen=certified_progress_fen,
        government_project=government_project,
        process_settlement=process_settlement,
        registered_on=work.now.date(),
        duty_assessed_on=None,
        facts=dict(facts or {}),
    )
    data = {
        "payment_id": payment.payment_id,
        "project_id": project.id,
        "title": f"{project.name} {title.strip()}"[:200],
        "kind": kind,
        "due_on": due_on,
        "certified_on": certified_on,
        "instalment_fen": instalment_fen,
        "payer": payment.payer,
        "payee": payment.payee,
        "payer_role": payer_role,
        "government_project": government_project,
        "construction_unit": project.construction_unit,
        "general_contractor": project.general_contractor,
        "subcontractor": subcontractor or payment.payee,
    }
    _ = payment.falls_due_on  # a payment without any due day is refused before anything is written
    added = work.records.shaped.add_new(payment)
    if added:
        work.emit("permits.payment.registered", subject=payment.payment_id, jurisdiction=payment.jurisdiction, data=data)
    return {"payment_id": payment.payment_id, "repeated": not added}


def note_late_funding(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Put the month's labour cost under supervision that the owner did not transfer in time (SX-11-1a, TL-2.2.2-3b).

    The order that the owner missed before comes along, so that nobody has to order the same again before work may stop (CN724-57).
    """
    key = f"funding-{event['project_id']}-{event['month']}"
    result = register_payment(
        work,
        payment_id=key,
        project_id=event["project_id"],
        title=f"{event['month']} 人工费用",
        kind="labour_cost",
        payer_role="construction_unit",
        instalment_fen=event["required_fen"],
        government_project=False,
        process_settlement=True,
        due_on=event["due_on"],
    )
    if event.get("served_on") and event.get("correct_by"):
        _keep_missed_order(work, key, event)
    if event["paid_fen"] and not result["repeated"]:
        report_receipt(work, payment_id=key, receipt_id=f"{key}-first", amount_fen=event["paid_fen"], paid_on=event["due_on"])
    return result


def report_receipt(  # noqa: PLR0913 - the form's members
    work: Work, *, payment_id: str, receipt_id: str, amount_fen: int, paid_on: str, firms: Sequence[str] | None = None
) -> dict[str, Any]:
    """Book money that arrived for a payment, once a receipt id, and announce how far the payment has come.

    Raises:
        HuxinError: codes `unknown_payment`, `bad_receipt` for no money, a coming day or more than is open, `receipt_differs`.
    """
    payment = payment_named(work, payment_id, firms=firms, lock=True)
    day = date.fromisoformat(paid_on)
    receipt = Receipt(receipt_id=check_id("receipt_id", receipt_id), payment_id=payment_id, amount_fen=amount_fen, paid_on=day)
    known = work.records.shaped.one(Receipt, receipt_id=receipt.receipt_id)
    if known is not None and replace(known, wages_fen=0) != receipt:
        raise HuxinError(
            "receipt_differs",
            "The receipt is known with other figures",
            f"{receipt.receipt_id} stands at {known.amount_fen} fen of {known.paid_on} for {known.payment_id}",
            status=409,
            fix="Give another receipt its own id.",
        )
    if known is None:
        _check_receipt(work, payment, receipt)
        work.records.shaped.add_new(receipt)
    now = standing_of(work, payment)
    result = {
        "payment_id": payment_id,
        "paid_fen": now.paid_fen,
        "shortfall_fen": now.shortfall_fen,
        "fully_paid_on": now.fully_paid_on.isoformat() if now.fully_paid_on else None,
    }
    if known is None:
        work.emit("permits.payment.settled", subject=payment_id, jurisdiction=payment.jurisdiction, data=result)
    return {**result, "repeated": known is not None}


def open_supervision(work: Work, *, payment_id: str) -> dict[str, Any]:
    """Tell the process when the payment is late and when to look again (TL-2.2.2-3b); also whether settlement goes with the works."""
    return check_payment(work, payment_id=payment_id)


def check_payment(work: Work, *, payment_id: str) -> dict[str, Any]:
    """Tell how far the payment has come. Money that arrived in part moves no day: the clocks run from the first late day (TL-2.2.2-6a)."""
    payment = payment_named(work, payment_id)
    now, today = standing_of(work, payment), work.now.date()
    return {
        "fully_paid": now.shortfall_fen == 0,
        "overdue": today >= payment.overdue_from,
        "shortfall_fen": now.shortfall_fen,
        "wages_first_fen": wages_open(work, payment, now),
        "arrears_fen": established_arrears(claims_of(work, payment.project_id)),
        "payer_role": payment.payer_role,
        "overdue_from": payment.overdue_from.isoformat(),
        "review_from": _review_from(work, payment, today).isoformat(),
        "process_settlement": payment.process_settlement,
        "task_limit": str(work.law.law(payment.jurisdiction).parameter(TASK, today).value),
    }


def confirm_wages_first(work: Work, *, payment_id: str, wages_paid_fen: int) -> dict[str, Any]:
    """Book the wages paid out of the money received; tells whether they went first and what stays unpaid (TL-2.2.2-3c)."""
    payment = payment_named(work, payment_id, lock=True)
    owed = wages_open(work, payment, standing_of(work, payment))
    rest = min(wages_paid_fen, owed)
    for receipt in work.records.shaped.many(Receipt, payment_id=payment_id):
        part = min(rest, receipt.amount_fen - receipt.wages_fen)
        if part > 0:
            work.records.shaped.put(replace(receipt, wages_fen=receipt.wages_fen + part))
            rest -= part
    return {"kept": wages_paid_fen >= owed, "arrears_fen": take_off(work, payment.project_id, min(wages_paid_fen, owed))}


def payment_named(work: Work, payment_id: str, *, firms: Sequence[str] | None = None, lock: bool = False) -> Payment:
    """Return a payment, for a firm only one that it owes or is owed.

    Raises:
        HuxinError: code `unknown_payment`.
    """
    payment = work.records.shaped.one(Payment, lock=lock, payment_id=payment_id)
    if payment is None or (firms is not None and not {payment.payer, payment.payee} & set(firms)):
        raise HuxinError("unknown_payment", "No such payment", f"there is no payment {payment_id}", status=404)
    return payment


def standing_of(work: Work, payment: Payment) -> Standing:
    """Return how far a payment has come."""
    return standing(payment, work.records.shaped.many(Receipt, payment_id=payment.payment_id))


def wages_open(work: Work, payment: Payment, now: Standing) -> int:
    """Return how much of the money received must still go to wages."""
    given_on = sum(receipt.wages_fen for receipt in work.records.shaped.many(Receipt, payment_id=payment.payment_id))
    return wages_first(now.paid_fen, given_on, established_arrears(claims_of(work, payment.project_id)))


def _keep_missed_order(work: Work, payment_id: str, event: dict[str, Any]) -> None:
    """Keep the order about the wage account that the owner missed, under its own id: told twice, it is kept once."""
    work.records.shaped.add_new(
        CorrectionOrder(
            order_id=event["order_id"],
            payment_id=payment_id,
            violation=OWNER_LATE,
            addressee="construction_unit",
            served_on=date.fromisoformat(event["served_on"]),
            correct_by=date.fromisoformat(event["correct_by"]),
            corrected_on=None,
            state="lapsed",
        )
    )


def _payee(project: Project, payer_role: str, payee: str | None) -> str:
    if payee:
        return payee.strip().upper()
    if payer_role == "construction_unit":
        return project.general_contractor
    raise HuxinError("bad_payment", "The payment cannot be supervised", "the payee is missing", status=422, fix="Give its credit code.")


def _check_receipt(work: Work, payment: Payment, receipt: Receipt) -> None:
    open_fen = standing_of(work, payment).shortfall_fen
    if receipt.amount_fen <= 0 or receipt.paid_on > work.now.date() or receipt.amount_fen > open_fen:
        raise HuxinError(
            "bad_receipt",
            "The receipt cannot be booked",
            f"{receipt.amount_fen} fen of {receipt.paid_on}: above 0, at most the open {open_fen} fen, and not of a day to come",
            status=422,
            fix="Correct the amount or the day; money beyond this payment belongs to another one.",
        )


def _review_from(work: Work, payment: Payment, today: date) -> date:
    """Return the next day to ask for the duty to stop: the first day beyond the grace, then a month after each answer.

    Money that arrives in part on or after that day does not put the question off: only an answer does.
    """
    law = work.law.law(payment.jurisdiction)
    name = STOP_GRACE if STOP_GRACE in law.versions else REVIEW
    first = work.law.beyond(payment.jurisdiction, payment.falls_due_on, str(law.parameter(name, today).value))
    last = payment.duty_assessed_on
    if last is None or last < first:
        return first
    return work.law.beyond(payment.jurisdiction, last, str(law.parameter(REVIEW, today).value))


HANDLERS: dict[str, Handler] = {
    handler.__name__: handler
    for handler in (register_payment, note_late_funding, report_receipt, open_supervision, check_payment, confirm_wages_first)
}
