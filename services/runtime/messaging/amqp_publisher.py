"""Publishes in batches: all are sent, then all confirms are awaited. Unroutable messages come back and are told apart."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from services.runtime.messaging.amqp_link import AWAY, Link
from services.runtime.messaging.broker import BrokerAway, Outcome, Parcel
from services.runtime.messaging.topology import LIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CONFIRM_SECONDS = 30.0


class AmqpPublisher:
    """One relay's way out; opened at the first use and again after a failure."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._link: Link | None = None
        self._sent = 0
        self._open: dict[int, Parcel] = {}
        self._returned: set[str] = set()
        self._report: Callable[[Parcel, Outcome], None] = _ignore

    def publish(self, parcels: Sequence[Parcel], on_outcome: Callable[[Parcel, Outcome], None]) -> None:
        """Send all and wait until the broker has settled each.

        Raises:
            BrokerAway: when the connection failed; parcels not reported by then are the caller's to send again.
        """
        self._report = on_outcome
        try:
            link = self._link or self._connect()
            with link.corked():
                for parcel in parcels:
                    self._sent += 1
                    self._open[self._sent] = parcel
                    link.send(parcel, mandatory=parcel.exchange != LIVE)
            deadline = time.monotonic() + CONFIRM_SECONDS
            while self._open:
                if not link.drain(1.0) and time.monotonic() > deadline:
                    raise BrokerAway(f"no confirm within {CONFIRM_SECONDS:g} s")
        except AWAY as error:
            self.close()
            raise BrokerAway(f"{type(error).__name__}: {error}") from error

    def idle(self) -> None:
        """Answer and send heartbeats.

        Raises:
            BrokerAway: when the connection is gone.
        """
        if self._link:
            try:
                while self._link.drain(0.001):
                    pass
                self._link.heartbeat()
            except AWAY as error:
                self.close()
                raise BrokerAway(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        link, self._link = self._link, None
        self._open.clear()
        if link:
            link.close()

    def _connect(self) -> Link:
        link = Link(self._url, self._name)
        link.channel.confirm_select()
        link.channel.events["basic_ack"].add(self._on_ack)
        link.channel.events["basic_nack"].add(self._on_nack)
        link.channel.events["basic_return"].add(self._on_return)
        self._sent = 0
        self._open.clear()
        self._returned.clear()
        self._link = link
        return link

    def _on_return(self, _error: object, _exchange: str, _key: str, message: Any) -> None:  # noqa: ANN401 - py-amqp's message
        self._returned.add(message.properties.get("message_id", ""))

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        for parcel in self._settle(tag, multiple=multiple):
            returned = parcel.id.hex() in self._returned
            self._returned.discard(parcel.id.hex())
            self._report(parcel, "unroutable" if returned else "confirmed")

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        for parcel in self._settle(tag, multiple=multiple):
            self._report(parcel, "failed")

    def _settle(self, tag: int, *, multiple: bool) -> list[Parcel]:
        tags = [open_tag for open_tag in self._open if open_tag <= tag] if multiple else [tag]
        return [self._open.pop(open_tag) for open_tag in tags if open_tag in self._open]


def _ignore(_parcel: Parcel, _outcome: Outcome) -> None:
    """Stand in until the first publication names who is told."""
