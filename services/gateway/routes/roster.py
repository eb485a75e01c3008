"""The real-name register of projects: files, entries, subcontracts, attendance (P02).

A firm sees projects in which it takes part, a subcontractor its own workers only. Of the public bodies only those see names and
attendance that supervise the works or the labour law; the records are kept by the project's labour officer alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify, request

from services.gateway import answers, schemas, schemas_roster
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, remote, signed_in
from services.gateway.idempotency import idempotent, request_key
from services.gateway.rights import OVERSEERS, sees_every_place
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

blueprint = ApiBlueprint("roster", __name__, description="Real-name register and attendance")
WATCHING = frozenset({"hr_bureau", "labour_inspection", "construction_authority", "housing_bureau", "industry_authority"})
FILE_SECONDS = 90.0  # a large file takes seconds to read and to book
MAX_UPLOAD = 24 * 1024 * 1024  # bytes of JSON: about 250,000 clockings as CSV in base64
UPLOADS = frozenset({"roster.import_attendance", "roster.import_register"})


@blueprint.before_request
def _take_larger_files() -> None:
    """Let firms, which alone keep registers, send larger files than the other addresses take."""
    if request.endpoint in UPLOADS and current_user().is_firm:
        request.max_content_length = MAX_UPLOAD


def _firms() -> list[str] | None:
    user = current_user()
    return list(user.firms) if user.is_firm else None


def _seen(project_id: UUID) -> dict[str, Any]:
    """Return the roster of a project that the caller may see.

    Raises:
        HuxinError: `not_your_department` (403) for a public body that does not watch over labour; `unknown_project` (404), also for
            a project of another place or of other firms: its existence is not told.
    """
    user = current_user()
    if not user.is_firm and not WATCHING & set(user.departments) and OVERSEERS.isdisjoint(user.roles):
        raise HuxinError("not_your_department", "Not your department", "registers are for those who watch over labour", status=403)
    roster = remote("roster.get_project", {"project_id": str(project_id), "firms": _firms()})
    if not sees_every_place(user) and roster["jurisdiction"] != user.jurisdiction:
        raise HuxinError("unknown_project", "No such project", f"the roster holds no project {project_id}", status=404)
    return roster


def _read(operation: str, project_id: UUID, **parameters: Any) -> Response:  # noqa: ANN401 - the operation's parameters
    _seen(project_id)
    return jsonify(remote(operation, {"project_id": str(project_id), "firms": _firms(), **parameters}))


def _days(query: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in query.items()}


def _must_be_own(code: str) -> str:
    """Return a credit code of the caller's own firm in capitals.

    Raises:
        HuxinError: `not_your_firm` (403).
    """
    firm = code.strip().upper()
    if firm not in current_user().firms:
        raise HuxinError("not_your_firm", "You may act only for your own firm", f"{code} is not your firm", status=403)
    return firm


@blueprint.get("/projects/<uuid:project_id>/roster")
@signed_in
@blueprint.response(200, schemas_roster.RosterAnswer)
def show_roster(project_id: UUID) -> Response:
    """Return a project's labour officers, equipment, filing, breaches and notices."""
    return jsonify(_seen(project_id))


