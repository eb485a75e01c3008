"""The payroll form as people exchange it: written out, read back line by line, posted, checked by phone (SX-7-2a, SX-7-1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.payroll import lines_of, must_be_changeable, payroll_of, sheet_digest, working_days_of
from services.escrow.application.payroll_reading import MAX_ACCOUNT, MAX_HOLDER, seen_payroll, visible_lines
from services.escrow.application.projects import project_of
from services.escrow.domain.payroll import PayrollLine, earned_fen, masked, shared_accounts
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.escrow.application.ports import Handler, Work
    from services.kernel.protected import Protected

Row = dict[str, Any]


def get_sheet(work: Work, *, payroll_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the whole form for those who fill it in and sign it; accounts in full, for the bank pays by it (SX-7-3)."""
    payroll, lines = seen_payroll(work, payroll_id, firms)
    project = project_of(work, payroll.project_id)
    return {
        "title": f"{project.name} {payroll.month} 月工资发放表",
        "due_fen": sum(line.due_fen for line in lines),
        "lines": [_full(line, work.secrets.reveal(line.account)) for line in lines],
    }


def _full(line: PayrollLine, account: str) -> Row:
    names = ("line_no", "worker_id", "name", "employer", "days", "quantity_fen", "rate_fen", "gross_fen", "deduct_fen", "due_fen")
    more = {"account": account, "account_holder": line.account_holder, "signed": line.signed_fen is not None}
    return {name: getattr(line, name) for name in names} | more


