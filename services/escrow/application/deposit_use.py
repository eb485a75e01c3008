"""Wages paid from the deposit after a missed order, and its refilling (CN65-USE, CN65-TOPUP)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.deposits import announce_missing, deposit_of, move
from services.escrow.application.lookup import end_of, parameter, time_left
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.deposits import EXEMPT, DepositUse
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date

    from services.escrow.application.ports import Handler, Work


def open_deposit_use(work: Work, *, order_id: str, project_id: str, amount_fen: int) -> dict[str, Any]:
    """Find how much of the missed order the deposit can pay: never more than it holds, and only wages.

    Returns:
        `{outcome, granted_fen, unpaid_fen, …}`; outcome `pay`, or `none` when nothing lies there.
    """
    project, deposit = project_of(work, project_id), deposit_of(work, project_id, lock=True)
    work.records.add_new(
        DepositUse(order_id=order_id, project_id=project_id, wanted_fen=amount_fen, granted_fen=min(amount_fen, deposit.held_fen))
    )
    use = use_of(work, order_id)
    if not use.granted_fen and deposit.state != EXEMPT:
        announce_missing(work, project, deposit)
    return {
        "outcome": "pay" if use.granted_fen else "none",
        "granted_fen": use.granted_fen,
        "unpaid_fen": use.wanted_fen - use.granted_fen,
        "general_contractor": deposit.holder,
        "notice_limit": str(parameter(work, project, "deposit.notice_duration")),
    }


def issue_deposit_notice(work: Work, *, order_id: str) -> dict[str, Any]:
    """Give the bank the signed payment notice and count its last day (CN65-USE)."""
    use = use_of(work, order_id, lock=True)
    project, deposit = project_of(work, use.project_id), deposit_of(work, use.project_id)
    if use.pay_by is None:
        duration = str(parameter(work, project, "deposit.bank_pays_duration"))
        use = replace(use, pay_by=work.law.due(project.jurisdiction, work.now.date(), duration, "working").last_day)
        work.records.put(use)
    tell(
        work,
        project,
        about=f"order {order_id}",
        kind="deposit_payment",
        addressees=("deposit_bank", deposit.holder),
        zh=f"请于 {use.pay_by} 前从工资保证金向农民工支付 {use.granted_fen} 分。",
        en=f"Pay {use.granted_fen} fen to the workers from the deposit by {use.pay_by}.",
        clauses=("CN65-USE", "CN724-32"),
    )
    return _until("pay", use.pay_by or work.now.date(), work)


def flag_late_bank(work: Work, *, order_id: str) -> dict[str, Any]:
    """Note that the bank has not paid within its time (CN65-USE); an alarm, no sanction."""
    use = use_of(work, order_id, lock=True)
    if use.paid_fen is not None:
        return {"late": False}
    work.records.put(replace(use, late=True))
    project = project_of(work, use.project_id)
    tell(
        work,
        project,
        about=f"order {order_id}",
        kind="deposit_bank_late",
        addressees=("hr_bureau", "deposit_bank"),
        zh="银行未在期限内从工资保证金支付。",
        en="The bank has not paid from the deposit in time.",
        clauses=("CN65-USE",),
    )
    return {"late": True}


def book_deposit_use(work: Work, *, order_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Book what the bank paid to workers; the deposit is to be refilled from that day (CN65-TOPUP).

    Returns:
        `{booked, problem, paid_fen, top_up_by}`; an amount that cannot be right is named and nothing is booked. `paid_fen` is 0
        where other orders have meanwhile emptied the deposit.
    """
    use = use_of(work, order_id, lock=True)
    paid, receipt = facts.get("paid_out_fen"), str(facts.get("paid_out_receipt") or "")
    if use.paid_fen is not None:
        return _booked(work, use)
    project, deposit = project_of(work, use.project_id), deposit_of(work, use.project_id, lock=True)
    most = min(use.granted_fen, deposit.held_fen)  # another order may have been paid since this one was granted
    today, duration = work.now.date(), str(parameter(work, project, "deposit.top_up_duration"))
    top_up_by = work.law.due(project.jurisdiction, today, duration, "working").last_day
    if not most:
        use = replace(use, paid_fen=0, top_up_by=top_up_by)
        work.records.put(use)
        return _booked(work, use)
    if isinstance(paid, bool) or not isinstance(paid, int) or not 0 < paid <= most:
        return {**_booked(work, use), "booked": False, "problem": f"支付金额应在 1 至 {most} 分之间"}
    if not receipt.strip():
        return {**_booked(work, use), "booked": False, "problem": "缺少银行回单号"}
    work.records.put(move(work, deposit, "used", paid, f"{order_id} {receipt}"[:60]))
    use = replace(use, paid_fen=paid, paid_on=today, top_up_by=top_up_by)
    work.records.put(use)
    work.emit(
        "escrow.deposit.used",
        subject=use.project_id,
        jurisdiction=project.jurisdiction,
        data={"project_id": use.project_id, "order_id": order_id, "amount_fen": paid},
    )
    tell(
        work,
        project,
        about=f"order {order_id}",
        kind="deposit_top_up",
        addressees=(deposit.holder,),
        zh=f"工资保证金已动用 {paid} 分，应于 {use.top_up_by} 前补足。",
        en=f"{paid} fen of the deposit were used; refill it by {use.top_up_by}.",
        clauses=("CN65-TOPUP",),
    )
    return _booked(work, use)


def use_of(work: Work, order_id: str, *, lock: bool = False) -> DepositUse:
    """Return the use of the deposit for an order.

    Raises:
        HuxinError: code `unknown_use`.
    """
    use = work.records.one(DepositUse, lock=lock, order_id=order_id)
    if use is None:
        raise HuxinError("unknown_use", "The deposit is not used for this order", f"order {order_id}", status=404)
    return use


def _booked(work: Work, use: DepositUse) -> dict[str, Any]:
    """Return how the use stands. The refill has one last day, which a refill that is too small does not move (CN65-TOPUP)."""
    until = _until("top_up", use.top_up_by, work) if use.top_up_by else {"top_up_by": None}
    return {"booked": use.paid_fen is not None, "problem": "", "paid_fen": use.paid_fen, **until}


def _until(what: str, last_day: date, work: Work) -> dict[str, str]:
    over = end_of(last_day)
    return {f"{what}_by": last_day.isoformat(), f"{what}_late_at": over, f"{what}_left": time_left(work.now, over)}


HANDLERS: dict[str, Handler] = {
    "open_deposit_use": open_deposit_use,
    "issue_deposit_notice": issue_deposit_notice,
    "flag_late_bank": flag_late_bank,
    "book_deposit_use": book_deposit_use,
}
