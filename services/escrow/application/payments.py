"""Orders to the bank: placed once, booked by the bank's results, settled when every line has one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.payment import FINAL, LineState, PaymentLine, PaymentOrder, Purpose
from services.escrow.domain.payroll import masked
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.kernel.plain import one_line
from services.kernel.protected import Protected, without_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

MAX_PAGE = 200


def new_key() -> str:
    """Return a key that fits a bank file: 32 hexadecimal digits."""
    return uuid7().replace("-", "")


def place_order(  # noqa: PLR0913 - an order's members
    work: Work, project: Project, *, purpose: Purpose, about: str, pay_on: date, payees: Sequence[tuple[str, str, Protected | str, int]]
) -> PaymentOrder:
    """Write an order with its lines and announce it; it leaves with the transaction or not at all.

    Args:
        work: the transaction.
        project: whose wage account pays.
        purpose: what kind of payment it is.
        about: what is paid, for wages the payroll's id.
        pay_on: the day on which the money shall arrive.
        payees: (payee, name, account, fen) of each line; at least one. An account in clear is protected before it is kept.
    """
    order = PaymentOrder(
        order_id=new_key(),
        project_id=project.project_id,
        jurisdiction=project.jurisdiction,
        purpose=purpose,
        about=about,
        pay_on=pay_on,
        lines=len(payees),
        total_fen=sum(fen for _payee, _name, _account, fen in payees),
        ordered_at=work.now,
    )
    work.records.add(order)
    lines = (
        PaymentLine(
            end_to_end_id=new_key(),
            order_id=order.order_id,
            line_no=number,
            payee=payee,
            payee_name=name,
            account=account if isinstance(account, Protected) else work.secrets.protect(account),
            amount_fen=fen,
        )
        for number, (payee, name, account, fen) in enumerate(payees, start=1)
    )
    work.records.add_all(list(lines))
    work.emit(
        "escrow.payment.ordered",
        subject=order.order_id,
        jurisdiction=order.jurisdiction,
        data={
            "order_id": order.order_id,
            "project_id": order.project_id,
            "purpose": purpose,
            "about": about,
            "pay_on": pay_on.isoformat(),
            "lines": order.lines,
            "total_fen": order.total_fen,
        },
    )
    return order


def book_results(work: Work, *, order_id: str, results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Book what the bank says of an order's lines; a result that is known already changes nothing.

    Args:
        work: the transaction.
        order_id: the order.
        results: `{end_to_end_id, paid_fen, reason?}`; `paid_fen` 0 is a rejection.

    Returns:
        `{booked, known, problems: [{end_to_end_id, code, detail}], settled}`; one that cannot be booked is a problem.

    Raises:
        HuxinError: `unknown_order`.
    """
    order = work.records.one(PaymentOrder, lock=True, order_id=order_id)
    if order is None:
        raise HuxinError("unknown_order", "No such payment order", order_id, status=404)
    lines = {line.end_to_end_id: line for line in work.records.many(PaymentLine, order_id=order_id)}
    before = sum(line.paid_fen for line in lines.values())
    booked, known, problems = [], 0, []
    for result in results:
        key, paid = result.get("end_to_end_id"), result.get("paid_fen")
        line = lines.get(str(key))
        problem = _problem(line, paid)
        if line is None or problem or not isinstance(paid, int):
            problems.append({"end_to_end_id": key, "code": problem, "detail": f"{paid!r} for {line.amount_fen if line else 'no line'}"})
        elif line.state in FINAL and line.paid_fen == paid:
            known += 1
        else:
            state: LineState = "paid" if paid == line.amount_fen else "part_paid" if paid else "rejected"
            lines[line.end_to_end_id] = replace(
                line, state=state, paid_fen=paid, reason=without_numbers(one_line(str(result.get("reason") or "")))[:200]
            )
            booked.append(lines[line.end_to_end_id])
    work.records.put_all(booked)
    more = sum(line.paid_fen for line in lines.values()) - before
    if order.settled_at is not None and more > 0:  # the bank corrects itself: what was rejected has been paid after all
        _book_wages(work, order, more, key=f"order {order_id} after {before}")
    settled = _settle(work, order, list(lines.values()))
    return {"booked": len(booked), "known": known, "problems": problems, "settled": settled}


