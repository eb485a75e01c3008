"""Health, readiness and metrics of a process that hosts no gateway, so that an orchestrator can ask each of its replicas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import eventlet
from eventlet import wsgi
from prometheus_client import CONTENT_TYPE_LATEST

from services.kernel.errors import HuxinError
from services.runtime.telemetry import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from services.runtime.nameko import Host
    from services.runtime.settings import Settings

CONNECTIONS = 8


def application(host: Host) -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application: `/healthz` while the process lives, `/readyz` with what is not ready, `/metrics` for Prometheus."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, status = "application/json", "200 OK"
        match environ["PATH_INFO"]:
            case "/healthz":
                body = json.dumps({"status": "ok"}).encode()
            case "/readyz":
                problems = host.ready()
                status = "503 Service Unavailable" if problems else status
                body = json.dumps({"status": "not ready" if problems else "ok", "checks": problems}, ensure_ascii=False).encode()
            case "/metrics":
                kind, body = CONTENT_TYPE_LATEST, METRICS.render()
            case path:
                missing = HuxinError("not_found", "There is nothing here", f"{path} is neither /healthz, /readyz nor /metrics", status=404)
                kind, status, body = "application/problem+json", "404 Not Found", json.dumps(missing.problem()).encode()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def serve_health(host: Host, settings: Settings) -> Any:  # noqa: ANN401 - an eventlet socket
    """Answer at the settings' HTTP address in the background and return the listening socket.

    Raises:
        HuxinError: `address_unusable`, when the address cannot be bound.
    """
    name, _, port = settings.http.rpartition(":")
    try:
        listener = eventlet.listen((name or "127.0.0.1", int(port)))
    except (OSError, ValueError) as error:
        raise HuxinError(
            "address_unusable", "The HTTP address cannot be used", f"{settings.http}: {error}", fix="Set HUXIN_HTTP to a free host:port."
        ) from error
    pool = eventlet.GreenPool(CONNECTIONS)
    eventlet.spawn(wsgi.server, listener, application(host), custom_pool=pool, log_output=False, debug=False)
    return listener
