"""What the credit service needs from outside. Adapters fulfil these; tests may hand in fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from services.kernel.due import Due
    from services.kernel.law import Law

    Handler = Callable[..., dict[str, Any]]

R = TypeVar("R")


class Records(Protocol):
    """The service's tables, within one transaction. A record's kind is its class in `domain`."""

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""

    def many(
        self, kind: type[R], /, *, after: object = None, limit: int | None = None, newest_first: bool = False, **where: object
    ) -> Sequence[R]:
        """Return records in the order of their key, after a key."""


class LawBook(Protocol):
    """The law of each jurisdiction."""

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> Due:
        """Count a due time by the legal calendar."""


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
    def now(self) -> datetime:
        """The time of this transaction, Asia/Shanghai."""
        raise NotImplementedError

    def emit(self, event: str, *, subject: str, jurisdiction: str, data: dict[str, Any]) -> None:
        """Announce an event with the commit."""
