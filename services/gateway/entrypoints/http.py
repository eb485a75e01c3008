"""The HTTP server as a nameko extension: Flask on eventlet's WSGI server, started last and stopped first."""

from __future__ import annotations

import socket
from typing import Any, Literal

import eventlet
import structlog
from argon2 import PasswordHasher
from eventlet import tpool, wsgi
from nameko.extensions import DependencyProvider

from services.gateway.app import create_app
from services.gateway.live import LiveNotes
from services.gateway.samples import sample_accounts
from services.kernel.errors import HuxinError
from services.runtime.nameko.rpc import RpcClient
from services.runtime.nameko.service import ServiceRuntime

log = structlog.get_logger("huxin.gateway")
CONNECTIONS = 1000
KEEP_ALIVE_SECONDS = 75
CHECK_SECONDS = 3.0
QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "engine": ("engine.count_tasks", {"departments": [], "actor": {"user": "system:gateway"}}),
    "permits": ("permits.list_projects", {"firms": [], "limit": 1}),
}


class ThreadedHasher(PasswordHasher):
    """Checks passwords in real threads: it takes long on purpose, and other requests must not wait for it."""

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        """Check a password; raises what the library raises."""
        matches: Literal[True] = tpool.execute(super().verify, hash, password)
        return matches


class HttpServer(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Serves the gateway's application; injects the live notes into the service's workers."""

    runtime = ServiceRuntime()

    def setup(self) -> None:
        """Bind the address, so that a busy port is told before anything starts."""
        settings = self.runtime.surroundings.settings
        host, _, port = settings.http.rpartition(":")
        try:
            self._socket = eventlet.listen((host or "127.0.0.1", int(port)), backlog=512, reuse_port=settings.profile == "production")
        except (OSError, ValueError) as error:
            raise HuxinError(
                "address_unusable",
                "The HTTP address cannot be used",
                f"{settings.http}: {error}",
                fix="Set HUXIN_HTTP to a free host:port.",
            ) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.notes = LiveNotes()

    def start(self) -> None:
        """Build the application and serve it."""
        around = self.runtime.surroundings
        settings = around.settings
        app = create_app(
            settings,
            database=self.runtime.database,
            rpc=RpcClient(settings),
            clock=around.clock,
            checks={"broker": self._check_broker, "services": self._check_services, "preparation": self._check_preparation},
            sample_accounts=sample_accounts(settings.home) if settings.profile == "embedded" else [],
            notes=self.notes,
            hasher=ThreadedHasher(),
        )
        self._server = eventlet.spawn(self._serve, app)

    def _serve(self, app: Any) -> None:  # noqa: ANN401 - a WSGI application
        pool = eventlet.GreenPool(CONNECTIONS)
        wsgi.server(self._socket, app, custom_pool=pool, log_output=False, keepalive=True, socket_timeout=KEEP_ALIVE_SECONDS, debug=False)

    def _check_broker(self) -> None:
        if not self.runtime.surroundings.broker.connected():
            raise ConnectionError("not connected")

    def _check_services(self) -> None:
        """Ask the engine, and every other service of this process, a cheap question."""
        around = self.runtime.surroundings
        hosted = {runtime.service for runtime in around.runtimes}
        for service, (operation, parameters) in QUESTIONS.items():
            if service == "engine" or service in hosted:
                RpcClient(around.settings).call(operation, parameters, timeout=CHECK_SECONDS)

    def _check_preparation(self) -> None:
        if self.runtime.surroundings.preparing:
            raise HuxinError("preparing", "The sample data is being put in", status=503, retryable=True)

    def stop(self) -> None:
        """Take no more connections."""
        self._server.kill()
        self._socket.close()

    def kill(self) -> None:
        """Stop at once."""
        self.stop()

    def get_dependency(self, worker_ctx: Any) -> LiveNotes:  # noqa: ANN401, ARG002 - nameko's signature
        """Return the live notes."""
        return self.notes
