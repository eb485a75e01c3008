"""The three signatures under a payroll and the workers' objections (SX-7-2b, TL-2.1.2-2e, CN724-31)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.payroll import lines_of, must_be_changeable, payroll_of
from services.escrow.application.projects import project_of
from services.kernel.errors import HuxinError
from services.kernel.plain import one_line
from services.kernel.protected import without_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.payroll import Payroll, PayrollLine

MAX_OBJECTION = 500


def open_signing(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Lay the sheet before the workers and their firms; signatures that still fit their line stay."""
    payroll = payroll_of(work, payroll_id, lock=True)
    must_be_changeable(payroll)
    lines, project = lines_of(work, payroll_id), project_of(work, payroll.project_id)
    employers = sorted({line.employer for line in lines} - {project.general_contractor, ""})
    owed = {"signed": None, "by": "", "at": None}
    firms = {code: payroll.firms[code] if payroll.firms.get(code, owed)["signed"] else dict(owed) for code in employers}
    payroll = replace(payroll, state="signing", firms=firms, sealed=False, sealed_by="")
    work.records.put(payroll)
    _announce_if_complete(work, payroll, lines)
    limit = work.law.law(payroll.jurisdiction).parameter("payroll.signing_duration", work.now.date())
    return {"workers": len(lines), "sign_limit": str(limit.value), "next_subcontractor": _next_firm(payroll)}


def sign_lines(
    work: Work, *, payroll_id: str, signatures: list[dict[str, Any]], by: str, firms: Sequence[str] | None = None
) -> dict[str, Any]:
    """Take workers' signatures or objections; each is answered on its own, since each is one person's act.

    Args:
        work: the transaction.
        payroll_id: the payroll.
        signatures: `{worker_id, fen, objection?}`; `fen` is the amount that the worker saw, so nobody signs for another sum.
        by: who hands them in.
        firms: for whose workers (credit codes; None: all).

    Raises:
        HuxinError: `unknown_payroll`, `payroll_closed`, or `not_signing` while the sheet is not laid out yet.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    must_be_changeable(payroll)
    if payroll.state != "signing":
        raise HuxinError("not_signing", "The sheet is not open for signatures", f"payroll {payroll_id} is {payroll.state}", status=409)
    project = project_of(work, payroll.project_id)
    lines = {line.worker_id: line for line in lines_of(work, payroll_id)}
    answers, changed = [], {}
    for number, given in enumerate(signatures, start=1):
        line = lines.get(str(given.get("worker_id")))
        if line is not None and firms is not None and line.employer not in firms and project.general_contractor not in firms:
            line = None
        code = _unsignable(line, given)
        if line is not None and not code:
            objection = _words(given.get("objection"))
            after = _objected(line, objection) if objection else _signed(line, work.now, by)
            code = "signed" if after.state == "signed" else "objected"
            lines[line.worker_id] = changed[line.worker_id] = after
        answers.append({"line": number, "worker_id": given.get("worker_id"), "answer": code})
    work.records.put_all(list(changed.values()))
    if changed:
        _announce_if_complete(work, payroll, list(lines.values()))
    refused = sum(answer["answer"] in REFUSALS for answer in answers)
    return {"taken": len(changed), "refused": refused, "answers": answers}


REFUSALS = frozenset({"unknown_worker", "other_amount", "bad_amount", "nothing_due"})


def _unsignable(line: PayrollLine | None, given: dict[str, Any]) -> str:
    """Return why a signature cannot be taken, `known` when it was taken before; empty when it can."""
    fen = given.get("fen")
    if line is None:
        return "unknown_worker"
    if isinstance(fen, bool) or not isinstance(fen, int) or fen < 0:
        return "bad_amount"
    if fen != line.due_fen:
        return "other_amount"
    if given.get("objection"):
        return "known" if line.state == "objected" else ""
    return "known" if line.state == "signed" else ""


def _words(objection: object) -> str:
    """Return a worker's words in one paragraph; numbers of cards and people in them are covered."""
    return without_numbers(one_line(str(objection or ""))).strip()[:MAX_OBJECTION]


