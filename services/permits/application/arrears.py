"""The wage claims of projects, as other services announce them or an authority notes them (TL-2.2.2-5b, SX-9-1b, reading of A7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.application.lookup import check_id, project_named
from services.permits.domain.acceptances import Acceptance
from services.permits.domain.payments import CLAIM_STATUS, ESTABLISHED, Claim, established_arrears

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Handler, Work


def note_claim(work: Work, *, claim_id: str, project_id: str, amount_fen: int, status: str) -> dict[str, Any]:
    """Note what is claimed or found unpaid; the same id again changes amount and status.

    Raises:
        HuxinError: codes `unknown_project`, `bad_claim` for a status that does not exist or the id of another project's claim.
    """
    project = project_named(work, project_id, lock=True)  # an acceptance that is just being put on hold must not miss it
    key = check_id("claim_id", claim_id)
    known = work.records.shaped.one(Claim, lock=True, claim_id=key)
    if status not in CLAIM_STATUS or (known is not None and known.project_id != project.id):
        raise HuxinError(
            "bad_claim",
            "The wage claim cannot be noted",
            f"status is one of {', '.join(CLAIM_STATUS)}, and {key} belongs to one project",
            status=422,
        )
    claim = Claim(claim_id=key, project_id=project.id, amount_fen=amount_fen, status=status, noted_on=work.now.date())
    if known is None or replace(claim, noted_on=known.noted_on) != known:
        work.records.shaped.put(claim)
        announce_examined(work, project.id, project.jurisdiction)
    return {"project_id": project.id, "arrears_fen": established_arrears(claims_of(work, project.id))}


def note_payroll(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Note what a month's signed payroll left unpaid; the parties admit it by their signatures."""
    key = f"payroll-{event['project_id']}-{event['month']}"
    return note_claim(work, claim_id=key, project_id=event["project_id"], amount_fen=event["unpaid_fen"], status="admitted_list")


def note_missed_order(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Note the wages of an order to pay that was missed."""
    key = f"order-{event['order_id']}"
    return note_claim(work, claim_id=key, project_id=event["project_id"], amount_fen=event["amount_fen"], status="pay_order")


def note_advance(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Take advanced wages off the established claims, oldest first."""
    project = project_named(work, event["project_id"])
    return {"project_id": project.id, "arrears_fen": take_off(work, project.id, event["amount_fen"])}


def take_off(work: Work, project_id: str, amount_fen: int) -> int:
    """Take wages that were paid off the established claims, oldest first, and return what stays unpaid."""
    rest = amount_fen
    claims = work.records.shaped.many(Claim, lock=True, project_id=project_id)
    for claim in sorted(claims, key=lambda each: (each.noted_on, each.claim_id)):
        part = min(rest, claim.amount_fen) if claim.status in ESTABLISHED else 0
        if part > 0:
            work.records.shaped.put(replace(claim, amount_fen=claim.amount_fen - part))
            rest -= part
    return established_arrears(claims_of(work, project_id))


def claims_of(work: Work, project_id: str) -> Sequence[Claim]:
    """Return the claims of a project."""
    return work.records.shaped.many(Claim, project_id=project_id)


def announce_examined(work: Work, project_id: str, jurisdiction: str) -> None:
    """Tell an acceptance on hold that nothing is left unexamined; nobody else waits for it, so nobody else is told."""
    claims = claims_of(work, project_id)
    unexamined = any(claim.status == "unexamined_complaint" and claim.amount_fen for claim in claims)
    held = work.records.shaped.one(Acceptance, project_id=project_id, state="on_hold")
    if held is not None and not unexamined:
        data = {"project_id": project_id, "arrears_fen": established_arrears(claims)}
        work.emit("permits.arrears.examined", subject=project_id, jurisdiction=jurisdiction, data=data)


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (note_claim, note_payroll, note_missed_order, note_advance)}
