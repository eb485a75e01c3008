"""What people see of a project's roster: the register, attendance and who is on site; identity numbers, telephones and cards are masked."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.roster.application.lookup import project_seen
from services.roster.domain.identity import masked
from services.roster.domain.model import (
    EmploymentFiling,
    LabourOfficer,
    Notice,
    ProjectWorker,
    TeamMaster,
    TeamMember,
    Violation,
    WorkerContractRule,
    WorkerMaster,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.roster.application.ports import Work

MAX_PAGE = 100
MAX_SPAN = 366


def get_project(work: Work, *, project_id: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return a project's roster as a whole: officers, equipment, filing, breaches and notices."""
    project, own = project_seen(work, project_id, firms)
    filing = work.records.one(EmploymentFiling, project_code=project_id)
    officers = work.records.many(LabourOfficer, project_code=project_id)
    whole = own is None
    return {
        "project_id": project_id,
        "project_name": project.project_name,
        "jurisdiction": project.jurisdiction,
        "construction_unit": project.build_corp_code,
        "general_contractor": project.contractor_corp_code,
        "site_closed": project.site_closed,
        "equipment": project.equipment,
        "officers": [{"name": one.officer_name, "account": one.account, "since": one.appointed_on.isoformat()} for one in officers],
        "filing": {
            "due_on": filing.due_on.isoformat(),
            "overdue": filing.overdue,
            "filed_on": filing.filed_on.isoformat() if filing.filed_on else None,
            "receipt": filing.receipt,
        }
        if filing
        else None,
        "violations": [_violation(one) for one in work.records.many(Violation, project_code=project_id)] if whole else [],
        "notices": [_notice(one) for one in work.records.many(Notice, project_code=project_id) if firms is None or one.addressee in firms],
    }


def list_register(
    work: Work, *, project_id: str, firms: Sequence[str] | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return a page of the project's register; a subcontractor sees its own workers."""
    _project, own = project_seen(work, project_id, firms)
    size = max(1, min(limit, MAX_PAGE))
    where: dict[str, Any] = {"project_code": project_id} | ({} if own is None else {"corp_code": own})
    places = work.records.many(ProjectWorker, after=cursor, limit=size + 1, **where)
    shown = places[:size]
    ids = [place.worker_id for place in shown]
    people = {person.id: person for person in work.records.many(WorkerMaster, id=ids)}
    contracts = {one.worker_id: one for one in work.records.many(WorkerContractRule, project_code=project_id, worker_id=ids)}
    teams = {team.team_sys_no: team.team_name for team in work.records.many(TeamMaster, project_code=project_id)}
    members = work.records.many(TeamMember, worker_id=ids)
    team_of = {member.worker_id: teams[member.team_sys_no] for member in members if member.team_sys_no in teams}
    items = [
        _registered(place, people[place.worker_id], contracts.get(place.worker_id), team_of.get(place.worker_id, "")) for place in shown
    ]
    return {"items": items, "next_cursor": shown[-1].id if len(places) > size else None}


def list_attendance(  # noqa: PLR0913 - the parts of a page
    work: Work,
    *,
    project_id: str,
    since: str,
    until: str,
    firms: Sequence[str] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of clockings from day to day, both included.

    Raises:
        HuxinError: code `bad_span` when the span ends before it begins or is longer than a year.
    """
    _project, own = project_seen(work, project_id, firms)
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    if last < first or (last - first).days > MAX_SPAN:
        raise HuxinError("bad_span", "The span of days cannot be shown", f"{since} to {until}", status=422, fix="Ask for at most a year.")
    workers = None
    if own is not None:
        workers = [place.worker_id for place in work.records.many(ProjectWorker, project_code=project_id, corp_code=own)]
    size = max(1, min(limit, MAX_PAGE))
    rows = work.records.attendance_page(project_id, worker_ids=workers, first=first, last=last, after=cursor, limit=size + 1)
    shown = rows[:size]
    people = {person.id: person.worker_name for person in work.records.many(WorkerMaster, id=list({row.worker_id for row in shown}))}
    items = [
        {
            "worker_id": row.worker_id,
            "worker_name": people.get(row.worker_id, ""),
            "at": row.at.isoformat(),
            "direction": row.direction,
            "attend_type": row.attend_type,
            "counts": row.counts,
            "reason": row.reason,
        }
        for row in shown
    ]
    return {"items": items, "next_cursor": f"{shown[-1].at.isoformat()} {shown[-1].worker_id}" if len(rows) > size else None}


def on_site(work: Work, *, project_id: str, on: str, firms: Sequence[str] | None = None) -> dict[str, Any]:
    """Return how many workers are registered, admitted and clocked on a day, by employer (TL-2.1.2-2f)."""
    _project, own = project_seen(work, project_id, firms)
    day = date.fromisoformat(on)
    where: dict[str, Any] = {"project_code": project_id} | ({} if own is None else {"corp_code": own})
    places = work.records.many(ProjectWorker, **where)
    there = set(work.records.attended_days(project_id, day, day)) & {place.worker_id for place in places}
    registered = Counter(place.corp_code for place in places if place.registered_at)
    clocked = Counter(place.corp_code for place in places if place.worker_id in there)
    return {
        "on": on,
        "registered": registered.total(),
        "admitted": sum(place.admitted_at is not None for place in places),
        "on_site": clocked.total(),
        "employers": [
            {"employer": code, "registered": registered[code], "on_site": clocked[code]} for code in sorted(registered | clocked)
        ],
    }


def _registered(place: ProjectWorker, person: WorkerMaster, contract: WorkerContractRule | None, team: str) -> dict[str, Any]:
    return {
        "worker_id": person.id,
        "worker_name": person.worker_name,
        "id_card_number": masked(person.id_card_number, head=3, tail=2),
        "cell_phone": masked(person.cell_phone, head=3, tail=2),
        "pay_roll_bank_card_number": masked(place.pay_roll_bank_card_number, head=0, tail=4),
        "employer": place.corp_code,
        "work_type": place.work_type,
        "team_name": team,
        "registered_at": place.registered_at.isoformat() if place.registered_at else None,
        "admitted_at": place.admitted_at.isoformat() if place.admitted_at else None,
        "first_entry_on": place.first_entry_on.isoformat() if place.first_entry_on else None,
        "contract": {
            "signed_on": contract.signed_at.date().isoformat(),
            "unit": contract.unit,
            "unit_price_fen": contract.unit_price_fen,
            "pay_method": contract.pay_method,
            "work_hours": contract.work_hours,
            "standard_text": contract.standard_text,
        }
        if contract
        else None,
    }


def _violation(one: Violation) -> dict[str, Any]:
    return {"kind": one.kind, "about": one.about, "found_at": one.found_at.isoformat(), "clauses": list(one.clauses)}


def _notice(one: Notice) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "addressee": one.addressee,
        "text": one.text_zh,
        "text_en": one.text_en,
        "clauses": list(one.clauses),
        "created_at": one.created_at.isoformat(),
    }


HANDLERS = (get_project, list_register, list_attendance, on_site)
