"""What the escrow service needs from outside. Adapters fulfil these; tests may hand in fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from services.escrow.domain.ledger import Entry, Transaction
    from services.escrow.domain.warnings import Finding
    from services.kernel.calendar import LegalCalendar
    from services.kernel.due import Due
    from services.kernel.law import Law
    from services.kernel.protected import Protected

    Handler = Callable[..., dict[str, Any]]

R = TypeVar("R")


class Records(Protocol):
    """The service's tables, within one transaction. A record's kind is its class in `domain`."""

    def add(self, record: object) -> None:
        """Add a record."""

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""

    def add_all(self, records: Sequence[object]) -> None:
        """Add many records of one kind at once."""

    def put_all(self, records: Sequence[object]) -> None:
        """Put many records of one kind at once."""

    def one(self, kind: type[R], /, *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""

    def many(
        self,
        kind: type[R],
        /,
        *,
        after: object = None,
        limit: int | None = None,
        newest_first: bool = False,
        lock: bool = False,
        **where: object,
    ) -> Sequence[R]:
        """Return records in the order of their key, after a key, locked when they are going to be changed; a list means any of them."""

    def total(self, kind: type[Any], column: str, /, **where: object) -> int:
        """Return the sum of a column over the records with these values; 0 when there are none."""


class Books(Protocol):
    """The ledger, within one transaction: postings and balances change together."""

    def book(self, transaction: Transaction, entries: Sequence[Entry]) -> bool:
        """Write a transaction with its postings and move the balances; False when its key is known already."""

    def balance(self, project_id: str, kind: str, *, lock: bool = False) -> int:
        """Return debits less credits of an account; `lock` holds it until the commit."""

    def turnover(self, project_id: str, what: str, month: str | None = None) -> int:
        """Return the fen moved by transactions of one kind, those undone left out."""

    def uneven(self, transaction_id: str | None = None) -> Sequence[str]:
        """Return the transactions, or whether the one, whose debits differ from their credits."""

    def drifted(self) -> Sequence[tuple[str, str]]:
        """Return project and account of the balances that differ from their postings."""


class Watch(Protocol):
    """What the daily sweep asks of all projects at once."""

    def find(self, kind: str, jurisdiction: str, day: date, lead_days: int) -> Sequence[Finding]:
        """Return what is wrong of one kind (W1 to W10) in one place, so many days before its last day."""

    def places(self) -> Sequence[str]:
        """Return the jurisdictions that have projects."""


class Secrets(Protocol):
    """Protects numbers and seals texts for storage, and opens them for those who pay by them."""

    def protect(self, number: str) -> Protected:
        """Return a number as it may be stored and sent."""

    def reveal(self, protected: Protected) -> str:
        """Return the whole number."""

    def seal(self, text: str) -> str:
        """Return a text sealed."""

    def open(self, sealed: str) -> str:
        """Return what was sealed."""


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

    def payday(self, jurisdiction: str, agreed: date) -> date:
        """Return the day on which wages are paid: a payday on a day of rest moves before it."""

    def calendar(self, jurisdiction: str) -> LegalCalendar:
        """Return the legal calendar of a jurisdiction."""


class Work(Protocol):
    """One transaction: records and outgoing events commit together or not at all."""

    @property
    def records(self) -> Records:
        """The tables."""
        raise NotImplementedError

    @property
    def books(self) -> Books:
        """The ledger."""
        raise NotImplementedError

    @property
    def watch(self) -> Watch:
        """The queries of the early warnings."""
        raise NotImplementedError

    @property
    def law(self) -> LawBook:
        """The law."""
        raise NotImplementedError

    @property
    def secrets(self) -> Secrets:
        """What protects numbers."""
        raise NotImplementedError

    @property
    def now(self) -> datetime:
        """The time of this transaction, Asia/Shanghai."""
        raise NotImplementedError

    def emit(self, event: str, *, subject: str, jurisdiction: str, data: dict[str, Any]) -> None:
        """Announce an event with the commit."""