def wage_slips(work: Work, *, payroll_id: str, worker_id: str | None = None, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return each worker's own wage list, or one worker's: what was earned, taken off, due and paid (CN724-15).

    Raises:
        HuxinError: `unknown_payroll`, `unknown_worker` when the worker is not on this payroll.
    """
    payroll, lines = seen_payroll(work, payroll_id, firms)
    wanted = [line for line in lines if worker_id in (None, line.worker_id)]
    if not wanted:
        raise HuxinError("unknown_worker", "The worker is not on this payroll", f"no line of {worker_id} in {payroll_id}", status=404)
    names = ("worker_id", "name", "employer", "days", "gross_fen", "deduct_fen", "due_fen", "paid_fen")
    return {
        "project_name": project_of(work, payroll.project_id).name,
        "month": payroll.month,
        "pay_on": payroll.pay_on.isoformat() if payroll.pay_on else None,
        "slips": [{name: getattr(line, name) for name in names} | {"account": line.account.tail} for line in wanted],
    }


def posted_sheet(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Return what hangs on site: names masked, no accounts (SX-7-1, TL-2.1.2-2d). Its `digest` changes with every figure.

    Raises:
        HuxinError: `unknown_payroll`, `not_approved` before all have signed, for nothing else may be posted (SX-7-2b).
    """
    payroll, lines = seen_payroll(work, payroll_id, None)
    if not payroll.sealed:
        raise HuxinError("not_approved", "The sheet is not signed by all", f"payroll {payroll_id} is {payroll.state}", status=409)
    project = project_of(work, payroll.project_id)
    return {
        "payroll_id": payroll_id,
        "project_name": project.name,
        "month": payroll.month,
        "title": f"{project.name} {payroll.month} 工资公示表",
        "digest": sheet_digest(lines),
        "workers": len(lines),
        "due_fen": sum(line.due_fen for line in lines),
        "paid_fen": sum(line.paid_fen for line in lines),
        "pay_on": payroll.pay_on.isoformat() if payroll.pay_on else None,
        "lines": [
            {
                "line_no": line.line_no,
                "name": masked(line.name),
                "days": line.days,
                "gross_fen": line.gross_fen,
                "deduct_fen": line.deduct_fen,
                "due_fen": line.due_fen,
                "paid_fen": line.paid_fen,
                "signed": line.signed_fen is not None,
            }
            for line in lines
        ],
    }


def import_sheet(  # noqa: PLR0913 - what comes with a form
    work: Work, *, payroll_id: str, rows: Sequence[Row], total_fen: int | None, by: str, firms: Sequence[str] | None = None
) -> dict[str, Any]:
    """Take a filled form; one line that cannot be taken leaves everything as it was, and every line is answered.

    Days and rates are roster's and may not differ; quantities of piece work, deductions and accounts may. A changed line is signed anew.

    Returns:
        `{accepted, unchanged, refused, booked, answers}`; `answers` has `{row, worker_id, answer, detail}` for every row that is refused
        or changed, and for every worker that the form leaves out.

    Raises:
        HuxinError: `unknown_payroll`, `payroll_closed`; also for a month that was signed and sealed before.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    must_be_changeable(payroll)
    everybody = lines_of(work, payroll_id)
    lines = {line.worker_id: line for line in visible_lines(work, payroll, everybody, firms)}
    others = {line.worker_id: line.account for line in everybody if line.worker_id not in lines}
    given = {str(row["worker_id"]): work.secrets.protect(str(row.get("account") or "")) for row in rows if "problem" not in row}
    shared = shared_accounts(others | {worker: lines[worker].account for worker in lines} | given)
    working_days = working_days_of(work, payroll.jurisdiction, payroll.month)
    answers: list[Row] = []
    changed: list[PayrollLine] = []
    met: set[str] = set()
    for row in rows:
        worker_id = str(row["worker_id"])
        code, detail = _fault(row, lines.get(worker_id), met, working_days, shared=given.get(worker_id) in shared)
        met.add(worker_id)
        if code:
            answers.append({"row": row["row"], "worker_id": worker_id, "answer": code, "detail": detail})
        elif (after := _taken(lines[worker_id], row, given[worker_id], by)) != lines[worker_id]:
            changed.append(after)
    left_out = sorted(set(lines) - met)
    answers += [{"row": None, "worker_id": worker, "answer": "missing_worker", "detail": lines[worker].name[:1]} for worker in left_out]
    answers += _total_fault(rows, total_fen)
    if answers:
        return {"accepted": 0, "unchanged": 0, "refused": len(answers), "booked": False, "answers": answers}
    work.records.put_all(changed)
    if changed:
        reopened = {code: {"signed": None, "by": "", "at": None} for code in payroll.firms}
        work.records.put(replace(payroll, version=payroll.version + 1, firms=reopened, sealed=False))
    told = [{"row": None, "worker_id": line.worker_id, "answer": "changed", "detail": f"{line.due_fen}"} for line in changed]
    return {"accepted": len(changed), "unchanged": len(rows) - len(changed), "refused": 0, "booked": True, "answers": told}


def _fault(row: Row, line: PayrollLine | None, met: set[str], working_days: int, *, shared: bool) -> tuple[str, str]:
    """Return code and detail of what forbids to take a row; empty when nothing does."""
    if line is None:
        known = "not on this month's attendance"
        return ("unknown_worker", known) if row["worker_id"] else (row["problem"]["code"], row["problem"]["detail"])
    if row["worker_id"] in met:
        return "twice", "the worker has two rows"
    if "problem" in row:
        return row["problem"]["code"], row["problem"]["detail"]
    return _wrong_figures(row, line, working_days) or _wrong_account(row["account"], row["account_holder"], shared=shared) or ("", "")


def _wrong_figures(row: Row, line: PayrollLine, working_days: int) -> tuple[str, str] | None:
    """Return what is wrong with days, rate and amounts."""
    if row["days"] != line.days or row["rate_fen"] != line.rate_fen:
        return "differs_from_roster", f"{line.days} days at {line.rate_fen} fen are registered"
    gross = earned_fen(line.unit, days=line.days, rate_fen=line.rate_fen, quantity_fen=row["quantity_fen"], working_days=working_days)
    if row["gross_fen"] != gross:
        return "wrong_gross", f"{gross} fen are earned, {row['gross_fen']} stand there"
    if row["deduct_fen"] > gross or row["due_fen"] != gross - row["deduct_fen"]:
        return "wrong_net", f"{gross} less {row['deduct_fen']} fen is not {row['due_fen']}"
    return None


def _wrong_account(account: str, holder: str, *, shared: bool) -> tuple[str, str] | None:
    """Return what is wrong with an account: unusable, or named by two workers."""
    if not account.isascii() or not account.isalnum() or len(account) > MAX_ACCOUNT:
        return "bad_account", f"K 银行卡号: give 1 to {MAX_ACCOUNT} letters and digits"
    if len(holder) > MAX_HOLDER or not holder.isprintable():
        return "bad_holder", f"L 户名: give at most {MAX_HOLDER} characters, all of them visible"
    return ("shared_account", "another worker names the same account") if shared else None


def _total_fault(rows: Sequence[Row], total_fen: int | None) -> list[Row]:
    """Return the answer to a total that is not the sum; a form without a total is not complete either."""
    found = sum(row["due_fen"] for row in rows if "problem" not in row)
    if total_fen == found:
        return []
    says = "is missing or cannot be read" if total_fen is None else f"says {total_fen}"
    return [{"row": None, "worker_id": "", "answer": "wrong_total", "detail": f"the lines give {found} fen, the total (合计) {says}"}]


def _taken(line: PayrollLine, row: Row, account: Protected, by: str) -> PayrollLine:
    """Return the line with the row's figures; a change takes the worker's signature away, for it was given for something else."""
    holder = "" if row["account_holder"] == line.name else row["account_holder"]
    names = ("quantity_fen", "gross_fen", "deduct_fen", "due_fen")
    after = replace(line, **{name: row[name] for name in names}, account=account, account_holder=holder)
    if after == line:
        return line
    objection = "corrected" if line.objection_state == "open" else line.objection_state
    return replace(
        after, state="open", signed_at=None, signed_fen=None, signed_by=by, objection_state=objection, reasons=()
    )  # fmt: skip


HANDLERS: dict[str, Handler] = {
    "get_sheet": get_sheet,
    "wage_slips": wage_slips,
    "posted_sheet": posted_sheet,
    "import_sheet": import_sheet,
}
