"""What a project owes before work begins: a labour officer, fitting equipment, and where the law says so the employment filing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.roster.application.findings import found, tell
from services.roster.application.lookup import parameter_of, project_of, time_left
from services.roster.domain.equipment import unfit_reasons
from services.roster.domain.identity import checked_name
from services.roster.domain.model import EmploymentFiling, LabourOfficer, ProjectMaster

if TYPE_CHECKING:
    from services.roster.application.ports import Work

OFFICERS_MIN = ("shaoxing.labour_officers_min", "toli.labour_officers_min", "roster.labour_officers_min")
FILING_DURATION = ("toli.filing_duration", "roster.filing_duration")


def open_project(  # noqa: PLR0913 - the members of the permit's event
    work: Work,
    *,
    project_id: str,
    project_name: str,
    jurisdiction: str,
    construction_unit: str,
    general_contractor: str,
    issued_on: str,
    construction_contract_signed_on: str | None = None,
    project_sector: str | None = None,
) -> dict[str, Any]:
    """Open the roster of a project and tell its duties (TL-2.1.2-1, TL-2.1.2-4, CN724-28).

    The filing's time runs from the signing of the construction contract; where that day is unknown, from the permit.
    """
    signed = date.fromisoformat(construction_contract_signed_on) if construction_contract_signed_on else None
    project = ProjectMaster(
        project_code=project_id,
        project_name=project_name,
        jurisdiction=jurisdiction,
        build_corp_code=construction_unit,
        contractor_corp_code=general_contractor,
        permit_issued_on=date.fromisoformat(issued_on),
        contract_signed_on=signed,
        project_sector=project_sector,
    )
    work.records.add_new(project)
    on = work.now.date()
    start = signed or project.permit_issued_on
    due = work.law.due(jurisdiction, start, str(parameter_of(work, jurisdiction, on, *FILING_DURATION).value), "calendar")
    remind = work.law.due(
        jurisdiction, start, str(parameter_of(work, jurisdiction, on, "roster.filing_reminder_duration").value), "calendar"
    )
    required = bool(parameter_of(work, jurisdiction, on, "roster.filing_required").value)
    if required:
        work.records.add_new(EmploymentFiling(project_code=project_id, due_on=due.last_day))
    limits = ("officer_limit", "equipment_limit", "confirm_limit", "urge_limit")
    return {
        "project_id": project_id,
        "filing_required": required,
        "filing_due_on": due.last_day.isoformat(),
        "filing_limit": time_left(work.now, due.at),
        "remind_at": remind.at.isoformat(),
        "due_at": due.at.isoformat(),
        **{limit: str(parameter_of(work, jurisdiction, on, f"roster.{limit}_duration").value) for limit in limits},
    }


def record_officer(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Record the labour officer that the contractor named (TL-2.1.2-2b, SX-5-2a).

    `facts` holds `officer_name` and `officer_account`, the sign-in under which the officer will keep the records.
    Without both nobody is recorded, and the breach is kept.
    """
    project = project_of(work, project_id, lock=True)
    name, account = str(facts.get("officer_name") or "").strip(), str(facts.get("officer_account") or "").strip()
    if name and account and facts.get("officer_appointed", True):
        work.records.add_new(
            LabourOfficer(
                id=uuid7(),
                project_code=project_id,
                corp_code=project.contractor_corp_code,
                officer_name=checked_name(name),
                account=account,
                appointed_on=work.now.date(),
            )
        )
    least = parameter_of(work, project.jurisdiction, work.now.date(), *OFFICERS_MIN)
    there = len(work.records.many(LabourOfficer, project_code=project_id))
    if there < int(least.value):
        found(work, project, "no_labour_officer", tuple(least.clauses), detail={"officers": there})
        return {"appointed": False, "missing": ["officer_name", "officer_account"]}
    return {"appointed": True, "missing": []}


