"""What was advanced and booked, calls on the guarantor with their filing, and what is claimed back (P11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.escrow.application.advances import advance_of
from services.escrow.application.ledger import book
from services.escrow.application.lookup import parameter
from services.escrow.application.projects import project_of, tell
from services.escrow.domain.advances import CONTRACTOR, GUARANTOR, NOTICED, OWNER, PAID, AdvancePayment, GuaranteeClaim, Recovery, reported
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work
    from services.escrow.domain.advances import Advance, Reported

FILED_IN = "shaoxing"


def settle_advance(work: Work, *, advance_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Book what the payers put in and the bank paid on to the workers; the same receipt counts once.

    Returns:
        `{covered, shortfall_fen, problems, filing_needed, guarantor_may_be_called}`; a report that cannot be right is not booked.
    """
    advance = advance_of(work, advance_id, lock=True)
    payers = (*advance.payers, GUARANTOR) if advance.outcome else ()
    reports, problems = reported(facts, payers)
    if facts.get("wages_paid_out") is not True:
        reports, problems = [], [*problems, "专户银行未确认已发放"] if reports else problems
    for report in reports:
        advance, problem = _book(work, advance, report)
        problems += [problem] if problem else []
    if advance.supervised is None and advance.state == NOTICED:
        answered = bool(str(facts.get("supervision_measure") or "").strip())
        advance = replace(advance, supervised=answered)
        if not answered:
            _tell_unsupervised(work, advance)
    if not advance.shortfall_fen:
        advance = replace(advance, state=PAID)
    work.records.put(advance)
    paid_by = {each.payer for each in work.records.many(AdvancePayment, advance_id=advance_id)}
    return {
        "covered": not advance.shortfall_fen,
        "shortfall_fen": advance.shortfall_fen,
        "problems": problems,
        "filing_needed": advance.jurisdiction == FILED_IN and CONTRACTOR in paid_by and advance.filed_on is None,
    }


