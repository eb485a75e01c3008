"""Work suspended because an order about the wage account was missed, where no payment is under supervision (P06, TL-2.3.1-4c, CN724-55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.application.payments import TASK
from services.permits.domain.stops import OWNER_LATE, PENAL, Stop, order_key

if TYPE_CHECKING:
    from services.permits.application.ports import Handler, Work


def assess_missed_order(work: Work, *, jurisdiction: str, **order: str) -> dict[str, Any]:
    """Decide whether work may be suspended over an order that was served and missed; only such an order carries a penalty.

    Args:
        work: the transaction.
        jurisdiction: the profile under which the order was served.
        order: `order_id`, `project_id`, `violation`, `served_on` and `correct_by`.
    """
    decision = _decided(work, jurisdiction, order)
    return {
        "outcome": decision["outcome"],
        "reasons": _reasons(decision),
        "missing": decision["missing"],
        "task_limit": str(work.law.law(jurisdiction).parameter(TASK, work.now.date()).value),
    }


def suspend_after_order(work: Work, *, jurisdiction: str, **order: str) -> dict[str, Any]:
    """Record the suspension on the basis that the law gives now; the same order suspends once.

    Raises:
        HuxinError: code `no_basis_to_stop`.
    """
    known = _stop_over(work, order["order_id"])
    if known is not None:
        return _state(known)
    decision = _decided(work, jurisdiction, order)
    if decision["outcome"] not in PENAL:
        detail = f"order {order['order_id']} about {order['violation']} gives none"
        raise HuxinError(
            "no_basis_to_stop", "There is no basis to stop the works", detail, status=409, fix="Check what was served and when."
        )
    stop = Stop(
        stop_id=uuid7(),
        payment_id=order_key(order["order_id"]),
        project_id=order["project_id"],
        basis=decision["outcome"],
        stopped_on=work.now.date(),
        resumed_on=None,
        loss_fen=0,
        loss_bearer="construction_unit" if order["violation"] == OWNER_LATE else "general_contractor",
        reasons=tuple(_reasons(decision)),
    )
    work.records.shaped.put(stop)
    return _state(stop)


def resume_after_order(work: Work, *, order_id: str, corrected_on: str) -> dict[str, Any]:
    """End the suspension once the authority has seen the correction.

    Raises:
        HuxinError: codes `no_stop`, `bad_correction` for a correction to come.
    """
    stop, day = _stop_over(work, order_id), date.fromisoformat(corrected_on)
    if stop is None:
        raise HuxinError("no_stop", "There was no stop", f"work was never stopped over order {order_id}", status=409)
    if day > work.now.date():
        raise HuxinError(
            "bad_correction", "The correction has not happened", f"corrected on {day}", status=422, fix="Give a day that has come."
        )
    if stop.resumed_on is None:
        stop = replace(stop, resumed_on=work.now.date())
        work.records.shaped.put(stop)
    return _state(stop)


def _decided(work: Work, jurisdiction: str, order: dict[str, str]) -> dict[str, Any]:
    facts = {
        "asked_by": "enforcement_authority",
        "violation": order["violation"],
        "order_served_on": order["served_on"],
        "order_correct_by": order["correct_by"],
        "corrected_on": None,
    }
    return work.law.decide("stop_basis", jurisdiction, work.now.date(), facts)


def _stop_over(work: Work, order_id: str) -> Stop | None:
    return work.records.shaped.one(Stop, lock=True, payment_id=order_key(order_id))


def _reasons(decision: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": reason["text"], "clauses": reason["clauses"]} for reason in decision["reasons"]]


def _state(stop: Stop) -> dict[str, Any]:
    return {"payment_id": stop.payment_id, "stopped": stop.resumed_on is None, "basis": stop.basis}


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (assess_missed_order, suspend_after_order, resume_after_order)}
