"""Health, readiness, metrics, and the sample run's clock."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from services.gateway import answers, schemas
from services.gateway.blueprint import ApiBlueprint
from services.gateway.guard import current_user, embedded_only, remote, signed_in
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError
from services.runtime.telemetry import METRICS

log = structlog.get_logger("huxin.gateway")

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
            log.warning("not ready", check=name, error=str(error))
            # Anybody may ask here: what the error says of our inside stays in the log.
            checks[name] = error.title if isinstance(error, HuxinError) else type(error).__name__
    ok = all(value == "ok" for value in checks.values())
    return jsonify({"status": "ok" if ok else "not ready", "checks": checks}), 200 if ok else 503


@plain.get("/metrics")
def metrics() -> Response:
    """Return Prometheus metrics."""
    return Response(METRICS.render(), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/clock")
@signed_in
@blueprint.response(200, answers.Time)
def show_clock() -> Response:
    """Return the sample run's time."""
    embedded_only()
    return jsonify({"now": current_app.extensions["huxin.clock"].now().isoformat(timespec="seconds")})


@blueprint.post("/clock")
@signed_in
@blueprint.arguments(schemas.MoveClock)
@blueprint.response(200, answers.Time)
def move_clock(body: dict[str, Any]) -> Response:
    """Move the sample run's time forward; everything that became due fires."""
    embedded_only()
    moment = parse_moment(body["to"])
    return jsonify(remote("engine.move_clock", {"to": moment.isoformat(), "actor": current_user().actor()}, 60))
