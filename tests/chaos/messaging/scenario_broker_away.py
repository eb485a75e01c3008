"""The broker goes away while commands are under way, and comes back: a proxy before it is cut. Prints counts as JSON.

`scenario_broker_away.py AMQP_URL`
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from dataclasses import replace  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from urllib.parse import urlsplit, urlunsplit  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parents[2] / "integration" / "runtime"))

import eventlet  # noqa: E402 - after patching
import sample  # noqa: E402 - found above
from eventlet.green import socket  # noqa: E402 - after patching

from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching


class Proxy:
    """Passes bytes on to the broker until it is cut."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener: socket.socket | None = None
        self.port = 0

    def open(self) -> None:
        """Listen, on the same port as before."""
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]
        eventlet.spawn(self._accept, self._listener)

    def cut(self) -> None:
        """Refuse new connections and break the open ones."""
        if self._listener:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for pair in self._pairs:
            for end in pair:
                end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                inner, _address = listener.accept()
            except OSError:
                return
            outer = socket.create_connection(self._target)
            self._pairs.append((inner, outer))
            eventlet.spawn(self._pass, inner, outer)
            eventlet.spawn(self._pass, outer, inner)

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


def main() -> None:
    """Send before, during and after the cut."""
    configure_logging("json", "ERROR")
    parts = urlsplit(sys.argv[1])
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or 5672)
    proxy.open()
    through = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}")
    settings = replace(Settings.from_env(), broker_url=urlunsplit(through))
    sample.prepare(settings)
    host = Host(settings).add(sample.Doer).add(sample.Asker).start()
    client = RpcClient(settings)

    def ask(key: str) -> None:
        client.call("engine.correlate", {"message": "case.validate", "key": key, "data": {"count": 100}})

    ask("before")
    wait_until(lambda: len(sample.seen["replies"]) >= 10)
    proxy.cut()
    ask("during")
    wait_until(lambda: not host.broker.connected())
    unready = host.ready()
    proxy.open()
    ask("after")
    wait_until(lambda: len(sample.seen["replies"]) == 300, seconds=40)
    wait_until(lambda: sample.counts(settings)["engine.outbox"] == sample.counts(settings)["case.outbox"] == 0)
    ready = host.ready()
    host.stop()
    print(json.dumps({"unready": unready, "ready": ready, **sample.counts(settings)}))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