def _signed(line: PayrollLine, at: datetime, by: str) -> PayrollLine:
    """Return the line as signed; who signs after all has taken an open objection back."""
    objection = "withdrawn" if line.objection_state == "open" else line.objection_state
    return replace(line, state="signed", signed_at=at, signed_by=by, signed_fen=line.due_fen, objection_state=objection)


def _objected(line: PayrollLine, objection: str) -> PayrollLine:
    return replace(line, state="objected", objection=objection, objection_state="open", signed_at=None, signed_fen=None)


def settle_signatures(work: Work, *, payroll_id: str) -> dict[str, Any]:
    """Count what is signed, objected to and open, once all have answered or their time is over."""
    lines = lines_of(work, payroll_of(work, payroll_id).payroll_id)
    open_objections = [line for line in lines if line.objection_state == "open"]
    return {
        "signed": sum(line.state == "signed" for line in lines),
        "objected": len(open_objections),
        "unsigned": sum(line.state == "open" for line in lines),
        "objections": [{"worker_id": line.worker_id, "objection": line.objection} for line in open_objections[:20]],
    }


def settle_objections(work: Work, *, payroll_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Close the open objections: lines that were corrected go back for signing, the rest is passed on (SX-7-2b; P08).

    A corrected line has lost its objection by the correction. `objection_outcome` `passed_on` hands the remaining ones to the authority.
    """
    payroll = payroll_of(work, payroll_id, lock=True)
    must_be_changeable(payroll)
    lines = lines_of(work, payroll_id)
    still = [line for line in lines if line.objection_state == "open"]
    if facts.get("objection_outcome") == "corrected":
        work.records.put_all([replace(line, objection_state="corrected", state="open") for line in still])
        return {"reopen": True, "passed_on": 0}
    work.records.put_all([replace(line, objection_state="passed_on") for line in still])
    if still:
        work.emit(
            "escrow.payroll.objected",
            subject=payroll_id,
            jurisdiction=payroll.jurisdiction,
            data={
                "payroll_id": payroll_id,
                "project_id": payroll.project_id,
                "month": payroll.month,
                "objections": [
                    {"worker_id": line.worker_id, "employer": line.employer, "due_fen": line.due_fen, "objection": line.objection}
                    for line in still
                ],
            },
        )
    return {"reopen": False, "passed_on": len(still)}


def record_subcontractor(work: Work, *, payroll_id: str, firm: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Take one subcontractor's signature or refusal; tells whose signature is still owed."""
    payroll = payroll_of(work, payroll_id, lock=True)
    must_be_changeable(payroll)
    if firm not in payroll.firms:
        raise HuxinError("unknown_firm", "This firm has nobody on the sheet", f"{firm} on payroll {payroll_id}", status=422)
    signs = facts.get("subcontractor_signs") is True
    entry = {"signed": signs, "by": str(facts.get("subcontractor_signer") or ""), "at": work.now.isoformat(timespec="seconds")}
    payroll = replace(payroll, firms={**payroll.firms, firm: entry})
    work.records.put(payroll)
    return {"refused": not signs, "next_subcontractor": _next_firm(payroll)}


def _next_firm(payroll: Payroll) -> str:
    """Return the first firm that has not answered yet; empty when all have."""
    return next((code for code, entry in sorted(payroll.firms.items()) if entry["signed"] is None), "")


def _announce_if_complete(work: Work, payroll: Payroll, lines: list[PayrollLine]) -> None:
    """Tell the process when nobody's answer is wanting any more."""
    if all(line.state != "open" for line in lines):
        work.emit(
            "escrow.signatures.completed",
            subject=payroll.payroll_id,
            jurisdiction=payroll.jurisdiction,
            data={"payroll_id": payroll.payroll_id},
        )


HANDLERS: dict[str, Handler] = {
    "open_signing": open_signing,
    "sign_lines": sign_lines,
    "settle_signatures": settle_signatures,
    "settle_objections": settle_objections,
    "record_subcontractor": record_subcontractor,
}
