"""A worker asks to enter: contract first, registration next, then the gate decides (TL-2.1.1-2a, TL-2.1.2-2a, SX-5-1, CN724-28)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.roster.application.findings import clauses_of, found, short_reasons, tell
from services.roster.application.lookup import parameter_of, place_of, project_of, request_of, worker_of
from services.roster.application.people import contract_of, join_team, keep_contract, keep_person, keep_place
from services.roster.domain.identity import RESIDENT, masked_name
from services.roster.domain.model import MEANS, EntryRequest

if TYPE_CHECKING:
    from services.roster.application.ports import Work

DECISION = "site_entry"


def request_entry(  # noqa: PLR0913 - the form's members
    work: Work,
    *,
    request_id: str,
    project_id: str,
    corp_code: str,
    worker_name: str,
    id_card_number: str,
    attend_type: str,
    id_card_type: str = RESIDENT,
    cell_phone: str = "",
    pay_roll_bank_card_number: str = "",
    work_type: str = "",
    entry_at: str | None = None,
) -> dict[str, Any]:
    """Keep the person and start the process `site_entry`; the same `request_id` again changes nothing.

    Raises:
        HuxinError: for what cannot be right: `bad_name`, `bad_id_number`, `bad_phone`, `bad_bank_card`, `bad_firm`, `bad_time`,
            `bad_means`, `naive_datetime`, `other_name`, `other_employer`, `unknown_employer`, `unknown_project`.
    """
    known = work.records.one(EntryRequest, id=request_id)
    if known is not None:
        return {"request_id": request_id, "worker_id": known.worker_id, "repeated": True}
    project = project_of(work, project_id)
    means = next((one for one in MEANS if one == attend_type), None)
    if means is None:
        raise HuxinError("bad_means", "The means of clocking is unknown", f"it is none of {', '.join(MEANS)}", status=422)
    person = keep_person(work, name=worker_name, id_number=id_card_number, card_type=id_card_type, phone=cell_phone)
    place = keep_place(work, project, person, corp_code=corp_code, work_type=work_type, bank_card=pay_roll_bank_card_number)
    request = EntryRequest(
        id=request_id,
        project_code=project_id,
        worker_id=person.id,
        entry_at=parse_moment(entry_at) if entry_at else work.now,
        attend_type=means,
    )
    if not work.records.add_new(request):  # the same request came twice at once
        return {"request_id": request_id, "worker_id": person.id, "repeated": True}
    work.emit(
        "roster.entry.requested",
        subject=request_id,
        jurisdiction=project.jurisdiction,
        data={
            "request_id": request_id,
            "project_id": project_id,
            "project_name": project.project_name,
            "jurisdiction": project.jurisdiction,
            "worker_id": person.id,
            "worker_name": masked_name(person.worker_name),
            "employer": place.corp_code,
            "general_contractor": project.contractor_corp_code,
        },
    )
    return {"request_id": request_id, "worker_id": person.id, "repeated": False}


def check_papers(work: Work, *, request_id: str) -> dict[str, Any]:
    """Tell whether contract and registration are there, and how long each may take."""
    request = request_of(work, request_id)
    project = project_of(work, request.project_code)
    place = place_of(work, request.project_code, request.worker_id)
    on = work.now.date()
    return {
        "contract_signed": contract_of(work, place) is not None,
        "registered": place.registered_at is not None,
        "contract_limit": str(parameter_of(work, project.jurisdiction, on, "roster.contract_limit_duration").value),
        "register_limit": str(parameter_of(work, project.jurisdiction, on, "roster.register_limit_duration").value),
    }


def record_contract(work: Work, *, request_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Keep the written contract that employer and worker signed now (TL-2.1.1-1b, TL-2.1.1-2b)."""
    request = request_of(work, request_id)
    return _record_contract(work, request.project_code, request.worker_id, facts)


