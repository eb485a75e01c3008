"""What people read about a project's money besides account, months and ledger: orders, bank reports, notices."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from services.escrow.application.lookup import visible_project
from services.escrow.domain.orders import BankReport, Order
from services.escrow.domain.project import Notice

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work

MAX_PAGE = 200


def list_orders(work: Work, *, project_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return the orders of a project, newest first."""
    return _page(work, Order, project_id, firms)


def list_reports(work: Work, *, project_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return the bank's reports about a project's account, newest first."""
    return _page(work, BankReport, project_id, firms)


def list_notices(work: Work, *, project_id: str, firms: list[str] | None = None, kind: str | None = None) -> dict[str, Any]:
    """Return what was told about a project, newest first, on request one kind only; a firm sees what was addressed to it."""
    page = _page(work, Notice, project_id, firms, **({"kind": kind} if kind else {}))
    items = [notice for notice in page["items"] if firms is None or notice["addressee"] in firms]
    return {**page, "items": items}


def _page(work: Work, record: type[Any], project_id: str, firms: list[str] | None, **where: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
    visible_project(work, project_id, firms)
    rows = work.records.many(record, project_id=project_id, limit=MAX_PAGE, newest_first=True, **where)
    return {"items": [_plain(asdict(row)) for row in rows], "next_cursor": None}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    dates = {name: value.isoformat() for name, value in row.items() if isinstance(value, date | datetime)}
    return {**row, **dates, **{name: list(value) for name, value in row.items() if isinstance(value, tuple)}}


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (list_orders, list_reports, list_notices)}