def register_guarantee_claim(work: Work, *, advance_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Put the contractor's call to the owner's guarantor, with the last day to pay (SX-11-2b)."""
    advance = advance_of(work, advance_id, lock=True)
    project = project_of(work, advance.project_id)
    limit = str(parameter(work, project, "advance.notice_duration"))
    by = work.law.due(project.jurisdiction, work.now.date(), limit, "working").last_day
    claimed = facts.get("guarantee_claim_fen")
    amount = min(claimed, advance.shortfall_fen) if isinstance(claimed, int) and not isinstance(claimed, bool) else advance.shortfall_fen
    claim = GuaranteeClaim(
        advance_id=advance_id,
        guarantor=str(facts.get("guarantor_name") or "")[:200],
        guarantee_number=str(facts.get("guarantee_number") or "")[:60],
        claimed_fen=amount,
        pay_by=by,
    )
    work.records.add_new(claim)
    tell(
        work,
        project,
        about=f"guarantee {advance_id}",
        kind="guarantee_claim",
        addressees=("guarantor", project.construction_unit),
        zh=f"请业主工程款履约担保人于 {by} 前支付 {amount} 分。",
        en=f"The guarantor of the owner's payment pays {amount} fen by {by}.",
        clauses=("SX-11-2b",),
    )
    return {"claimed_fen": amount, "pay_limit": limit, "pay_by": by.isoformat()}


def book_guarantee_payment(work: Work, *, advance_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Note what the guarantor says it paid; the bank confirms it with the other payments (SX-11-2b)."""
    claim = work.records.one(GuaranteeClaim, lock=True, advance_id=advance_id)
    if claim is None:
        raise HuxinError("unknown_claim", "The guarantor was not called", advance_id, status=404)
    paid = facts.get("guarantor_paid_fen")
    amount = paid if isinstance(paid, int) and not isinstance(paid, bool) and 0 <= paid <= claim.claimed_fen else 0
    work.records.put(replace(claim, paid_fen=amount))
    return {"paid_fen": amount}


def record_advance_filing(work: Work, *, advance_id: str) -> dict[str, Any]:
    """Keep the filing with the construction authority (SX-11-2c)."""
    advance = advance_of(work, advance_id, lock=True)
    if advance.filed_on is None:
        advance = replace(advance, filed_on=work.now.date())
        work.records.put(advance)
        tell(
            work,
            project_of(work, advance.project_id),
            about=f"advance {advance_id}",
            kind="advance_filed",
            addressees=("construction_authority",),
            zh="施工企业已就垫付或提请担保备案。",
            en="The contractor filed its top-up or its call on the guarantor.",
            clauses=("SX-11-2c",),
        )
    return {"filed_on": advance.filed_on.isoformat() if advance.filed_on else None}


def flag_unfiled_advance(work: Work, *, advance_id: str) -> dict[str, Any]:
    """Note that nothing was filed in time (SX-11-2c); an alarm, no sanction."""
    advance = advance_of(work, advance_id)
    if advance.filed_on is not None:
        return {"late": False}
    project = project_of(work, advance.project_id)
    tell(
        work,
        project,
        about=f"advance {advance_id}",
        kind="advance_unfiled",
        addressees=("construction_authority", project.general_contractor),
        zh="垫付或提请担保尚未报建设行政主管部门备案。",
        en="The top-up or the call on the guarantor is not filed yet.",
        clauses=("SX-11-2c",),
    )
    return {"late": True}


def open_recovery(work: Work, *, advance_id: str) -> dict[str, Any]:
    """Open what each payer may claim back from whoever bears the wages in the end, and announce it once."""
    advance = advance_of(work, advance_id, lock=True)
    paid: dict[str, int] = {}
    for payment in work.records.many(AdvancePayment, advance_id=advance_id):
        paid[payment.payer] = paid.get(payment.payer, 0) + payment.amount_fen
    debtor = advance.final_bearer
    opened = 0
    for creditor, amount in paid.items():
        if debtor and creditor != debtor:
            opened += _open_recovery(work, advance, creditor, debtor, amount)
    return {"recoveries": opened}


def book_recovery(work: Work, *, recovery_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Note how a claim for recovery ended; never more than was advanced."""
    recovery = work.records.one(Recovery, lock=True, recovery_id=recovery_id)
    if recovery is None:
        raise HuxinError("unknown_recovery", "There is no such claim", recovery_id, status=404)
    given = facts.get("recovered_fen")
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= recovery.amount_fen:
        return {"outcome": "wrong", "problem": f"追偿金额应在 0 至 {recovery.amount_fen} 分之间"}
    outcome = "recovered" if given == recovery.amount_fen else "unrecovered"
    work.records.put(replace(recovery, recovered_fen=given, state=outcome))
    return {"outcome": outcome, "problem": ""}


def _book(work: Work, advance: Advance, report: Reported) -> tuple[Advance, str]:
    """Book one report in the ledger, into the wage account and on to the workers; return the case and what is wrong with the report."""
    payment = AdvancePayment(
        id=uuid7(),
        advance_id=advance.advance_id,
        payer=report.payer,
        amount_fen=report.amount_fen,
        receipt=report.receipt,
        paid_on=work.now.date(),
    )
    if work.records.one(AdvancePayment, advance_id=advance.advance_id, payer=report.payer, receipt=report.receipt) is not None:
        return advance, ""
    if report.amount_fen > advance.shortfall_fen:
        return advance, f"{report.receipt}: {report.amount_fen} 分超过尚欠的 {advance.shortfall_fen} 分"
    work.records.add(payment)
    key = f"{advance.advance_id} {report.payer} {report.receipt}"
    for what in ("advance", "advance_paid_out"):
        book(work, project_id=advance.project_id, key=f"{what} {key}"[:200], what=what, amount_fen=report.amount_fen, memo=report.receipt)
    work.emit(
        "escrow.advance.paid",
        subject=advance.project_id,
        jurisdiction=advance.jurisdiction,
        data={
            "project_id": advance.project_id,
            "advance_id": advance.advance_id,
            "payer": report.payer,
            "amount_fen": report.amount_fen,
        },
    )
    return replace(advance, paid_fen=advance.paid_fen + report.amount_fen), ""


def _tell_unsupervised(work: Work, advance: Advance) -> None:
    project = project_of(work, advance.project_id)
    tell(
        work,
        project,
        about=f"advance {advance.advance_id}",
        kind="supervision_missed",
        addressees=(project.construction_unit, "hr_bureau"),
        zh="建设单位未在期限内报告对工资支付的监管情况。",
        en="The owner did not report on its supervision of the wages in time.",
        clauses=("TL-2.6.1-1a",) if project.jurisdiction == "toli-draft" else ("CN724-29",),
    )


def _open_recovery(work: Work, advance: Advance, creditor: str, debtor: str, amount: int) -> bool:
    project = project_of(work, advance.project_id)
    recovery = Recovery(
        recovery_id=f"{advance.advance_id}:{creditor}",
        advance_id=advance.advance_id,
        project_id=advance.project_id,
        creditor=creditor,
        debtor=debtor,
        amount_fen=amount,
    )
    if not work.records.add_new(recovery):
        return False
    work.emit(
        "escrow.recovery.opened",
        subject=recovery.recovery_id,
        jurisdiction=advance.jurisdiction,
        data={
            "recovery_id": recovery.recovery_id,
            "project_id": recovery.project_id,
            "project_name": project.name,
            "jurisdiction": advance.jurisdiction,
            "creditor": creditor,
            "creditor_code": {OWNER: project.construction_unit, CONTRACTOR: project.general_contractor}.get(creditor),
            "debtor": debtor,
            "amount_fen": amount,
            "recovery_limit": str(parameter(work, project, "advance.recovery_duration")),
        },
    )
    return True


HANDLERS: dict[str, Handler] = {
    "settle_advance": settle_advance,
    "register_guarantee_claim": register_guarantee_claim,
    "book_guarantee_payment": book_guarantee_payment,
    "record_advance_filing": record_advance_filing,
    "flag_unfiled_advance": flag_unfiled_advance,
    "open_recovery": open_recovery,
    "book_recovery": book_recovery,
}