def check_equipment(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Check channels and clocks against the kind of site (TL-2.1.2-3a, TL-2.1.2-3b, TL-2.1.2-3c).

    `facts` holds `site_can_be_closed`, `channel_present` and `attendance_device`.
    """
    project = project_of(work, project_id, lock=True)
    closed = facts.get("site_can_be_closed")
    if not isinstance(closed, bool):
        raise HuxinError(
            "bad_facts",
            "The equipment cannot be checked",
            "site_can_be_closed is neither true nor false",
            status=422,
            fix="Say it in the form.",
        )
    name = "attendance.closed_site_means" if closed else "attendance.open_site_means"
    accepted = parameter_of(work, project.jurisdiction, work.now.date(), name)
    device, channel = str(facts.get("attendance_device") or "none"), bool(facts.get("channel_present"))
    reasons = unfit_reasons(
        closed=closed, channel=channel, device=device, accepted=tuple(str(one) for one in accepted.value), clauses=tuple(accepted.clauses)
    )
    work.records.put(
        replace(project, site_closed=closed, equipment={"attendance_device": device, "channel_present": channel, "fits": not reasons})
    )
    if reasons:
        found(
            work,
            project,
            "equipment_unfit",
            tuple(dict.fromkeys(clause for reason in reasons for clause in reason["clauses"])),
            detail={"attendance_device": device, "site_can_be_closed": closed},
        )
    return {"fits": not reasons, "reasons": reasons}


def remind_filing(work: Work, *, project_id: str) -> dict[str, Any]:
    """Remind the contractor, and the owner who is to urge it, of the filing; once (TL-2.1.2-4)."""
    project = project_of(work, project_id)
    filing = _filing(work, project_id)
    if filing.reminded_at is not None or filing.filed_on is not None:
        return {"told": []}
    work.records.put(replace(filing, reminded_at=work.now))
    told = [project.contractor_corp_code, project.build_corp_code, "industry_authority"]
    text_zh = f"“{project.project_name}”的劳动用工备案最迟 {filing.due_on.isoformat()} 办理。"
    text_en = f"The employment filing of “{project.project_name}” is due by {filing.due_on.isoformat()}."
    for addressee in told:
        tell(work, project, "filing_reminder", addressee, text_zh, text_en, ("TL-2.1.2-4",))
    return {"told": told}


def flag_late_filing(work: Work, *, project_id: str) -> dict[str, Any]:
    """Mark a filing whose time is over as overdue, and pass the breach on to inspection (TL-2.1.2-4)."""
    project = project_of(work, project_id)
    filing = _filing(work, project_id)
    if filing.filed_on is not None or work.now.date() <= filing.due_on:
        return {"overdue": filing.overdue}
    work.records.put(replace(filing, overdue=True))
    found(work, project, "filing_overdue", ("TL-2.1.2-4", "TL-2.1.1-2c"), detail={"due_on": filing.due_on.isoformat()})
    text_zh = f"“{project.project_name}”的劳动用工备案已逾期，请督促施工单位办理。"
    text_en = f"The employment filing of “{project.project_name}” is overdue; please see to it that the contractor files."
    tell(work, project, "filing_overdue", "industry_authority", text_zh, text_en, ("TL-2.1.2-4",))
    return {"overdue": True}


def record_filing(work: Work, *, project_id: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Record the filing once labour inspection has confirmed it (TL-2.1.2-4, TL-2.1.1-2c, TL-2.1.1-1b).

    `facts` holds `filing_confirmed`, `filed_on` and `filing_receipt`.

    Raises:
        HuxinError: code `bad_facts` for a day of filing that is none, or that is still to come.
    """
    project = project_of(work, project_id)
    filing = _filing(work, project_id)
    if filing.filed_on is not None:
        return _filed(filing)
    if facts.get("filing_confirmed") is not True:
        return {"confirmed": False, "filed_on": None, "in_time": None}
    filed_on = _day(facts.get("filed_on"))
    if filed_on > work.now.date():
        raise HuxinError("bad_facts", "The filing cannot be recorded", f"{filed_on.isoformat()} is still to come", status=422)
    done = replace(filing, filed_on=filed_on, receipt=str(facts.get("filing_receipt") or "")[:100])
    work.records.put(done)
    if filed_on > filing.due_on:
        found(work, project, "filing_overdue", ("TL-2.1.2-4", "TL-2.1.1-2c"), detail={"due_on": filing.due_on.isoformat()})
    return _filed(done)


def _filed(filing: EmploymentFiling) -> dict[str, Any]:
    filed_on = filing.filed_on
    return {
        "confirmed": True,
        "filed_on": filed_on.isoformat() if filed_on else None,
        "in_time": filed_on is not None and filed_on <= filing.due_on,
    }


def _filing(work: Work, project_id: str) -> EmploymentFiling:
    filing = work.records.one(EmploymentFiling, lock=True, project_code=project_id)
    if filing is None:
        raise HuxinError("no_filing", "The project owes no employment filing", f"project {project_id}", status=409)
    return filing


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise HuxinError(
            "bad_facts",
            "The filing cannot be recorded",
            f"filed_on {str(value)[:20]!r} is no day",
            status=422,
            fix="Write for example 2026-03-31.",
        ) from error


HANDLERS = (open_project, record_officer, check_equipment, remind_filing, flag_late_filing, record_filing)
