"""Early warnings. A firm sees those of its own projects, a department those of its place."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from marshmallow import fields, validate

from services.gateway import answers
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, needs_role, remote, signed_in
from services.gateway.idempotency import idempotent
from services.gateway.rights import jurisdiction_for, needs_every_place
from services.gateway.schemas import SHORT, Line, Page

PATIENCE_SECONDS = 90.0  # a sweep over many projects takes its time
KINDS = [f"W{number}" for number in range(1, 11)]

blueprint = ApiBlueprint("warnings", __name__, description="Early warnings")


class WarningQuery(Page):
    """Which warnings; without a state the open ones."""

    jurisdiction = Line(validate=SHORT)
    project_id = Line(validate=SHORT)
    kind = Line(validate=validate.OneOf(KINDS))
    colour = Line(validate=validate.OneOf(["yellow", "red"]))
    state = Line(load_default="open", validate=validate.OneOf(["open", "all"]))


class ReviewAnswer(answers.Answer):
    """How many warnings were raised and cleared, and of how many the leading group was told."""

    raised = fields.Integer(required=True)
    cleared = fields.Integer(required=True)
    told = fields.Integer(required=True)


@blueprint.get("/warnings")
@signed_in
@blueprint.arguments(WarningQuery, location="query")
@blueprint.response(200, answers.PageAnswer)
def list_warnings(query: dict[str, Any]) -> Response:
    """Return a page of early warnings, newest first."""
    user = current_user()
    parameters = {name: query[name] for name in ("project_id", "kind", "colour", "state", "limit") if query.get(name) is not None}
    parameters |= {"jurisdiction": jurisdiction_for(user, query.get("jurisdiction")), "after": query.get("cursor")}
    return jsonify(remote("escrow.list_warnings", {**parameters, "firms": list(user.firms) if user.is_firm else None}))


@blueprint.post("/warnings/reviews")
@needs_role("operator", "supervisor", "administrator")
@blueprint.response(200, ReviewAnswer)
@idempotent
def review() -> Response:
    """Compare today's warnings with what is wrong now, in every place; the daily sweep does the same."""
    needs_every_place()
    return jsonify(remote("escrow.review_warnings", {}, timeout=PATIENCE_SECONDS))
