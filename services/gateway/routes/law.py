"""The law as people see it: clauses, decisions, departments, due times."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, public, remote, signed_in
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.runtime.calendars import load_calendar
from services.runtime.law import load_all, load_law

if TYPE_CHECKING:
    from pathlib import Path

    from services.kernel.law import Clause

blueprint = ApiBlueprint("law", __name__, description="Clauses, decisions, legal time")


def _home() -> Path:
    home: Path = current_app.config["HUXIN_HOME"]
    return home


def _clause(clause: Clause) -> dict[str, Any]:
    body = asdict(clause)
    body["deadlines"] = [asdict(deadline) for deadline in clause.deadlines]
    return body


@blueprint.get("/clauses")
@signed_in
@blueprint.arguments(schemas.ClauseQuery, location="query")
@blueprint.response(200, answers.ListAnswer)
def list_clauses(query: dict[str, str]) -> Response:
    """Return the catalogue of clauses in our own words."""
    wanted = query.get("q", "").lower()
    found = [
        _clause(clause)
        for law in load_all(_home()).values()
        for clause in law.clauses.values()
        if clause.jurisdiction == law.jurisdiction
        and query.get("jurisdiction", clause.jurisdiction) == clause.jurisdiction
        and query.get("process", clause.process) == clause.process
        and wanted in f"{clause.id} {clause.gist_zh} {clause.gist_en}".lower()
    ]
    return jsonify({"items": found})


@blueprint.get("/clauses/<string:clause_id>")
@signed_in
@blueprint.response(200, answers.ClauseAnswer)
def show_clause(clause_id: str) -> Response:
    """Return one clause with the parameters that rest on it."""
    laws = load_all(_home())
    clause = next(iter(laws.values())).clause(clause_id)
    parameters = {
        parameter.name: parameter.as_json() | {"label_zh": parameter.label_zh, "label_en": parameter.label_en}
        for law in laws.values()
        for parameter in law.parameters()
        if clause_id in parameter.clauses
    }
    return jsonify({**_clause(clause), "parameters": list(parameters.values())})


@blueprint.get("/departments")
@signed_in
@blueprint.response(200, answers.ListAnswer)
def list_departments() -> Response:
    """Return the departments of the caller's jurisdiction."""
    law = load_law(_home(), current_user().jurisdiction)
    return jsonify({"items": [asdict(department) for department in law.departments.values()]})


@blueprint.get("/jurisdictions")
@public
@blueprint.response(200, answers.ListAnswer)
def list_jurisdictions() -> Response:
    """Return the profiles that are loaded."""
    return jsonify(
        {
            "items": [
                {"id": name, "name_zh": law.profile.name_zh, "name_en": law.profile.name_en, "in_force": law.profile.in_force}
                for name, law in load_all(_home()).items()
            ]
        }
    )


@blueprint.get("/decisions")
@signed_in
@blueprint.response(200, answers.ListAnswer)
def list_decisions() -> Response:
    """Return the decisions with the JSON Schema of their facts."""
    return jsonify(remote("permits.list_decisions", {}))


@blueprint.get("/decisions/<string:name>/schema")
@signed_in
@blueprint.response(200, {"type": "object"})
def show_schema(name: str) -> Response:
    """Return the JSON Schema of a decision's facts."""
    for item in remote("permits.list_decisions", {})["items"]:
        if item["name"] == name:
            return jsonify(item["schema"])
    raise HuxinError("unknown_decision", "No such decision", name, status=404)


@blueprint.post("/decisions/<string:name>")
@signed_in
@blueprint.arguments(schemas.Decide)
@blueprint.response(200, answers.Decided)
def decide(body: dict[str, Any], name: str) -> Response:
    """Decide on given facts; nothing is kept."""
    on = body.get("on")
    parameters = {"decision": name, "jurisdiction": body["jurisdiction"], "on": on.isoformat() if on else None, "facts": body["facts"]}
    return jsonify(remote("permits.decide", parameters))


@blueprint.get("/calendar/due")
@signed_in
@blueprint.arguments(schemas.DueQuery, location="query")
@blueprint.response(200, {"type": "object"})
def count_due(query: dict[str, str]) -> Response:
    """Return a legal due time and how it was counted."""
    text = query["start"].replace(" ", "+")  # an unescaped offset
    try:
        start: date = date.fromisoformat(text)
    except ValueError:
        start = parse_moment(text)
    due = load_calendar(_home(), query["jurisdiction"]).due(start, query["duration"], query["count"])
    return jsonify(due.to_dict())
