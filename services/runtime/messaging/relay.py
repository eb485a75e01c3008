"""Carries a service's outbox to the broker.

It is woken with the rows in hand after each commit, publishes in batches, deletes in batches what the broker has
confirmed, and looks from time to time for rows that a crash left. A broker that is away costs nothing but time.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import TYPE_CHECKING

import structlog

from services.kernel.errors import HuxinError
from services.runtime.db import is_transient
from services.runtime.messaging import inbox, outbox
from services.runtime.messaging.broker import Broker, BrokerAway, Outcome, Parcel, Publisher
from services.runtime.messaging.policy import backoff
from services.runtime.messaging.topology import OPTIONAL_RECEIVERS
from services.runtime.telemetry import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.runtime.db import Database
    from services.runtime.settings import Settings

BATCH = 200
SWEEP = 1_000
KEEP_IN_MEMORY = 10_000
DELETE_LINGER_SECONDS = 0.05
PURGE_SECONDS = 3600.0
STOP_SECONDS = 5.0

_log = structlog.get_logger("huxin.relay")


class Relay:
    """The relay of one service in one process.

    Args:
        database: the service's database.
        broker: where messages go.
        settings: `sweep_seconds`, `grace_seconds`, `inbox_days`.
    """

    def __init__(self, database: Database, broker: Broker, settings: Settings) -> None:
        self._db = database
        self._broker = broker
        self._settings = settings
        self._condition = threading.Condition()
        self._queue: deque[Parcel] = deque()
        self._known: set[bytes] = set()  # queued here or at the broker, so a sweep passes them by
        self._done: list[bytes] = []
        self._unroutable: deque[tuple[Parcel, int]] = deque()
        self._callbacks: dict[bytes, Callable[[bool], None]] = {}
        self._attempts: dict[bytes, int] = {}
        self._publisher: Publisher | None = None
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._failures = 0
        self._next_sweep = 0.0
        self._next_purge = time.monotonic() + PURGE_SECONDS
        # With the embedded broker nobody else can be at work on the rows found at the start.
        self._sweep_after: bytes | None = b"" if settings.embedded_broker else None
        self._delete_at = 0.0

    def start(self) -> None:
        """Begin to carry; call it when this process's consumers have declared their queues."""
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"relay-{self._db.service}", daemon=True)
        self._thread.start()

    def wake(self, rows: Sequence[Parcel]) -> None:
        """Hand over rows that were just committed."""
        with self._condition:
            if len(self._queue) > KEEP_IN_MEMORY:
                return  # the sweep finds them once the broker is back
            self._queue.extend(rows)
            self._known.update(row.id for row in rows)
            self._condition.notify()

    def submit(self, parcel: Parcel, on_done: Callable[[bool], None] | None = None) -> None:
        """Send something that no outbox row stands behind; `on_done` hears whether it arrived."""
        with self._condition:
            if on_done:
                self._callbacks[parcel.id] = on_done
            self._queue.append(parcel)
            self._condition.notify()

    def stop(self) -> None:
        """Send what is in hand as far as the broker takes it, then stop; the rest stays in the outbox."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        if self._thread:
            self._thread.join(STOP_SECONDS)
        if self._publisher:
            self._publisher.close()

    def backlog(self) -> int:
        """Return how many parcels wait in memory."""
        return len(self._queue)

    def _run(self) -> None:
        while True:
            batch, done, stopping = self._next()
            try:
                if batch:
                    self._send(batch)
                    batch = []
                if done:
                    self._delete(done)
                    done = []
                self._postpone_unroutable()
                self._tick()
            except BrokerAway as error:
                self._pause(batch, done, "broker away", str(error))
            except Exception as error:  # noqa: BLE001 - the relay outlives every error: rows stay in the outbox
                transient = isinstance(error, HuxinError) or is_transient(error)
                self._pause(batch, done, "database away" if transient else "relay failed", repr(error))
            else:
                self._failures = 0
            if stopping and (self._failures or not (self._queue or self._done or self._unroutable)):
                return

    def _next(self) -> tuple[list[Parcel], list[bytes], bool]:
        """Wait for work and take a share of it."""
        with self._condition:
            while not (self._queue or self._stopping or self._unroutable):
                now = time.monotonic()
                due = min(self._next_sweep, self._delete_at) if self._done else self._next_sweep
                if due <= now:
                    break
                self._condition.wait(due - now)
            batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            done: list[bytes] = []
            if self._done and (self._stopping or len(self._done) >= BATCH or time.monotonic() >= self._delete_at):
                done, self._done = self._done, []
            return batch, done, self._stopping

    def _send(self, batch: list[Parcel]) -> None:
        if self._publisher is None:
            self._publisher = self._broker.publisher()
        self._publisher.publish(batch, self._settled)
        METRICS.published.labels(self._db.service).inc(len(batch))

    def _settled(self, parcel: Parcel, outcome: Outcome) -> None:
        """Hear about one parcel, from whatever thread."""
        arrived = outcome == "confirmed" or (outcome == "unroutable" and parcel.exchange in OPTIONAL_RECEIVERS)
        with self._condition:
            callback = self._callbacks.pop(parcel.id, None)
            if not parcel.stored:
                pass
            elif arrived:
                if not self._done:
                    self._delete_at = time.monotonic() + DELETE_LINGER_SECONDS
                    self._condition.notify()
                self._done.append(parcel.id)
                self._attempts.pop(parcel.id, None)
            elif outcome == "failed":
                self._queue.append(parcel)
                self._condition.notify()
            else:
                attempts = self._attempts[parcel.id] = self._attempts.get(parcel.id, 0) + 1
                self._unroutable.append((parcel, attempts))
                self._condition.notify()
        if callback:
            callback(arrived)

    def _delete(self, ids: list[bytes]) -> None:
        with self._db.begin() as connection:
            outbox.delete(connection, ids)
        self._known.difference_update(ids)

    def _postpone_unroutable(self) -> None:
        """Keep what found no receiver for later, with the reason."""
        if not self._unroutable:
            return
        waiting = list(self._unroutable)
        delay = max(backoff(attempts, first=1.0, longest=60.0) for _parcel, attempts in waiting)
        with self._db.begin() as connection:
            for parcel, _attempts in waiting:
                reason = f"no queue is bound to {parcel.exchange} for {parcel.routing_key}"
                outbox.postpone(connection, parcel.id, delay_seconds=delay, error=reason)
        for parcel, _attempts in waiting:
            self._unroutable.popleft()
            self._known.discard(parcel.id)
        self._next_sweep = min(self._next_sweep, time.monotonic() + delay)
        keys = sorted({parcel.routing_key for parcel, _attempts in waiting})
        _log.warning("no receiver", service=self._db.service, routing_keys=keys, rows=len(waiting), retry_in=delay)

    def _tick(self) -> None:
        """Do what comes with the slow tick: sweep, keep the connection alive, forget old message ids."""
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + self._settings.sweep_seconds
        self._sweep()
        if self._publisher:
            self._publisher.idle()
        if now >= self._next_purge:
            self._next_purge = now + PURGE_SECONDS
            with self._db.begin() as connection:
                inbox.purge(connection, older_than_days=self._settings.inbox_days)

    def _sweep(self) -> None:
        """Fetch what its writer did not get confirmed; at the start of the only process everything, page by page."""
        found: list[outbox.Leftover] = []
        if self._sweep_after is None:
            with self._db.read() as connection:
                due = outbox.has_due(connection)
        else:
            due = True
        if due:
            with self._db.begin() as connection:
                found = outbox.claim(connection, limit=SWEEP, grace_seconds=self._settings.grace_seconds, after=self._sweep_after)
        if len(found) == SWEEP:
            self._next_sweep = time.monotonic()
            if self._sweep_after is not None:
                self._sweep_after = found[-1].parcel.id
        else:
            self._sweep_after = None
        fresh = [left for left in found if left.parcel.id not in self._known]
        if fresh:
            _log.info("outbox leftovers", service=self._db.service, rows=len(fresh))
            self._attempts.update((left.parcel.id, left.attempts) for left in fresh if left.attempts)
            self.wake([left.parcel for left in fresh])

    def _pause(self, batch: list[Parcel], done: list[bytes], what: str, why: str) -> None:
        """Put everything back and wait a little longer each time."""
        self._failures += 1
        delay = backoff(self._failures, first=0.1, longest=10.0)
        _log.warning(what, service=self._db.service, error=why[:300], failures=self._failures, retry_in=delay)
        if self._publisher and what == "broker away":
            self._publisher.close()
            self._publisher = None
        with self._condition:
            self._queue.extendleft(reversed(batch))
            self._done = done + self._done
            self._next_sweep = max(self._next_sweep, time.monotonic() + delay)
            if not self._stopping:
                self._condition.wait_for(lambda: self._stopping, delay)
