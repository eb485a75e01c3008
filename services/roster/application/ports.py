"""What the roster service needs from outside. Adapters fulfil these; tests may hand in fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from services.kernel.due import Due
    from services.kernel.law import Law
    from services.kernel.protected import Protected
    from services.roster.domain.model import WorkerAttendance

R = TypeVar("R")


class Records(Protocol):
    """The service's tables, within one transaction. A record's kind is its class in `domain.model`."""

    def add(self, record: object) -> None:
        """Add a record."""

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""

    def many(self, kind: type[R], /, *, after: object = None, limit: int | None = None, **where: object) -> Sequence[R]:
        """Return records in the order of their key, after a key; a list or tuple as a value means any of them."""

    def part(self) -> AbstractContextManager[object]:
        """Open a part of the transaction that is undone by itself when an exception leaves it."""

    def known_clockings(self, project_code: str, first: date, last: date) -> set[tuple[str, str]]:
        """Return worker and moment (ISO 8601) of all clockings of a span of days."""

    def add_all(self, records: Iterable[object]) -> None:
        """Add many new records of one kind."""

    def last_attended(self, project_code: str) -> date | None:
        """Return the last day on which anybody clocked on a project."""

    def attended_days(self, project_code: str, first: date, last: date) -> dict[str, int]:
        """Return how many days of the span count for each worker."""

    def attendance_page(  # noqa: PLR0913 - the parts of a page
        self, project_code: str, *, worker_ids: Sequence[str] | None, first: date, last: date, after: str | None, limit: int
    ) -> Sequence[WorkerAttendance]:
        """Return clockings of a span of days in the order of `<moment> <worker>`, after one of them."""


class LawBook(Protocol):
    """The law of each jurisdiction."""

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""

    def decide(self, name: str, jurisdiction: str, on: date, facts: dict[str, Any]) -> dict[str, Any]:
        """Return a decision as JSON: outcome, reasons, missing, parameters, version."""

    def known_facts(self, name: str) -> frozenset[str]:
        """Return the fact names that a decision takes."""

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> Due:
        """Count a due time by the legal calendar."""


class Secrets(Protocol):
    """Finds protected values again."""

    def look_up(self, text: str) -> str:
        """Return the keyed hash of a value."""

    def protect(self, number: str) -> Protected:
        """Return a number as it may be stored and sent."""


class Work(Protocol):
    """One transaction: records and outgoing events commit together or not at all."""

    @property
    def records(self) -> Records:
        """The tables."""
        raise NotImplementedError

    @property
    def law(self) -> LawBook:
        """The law."""
        raise NotImplementedError

    @property
    def secrets(self) -> Secrets:
        """The look-up of protected values."""
        raise NotImplementedError

    @property
    def now(self) -> datetime:
        """The time of this transaction, Asia/Shanghai."""
        raise NotImplementedError

    def emit(self, event: str, *, subject: str, jurisdiction: str, data: dict[str, Any]) -> None:
        """Announce an event with the commit."""
