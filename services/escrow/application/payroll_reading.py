"""What people read of payrolls, and the correction of an account. Names and accounts are masked; a firm sees its own affairs only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.payroll import lines_of, payroll_of
from services.escrow.application.projects import project_of
from services.escrow.domain.payroll import Payroll, PayrollLine, masked
from services.kernel.errors import HuxinError
from services.kernel.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.escrow.application.ports import Handler, Work

MAX_PAGE = 200
MAX_ACCOUNT = 34  # the longest account number that a bank file takes
MAX_HOLDER = 60


def seen_payroll(work: Work, payroll_id: str, firms: Sequence[str] | None) -> tuple[Payroll, list[PayrollLine]]:
    """Return a payroll with those lines that the firms may see: the general contractor all, a subcontractor its own workers'.

    Raises:
        HuxinError: `unknown_payroll`, also for a firm that has nothing to do with it.
    """
    payroll = payroll_of(work, payroll_id)
    return payroll, visible_lines(work, payroll, lines_of(work, payroll_id), firms)


def visible_lines(work: Work, payroll: Payroll, lines: list[PayrollLine], firms: Sequence[str] | None) -> list[PayrollLine]:
    """Return those of a payroll's lines that the firms may see.

    Raises:
        HuxinError: `unknown_payroll` for a firm that has nothing to do with it.
    """
    if firms is None or project_of(work, payroll.project_id).general_contractor in firms:
        return lines
    own = [line for line in lines if line.employer in firms]
    if not own:
        raise HuxinError("unknown_payroll", "No such payroll", payroll.payroll_id, status=404)
    return own


def get_payroll(work: Work, *, payroll_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a payroll with its sums and who has signed."""
    payroll, lines = seen_payroll(work, payroll_id, firms)
    states: dict[str, int] = {}
    for line in lines:
        states[line.state] = states.get(line.state, 0) + 1
    return {
        **_head(payroll),
        "project_name": project_of(work, payroll.project_id).name,
        "workers": len(lines),
        "lines": states,
        "due_fen": sum(line.due_fen for line in lines),
        "paid_fen": sum(line.paid_fen for line in lines),
        "firms": payroll.firms if firms is None else {code: entry for code, entry in payroll.firms.items() if code in firms},
    }


def _head(payroll: Payroll) -> dict[str, Any]:
    return {
        "payroll_id": payroll.payroll_id,
        "project_id": payroll.project_id,
        "month": payroll.month,
        "jurisdiction": payroll.jurisdiction,
        "state": payroll.state,
        "form_due_on": payroll.form_due_on.isoformat(),
        "pay_on": payroll.pay_on.isoformat() if payroll.pay_on else None,
        "late": list(payroll.late),
        "sealed": payroll.sealed,
        "version": payroll.version,
        "order_id": payroll.order_id,
        "keep_until": payroll.keep_until.isoformat() if payroll.keep_until else None,
    }


def list_payrolls(  # noqa: PLR0913 - the filters of the list
    work: Work,
    *,
    firms: Sequence[str] | None = None,
    jurisdiction: str | None = None,
    project_id: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of payrolls; a firm sees those in which it has a part."""
    where: dict[str, Any] = {name: value for name, value in (("jurisdiction", jurisdiction), ("project_id", project_id)) if value}
    size = min(max(limit, 1), MAX_PAGE)
    items = list(work.records.many(Payroll, after=cursor, limit=size, newest_first=True, **where))
    seen = [payroll for payroll in items if firms is None or _has_part(work, payroll, firms)]
    return {"items": [_head(payroll) for payroll in seen], "next_cursor": items[-1].payroll_id if len(items) == size else None}


def _has_part(work: Work, payroll: Payroll, firms: Sequence[str]) -> bool:
    return project_of(work, payroll.project_id).general_contractor in firms or not set(firms).isdisjoint(payroll.firms)


def list_payroll_lines(  # noqa: PLR0913 - the filters of the list
    work: Work,
    *,
    payroll_id: str,
    firms: Sequence[str] | None = None,
    worker_id: str | None = None,
    after: int | None = None,
    limit: int = 100,
) -> dict[str, Any]:
    """Return a page of a sheet's lines, or one worker's line as the wage slip (CN724-15)."""
    _payroll, lines = seen_payroll(work, payroll_id, firms)
    wanted = [line for line in lines if (worker_id is None or line.worker_id == worker_id) and line.line_no > (after or 0)]
    size = min(max(limit, 1), MAX_PAGE)
    page = wanted[:size]
    return {"items": [shown(line) for line in page], "next_cursor": str(page[-1].line_no) if len(wanted) > size else None}


def shown(line: PayrollLine) -> dict[str, Any]:
    """Return a line as people see it, name and account masked."""
    return {
        "line_no": line.line_no,
        "worker_id": line.worker_id,
        "name": masked(line.name),
        "employer": line.employer,
        "unit": line.unit,
        "days": line.days,
        "rate_fen": line.rate_fen,
        "quantity_fen": line.quantity_fen,
        "gross_fen": line.gross_fen,
        "deduct_fen": line.deduct_fen,
        "due_fen": line.due_fen,
        "paid_fen": line.paid_fen,
        "account": str(line.account),
        "state": line.state,
        "signed_at": line.signed_at.isoformat(timespec="seconds") if line.signed_at else None,
        "objection": line.objection,
        "objection_state": line.objection_state,
        "reasons": list(line.reasons),
    }


def correct_account(  # noqa: PLR0913 - what a correction says
    work: Work, *, payroll_id: str, worker_id: str, account: str, account_holder: str, by: str, firms: Sequence[str] | None = None
) -> dict[str, Any]:
    """Put another account on a worker's line, before signing or after the bank or the law refused it; amounts stay as signed.

    Raises:
        HuxinError: `unknown_payroll`, `unknown_worker`, `bad_account`, `line_not_open` while the bank works on it or after it is paid.
    """
    payroll_of(work, payroll_id, lock=True)
    _payroll, lines = seen_payroll(work, payroll_id, firms)
    line = next((line for line in lines if line.worker_id == worker_id), None)
    number, holder = plain(account).replace(" ", ""), account_holder.strip()
    if line is None:
        raise HuxinError(
            "unknown_worker", "This worker is not on the sheet", worker_id, status=404, fix="Take the id from the sheet's lines."
        )
    if (
        not number.isascii()
        or not number.isalnum()
        or len(number) > MAX_ACCOUNT
        or not 1 <= len(holder) <= MAX_HOLDER
        or not holder.isprintable()
    ):
        fix = f"Give 1 to {MAX_ACCOUNT} letters and digits, and the holder's name beside them."
        raise HuxinError(
            "bad_account", "The account cannot be used", "the number or its holder's name cannot be right", status=422, fix=fix
        )
    if line.state in {"ordered", "paid", "part_paid"}:
        fix = "Put a later correction into the next month's payroll."
        raise HuxinError("line_not_open", "The line cannot be changed any more", f"it is {line.state}", status=409, fix=fix)
    after = replace(line, account=work.secrets.protect(number), account_holder=holder, payee_kind="worker", reasons=())
    if after == line:
        return {"changed": False}
    work.records.put(replace(after, signed_by=line.signed_by or by))
    return {"changed": True}


HANDLERS: dict[str, Handler] = {
    "get_payroll": get_payroll,
    "list_payrolls": list_payrolls,
    "list_payroll_lines": list_payroll_lines,
    "correct_account": correct_account,
}
