"""A proxy before a real server, to cut its connections as a network would. Import after patching."""

from __future__ import annotations

from contextlib import suppress

import eventlet
from eventlet.green import socket


class Proxy:
    """Passes bytes on to a server until it is cut."""

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
                with suppress(OSError):  # its other side was faster
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
