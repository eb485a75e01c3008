"""Who pays wages in arrears first: opened, decided, noticed (P11). The worker's claim is never cut by who bears it in the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.lookup import parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.advances import (
    CONTRACTOR,
    DECIDED,
    NOTICED,
    OPEN,
    OTHERS,
    OWNER,
    REFUSED,
    UNLAWFUL,
    Advance,
    AdvancePayment,
    checked_claims,
)
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.project import Project

STANDING = {
    "toli-draft": ("TL-2.6.1-1a", "TL-2.6.1-1b", "TL-2.6.1-1c"),
    "shaoxing": ("SX-3-1a", "SX-3-1b"),
}


def request_advance(  # noqa: PLR0913 - the request's members
    work: Work,
    *,
    project_id: str,
    arrears_fen: int,
    about: str,
    advance_id: str | None = None,
    claims: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Ask that wages in arrears be paid first by whoever answers for them; the process starts by itself, once for each `advance_id`.

    Raises:
        HuxinError: `bad_claims`, `bad_advance` without arrears, `unknown_project`.
    """
    project = project_of(work, project_id)
    advance, added = _opened(work, project, advance_id or uuid7(), arrears_fen=arrears_fen, about=about, claims=claims)
    if added:
        work.emit(
            "escrow.advance.requested",
            subject=advance.advance_id,
            jurisdiction=project.jurisdiction,
            data={
                "advance_id": advance.advance_id,
                "project_id": project_id,
                "project_name": project.name,
                "jurisdiction": project.jurisdiction,
                "arrears_fen": advance.arrears_fen,
                "about": advance.about,
            },
        )
    return {"advance_id": advance.advance_id, "repeated": not added}