def record_late_contract(work: Work, *, project_id: str, worker_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Keep a contract that is made up for after the worker had entered (SX-5-1), or learn that the worker has left."""
    recorded = _record_contract(work, project_id, worker_id, facts)
    return {**recorded, "left": not recorded["contract_signed"] and facts.get("worker_left") is True}


def _record_contract(work: Work, project_id: str, worker_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    place = place_of(work, project_id, worker_id)
    if contract_of(work, place) is not None:
        return {"contract_signed": True, "lacks": []}
    if facts.get("contract_signed") is not True:
        return {"contract_signed": False, "lacks": []}
    lacks = keep_contract(work, place, facts, work.now)
    return {"contract_signed": not lacks, "lacks": lacks}


def register_worker(work: Work, *, request_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Register a worker whose card the labour officer has compared with the person (TL-2.1.2-1, TL-2.1.2-2a).

    `facts` holds `identity_checked` and `team_name`.
    """
    request = request_of(work, request_id)
    place = place_of(work, request.project_code, request.worker_id)
    if place.registered_at is None:
        if facts.get("identity_checked") is not True:
            return {"registered": False}
        place = replace(place, registered_at=work.now)
        work.records.put(place)
    join_team(work, place, str(facts.get("team_name") or ""))
    return {"registered": True}


def decide_entry(work: Work, *, request_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Decide whether the worker may enter from now on.

    `facts` is the process's data; of it only `site_can_be_closed` is taken, and only while the project has not said it.
    """
    request = request_of(work, request_id)
    project = project_of(work, request.project_code)
    place = place_of(work, request.project_code, request.worker_id)
    contract = contract_of(work, place)
    considered: dict[str, Any] = {
        "labour_contract_signed_at": contract.signed_at.isoformat() if contract else None,
        "real_name_registered_at": place.registered_at.isoformat() if place.registered_at else None,
        "entry_at": max(request.entry_at, work.now).isoformat(),
        "first_entry_on": place.first_entry_on.isoformat() if place.first_entry_on else None,
        "attendance_method": request.attend_type,
        "toli_opt_in": project.jurisdiction == "toli-draft",
    }
    closed = project.site_closed if project.site_closed is not None else facts.get("site_can_be_closed")
    if isinstance(closed, bool):
        considered["site_can_be_closed"] = closed
    decision = work.law.decide(DECISION, project.jurisdiction, work.now.date(), considered)
    if request.state == "open":
        work.records.put(replace(request, decision=decision))
    return {"outcome": decision["outcome"], "reasons": short_reasons(decision), "missing": decision["missing"]}


def admit_worker(work: Work, *, request_id: str) -> dict[str, Any]:
    """Let the worker in from now on.

    Raises:
        HuxinError: code `gate_not_passed` unless the last decision is `admit`.
    """
    request = request_of(work, request_id)
    if request.decision.get("outcome") != "admit":
        raise HuxinError(
            "gate_not_passed",
            "The conditions for entering are not met",
            f"the decision on request {request_id} is {request.decision.get('outcome', 'missing')}",
            status=409,
        )
    place = place_of(work, request.project_code, request.worker_id)
    admitted_at = place.admitted_at or work.now
    work.records.put(replace(place, admitted_at=admitted_at))
    work.records.put(replace(request, state="admitted"))
    return {"admitted_at": admitted_at.isoformat()}


def refuse_entry(work: Work, *, request_id: str) -> dict[str, Any]:
    """Refuse the entry and tell the employer every reason with its clauses.

    Raises:
        HuxinError: code `gate_not_refused` unless the last decision is `refuse`.
    """
    request = request_of(work, request_id)
    if request.decision.get("outcome") != "refuse":
        raise HuxinError(
            "gate_not_refused",
            "There is no ground to refuse",
            f"the decision on request {request_id} is {request.decision.get('outcome', 'missing')}",
            status=409,
        )
    reasons = short_reasons(request.decision)
    if request.state == "open":
        project, place = project_of(work, request.project_code), place_of(work, request.project_code, request.worker_id)
        name = masked_name(worker_of(work, request.worker_id).worker_name)
        work.records.put(replace(request, state="refused"))
        text_zh = f"{name}不得进场：" + "；".join(reason["text"].rstrip("。") for reason in reasons) + "。"
        text_en = f"{name} may not enter: " + "; ".join(reason["text_en"].rstrip(".") for reason in reasons) + "."
        tell(work, project, "entry_refused", place.corp_code, text_zh, text_en, clauses_of(reasons))
    return {"reasons": reasons}


def flag_missing_contract(work: Work, *, project_id: str, worker_id: str) -> dict[str, Any]:
    """Keep the breach when the contract is still missing after its time (SX-5-1); an alarm, the sanction needs an order of its own."""
    project, place = project_of(work, project_id), place_of(work, project_id, worker_id)
    if contract_of(work, place) is not None:
        return {"missing": False}
    clauses = ("SX-5-1",) if project.jurisdiction == "shaoxing" else ("CN724-28",)
    found(work, project, "contract_missing", clauses, worker_id=worker_id, detail={"employer": place.corp_code})
    return {"missing": True}


HANDLERS = (
    request_entry,
    check_papers,
    record_contract,
    record_late_contract,
    register_worker,
    decide_entry,
    admit_worker,
    refuse_entry,
    flag_missing_contract,
)
