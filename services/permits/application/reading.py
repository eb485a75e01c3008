"""What people see of applications, projects and firms: queries, with the reader's own rights applied."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.permits.application.lookup import application_to_read, project_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.permits.application.ports import Work
    from services.permits.domain.model import Application, Notice

MAX_PAGE = 100


def get_application(work: Work, *, application_id: str, firms: Sequence[str] | None) -> dict[str, Any]:
    """Return an application with its project, decisions, notices and permit.

    Args:
        work: the transaction to read in.
        application_id: which one.
        firms: credit codes of the reader's own firms; None for an authority, which sees all.

    Raises:
        HuxinError: code `unknown_application`, also for one of another firm: its existence is not told.
    """
    application = application_to_read(work, application_id)
    project = project_of(work, application)
    if firms is not None and not {project.construction_unit, project.general_contractor} & set(firms):
        raise HuxinError("unknown_application", "No such application", f"there is no application {application_id}", status=404)
    permit = work.records.permit_of(application_id)
    return {
        **_summary(work, application),
        "facts": application.facts,
        "scope": application.scope,
        "gate": application.gate,
        "closing": application.closing,
        "permit": {"id": permit.id, "number": permit.number, "issued_on": permit.issued_on.isoformat()} if permit else None,
        "notices": [_notice(notice) for notice in work.records.notices_of(application_id)],
    }


def list_applications(  # noqa: PLR0913 - the query's members
    work: Work,
    *,
    firms: Sequence[str] | None,
    jurisdiction: str | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of applications, newest first; all jurisdictions when none is named."""
    size = max(1, min(limit, MAX_PAGE))
    found = work.records.applications(firms=firms, jurisdiction=jurisdiction, state=state, after=cursor, limit=size + 1)
    return {
        "items": [_summary(work, application) for application in found[:size]],
        "next_cursor": found[size - 1].id if len(found) > size else None,
    }


def list_projects(
    work: Work, *, firms: Sequence[str] | None, jurisdiction: str | None = None, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Return a page of projects, newest first; all jurisdictions when none is named."""
    size = max(1, min(limit, MAX_PAGE))
    found = work.records.projects(firms=firms, jurisdiction=jurisdiction, after=cursor, limit=size + 1)
    items = [{**asdict(project), "created_at": project.created_at.isoformat()} for project in found[:size]]
    return {"items": items, "next_cursor": found[size - 1].id if len(found) > size else None}


def list_firms(work: Work) -> dict[str, Any]:
    """Return the register of firms."""
    return {"items": [asdict(firm) for firm in work.records.firms()]}


def _summary(work: Work, application: Application) -> dict[str, Any]:
    project = project_of(work, application)
    return {
        "id": application.id,
        "project_id": project.id,
        "project_name": project.name,
        "jurisdiction": application.jurisdiction,
        "construction_unit": _named(work, project.construction_unit),
        "general_contractor": _named(work, project.general_contractor),
        "state": application.state,
        "late": application.late,
        "submitted_at": application.submitted_at.isoformat(),
        "submitted_by": application.submitted_by,
        "closed_at": application.closed_at.isoformat() if application.closed_at else None,
    }


def _named(work: Work, credit_code: str) -> dict[str, str]:
    firm = work.records.firm(credit_code)
    return {"credit_code": credit_code, "name": firm.name if firm else ""}


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "addressee": notice.addressee,
        "text": notice.text_zh,
        "text_en": notice.text_en,
        "clauses": list(notice.clauses),
        "created_at": notice.created_at.isoformat(),
        "duties": [
            {
                "kind": duty.kind,
                "text": duty.text_zh,
                "text_en": duty.text_en,
                "due_on": duty.due_on.isoformat(),
                "provisional": duty.provisional,
                "clauses": list(duty.clauses),
            }
            for duty in notice.duties
        ],
    }
