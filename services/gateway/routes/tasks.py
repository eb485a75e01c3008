"""The department's task queue: list, look, claim, release, save a draft, complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.etags import conditional, versioned, wanted_version
from services.gateway.guard import current_user, remote, signed_in
from services.gateway.idempotency import idempotent

if TYPE_CHECKING:
    from uuid import UUID

blueprint = ApiBlueprint("tasks", __name__, description="Task queues of the departments")


@blueprint.get("/tasks")
@signed_in
@blueprint.arguments(schemas.TaskQuery, location="query")
@blueprint.response(200, answers.TaskPage)
def list_tasks(query: dict[str, Any]) -> Response:
    """Return a page of tasks of the caller's departments."""
    user = current_user()
    department = query.pop("department", None)
    query["departments"] = list(user.departments) if department is None else [department]
    query["text"] = query.pop("q", None)
    if query.get("assignee") == "me":
        query["assignee"] = user.username
    if "instance_id" in query:
        query["instance_id"] = str(query["instance_id"])
    return jsonify(remote("engine.list_tasks", {**query, "actor": user.actor()}))


@blueprint.get("/tasks/counts")
@signed_in
@blueprint.response(200, answers.Counts)
def count_tasks() -> Response:
    """Return how many tasks are open, mine, overdue."""
    user = current_user()
    parameters = {"departments": list(user.departments), "assignee": user.username, "actor": user.actor()}
    return jsonify(remote("engine.count_tasks", parameters))


@blueprint.get("/tasks/<uuid:task_id>")
@signed_in
@conditional
@blueprint.response(200, answers.TaskAnswer)
def show_task(task_id: UUID) -> Response:
    """Return a task with its form, facts and draft."""
    body = remote("engine.get_task", {"task_id": str(task_id), "actor": current_user().actor()})
    return versioned(body, body["task"]["version"])


def _act(operation: str, task_id: UUID, data: dict[str, Any] | None = None) -> Response:
    parameters = {"task_id": str(task_id), "actor": current_user().actor(), "version": wanted_version(), "data": data}
    body = remote(operation, parameters)
    response = jsonify(body)
    response.set_etag(f"v{body['task']['version']}")
    return response


@blueprint.post("/tasks/<uuid:task_id>/claim")
@signed_in
@conditional
@blueprint.response(200, answers.TaskWritten)
@idempotent
def claim_task(task_id: UUID) -> Response:
    """Take a task."""
    return _act("engine.claim_task", task_id)


@blueprint.post("/tasks/<uuid:task_id>/release")
@signed_in
@conditional
@blueprint.response(200, answers.TaskWritten)
@idempotent
def release_task(task_id: UUID) -> Response:
    """Give a task back to the department."""
    return _act("engine.release_task", task_id)


@blueprint.post("/tasks/<uuid:task_id>/draft")
@signed_in
@conditional
@blueprint.arguments(schemas.FormData)
@blueprint.response(200, answers.TaskWritten)
@idempotent
def save_draft(body: dict[str, Any], task_id: UUID) -> Response:
    """Keep what has been filled in so far."""
    return _act("engine.save_draft", task_id, body["data"])


@blueprint.post("/tasks/<uuid:task_id>/complete")
@signed_in
@conditional
@blueprint.arguments(schemas.FormData)
@blueprint.response(200, answers.TaskWritten)
@idempotent
def complete_task(body: dict[str, Any], task_id: UUID) -> Response:
    """Complete a task with its form; the process goes on."""
    return _act("engine.complete_task", task_id, body["data"])
