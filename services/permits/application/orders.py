"""Orders to correct (P06): what a penal stop needs is an order that was served and missed (TL-2.3.1-4c, CN724-55, CN724-57)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.application.payments import TASK, payment_named, standing_of
from services.permits.domain.payments import PAYER_ROLES
from services.permits.domain.stops import OWNER_LATE, VIOLATIONS, CorrectionOrder

if TYPE_CHECKING:
    from services.permits.application.ports import Handler, Work

LIMIT = "order.default_working_days"


def serve_order(  # noqa: PLR0913 - the form's members
    work: Work, *, payment_id: str, violation: str, addressee: str, served_on: str, correct_by: str | None = None
) -> dict[str, Any]:
    """Record a served order; without a day in it the usual limit runs from the service. An order still open is returned as it is.

    Raises:
        HuxinError: code `bad_order` for an unknown violation, a service to come, or a last day before the service.
    """
    payment = payment_named(work, payment_id, lock=True)
    served, law, today = date.fromisoformat(served_on), work.law.law(payment.jurisdiction), work.now.date()
    usual = work.law.due(payment.jurisdiction, served, f"P{law.parameter(LIMIT, served).value}D", "working").last_day
    last_day = date.fromisoformat(correct_by) if correct_by else usual
    if violation not in VIOLATIONS or addressee not in PAYER_ROLES or served > today or last_day < served:
        raise HuxinError(
            "bad_order",
            "The order cannot be recorded",
            f"{violation!r} to {addressee!r}, served {served}, to correct by {last_day}",
            status=422,
            fix="Name a violation and its addressee, a service that has happened, and a last day not before it.",
        )
    order = latest_order(work, payment_id)
    if order is None or order.state != "served":
        order = CorrectionOrder(
            order_id=uuid7(),
            payment_id=payment_id,
            violation=violation,
            addressee=addressee,
            served_on=served,
            correct_by=last_day,
            corrected_on=None,
            state="served",
        )
        work.records.shaped.put(order)
    last = order.correct_by or last_day
    return {
        "order_id": order.order_id,
        "correct_by": last.isoformat(),
        "lapses_from": (last + timedelta(days=1)).isoformat(),
        "task_limit": str(law.parameter(TASK, today).value),
    }


def close_order(work: Work, *, order_id: str, corrected_on: str | None = None) -> dict[str, Any]:
    """Record that an order was met on a day, or missed.

    That late money was put right, the money shows and not the word of who owes it: while a fen is missing the order stays `served`.

    Raises:
        HuxinError: codes `unknown_order`, `order_still_runs` when it is called missed before its last day is over, `bad_order`.
    """
    order = work.records.shaped.one(CorrectionOrder, lock=True, order_id=order_id)
    if order is None:
        raise HuxinError("unknown_order", "No such order", f"there is no order {order_id}", status=404)
    if order.state != "served":
        return {"state": order.state}
    today, day = work.now.date(), date.fromisoformat(corrected_on) if corrected_on else None
    if day is None and order.correct_by is not None and today <= order.correct_by:
        raise HuxinError(
            "order_still_runs", "The order is not missed yet", f"its last day is {order.correct_by}", status=409, fix="Wait for its end."
        )
    if day is not None and day > today:
        raise HuxinError("bad_order", "The order cannot be recorded", f"the correction of {day} has not happened", status=422)
    if day is not None and order.violation == OWNER_LATE and standing_of(work, payment_named(work, order.payment_id)).shortfall_fen:
        return {"state": order.state}
    # A correction after the last day ends the violation but not the fact that the order was missed.
    state = "corrected" if day is not None else "lapsed"
    work.records.shaped.put(replace(order, corrected_on=day, state=state))
    return {"state": state}


def latest_order(work: Work, payment_id: str) -> CorrectionOrder | None:
    """Return the newest order about a payment."""
    orders = work.records.shaped.many(CorrectionOrder, payment_id=payment_id)
    return orders[-1] if orders else None


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (serve_order, close_order)}
