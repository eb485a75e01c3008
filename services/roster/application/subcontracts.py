"""Subcontracts: reported by a firm, decided by `subcontract_allowed`, refused with reasons (TL-2.2.1-2a, TL-2.2.1-2b, TL-2.2.1-3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.roster.application.findings import clauses_of, found, short_reasons, tell
from services.roster.application.lookup import parameter_of, project_of, project_seen
from services.roster.domain.identity import FIRM_NAME_LIMIT, checked_credit_code, checked_name
from services.roster.domain.model import ProjectSubContractor, SubContractor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.roster.application.ports import Work

DECISION = "subcontract_allowed"


def submit_subcontract(  # noqa: PLR0913 - the form's members
    work: Work, *, request_id: str, project_id: str, awarding_corp_code: str, corp_code: str, corp_name: str, facts: dict[str, Any]
) -> dict[str, Any]:
    """Report a subcontract and start its check by `roster.subcontract.submitted`; the same `request_id` again changes nothing.

    Raises:
        HuxinError: codes `bad_facts` for facts that no decision takes, `bad_firm`, `bad_name`, `unknown_project`.
    """
    if work.records.one(ProjectSubContractor, id=request_id):
        return {"subcontract_id": request_id, "repeated": True}
    project = project_of(work, project_id)
    unknown = sorted(set(facts) - work.law.known_facts(DECISION))
    if unknown:
        raise HuxinError("bad_facts", "Unknown facts", f"no decision takes {', '.join(unknown)}", status=422, extra={"facts": unknown})
    work.law.decide(DECISION, project.jurisdiction, work.now.date(), facts)  # checks the facts' types; the result is not kept
    awarding, code = checked_credit_code(awarding_corp_code), checked_credit_code(corp_code)
    work.records.add_new(SubContractor(corp_code=code, corp_name=checked_name(corp_name, limit=FIRM_NAME_LIMIT)))
    subcontract = ProjectSubContractor(
        id=request_id,
        project_code=project_id,
        awarding_corp_code=awarding,
        corp_code=code,
        state="submitted",
        facts=facts,
        submitted_at=work.now,
    )
    if not work.records.add_new(subcontract):  # the same request came twice at once
        return {"subcontract_id": request_id, "repeated": True}
    work.emit(
        "roster.subcontract.submitted",
        subject=request_id,
        jurisdiction=project.jurisdiction,
        data={
            **facts,
            "subcontract_id": request_id,
            "project_id": project_id,
            "project_name": project.project_name,
            "jurisdiction": project.jurisdiction,
            "awarding_corp_code": awarding,
            "corp_code": code,
            "corp_name": corp_name.strip(),
            "general_contractor": project.contractor_corp_code,
        },
    )
    return {"subcontract_id": request_id, "repeated": False}


def check_subcontract(work: Work, *, subcontract_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide on a subcontract; `facts` is the process's data, of which the decision's facts are kept.

    Nobody overrides the register of qualifications here, so a reason for it that is not given is known to be none.
    """
    subcontract = _subcontract(work, subcontract_id)
    project = project_of(work, subcontract.project_code)
    known = work.law.known_facts(DECISION)
    considered = {"qualification_override_reason": None, **subcontract.facts}
    considered |= {name: value for name, value in facts.items() if name in known}
    if facts.get("qualification_present") is False:
        considered["qualification_valid_until"] = None
    decision = work.law.decide(DECISION, project.jurisdiction, work.now.date(), considered)
    state: Any = {"allowed": "allowed", "refused": "refused"}.get(decision["outcome"], "submitted")
    work.records.put(replace(subcontract, facts=considered, decision=decision, state=state))
    limit = parameter_of(work, project.jurisdiction, work.now.date(), "roster.subcontract_answer_duration")
    return {
        "outcome": decision["outcome"],
        "reasons": short_reasons(decision),
        "missing": decision["missing"],
        "answer_limit": str(limit.value),
    }


def refuse_subcontract(work: Work, *, subcontract_id: str) -> dict[str, Any]:
    """Tell the firm that gave the work out why it may not, and pass the breach on to inspection.

    Raises:
        HuxinError: code `not_refused` unless the last decision refuses.
    """
    subcontract = _subcontract(work, subcontract_id)
    if subcontract.state != "refused":
        raise HuxinError("not_refused", "There is no ground to refuse", f"subcontract {subcontract_id} is {subcontract.state}", status=409)
    project = project_of(work, subcontract.project_code)
    reasons = short_reasons(subcontract.decision)
    clauses = clauses_of(reasons)
    detail = {"subcontract_id": subcontract_id, "corp_code": subcontract.corp_code}
    if found(work, project, "unlawful_subcontract", clauses, about=subcontract_id, detail=detail):
        text_zh = "该分包不符合规定：" + "；".join(reason["text"].rstrip("。") for reason in reasons) + "。"
        text_en = "The subcontract breaks the rules: " + "; ".join(reason["text_en"].rstrip(".") for reason in reasons) + "."
        tell(work, project, "subcontract_refused", subcontract.awarding_corp_code, text_zh, text_en, clauses)
    return {"reasons": reasons}


def list_subcontracts(work: Work, *, project_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a project's subcontracts; a firm that only takes part sees its own."""
    _project, own = project_seen(work, project_id, firms)
    items = []
    for each in work.records.many(ProjectSubContractor, project_code=project_id):
        if own is not None and not {each.corp_code, each.awarding_corp_code} & set(own):
            continue
        firm = work.records.one(SubContractor, corp_code=each.corp_code)
        items.append(
            {
                "subcontract_id": each.id,
                "awarding_corp_code": each.awarding_corp_code,
                "corp_code": each.corp_code,
                "corp_name": firm.corp_name if firm else "",
                "state": each.state,
                "reasons": short_reasons(each.decision),
                "missing": each.decision.get("missing", []),
                "submitted_at": each.submitted_at.isoformat(),
            }
        )
    return {"items": items}


def _subcontract(work: Work, subcontract_id: str) -> ProjectSubContractor:
    found_one = work.records.one(ProjectSubContractor, lock=True, id=subcontract_id)
    if found_one is None:
        raise HuxinError("unknown_subcontract", "No such subcontract", f"there is no subcontract {subcontract_id}", status=404)
    return found_one


HANDLERS = (submit_subcontract, check_subcontract, refuse_subcontract, list_subcontracts)
