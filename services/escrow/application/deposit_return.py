"""The deposit goes back when the works are finished and nobody is owed wages: notice, check, confirmation, payment (CN65-RETURN)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.deposits import deposit_of, move
from services.escrow.application.lookup import day_of, end_of, parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.deposits import RETURNED, RETURNING, STORED, DepositReturn
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work


def request_deposit_return(  # noqa: PLR0913 - the form's members
    work: Work, *, request_id: str, project_id: str, posted_on: str, works_completed_on: str, promise: bool, firms: list[str] | None = None
) -> dict[str, Any]:
    """Take an application for the return of a deposit and start its process; the same request again answers the same.

    Raises:
        HuxinError: `bad_return` without promise, finished works or a notice that has begun; `unknown_deposit`; `wrong_deposit_state`.
    """
    project, deposit = project_of(work, project_id), deposit_of(work, project_id, lock=True)
    if firms is not None and deposit.holder not in firms:
        raise HuxinError("unknown_deposit", "There is no wage deposit", f"project {project_id} has none", status=404)
    known = work.records.one(DepositReturn, request_id=request_id)
    if known is not None:
        return {"request_id": request_id, "notice_ends_on": known.notice_ends_on.isoformat(), "repeated": True}
    posted, completed, today = day_of(posted_on, "posted_on"), day_of(works_completed_on, "works_completed_on"), work.now.date()
    if promise is not True:
        raise _bad("the written promise that no wages are owed is missing", "Add the promise.")
    if completed > today or posted > today:
        raise _bad("the works are finished and the notice is posted before the application", "Give days that have come.")
    deposit.must_be(STORED)
    duration = str(parameter(work, project, "deposit.return_notice_duration"))
    ends = work.law.due(project.jurisdiction, posted, duration, "calendar").last_day
    asked = DepositReturn(
        request_id=request_id,
        project_id=project_id,
        posted_on=posted,
        notice_ends_on=ends,
        promise=True,
        works_completed_on=completed,
    )
    work.records.add(asked)
    work.records.put(replace(deposit, state=RETURNING))
    work.emit(
        "escrow.deposit.return_requested",
        subject=request_id,
        jurisdiction=project.jurisdiction,
        data={
            "request_id": request_id,
            "project_id": project_id,
            "project_name": project.name,
            "general_contractor": deposit.holder,
            "jurisdiction": project.jurisdiction,
            "notice_over_at": end_of(ends),
            "check_limit": str(parameter(work, project, "deposit.return_check_duration")),
            "confirm_limit": str(parameter(work, project, "deposit.return_confirm_duration")),
        },
    )
    return {"request_id": request_id, "notice_ends_on": ends.isoformat(), "repeated": False}


def decide_deposit_return(work: Work, *, request_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on the return after the notice: no wages owed, no open case, nobody objected (CN65-RETURN)."""
    asked = return_of(work, request_id, lock=True)
    project, deposit = project_of(work, asked.project_id), deposit_of(work, asked.project_id, lock=True)
    reasons = _obstacles(work, asked, facts)
    outcome = "refused" if reasons else "allowed"
    if asked.state == "posted":
        work.records.put(replace(asked, state=outcome, reasons=tuple(reasons)))
        if reasons:
            work.records.put(replace(deposit, state=STORED))
            tell(
                work,
                project,
                about=f"return {request_id}",
                kind="deposit_return_refused",
                addressees=(deposit.holder,),
                zh="；".join(reason["text"] for reason in reasons),
                en="; ".join(reason["text_en"] for reason in reasons),
                clauses=("CN65-RETURN",),
            )
    return {"outcome": outcome, "reasons": reasons, "amount_fen": deposit.held_fen}


def book_deposit_return(work: Work, *, request_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Book what went back: the whole of what lies there, once."""
    asked = return_of(work, request_id, lock=True)
    deposit = deposit_of(work, asked.project_id, lock=True)
    if asked.returned_fen is not None:
        return {"booked": True, "problem": "", "returned_fen": asked.returned_fen}
    paid, receipt = facts.get("refund_fen"), str(facts.get("refund_receipt") or "").strip()
    if isinstance(paid, bool) or paid != deposit.held_fen or not receipt:
        return {"booked": False, "problem": f"应返还 {deposit.held_fen} 分，并填写银行回单号", "returned_fen": None}
    deposit = move(work, deposit.must_be(RETURNING), "returned", deposit.held_fen, receipt)
    work.records.put(replace(deposit, state=RETURNED, due_fen=0))
    work.records.put(replace(asked, state="returned", returned_fen=paid))
    work.emit(
        "escrow.deposit.returned",
        subject=asked.project_id,
        jurisdiction=deposit.jurisdiction,
        data={"project_id": asked.project_id, "amount_fen": paid},
    )
    return {"booked": True, "problem": "", "returned_fen": paid}


def return_of(work: Work, request_id: str, *, lock: bool = False) -> DepositReturn:
    """Return an application for return.

    Raises:
        HuxinError: code `unknown_return`.
    """
    asked = work.records.one(DepositReturn, lock=lock, request_id=request_id)
    if asked is None:
        raise HuxinError("unknown_return", "There is no such application for return", request_id, status=404)
    return asked


def _obstacles(work: Work, asked: DepositReturn, facts: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    if work.now.date() <= asked.notice_ends_on:
        found.append(("公示期未满", "the notice is not over"))
    if facts.get("arrears_found") is not False:
        found.append(("项目仍有欠薪或者未查明", "wages of the project are owed, or nobody has checked"))
    if facts.get("open_case_found") is not False:
        found.append(("有未办结的欠薪案件", "a case on arrears is open"))
    if facts.get("notice_kept_up") is not True:
        found.append(("公示未持续张贴", "the notice was not kept up"))
    return [{"text": zh, "text_en": en, "clauses": ["CN65-RETURN"]} for zh, en in found]


def _bad(detail: str, fix: str) -> HuxinError:
    return HuxinError("bad_return", "The deposit cannot be applied for", detail, status=422, fix=fix)


HANDLERS: dict[str, Handler] = {
    "request_deposit_return": request_deposit_return,
    "decide_deposit_return": decide_deposit_return,
    "book_deposit_return": book_deposit_return,
}
