"""Write down a breach once and tell it on (to inspection); tell a party something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.kernel.ids import uuid7
from services.roster.domain.model import Notice, Violation

if TYPE_CHECKING:
    from services.roster.application.ports import Work
    from services.roster.domain.model import ProjectMaster


def found(  # noqa: PLR0913 - what a breach consists of
    work: Work,
    project: ProjectMaster,
    kind: str,
    clauses: tuple[str, ...],
    *,
    worker_id: str | None = None,
    about: str | None = None,
    detail: dict[str, Any] | None = None,
) -> bool:
    """Keep a breach and announce `roster.violation.found`; False when it was known already.

    Args:
        work: the transaction.
        project: where.
        kind: what, in one word.
        clauses: what it breaks.
        worker_id: whom it concerns, where it is a worker.
        about: what tells it apart from others of its kind in the project; the worker when missing.
        detail: facts for whoever follows it up; never an identity number.
    """
    violation = Violation(project_code=project.project_code, kind=kind, about=about or worker_id or "", found_at=work.now, clauses=clauses)
    if not work.records.add_new(violation):
        return False
    data: dict[str, Any] = {
        "project_id": project.project_code,
        "kind": kind,
        "found_at": work.now.isoformat(),
        "clauses": list(clauses),
        "detail": detail or {},
    }
    if worker_id:
        data["worker_id"] = worker_id
    work.emit("roster.violation.found", subject=project.project_code, jurisdiction=project.jurisdiction, data=data)
    return True


def tell(  # noqa: PLR0913, PLR0917 - the members of a notice
    work: Work, project: ProjectMaster, kind: str, addressee: str, text_zh: str, text_en: str, clauses: tuple[str, ...]
) -> None:
    """Keep a notice to a party (a department's id or a firm's credit code)."""
    work.records.add(
        Notice(
            id=uuid7(),
            project_code=project.project_code,
            kind=kind,
            addressee=addressee,
            text_zh=text_zh,
            text_en=text_en,
            clauses=clauses,
            created_at=work.now,
        )
    )


def short_reasons(decision: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a decision's reasons as a process carries them."""
    return [
        {"text": reason["text"], "text_en": reason.get("text_en", ""), "clauses": list(reason["clauses"])}
        for reason in decision.get("reasons", [])
    ]


def clauses_of(reasons: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return the clauses of reasons, each once."""
    return tuple(dict.fromkeys(clause for reason in reasons for clause in reason["clauses"]))
