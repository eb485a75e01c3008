"""Fakes and helpers for tests, shared by every service's tests and by users' own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet

from services.contracts.envelope import Message
from services.kernel.clock import Clock, MovableClock
from services.runtime.db import Database
from services.runtime.messaging.broker import Delivery, Parcel
from services.runtime.messaging.unit import UnitOfWork, Units
from services.runtime.settings import Settings
from services.runtime.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import sqlalchemy as sa


class FakeRelay:
    """Stands in for the relay: keeps what it is woken with, sends nothing.

    Attributes:
        rows: parcels of committed outbox rows, in order.
        submitted: parcels that no outbox row stands behind.
    """

    def __init__(self) -> None:
        self.rows: list[Parcel] = []
        self.submitted: list[Parcel] = []

    def wake(self, rows: Sequence[Parcel]) -> None:
        """Keep the rows."""
        self.rows.extend(rows)

    def submit(self, parcel: Parcel, on_done: Callable[[bool], None] | None = None) -> None:
        """Keep the parcel and say that it arrived."""
        self.submitted.append(parcel)
        if on_done:
            on_done(True)

    def messages(self, exchange: str | None = None) -> list[Message]:
        """Return the envelopes of the rows, those of one exchange when it is named."""
        return [Message.from_bytes(row.body) for row in self.rows if exchange in (None, row.exchange)]


class FakeSchedule:
    """Stands in for timers: keeps what shall happen later until the test lets it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, delay: float, action: Callable[[], None]) -> None:
        """Keep an action and its delay in seconds."""
        self.waiting.append((delay, action))

    def run(self) -> int:
        """Do everything that waits now and return how much it was."""
        due, self.waiting = self.waiting, []
        for _delay, action in due:
            action()
        return len(due)


class FakeDelivery:
    """A delivery that remembers how it ended: `acks`, `requeues`."""

    def __init__(
        self, body: bytes | Message, *, queue: str = "huxin.test.commands", exchange: str = "huxin.commands", key: str = ""
    ) -> None:
        self.acks = 0
        self.requeues = 0
        raw = body if isinstance(body, bytes) else body.to_bytes()
        routing_key = key or (body.type if isinstance(body, Message) else "")
        self.delivery = Delivery(queue, exchange, routing_key, raw, self._ack, self._requeue)

    def _ack(self) -> None:
        self.acks += 1

    def _requeue(self) -> None:
        self.requeues += 1


def fake_unit(
    service: str, connection: sa.Connection | None = None, *, now: datetime | None = None, cause: Message | None = None
) -> UnitOfWork:
    """Return a unit of work that no database stands behind; what it would send is in `outgoing`."""
    return UnitOfWork(service, connection, now or MovableClock().now(), cause)  # type: ignore[arg-type]  # a fake: touching it would fail loudly


def embedded_settings(home: Path, **changes: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return settings for a run within one folder, without servers."""
    return Settings(home=home, **{"sweep_seconds": 0.2, **changes})


def throwaway_vault() -> Vault:
    """Return a vault with a key that nobody keeps."""
    return Vault([Fernet.generate_key().decode()])


def make_units(home: Path, service: str, metadata: sa.MetaData, clock: Clock | None = None) -> tuple[Units, FakeRelay]:
    """Return units of work over a fresh SQLite file with the tables made, and the fake relay behind them."""
    database = Database.for_service(service, embedded_settings(home))
    metadata.create_all(database.engine)
    relay = FakeRelay()
    return Units(database, relay, clock), relay


def wait_until(condition: Callable[[], bool], *, seconds: float = 15.0) -> None:
    """Wait for something that another thread or process brings about.

    Raises:
        AssertionError: when it does not come about in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain")
        time.sleep(0.005)


def run_green(script: Path, *arguments: str, env: Mapping[str, str] | None = None, timeout: float = 60.0) -> Any:  # noqa: ANN401 - whatever JSON the script prints
    """Run a script in a process of its own, which may patch itself green, and return the JSON of its last line.

    Raises:
        AssertionError: when it fails, with what it wrote.
    """
    process = subprocess.run(  # noqa: S603 - a test's own script
        [sys.executable, str(script), *arguments],
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    lines = process.stdout.strip().splitlines()
    if process.returncode != 0 or not lines:
        raise AssertionError(f"{script.name} ended with {process.returncode}\n{process.stdout[-2000:]}\n{process.stderr[-4000:]}")
    return json.loads(lines[-1])