@blueprint.get("/projects/<uuid:project_id>/register")
@signed_in
@blueprint.arguments(schemas.Page, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_register(query: dict[str, Any], project_id: UUID) -> Response:
    """Return a page of a project's workers; numbers, telephones and cards are masked."""
    return _read("roster.list_register", project_id, **query)


@blueprint.get("/projects/<uuid:project_id>/attendance")
@signed_in
@blueprint.arguments(schemas_roster.AttendanceQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_attendance(query: dict[str, Any], project_id: UUID) -> Response:
    """Return a page of a project's clockings."""
    return _read("roster.list_attendance", project_id, **_days(query))


@blueprint.get("/projects/<uuid:project_id>/on-site")
@signed_in
@blueprint.arguments(schemas_roster.DayQuery, location="query")
@blueprint.response(200, schemas_roster.OnSiteAnswer)
def show_on_site(query: dict[str, date], project_id: UUID) -> Response:
    """Return how many workers are on site on a day, by employer."""
    return _read("roster.on_site", project_id, **_days(query))


@blueprint.get("/projects/<uuid:project_id>/subcontracts")
@signed_in
@blueprint.response(200, answers.ListAnswer)
def list_subcontracts(project_id: UUID) -> Response:
    """Return a project's subcontracts with the decisions on them."""
    return _read("roster.list_subcontracts", project_id)


@blueprint.post("/projects/<uuid:project_id>/subcontracts")
@signed_in
@blueprint.arguments(schemas_roster.Subcontract)
@blueprint.response(201, schemas_roster.SubcontractAnswer)
@idempotent
def submit_subcontract(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Report a subcontract of the caller's own firm; its check starts by itself."""
    _seen(project_id)
    parameters = {
        "request_id": request_key() or uuid7(),
        "project_id": str(project_id),
        "awarding_corp_code": _must_be_own(body["awarding_firm"]),
        "corp_code": body["receiving_firm"],
        "corp_name": body["receiving_name"],
        "facts": body["facts"],
    }
    return jsonify(remote("roster.submit_subcontract", parameters)), 201


@blueprint.post("/projects/<uuid:project_id>/entries")
@signed_in
@blueprint.arguments(schemas_roster.Entry)
@blueprint.response(201, schemas_roster.EntryAnswer)
@idempotent
def request_entry(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Ask for a worker's entry; the general contractor asks for everybody, a subcontractor for its own workers."""
    roster = _seen(project_id)
    if roster["general_contractor"] not in current_user().firms:
        _must_be_own(body["employer"])
    parameters = {
        "request_id": request_key() or uuid7(),
        "project_id": str(project_id),
        "corp_code": body.pop("employer"),
        "pay_roll_bank_card_number": body.pop("wage_card"),
        **body,
    }
    return jsonify(remote("roster.request_entry", parameters)), 201


@blueprint.post("/projects/<uuid:project_id>/attendance-imports")
@signed_in
@blueprint.arguments(schemas_roster.FileUpload)
@blueprint.response(201, schemas_roster.ImportAnswer)
@idempotent
def import_attendance(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Import a file of clockings; every line is answered, a known line changes nothing."""
    return _import("roster.import_attendance", body, project_id)


@blueprint.post("/projects/<uuid:project_id>/register-imports")
@signed_in
@blueprint.arguments(schemas_roster.FileUpload)
@blueprint.response(201, schemas_roster.ImportAnswer)
@idempotent
def import_register(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Import a register file; every line is answered, a known line changes nothing."""
    return _import("roster.import_register", body, project_id)


def _import(operation: str, body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    _seen(project_id)
    parameters = {**body, "project_id": str(project_id), "by": current_user().username, "firms": _firms()}
    return jsonify(remote(operation, parameters, timeout=FILE_SECONDS)), 201


@blueprint.get("/projects/<uuid:project_id>/imports/<uuid:import_id>")
@signed_in
@blueprint.arguments(schemas_roster.ReportQuery, location="query")
@blueprint.response(200, schemas_roster.ImportAnswer)
def show_import(query: dict[str, int], project_id: UUID, import_id: UUID) -> Response:
    """Return a page of a file's report."""
    _seen(project_id)
    report = remote("roster.get_import", {"import_id": str(import_id), "after_line": query["after_line"], "firms": _firms()})
    if report["project_id"] != str(project_id):
        raise HuxinError("unknown_import", "No such import", f"there is no import {import_id}", status=404)
    return jsonify(report)


@blueprint.post("/projects/<uuid:project_id>/attendance-months")
@signed_in
@blueprint.arguments(schemas_roster.Month)
@blueprint.response(201, schemas_roster.MonthAnswer)
@idempotent
def close_month(body: dict[str, Any], project_id: UUID) -> tuple[Response, int]:
    """Close a month's attendance; it goes to the payroll."""
    _seen(project_id)
    parameters = {**body, "project_id": str(project_id), "by": current_user().username, "firms": _firms()}
    return jsonify(remote("roster.close_month", parameters)), 201