def _problem(line: PaymentLine | None, paid: object) -> str:
    """Return the code of what forbids to book a result; empty when nothing does."""
    if line is None:
        return "unknown_line"
    if isinstance(paid, bool) or not isinstance(paid, int) or paid < 0:
        return "bad_amount"
    if paid > line.amount_fen:
        return "too_much"
    return "contradicts" if line.state in FINAL and paid < line.paid_fen else ""


def _settle(work: Work, order: PaymentOrder, lines: Sequence[PaymentLine]) -> bool:
    """Announce the end of an order once, when its last line has a result."""
    if order.settled_at is not None:
        return True
    if any(line.state not in FINAL for line in lines):
        return False
    work.records.put(replace(order, settled_at=work.now))
    paid = sum(line.paid_fen for line in lines)
    _book_wages(work, order, paid, key=f"order {order.order_id}")
    work.emit(
        "escrow.payment.settled",
        subject=order.order_id,
        jurisdiction=order.jurisdiction,
        data={
            "order_id": order.order_id,
            "project_id": order.project_id,
            "purpose": order.purpose,
            "about": order.about,
            "paid_fen": paid,
            "unpaid_fen": order.total_fen - paid,
        },
    )
    return True


def _book_wages(work: Work, order: PaymentOrder, paid: int, *, key: str) -> None:
    """Book wages into the ledger; when it holds less than the bank says it paid, both parties are told instead of a wrong posting."""
    if not paid or order.purpose != "wages":
        return
    month = order.about.rpartition(":")[2]
    try:
        ledger.book(work, project_id=order.project_id, key=key, what="wages_paid", amount_fen=paid, month=month)
    except HuxinError as error:
        if error.code != "not_enough_money":
            raise
        project = project_of(work, order.project_id)
        tell(
            work,
            project,
            about=order.order_id,
            kind="ledger_short",
            addressees=(project.general_contractor, "account_bank"),
            zh=f"银行回报已发工资{paid / 100:.2f}元，账上登记的专户余额不足，请核对入账记录。",
            en=f"The bank reports {paid / 100:.2f} yuan of wages paid, more than the ledger holds; please check what was paid in.",
            clauses=("SX-6-4b", "CN724-27"),
        )


def report_results(
    work: Work, *, order_id: str, results: Sequence[dict[str, Any]], rest_paid: bool, jurisdiction: str | None = None
) -> dict[str, Any]:
    """Book results that a bank reports by hand; `rest_paid` says that every open line which is not named was paid in full.

    Raises:
        HuxinError: `unknown_order`, also for an order of another jurisdiction than the bank's.
    """
    order = work.records.one(PaymentOrder, order_id=order_id)
    if order is None or jurisdiction not in {None, order.jurisdiction}:
        raise HuxinError("unknown_order", "No such payment order", order_id, status=404)
    named = {str(result.get("end_to_end_id")) for result in results}
    lines = work.records.many(PaymentLine, order_id=order_id) if rest_paid else ()
    rest = [
        {"end_to_end_id": line.end_to_end_id, "paid_fen": line.amount_fen}
        for line in lines
        if line.end_to_end_id not in named and line.state not in FINAL
    ]
    return book_results(work, order_id=order_id, results=[*results, *rest])


def list_payment_lines(work: Work, *, order_id: str, after: int | None = None, limit: int = 100) -> dict[str, Any]:
    """Return a page of an order's lines in their order, names and accounts masked."""
    size = min(max(limit, 1), MAX_PAGE)
    lines = sorted(work.records.many(PaymentLine, order_id=order_id), key=lambda line: line.line_no)
    wanted = [line for line in lines if line.line_no > (after or 0)]
    items = [
        {
            "line_no": line.line_no,
            "end_to_end_id": line.end_to_end_id,
            "payee": line.payee,
            "payee_name": masked(line.payee_name),
            "account": str(line.account),
            "amount_fen": line.amount_fen,
            "paid_fen": line.paid_fen,
            "state": line.state,
            "reason": line.reason,
        }
        for line in wanted[:size]
    ]
    return {"items": items, "next_cursor": str(wanted[size - 1].line_no) if len(wanted) > size else None}


HANDLERS: dict[str, Handler] = {
    "book_results": book_results,
    "report_results": report_results,
    "list_payment_lines": list_payment_lines,
}
