"""Orders to correct: asked for by what was found, served with a last day in them, ended by correction or by lapse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.lookup import end_of, parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.months import FundingMonth
from services.escrow.domain.orders import CORRECTED, LAPSED, OPEN, SERVED, VIOLATIONS, WANTED, Order
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from datetime import date

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.orders import Reason
    from services.escrow.domain.project import Project

MAX_DETAIL = 300
CLAUSES = {"toli-draft": ("TL-2.3.1-4b", "CN724-55", "CN724-57")}
NATIONAL_CLAUSES = ("CN724-55", "CN724-57")


def want(  # noqa: PLR0913 - what an order says
    work: Work,
    project: Project,
    *,
    about: str,
    reason: Reason,
    detail: str,
    detail_en: str,
    month: str = "",
    required_fen: int = 0,
    due_on: date | None = None,
) -> Order:
    """Ask the authority for an order and start its process; the same thing for the same reason asks once."""
    order = Order(
        order_id=uuid7(),
        project_id=project.project_id,
        about=about,
        reason=reason,
        month=month,
        detail=detail[:MAX_DETAIL],
        detail_en=detail_en[:MAX_DETAIL],
        required_fen=required_fen,
        due_on=due_on,
        state=WANTED,
        wanted_at=work.now,
    )
    if not work.records.add_new(order):
        known = work.records.one(Order, project_id=project.project_id, about=about, reason=reason)
        return known or order
    work.emit(
        "escrow.order.wanted",
        subject=order.order_id,
        jurisdiction=project.jurisdiction,
        data={
            "order_id": order.order_id,
            "project_id": project.project_id,
            "project_name": project.name,
            "jurisdiction": project.jurisdiction,
            "reason": reason,
            "month": month,
            "detail": order.detail,
            "alarm_limit": str(parameter(work, project, "wage_account.report_alarm_duration")),
        },
    )
    return order


def serve_order(work: Work, *, order_id: str, remark: str = "") -> dict[str, Any]:
    """Serve the order on contractor and owner; the last day stands in it (TL-2.3.1-4b, A12). Served once."""
    order = order_of(work, order_id)
    project = project_of(work, order.project_id)
    if order.state == WANTED:
        duration = str(parameter(work, project, "order.correction_duration"))
        last = work.law.due(project.jurisdiction, work.now.date(), duration, "working").last_day
        order = replace(order, state=SERVED, served_on=work.now.date(), correct_by=last)
        work.records.put(order)
        tell(
            work,
            project,
            about=f"order {order_id}",
            kind="correction_order",
            addressees=(project.general_contractor, project.construction_unit),
            zh=f"责令改正：{order.detail}。请于 {last.isoformat()} 前（含当日）改正。{remark}",
            en=f"You are ordered to correct this by {last.isoformat()} (that day included): {order.detail_en}.",
            clauses=CLAUSES.get(project.jurisdiction, NATIONAL_CLAUSES),
        )
    last = order.correct_by or work.now.date()
    return {
        "order_id": order_id,
        "correct_by": last.isoformat(),
        "lapses_at": end_of(last),
        "corrected": order.state == CORRECTED,
        "general_contractor": project.general_contractor,
        "construction_unit": project.construction_unit,
    }


def correct(work: Work, project: Project, *, reason: Reason, about: str | None = None) -> list[str]:
    """End the open orders for a reason because what they asked for has happened; return their ids."""
    where: dict[str, Any] = {"about": about} if about else {}
    ended = []
    for order in work.records.many(Order, project_id=project.project_id, reason=reason, state=OPEN, lock=True, **where):
        work.records.put(replace(order, state=CORRECTED, ended_on=work.now.date()))
        work.emit(
            "escrow.order.corrected",
            subject=order.order_id,
            jurisdiction=project.jurisdiction,
            data={"order_id": order.order_id, "project_id": project.project_id},
        )
        ended.append(order.order_id)
    return ended


def lapse_order(work: Work, *, order_id: str) -> dict[str, Any]:
    """Close an order whose last day has passed; what was corrected at the last moment stays corrected (TL-2.3.1-4b, CN724-57)."""
    order = order_of(work, order_id)
    project = project_of(work, order.project_id)
    if order.state in OPEN:
        order = replace(order, state=LAPSED, ended_on=work.now.date())
        work.records.put(order)
        tell(
            work,
            project,
            about=f"order {order_id}",
            kind="order_missed",
            addressees=("housing_bureau", "hr_bureau"),
            zh=f"责令改正逾期未改：{order.detail}。",
            en=f"The order was not followed: {order.detail_en}.",
            clauses=CLAUSES.get(project.jurisdiction, NATIONAL_CLAUSES),
        )
    paid = work.books.turnover(project.project_id, "owner_transfer", order.month) if order.month else 0
    required = _required(work, order)
    late_money = order.reason == "owner_late" and required > paid  # a sum that nobody certified cannot be supervised, the missed order can
    outcome = "corrected" if order.state == CORRECTED else "funding_late" if late_money else "missed"
    return {
        "outcome": outcome,
        "violation": VIOLATIONS[order.reason],
        "month": order.month,
        "required_fen": required,
        "paid_fen": paid,
        "due_on": (order.due_on or order.wanted_at.date()).isoformat(),
        "served_on": (order.served_on or order.wanted_at.date()).isoformat(),
        "correct_by": (order.correct_by or work.now.date()).isoformat(),
    }


def order_about_month(work: Work, project_id: str, month: str) -> Order | None:
    """Return the order about an owner's late money for a month, whatever became of it."""
    return work.records.one(Order, project_id=project_id, about=f"month {month}", reason="owner_late")


def _required(work: Work, order: Order) -> int:
    """Return what should have come: what was certified since the order, else what the order names."""
    month = work.records.one(FundingMonth, project_id=order.project_id, month=order.month) if order.month else None
    return order.required_fen if month is None or month.required_fen is None else month.required_fen


def order_of(work: Work, order_id: str) -> Order:
    """Return an order, locked for its change.

    Raises:
        HuxinError: code `unknown_order`.
    """
    order = work.records.one(Order, lock=True, order_id=order_id)
    if order is None:
        raise HuxinError("unknown_order", "No such order", f"there is no order {order_id}", status=404)
    return order


HANDLERS: dict[str, Handler] = {"serve_order": serve_order, "lapse_order": lapse_order}
