"""What early warnings keep of other services' events, and what people read about warnings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.escrow.application.projects import project_of
from services.escrow.domain.project import Project
from services.escrow.domain.warnings import KINDS, ContractGap, EarlyWarning, PostedSheet

if TYPE_CHECKING:
    from services.escrow.application.ports import Handler, Work

MAX_PAGE = 200
SHEET = "wage_sheet"


def note_contracts(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Keep who was on site without a contract; an older month never overrules what a newer one said of them (W7)."""
    project, month = project_of(work, event["project_id"]), str(event["month"])
    workers = {str(line["worker_id"]): line.get("signed") is not False for line in event["lines"]}
    known = {gap.worker_id: gap for gap in work.records.many(ContractGap, project_id=project.project_id, worker_id=list(workers))}
    changed = []
    for worker, signed in workers.items():
        gap = known.get(worker)
        if gap is not None and gap.last_month > month:
            continue
        if not signed or gap is not None:
            since = gap.since_month if gap is not None and not gap.signed else month
            changed.append(ContractGap(project_id=project.project_id, worker_id=worker, since_month=since, last_month=month, signed=signed))
    work.records.put_all(changed)
    return {"without_contract": sum(not signed for signed in workers.values())}


def note_posting(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Keep that a wage sheet hangs on site (W5)."""
    if event["kind"] != SHEET:
        return {"kept": False}
    return {"kept": work.records.add_new(PostedSheet(payroll_id=event["about"], posted_on=date.fromisoformat(event["posted_on"])))}


def list_warnings(  # noqa: PLR0913 - one argument a filter
    work: Work,
    *,
    project_id: str | None = None,
    jurisdiction: str | None = None,
    kind: str | None = None,
    colour: str | None = None,
    state: str = "open",
    firms: list[str] | None = None,
    after: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return a page of warnings, newest first; to a firm only those of projects that it builds or owns."""
    where: dict[str, Any] = {"jurisdiction": jurisdiction, "kind": kind, "colour": colour, "project_id": project_id}
    where = {name: value for name, value in where.items() if value is not None}
    if firms is not None:
        built = work.records.many(Project, general_contractor=firms), work.records.many(Project, construction_unit=firms)
        own = {project.project_id for projects in built for project in projects}
        where["project_id"] = sorted(own & {project_id} if project_id else own)
    if state == "open":
        where["cleared_on"] = None
    size = min(limit, MAX_PAGE)
    page = list(work.records.many(EarlyWarning, after=after, limit=size + 1, newest_first=True, **where))
    shown = page[:size]
    names = {one.project_id: one.name for one in work.records.many(Project, project_id=sorted({one.project_id for one in shown}))}
    return {
        "items": [{**_shown(one), "project_name": names[one.project_id]} for one in shown],
        "next_cursor": page[size - 1].warning_id if len(page) > size else None,
    }


def _shown(warning: EarlyWarning) -> dict[str, Any]:
    kind = KINDS[warning.kind]
    return {
        "warning_id": warning.warning_id,
        "project_id": warning.project_id,
        "jurisdiction": warning.jurisdiction,
        "kind": warning.kind,
        "subject": warning.subject,
        "title": kind.name_zh,
        "title_en": kind.name_en,
        "clauses": list(kind.clauses),
        "colour": warning.colour,
        "department": warning.department,
        "raised_on": warning.raised_on.isoformat(),
        "handle_by": warning.handle_by.isoformat(),
        "handled_at": warning.handled_at.isoformat() if warning.handled_at else None,
        "measure_taken": warning.measure_taken,
        "told_up": warning.told_up,
        "cleared_on": warning.cleared_on.isoformat() if warning.cleared_on else None,
        "facts": warning.facts,
    }


HANDLERS: dict[str, Handler] = {handler.__name__: handler for handler in (note_contracts, note_posting, list_warnings)}