def take_found_arrears(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Begin with arrears that the supervision of contract payments found: one payment, one case, and the same wages never in two.

    The arrears are those of the project, which several payments may tell and one payment twice: when work stops, and when money has
    come. What another case already asks for is taken off, and only wages that no case covers begin a further one.
    """
    project_of(work, event["project_id"], lock=True)
    cases = work.records.many(Advance, project_id=event["project_id"])
    about, key = f"payment {event['payment_id']}", f"payment-{event['payment_id']}"
    known = [case.advance_id for case in cases if case.about == about]
    uncovered = event["arrears_fen"] - sum(case.shortfall_fen for case in cases)
    if uncovered <= 0:
        covering = known[0] if known and event["arrears_fen"] > 0 else None
        return {"advance_id": covering, "repeated": covering is not None}
    advance_id = f"{key}-{len(known) + 1}" if known else key
    return request_advance(work, project_id=event["project_id"], arrears_fen=uncovered, about=about, advance_id=advance_id)


def open_advance(work: Work, *, request: dict[str, Any]) -> dict[str, Any]:
    """Open the case and remind everybody of its standing duty (TL-2.6.1-1a…1c, SX-3-1a, SX-3-1b).

    A calling process gives the data of its own; a case that was requested before is taken up.
    """
    project = project_of(work, str(request["project_id"]))
    key = request.get("advance_id") or f"payment-{request['payment_id']}"
    about = str(request.get("about") or f"payment {key}")
    advance, _added = _opened(work, project, str(key), arrears_fen=request["arrears_fen"], about=about, claims=request.get("claims"))
    _tell_standing(work, project, advance)
    return {
        "advance_id": advance.advance_id,
        "arrears_fen": advance.arrears_fen,
        "construction_unit": project.construction_unit,
        "general_contractor": project.general_contractor,
        "find_limit": str(parameter(work, project, "advance.find_duration")),
        "notice_limit": str(parameter(work, project, "advance.notice_duration")),
        "file_limit": str(parameter(work, project, "advance.file_duration")),
    }


def decide_liability(work: Work, *, advance_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide who pays first and up to what (TL-2.6.1-2, TL-2.6.1-3, TL-2.6.1-4, SX-11-5, CN724-29, CN724-30)."""
    advance = advance_of(work, advance_id, lock=True)
    given = _facts_of(work, advance, facts)
    decision = work.law.decide("who_pays_first", advance.jurisdiction, work.now.date(), given)
    outcome, also = str(decision["outcome"]), decision["also"]
    found = replace(advance, outcome="" if outcome == "undetermined" else outcome)
    if found.outcome and advance.state in (OPEN, DECIDED):
        found = replace(
            found,
            state=DECIDED,
            limits=dict(also.get("advance_limit_fen", {})),
            shares=tuple(also.get("owner_shares_fen", ())),
            final_bearer=str(also.get("final_bearer", "")),
            facts=given,
            reasons=tuple(decision["reasons"]),
        )
        work.records.put(found)
    return {
        "outcome": outcome,
        "unlawful": given.get("cause") in UNLAWFUL,
        "owner_pays": OWNER in found.payers,
        "contractor_pays": CONTRACTOR in found.payers,
        "other_pays": any(other in found.payers for other in OTHERS),
        "guarantor_may_be_called": also.get("guarantor_may_be_called") is True,
        "limits": dict(also.get("advance_limit_fen", {})),
        "reasons": decision["reasons"],
        "missing": list(decision["missing"]),
    }


def serve_advance_notice(work: Work, *, advance_id: str) -> dict[str, Any]:
    """Tell each payer what it must advance at most and until when (CN724-29, CN724-30); owner and contractor are always told."""
    advance = advance_of(work, advance_id, lock=True)
    project = project_of(work, advance.project_id)
    if advance.state not in (DECIDED, NOTICED):
        raise HuxinError("wrong_advance_state", "The notice comes after the decision", f"{advance_id} is {advance.state}", status=409)
    limit = str(parameter(work, project, "advance.notice_duration"))
    by = work.law.due(project.jurisdiction, work.now.date(), limit, "working").last_day
    work.records.put(replace(advance, state=NOTICED, notice_by=by))
    for payer in advance.payers:
        amount = min(advance.limits.get(payer, advance.arrears_fen), advance.shortfall_fen)
        tell(
            work,
            project,
            about=f"advance {advance_id} until {by}",
            kind="advance_notice",
            addressees=(_address(project, payer),),
            zh=f"请于 {by} 前先行垫付农民工工资，最多 {amount} 分。工程款未到位、工程有争议均不是拖欠理由。",
            en=f"Advance the workers' wages by {by}, at most {amount} fen. Neither unpaid contract money nor a dispute is an excuse.",
            clauses=_clauses(advance),
        )
    if OWNER not in advance.payers:
        tell(
            work,
            project,
            about=f"advance {advance_id} until {by}",
            kind="supervision_notice",
            addressees=(project.construction_unit,),
            zh=f"请于 {by} 前督促责任单位支付农民工工资并报告。",
            en=f"See to it that the wages are paid, and report by {by}.",
            clauses=("TL-2.6.1-1a",) if project.jurisdiction == "toli-draft" else ("CN724-29",),
        )
    return {"notice_limit": limit, "notice_by": by.isoformat()}


def refuse_advance(work: Work, *, advance_id: str) -> dict[str, Any]:
    """Hand what nobody advanced to the arrears case, once."""
    advance = advance_of(work, advance_id, lock=True)
    if advance.state != REFUSED:
        work.records.put(replace(advance, state=REFUSED))
        work.emit(
            "escrow.advance.refused",
            subject=advance_id,
            jurisdiction=advance.jurisdiction,
            data={
                "advance_id": advance_id,
                "project_id": advance.project_id,
                "unpaid_fen": advance.shortfall_fen,
                "payers": list(advance.payers),
            },
        )
    return {"unpaid_fen": advance.shortfall_fen}


def advance_of(work: Work, advance_id: str, *, lock: bool = False) -> Advance:
    """Return a case.

    Raises:
        HuxinError: code `unknown_advance`.
    """
    advance = work.records.one(Advance, lock=lock, advance_id=advance_id)
    if advance is None:
        raise HuxinError("unknown_advance", "There is no such case of advance", advance_id, status=404)
    return advance


def show_advance(work: Work, *, advance_id: str, firms: list[str] | None = None) -> dict[str, Any]:
    """Return a case with its payments; to a firm only where it is a party of the project."""
    advance = advance_of(work, advance_id)
    project = project_of(work, advance.project_id)
    if firms is not None and not {project.construction_unit, project.general_contractor} & set(firms):
        raise HuxinError("unknown_advance", "There is no such case of advance", advance_id, status=404)
    payments = work.records.many(AdvancePayment, advance_id=advance_id)
    return {
        "advance_id": advance_id,
        "project_id": advance.project_id,
        "jurisdiction": advance.jurisdiction,
        "state": advance.state,
        "outcome": advance.outcome,
        "arrears_fen": advance.arrears_fen,
        "paid_fen": advance.paid_fen,
        "limits": advance.limits,
        "owner_shares_fen": list(advance.shares),
        "final_bearer": advance.final_bearer,
        "supervised": advance.supervised,
        "notice_by": advance.notice_by.isoformat() if advance.notice_by else None,
        "filed_on": advance.filed_on.isoformat() if advance.filed_on else None,
        "reasons": list(advance.reasons),
        "payments": [{"payer": each.payer, "amount_fen": each.amount_fen, "receipt": each.receipt} for each in payments],
    }


def _opened(  # noqa: PLR0913 - what a case is opened with
    work: Work, project: Project, advance_id: str, *, arrears_fen: int, about: str, claims: object
) -> tuple[Advance, bool]:
    if arrears_fen <= 0:
        raise HuxinError("bad_advance", "There is nothing to advance", f"arrears_fen: {arrears_fen}", status=422)
    advance = Advance(
        advance_id=advance_id,
        project_id=project.project_id,
        jurisdiction=project.jurisdiction,
        about=about[:120],
        arrears_fen=arrears_fen,
        opened_at=work.now,
        claims=checked_claims(claims, arrears_fen),
    )
    added = work.records.add_new(advance)
    return advance_of(work, advance_id), added


def _facts_of(work: Work, advance: Advance, entered: dict[str, Any]) -> dict[str, Any]:
    names = work.law.known_facts("who_pays_first")
    facts = {name: value for name, value in entered.items() if name in names and value not in (None, "")}
    facts["arrears_fen"] = advance.arrears_fen
    if advance.claims:
        facts["sub_claims_fen"] = [claim["amount_fen"] for claim in advance.claims]
    return facts


def _clauses(advance: Advance) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for reason in advance.reasons for clause in reason["clauses"]))


def _address(project: Project, payer: str) -> str:
    return {OWNER: project.construction_unit, CONTRACTOR: project.general_contractor}.get(payer, payer)


def _tell_standing(work: Work, project: Project, advance: Advance) -> None:
    tell(
        work,
        project,
        about=f"advance {advance.advance_id}",
        kind="wage_responsibility",
        addressees=(project.construction_unit, project.general_contractor, *(str(claim["employer"]) for claim in advance.claims)),
        zh=f"本项目拖欠农民工工资 {advance.arrears_fen} 分：建设单位监管，施工总承包单位负总责，用工的分包单位直接负责。",
        en=f"{advance.arrears_fen} fen of wages are owed: the owner supervises, the general contractor answers, the hirer directly.",
        clauses=STANDING.get(project.jurisdiction, ("CN724-30",)),
    )


HANDLERS: dict[str, Handler] = {
    "request_advance": request_advance,
    "take_found_arrears": take_found_arrears,
    "open_advance": open_advance,
    "decide_liability": decide_liability,
    "serve_advance_notice": serve_advance_notice,
    "refuse_advance": refuse_advance,
    "show_advance": show_advance,
}
