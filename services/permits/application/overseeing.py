"""What people see of payments, stops, acceptances and settlements: queries, with the reader's own rights applied."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from services.permits.application.payments import payment_named, standing_of
from services.permits.domain.acceptances import Acceptance
from services.permits.domain.payments import Payment, Receipt
from services.permits.domain.settlements import Settlement
from services.permits.domain.stops import CorrectionOrder, Stop, StopApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Handler, Work

MAX_PAGE = 100
R = TypeVar("R", Payment, Acceptance, Settlement)


def get_payment(work: Work, *, payment_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a payment with everything that happened about it.

    Raises:
        HuxinError: code `unknown_payment`, also for one that is not the firm's affair.
    """
    payment = payment_named(work, payment_id, firms=firms)
    parts: dict[str, type[Any]] = {"receipts": Receipt, "orders": CorrectionOrder, "stops": Stop, "stop_applications": StopApplication}
    found = {name: [shown(each) for each in work.records.shaped.many(kind, payment_id=payment_id)] for name, kind in parts.items()}
    return {**_payment(work, payment), **found}


def list_payments(work: Work, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - the query's members
    """Return a page of payments by their id."""
    page, cursor = _page(work, Payment, "payment_id", query)
    return {"items": [_payment(work, payment) for payment in page], "next_cursor": cursor}


def list_acceptances(work: Work, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - the query's members
    """Return a page of acceptances by their id."""
    page, cursor = _page(work, Acceptance, "acceptance_id", query)
    return {"items": [shown(each) for each in page], "next_cursor": cursor}


def list_settlements(work: Work, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - the query's members
    """Return a page of settlements by their project."""
    page, cursor = _page(work, Settlement, "project_id", query)
    return {"items": [shown(each) for each in page], "next_cursor": cursor}


def shown(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any frozen record
    """Return a record as JSON members."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(record).items()}


def _payment(work: Work, payment: Payment) -> dict[str, Any]:
    now = standing_of(work, payment)
    return {
        **shown(payment),
        "paid_fen": now.paid_fen,
        "shortfall_fen": now.shortfall_fen,
        "overdue": now.shortfall_fen > 0 and work.now.date() >= payment.overdue_from,
    }


def _page(work: Work, kind: type[R], key: str, query: dict[str, Any]) -> tuple[Sequence[R], str | None]:
    size = max(1, min(query.get("limit") or MAX_PAGE, MAX_PAGE))
    where = {name: query[name] for name in ("jurisdiction", "project_id") if query.get(name)}
    if query.get("firms") is not None:
        own = own_projects(work, query["firms"])
        where["project_id"] = [each for each in own if where.get("project_id") in (None, each)]
    found = work.records.shaped.many(kind, after=query.get("cursor"), limit=size + 1, **where)
    return found[:size], getattr(found[size - 1], key) if len(found) > size else None


def own_projects(work: Work, firms: Sequence[str]) -> list[str]:
    """Return the ids of a firm's own projects."""
    found: list[str] = []
    after = None
    while page := work.records.projects(firms=firms, jurisdiction=None, after=after, limit=MAX_PAGE):
        found += [project.id for project in page]
        after = page[-1].id
    return found


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (get_payment, list_payments, list_acceptances, list_settlements)}
