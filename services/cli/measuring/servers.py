"""The servers of a measurement: Huxin's own processes over PostgreSQL and RabbitMQ, or one embedded process."""

from __future__ import annotations

import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.gateway.accounts import Accounts
from services.kernel.errors import HuxinError
from services.runtime import migrations
from services.runtime.db import Database
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

READY_SECONDS = 60
ACCOUNT = {
    "username": "bench",
    "name_zh": "测量",
    "name_en": "Measurement",
    "jurisdiction": "national",
    "department": "permit_authority",
    "roles": ["administrator", "operator", "supervisor"],
}


class Servers:
    """Starts and stops the processes under measurement.

    Attributes:
        settings: of the gateway's process.
        token: bearer token of the measuring account.
        ready_seconds: from the start of the processes until the gateway was ready.
    """

    def __init__(self, *, embedded: bool, port: int, database_url: str = "", broker_url: str = "", engines: int = 1) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="huxin-bench-")
        self.port = port
        self.embedded = embedded
        self._engines = engines
        self._processes: list[subprocess.Popen[bytes]] = []
        self._names: list[str] = []
        self._logs: list[Path] = []
        environ = {**os.environ, "HUXIN_HTTP": f"127.0.0.1:{port}", "HUXIN_LOG_LEVEL": "WARNING"}
        if embedded:
            environ |= {
                "HUXIN_PROFILE": "embedded",
                "HUXIN_BROKER_URL": "embedded://",
                "HUXIN_DATABASE_URL": f"sqlite:///{self._folder.name}/{{service}}.db",
            }
        else:
            self._database_name = f"huxin_bench_{secrets.token_hex(4)}"
            self._admin_url = sa.make_url(database_url).set(drivername="postgresql+psycopg2")
            self._sql(f'CREATE DATABASE "{self._database_name}"')
            url = self._admin_url.set(database=self._database_name, drivername="postgresql")
            environ |= {
                "HUXIN_PROFILE": "production",
                "HUXIN_BROKER_URL": broker_url,
                "HUXIN_DATABASE_URL": url.render_as_string(hide_password=False),
            }
        self.environ = environ
        self.settings = Settings.from_env(environ)
        self.token = ""
        self.ready_seconds = 0.0

    def start(self) -> None:
        """Start everything and wait until the gateway is ready."""
        for name, schema in migrations.declared_schemas().items():
            migrations.upgrade(Database.for_service(name, self.settings), schema)
        began = time.perf_counter()
        if self.embedded:
            self._spawn("gateway", "engine", "case")
        else:
            self._spawn("case")
            for _ in range(self._engines):
                self._spawn("gateway", "engine")
        self._await_ready()
        self.ready_seconds = time.perf_counter() - began
        accounts = Accounts(Database.for_service("gateway", self.settings), lambda _jurisdiction, _department: ())
        password = secrets.token_urlsafe(12)
        accounts.add([{**ACCOUNT, "password": password}])
        self.token = accounts.sign_in("bench", password).token

    def stop(self) -> None:
        """Stop the processes that were started, by their ids, and drop the database."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        if not self.embedded:
            self._sql(f'DROP DATABASE IF EXISTS "{self._database_name}" WITH (FORCE)')
        self._folder.cleanup()

    def rss_mb(self) -> dict[str, float]:
        """Return resident memory of each process in MB."""
        return {f"{name} ({process.pid})": _rss(process.pid) for name, process in zip(self._names, self._processes, strict=True)}

    def engine_database(self) -> Database:
        """Open the engine's database to count and to copy rows."""
        return Database.for_service("engine", self.settings)

    def call(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Ask the API once, as the measuring account."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
                found: bytes = answer.read()
        except urllib.error.HTTPError as error:
            raise HuxinError(
                "bench_refused", "The gateway refused", f"{method} {path}: {error.read()[:1000]!r}", status=error.code
            ) from error
        return found

    def _spawn(self, *services: str) -> None:
        log = Path(self._folder.name) / f"{len(self._processes)}.log"
        self._logs.append(log)
        self._names.append(" ".join(services))
        # Only gateways share the measured port; another process answers its health elsewhere.
        environ = self.environ if "gateway" in services else {**self.environ, "HUXIN_HTTP": "127.0.0.1:0"}
        command: Sequence[str] = [sys.executable, "-m", "services.cli", "serve", *services]
        with log.open("wb") as out:
            self._processes.append(subprocess.Popen(command, env=environ, stdout=out, stderr=out, cwd=self.settings.home))  # noqa: S603 - our own command

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self._processes):
                break
            try:
                self.call("GET", "/readyz")
            except (HuxinError, urllib.error.URLError, OSError):
                time.sleep(0.02)
            else:
                return
        tails = "\n".join(log.read_text(errors="replace")[-2000:] for log in self._logs)
        raise HuxinError("not_ready", "The servers did not become ready", tails, status=503)

    def _sql(self, statement: str) -> None:
        engine = sa.create_engine(self._admin_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


def _rss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def machine() -> dict[str, Any]:
    """Describe the machine."""
    model = ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")), "")
    return {"cores": os.cpu_count(), "cpu": model, "system": platform.platform(), "python": platform.python_version()}
