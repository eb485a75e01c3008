"""Health, readiness, metrics, and the sample run's clock."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask_smorest import Blueprint as ApiBlueprint
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.gateway import schemas
from services.gateway.guard import current_user, embedded_only, remote, signed_in
from services.kernel.clock import parse_moment

plain = Blueprint("operations", __name__)
blueprint = ApiBlueprint("clock", __name__, description="The sample run's clock")


@plain.get("/healthz")
def healthy() -> Response:
    """Answer while the process lives."""
    return jsonify({"status": "ok"})


@plain.get("/readyz")
def ready() -> tuple[Response, int]:
    """Answer 200 when database and services answer, else 503 with what does not."""
    checks: dict[str, str] = {}
    for name, check in current_app.extensions["huxin.checks"].items():
        try:
            check()
            checks[name] = "ok"
        except Exception as error:  # noqa: BLE001 - whatever is wrong, it is not ready
            checks[name] = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    ok = all(value == "ok" for value in checks.values())
    return jsonify({"status": "ok" if ok else "not ready", "checks": checks}), 200 if ok else 503


@plain.get("/metrics")
def metrics() -> Response:
    """Return Prometheus metrics."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/clock")
@signed_in
def show_clock() -> Response:
    """Return the sample run's time."""
    embedded_only()
    return jsonify({"now": current_app.extensions["huxin.clock"].now().isoformat(timespec="seconds")})


@blueprint.post("/clock")
@blueprint.arguments(schemas.MoveClock)
@signed_in
def move_clock(body: dict[str, Any]) -> Response:
    """Move the sample run's time forward; everything that became due fires."""
    embedded_only()
    moment = parse_moment(body["to"])
    return jsonify(remote("engine.move_clock", {"to": moment.isoformat(), "actor": current_user().actor()}, 60))
