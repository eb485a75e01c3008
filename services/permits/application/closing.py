"""How an application ends: granted, refused with reasons, or out of scope; and what the parties are told (SX-10-2b, CN724-23, CN65-DUE)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.application.lookup import application_for_change, application_to_read, project_of
from services.permits.domain.model import Notice, Permit
from services.permits.domain.notices import contractor_duties, deposit_is_condition

if TYPE_CHECKING:
    from services.permits.application.ports import Work


PASSED_ON = ("contract_price_fen", "construction_contract_signed_on", "project_sector", "investment_fen")


def issue_permit(work: Work, *, application_id: str) -> dict[str, Any]:
    """Issue the permit under the next number of the year.

    Raises:
        HuxinError: code `gate_not_passed` unless the last decision of the gate is `issue`; nobody can sign past the law.
    """
    application = application_for_change(work, application_id)
    if (application.gate or {}).get("outcome") != "issue":
        raise HuxinError(
            "gate_not_passed",
            "The conditions for a permit are not met",
            f"the decision for application {application_id} is {(application.gate or {}).get('outcome', 'missing')}",
            status=409,
            fix="Evaluate the gate again after the facts are complete.",
        )
    issued_on = work.now.date()
    number = work.records.next_permit_number(application.jurisdiction, issued_on.year)
    permit = Permit(
        id=uuid7(),
        application_id=application.id,
        project_id=application.project_id,
        jurisdiction=application.jurisdiction,
        number=f"{application.jurisdiction.upper()}-{issued_on.year}-{number:05}",
        issued_on=issued_on,
    )
    work.records.add_permit(permit)
    work.records.save_application(application.closed("granted", work.now, {"permit_number": permit.number}))
    project = project_of(work, application)
    return {
        "permit_id": permit.id,
        "permit_number": permit.number,
        "issued_on": issued_on.isoformat(),
        "project_name": project.name,
        "construction_unit": project.construction_unit,
        "general_contractor": project.general_contractor,
        **{name: application.facts.get(name) for name in PASSED_ON},
    }


def refuse_permit(work: Work, *, application_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Refuse the permit; the notice carries every reason with its clauses.

    Raises:
        HuxinError: code `gate_not_refused` unless the last decision of the gate is `refuse`.
    """
    application = application_for_change(work, application_id)
    gate = application.gate or {}
    if gate.get("outcome") != "refuse":
        raise HuxinError(
            "gate_not_refused",
            "There is no ground to refuse",
            f"the decision for application {application_id} is {gate.get('outcome', 'missing')}",
            status=409,
            fix="A refusal needs a reason that the law names.",
        )
    reasons = [{"text": reason["text"], "text_en": reason.get("text_en", ""), "clauses": reason["clauses"]} for reason in gate["reasons"]]
    remark = str(facts.get("refusal_remark") or "")
    work.records.save_application(application.closed("refused", work.now, {"reasons": reasons, "remark": remark}))
    clauses = tuple(dict.fromkeys(clause for reason in reasons for clause in reason["clauses"]))
    text_zh = "不予许可。理由：" + "；".join(reason["text"].rstrip("。") for reason in reasons) + "。" + remark
    text_en = "The permit is refused: " + "; ".join(reason["text_en"].rstrip(".") for reason in reasons) + "."
    _notify(work, application_id, "refusal", project_of(work, application).construction_unit, text_zh, text_en, clauses)
    return {"reasons": reasons, "refused_on": work.now.date().isoformat()}


def close_out_of_scope(work: Work, *, application_id: str, outcome: str) -> dict[str, Any]:
    """Close an application that the local rules do not bind, and tell the applicant which national duties stay (CN724-23, CN724-24)."""
    application = application_for_change(work, application_id)
    reasons = (application.scope or {}).get("reasons", [])
    work.records.save_application(application.closed("out_of_scope", work.now, {"outcome": outcome, "reasons": reasons}))
    clauses = tuple(dict.fromkeys([*(clause for reason in reasons for clause in reason["clauses"]), "CN724-23", "CN724-24"]))
    text_zh = (
        "本项目不在本地规定的适用范围：" + "；".join(reason["text"].rstrip("。") for reason in reasons) + "。"
        "国家规定的资金到位和工程款支付担保义务仍然适用，请按国家规定申请。"
    )
    text_en = (
        "The local rules do not bind this project. The national duties stay (funds, payment guarantee): apply under the national profile."
    )
    _notify(work, application_id, "out_of_scope", project_of(work, application).construction_unit, text_zh, text_en, clauses)
    return {"outcome": outcome}


def notify_contractor(work: Work, *, application_id: str) -> dict[str, Any]:
    """Tell the general contractor of the duties that begin with the permit, each with its last day (CN65-DUE, CN53-OPEN, TL-2.1.2-4)."""
    application = application_to_read(work, application_id)
    permit = work.records.permit_of(application_id)
    if permit is None:
        raise HuxinError("no_permit", "There is no permit yet", f"application {application_id} has no permit", status=409)
    jurisdiction = application.jurisdiction
    signed = application.facts.get("construction_contract_signed_on")
    law = work.law.law(jurisdiction)
    mode = application.facts.get("permit_deposit_mode")
    duties = contractor_duties(
        law,
        issued_on=permit.issued_on,
        contract_signed_on=date.fromisoformat(signed) if signed else None,
        deposit_settled=deposit_is_condition(law, permit.issued_on, mode),
        due=lambda start, duration, count: work.law.due(jurisdiction, start, duration, count),
    )
    project = project_of(work, application)
    text_zh = f"“{project.name}”已取得施工许可证（{permit.number}）。请按期履行下列义务。"
    text_en = f"Permit {permit.number} was issued for “{project.name}”. Please meet these duties in time."
    clauses = tuple(dict.fromkeys(clause for duty in duties for clause in duty.clauses))
    _notify(work, application_id, "contractor_duties", project.general_contractor, text_zh, text_en, clauses, duties)
    return {"duties": [{"kind": duty.kind, "text": duty.text_zh, "due_on": duty.due_on.isoformat()} for duty in duties]}


def flag_late_decision(work: Work, *, application_id: str) -> dict[str, Any]:
    """Mark an application whose decision limit has passed; an alarm for the authority, never a decision by itself (CNAL-42)."""
    application = application_for_change(work, application_id)
    if application.closed_at is not None:
        return {"late": False}
    work.records.save_application(application.reviewed(late=True))
    text_zh = "该申请已超过办理时限，请尽快办理。"
    text_en = "The decision limit of this application has passed."
    _notify(work, application_id, "late_decision", "permit_authority", text_zh, text_en, ("CNAL-42",))
    return {"late": True}


def _notify(  # noqa: PLR0913, PLR0917 - the members of a notice
    work: Work,
    application_id: str,
    kind: Any,  # noqa: ANN401 - a literal of Notice.kind
    addressee: str,
    text_zh: str,
    text_en: str,
    clauses: tuple[str, ...],
    duties: tuple[Any, ...] = (),
) -> None:
    work.records.add_notice(
        Notice(
            id=uuid7(),
            application_id=application_id,
            kind=kind,
            addressee=addressee,
            text_zh=text_zh,
            text_en=text_en,
            duties=duties,
            clauses=clauses,
            created_at=work.now,
        )
    )
