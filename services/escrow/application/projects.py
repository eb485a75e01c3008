"""The projects that the money is about, as their permits announce them, and notices about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from services.escrow.domain.project import Notice, Project
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.escrow.application.ports import Handler, Work


def register_project(work: Work, *, event: dict[str, Any]) -> dict[str, Any]:
    """Keep the project of a permit; a known one stays as it is, so the order of messages does not matter."""
    added = work.records.add_new(project_from(event))
    return {"project_id": event["project_id"], "added": added}


def project_from(event: dict[str, Any]) -> Project:
    """Return the project that `permits.permit.issued` tells of; also from the same data inside a process."""
    signed = event.get("construction_contract_signed_on")
    return Project(
        project_id=event["project_id"],
        name=event["project_name"],
        jurisdiction=event["jurisdiction"],
        construction_unit=event["construction_unit"],
        general_contractor=event["general_contractor"],
        permit_issued_on=date.fromisoformat(event["issued_on"]),
        contract_price_fen=event.get("contract_price_fen"),
        contract_signed_on=date.fromisoformat(signed) if signed else None,
        project_sector=event.get("project_sector"),
        investment_fen=event.get("investment_fen"),
    )


def project_of(work: Work, project_id: str, *, lock: bool = False) -> Project:
    """Return a known project; `lock` makes changes to what belongs to it take turns.

    Raises:
        HuxinError: code `unknown_project`, retryable: its permit may still be on the way.
    """
    project = work.records.one(Project, lock=lock, project_id=project_id)
    if project is None:
        raise HuxinError(
            "unknown_project",
            "No such project",
            f"no permit has announced project {project_id}",
            status=404,
            retryable=True,
            fix="Check the project's number; a project is known once its permit is issued.",
        )
    return project


def tell(  # noqa: PLR0913 - a notice's members
    work: Work, project: Project, *, about: str, kind: str, addressees: Sequence[str], zh: str, en: str, clauses: Sequence[str]
) -> list[str]:
    """Give a notice to each addressee (credit code or department) and return those who had not been told of it."""
    told = []
    for addressee in addressees:
        notice = Notice(
            id=uuid7(),
            project_id=project.project_id,
            about=about,
            kind=kind,
            addressee=addressee,
            text_zh=zh,
            text_en=en,
            clauses=tuple(clauses),
            created_at=work.now,
        )
        if work.records.add_new(notice):
            told.append(addressee)
    return told


HANDLERS: dict[str, Handler] = {"register_project": register_project}
