"""Every day: which projects have workers on their books and report no attendance (TL-2.1.2-2f); an alarm, never a sanction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.roster.application.findings import found
from services.roster.application.lookup import parameter_of
from services.roster.domain.model import ProjectMaster, ProjectWorker

if TYPE_CHECKING:
    from datetime import date

    from services.roster.application.ports import Work

PAGE = 200
CLAUSES = {"toli-draft": ("TL-2.1.2-2f",), "shaoxing": ("SX-5-2b",)}


def find_gaps(work: Work, *, on: date) -> dict[str, Any]:
    """Keep a breach for each project that has been silent too long on a day; each silence is found once."""
    gaps, after = 0, None
    while page := work.records.many(ProjectMaster, after=after, limit=PAGE):
        gaps += sum(_is_silent(work, project, on) for project in page)
        after = page[-1].project_code
    return {"gaps": gaps}


def _is_silent(work: Work, project: ProjectMaster, on: date) -> bool:
    """Tell whether a silence was found that had not been found before; it begins with the last clocking, or with the first admission."""
    last = work.records.last_attended(project.project_code)
    if last is None:
        places = work.records.many(ProjectWorker, project_code=project.project_code)
        admitted = [place.admitted_at.date() for place in places if place.admitted_at]
        if not admitted:
            return False
        last = min(admitted)
    limit = str(parameter_of(work, project.jurisdiction, on, "roster.attendance_gap_duration").value)
    if on <= work.law.due(project.jurisdiction, last, limit, "working").last_day:
        return False
    clauses = CLAUSES.get(project.jurisdiction, ("CN724-28",))
    return found(work, project, "attendance_missing", clauses, about=last.isoformat(), detail={"since": last.isoformat()})


HANDLERS = (find_gaps,)
