"""Money that reached the wage account, as its bank tells: booked once by the bank's reference, all lines or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.escrow.application import ledger, orders
from services.escrow.application.lookup import account_of, day_of, month_of
from services.escrow.application.months import settle_month
from services.escrow.application.projects import project_of
from services.escrow.domain.accounts import ACTIVE, CLOSING
from services.escrow.domain.ledger import BANK, DIVERTED
from services.escrow.domain.orders import OPEN, Order
from services.kernel.errors import HuxinError
from services.kernel.money import fen

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

KINDS = ("owner_transfer", "top_up", "diversion_returned")
MAX_LINES = 1000
MAX_REFERENCE = 100


def book_receipts(work: Work, *, project_id: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Book lines `{reference, kind, month, amount_fen, booked_on}`; one wrong line and none is booked, each line is answered.

    The same reference again changes nothing, so a whole file can be sent again.

    Raises:
        HuxinError: `bad_receipts` with `lines`: `[{line, reference, problem}]`, `wrong_account_state`.
    """
    project = project_of(work, project_id, lock=True)
    account_of(work, project_id).must_be(ACTIVE, CLOSING)
    _refuse_bad(work, lines)
    answers, months = [], set()
    for number, line in enumerate(lines, start=1):
        fresh = ledger.book(
            work,
            project_id=project_id,
            key=f"receipt {line['reference']}",
            what=line["kind"],
            amount_fen=line["amount_fen"],
            month=line["month"],
            booked_on=day_of(line["booked_on"], "booked_on"),
            memo=str(line["reference"]),
        )
        answers.append({"line": number, "reference": line["reference"], "booked": fresh, "repeated": not fresh})
        months.add(line["month"])
    for month in sorted(months):
        settle_month(work, project, month)
    _end_orders(work, project)
    return {"lines": answers, "balance_fen": ledger.balance(work, project_id)}


def _refuse_bad(work: Work, lines: list[dict[str, Any]]) -> None:
    if not lines or len(lines) > MAX_LINES:
        raise HuxinError("bad_receipts", "The lines cannot be booked", f"{len(lines)} lines; 1 to {MAX_LINES} are taken", status=422)
    problems, seen = [], set()
    for number, line in enumerate(lines, start=1):
        problem = _problem(work, line)
        if problem is None and line["reference"] in seen:
            problem = "the reference stands in this file twice"
        if problem:
            problems.append({"line": number, "reference": line.get("reference"), "problem": problem})
        seen.add(line.get("reference"))
    if problems:
        raise HuxinError(
            "bad_receipts",
            "Some lines cannot be booked, so none was",
            "; ".join(f"line {one['line']}: {one['problem']}" for one in problems[:10]),
            status=422,
            fix="Correct the named lines and send the file again; what is booked already is not booked twice.",
            extra={"lines": problems},
        )


def _problem(work: Work, line: dict[str, Any]) -> str | None:
    """Return what is wrong with a line, or None."""
    reference = line.get("reference")
    if not isinstance(reference, str) or not reference.strip() or len(reference) > MAX_REFERENCE:
        return f"reference {reference!r} is no reference of a bank"
    if line.get("kind") not in KINDS:
        return f"kind {line.get('kind')!r} is none of {', '.join(KINDS)}"
    try:
        month_of(line.get("month"))
        if fen(line.get("amount_fen")) <= 0:
            return "amount_fen is not above zero"
        if day_of(line.get("booked_on"), "booked_on") > work.now.date():
            return f"booked_on {line['booked_on']} lies in the future"
    except HuxinError as error:
        return error.detail
    return None


def _end_orders(work: Work, project: Project) -> None:
    """End orders about what the account lacked, once it is there (TL-2.3.1-4b, SX-6-4b)."""
    if ledger.balance(work, project.project_id, DIVERTED) == 0:
        orders.correct(work, project, reason="diverted")
    held = ledger.balance(work, project.project_id, BANK)
    for order in work.records.many(Order, project_id=project.project_id, reason="short", state=OPEN):
        if held >= order.required_fen:
            orders.correct(work, project, reason="short", about=order.about)


HANDLERS: dict[str, Handler] = {"book_receipts": book_receipts}
