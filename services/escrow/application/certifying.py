"""An owner who certifies no progress: silence is late too, and does not hold up the wages (P03, TL-2.3.1-3b, SX-4-1b, CN724-57)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger, orders
from services.escrow.application.lookup import account_of
from services.escrow.application.months import funding_of
from services.escrow.application.projects import project_of
from services.escrow.domain.months import OPENED

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work


def flag_uncertified(work: Work, *, project_id: str, month: str) -> dict[str, Any]:
    """Ask for an order when the owner's day has passed and the owner has not even certified what is due (TL-2.3.1-3b, CN724-57).

    Silence must not put the duty off. What the contract names is due in any case; the rest shows when progress is certified. A month
    that began to be funded after its day, because the account was new, is left alone.
    """
    project, funding = project_of(work, project_id), funding_of(work, project_id, month)
    account = account_of(work, project_id)
    paid = ledger.turnover(work, project_id, "owner_transfer", month)
    agreed = int(account.terms.get("agreed_labour_cost_fen") or 0)
    decision = work.law.decide("labour_cost_due", project.jurisdiction, work.now.date(), {"agreed_labour_cost_fen": agreed})
    all_there = isinstance(decision["outcome"], int) and 0 < decision["outcome"] <= paid
    too_new = account.activated_on is not None and funding.due_on < account.activated_on
    known = orders.order_about_month(work, project_id, month)
    if funding.state != OPENED or known is not None or all_there or too_new:
        return {"first": False, "order_id": known.order_id if known else None}
    order = orders.want(
        work,
        project,
        about=f"month {month}",
        reason="owner_late",
        month=month,
        required_fen=agreed,
        due_on=funding.due_on,
        detail=f"{month} 拨付期限 {funding.due_on.isoformat()} 已过，建设单位未确认进度款；已到账 {paid} 分",
        detail_en=f"by {funding.due_on.isoformat()} the owner had certified nothing for {month}; {paid} fen have come",
    )
    return {"first": True, "order_id": order.order_id}


HANDLERS: dict[str, Handler] = {"flag_uncertified": flag_uncertified}
