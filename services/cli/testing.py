"""The embedded sample run in a process and folder of its own, for tests that speak HTTP to the whole system."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, Self

from services.gateway.samples import sample_accounts
from services.kernel.errors import HuxinError
from services.runtime.settings import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

READY_SECONDS = 120.0
STOP_SECONDS = 20.0


class SampleRun:
    """`with SampleRun(folder) as run: run.call("GET", "/tasks", as_="operator")`. Ready means: the sample data is in.

    Attributes:
        address: `http://127.0.0.1:<port>`.
    """

    def __init__(self, folder: Path, *, money: bool = False) -> None:
        """Say where the run keeps its data.

        Args:
            folder: an empty one.
            money: whether the sample project with wages is worked through beside the test.
        """
        self._options = [] if money else ["--no-money"]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._log = folder / "log"
        self._environ = {**os.environ, "HUXIN_HTTP": f"127.0.0.1:{port}", "HUXIN_DATABASE_URL": f"sqlite:///{folder}/{{service}}.db"}
        self._tokens: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Start, and wait until it is ready.

        Raises:
            HuxinError: `not_ready`, with the end of its log.
        """
        command = [sys.executable, "-m", "services.cli", "serve", "--embedded", *self._options]
        with self._log.open("wb") as out:
            self._process = subprocess.Popen(command, env=self._environ, stdout=out, stderr=out, cwd=CHECKOUT)  # noqa: S603 - our own command
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._is_ready():
                return self
            time.sleep(0.05)
        self.stop()
        raise HuxinError("not_ready", "The sample run did not become ready", self.log()[-4000:], status=503)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop."""
        self.stop()

    def stop(self) -> int:
        """Ask the process to stop and return its exit code."""
        self._process.terminate()
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def log(self) -> str:
        """Return what the process has written."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def token(self, username: str) -> str:
        """Return a bearer token of a sample account; signs in once."""
        if username not in self._tokens:
            password = sample_accounts(CHECKOUT)[0]["password"]
            _status, answer = self.call("POST", "/token", {"username": username, "password": password})
            self._tokens[username] = answer["access_token"]
        return self._tokens[username]

    def call(self, method: str, path: str, body: object = None, *, as_: str | None = None, **headers: str) -> tuple[int, Any]:
        """Call the API and return status and JSON; names of headers are written with underscores."""
        sent = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if as_ is not None:
            sent["Authorization"] = f"Bearer {self.token(as_)}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data=data, method=method, headers=sent)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
                return answer.status, _read(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _read(error.read())

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=10) as answer:  # noqa: S310 - loopback
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's OK
        except OSError:
            return False


def _read(raw: bytes) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw.decode()
