"""An application comes in: lodged by the construction unit, then registered by the process (SX-10-2a, CN724-23)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7
from services.permits.application.lookup import application_for_change, firm_named, project_of
from services.permits.domain.model import Application, Firm, Project

if TYPE_CHECKING:
    from services.permits.application.ports import Work

MAX_NAME = 200


def register_firm(work: Work, *, credit_code: str, name: str, kind: str, contact: str = "") -> dict[str, Any]:
    """Put a firm into the register; a known credit code is left as it is.

    Raises:
        HuxinError: code `bad_firm` when the credit code or the name is not usable.
    """
    code = credit_code.strip().upper()
    if len(code) != 18 or not code.isalnum():  # noqa: PLR2004 - GB 32100: eighteen characters
        raise HuxinError(
            "bad_firm",
            "The credit code is wrong",
            f"{credit_code!r} is not 18 letters and digits",
            fix="Give the unified social credit code.",
        )
    if not name.strip() or len(name) > MAX_NAME:
        raise HuxinError("bad_firm", "The firm's name is wrong", "the name is empty or longer than 200 characters")
    added = work.records.add_firm(Firm(id=uuid7(), credit_code=code, name=name.strip(), kind=kind, contact=contact))
    return {"credit_code": code, "added": added}


def submit_application(  # noqa: PLR0913 - the form's members
    work: Work,
    *,
    jurisdiction: str,
    project_name: str,
    construction_unit: str,
    general_contractor: str,
    facts: dict[str, Any],
    submitted_by: str,
    request_id: str | None = None,
) -> dict[str, Any]:
    """Lodge an application and start its process by the event `permits.application.submitted`.

    The same `request_id` again returns the first application.

    Raises:
        HuxinError: code `bad_facts` for wrong facts, `bad_application` for an empty name, `unknown_jurisdiction`.
    """
    if request_id:
        earlier = work.records.application_of_request(request_id)
        if earlier:
            return {"application_id": earlier, "repeated": True}
    if not project_name.strip() or len(project_name) > MAX_NAME:
        raise HuxinError("bad_application", "The project name is wrong", "project_name is empty or longer than 200 characters", status=422)
    known = work.law.known_facts("in_scope") | work.law.known_facts("permit_gate")
    unknown = sorted(set(facts) - known)
    if unknown:
        raise HuxinError("bad_facts", "Unknown facts", f"no decision takes {', '.join(unknown)}", status=422, extra={"facts": unknown})
    on = work.now.date()
    for decision in ("in_scope", "permit_gate"):  # deciding checks the facts' types; the result is not kept
        names = work.law.known_facts(decision)
        work.law.decide(decision, jurisdiction, on, {name: value for name, value in facts.items() if name in names})
    project = Project(
        id=uuid7(),
        name=project_name.strip(),
        jurisdiction=jurisdiction,
        construction_unit=construction_unit.strip().upper(),
        general_contractor=general_contractor.strip().upper(),
        created_at=work.now,
    )
    application = Application(
        id=uuid7(), project_id=project.id, jurisdiction=jurisdiction, submitted_at=work.now, submitted_by=submitted_by, facts=facts
    )
    work.records.add_project(project)
    work.records.add_application(application)
    if request_id:
        work.records.remember_request(request_id, application.id)
    work.emit(
        "permits.application.submitted",
        subject=application.id,
        jurisdiction=jurisdiction,
        data={
            "application_id": application.id,
            "project_id": project.id,
            "project_name": project.name,
            "jurisdiction": jurisdiction,
            "construction_unit_code": project.construction_unit,
            "general_contractor_code": project.general_contractor,
            **facts,
        },
    )
    return {"application_id": application.id, "repeated": False}


def register_project(work: Work, *, application_id: str) -> dict[str, Any]:
    """Check that the parties are registered firms and take the application under review (SX-10-2a).

    Raises:
        HuxinError: code `unknown_firm` when the construction unit or the general contractor is not registered.
    """
    application = application_for_change(work, application_id)
    project = project_of(work, application)
    unit = firm_named(work, project.construction_unit, "建设单位")
    contractor = firm_named(work, project.general_contractor, "施工总承包企业")
    work.records.save_application(application.reviewed())
    return {
        "project_id": project.id,
        "project_name": project.name,
        "construction_unit": unit.name,
        "general_contractor": contractor.name,
    }
