"""What the permits service needs from outside. Adapters fulfil these; tests may hand in fakes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from services.kernel.law import Law
    from services.permits.domain.model import Application, Firm, Notice, Permit, Project
    from services.permits.domain.notices import DueDay

    Handler = Callable[..., dict[str, Any]]

R = TypeVar("R")


class Shaped(Protocol):
    """Records whose kind is their class in `domain` (P06, P07, P17)."""

    def add_new(self, record: object) -> bool:
        """Add a record; False when its key or a unique value is known already."""

    def put(self, record: object) -> None:
        """Add a record, or write it over the one with the same key."""

    def one(self, kind: type[R], *, lock: bool = False, **where: object) -> R | None:
        """Return the record with these values, with its row locked when it is going to be changed."""

    def many(self, kind: type[R], *, after: object = None, limit: int | None = None, lock: bool = False, **where: object) -> Sequence[R]:
        """Return records in the order of their key, after a key, locked when they are going to be changed; a list means any of them."""


class Records(Protocol):
    """The service's tables, within one transaction."""

    @property
    def shaped(self) -> Shaped:
        """The records of the supervision processes."""
        raise NotImplementedError

    def add_firm(self, firm: Firm) -> bool:
        """Add a firm; False when its credit code is known already."""

    def firm(self, credit_code: str) -> Firm | None:
        """Return a firm by its credit code."""

    def firms(self) -> Sequence[Firm]:
        """Return all firms by name."""

    def add_project(self, project: Project) -> None:
        """Add a project."""

    def project(self, project_id: str, *, lock: bool = False) -> Project | None:
        """Return a project, with its row locked when what belongs to it is going to be changed."""

    def projects(self, *, firms: Sequence[str] | None, jurisdiction: str | None, after: str | None, limit: int) -> Sequence[Project]:
        """Return projects, newest first, after an id; only those of the firms (credit codes) when given."""

    def add_application(self, application: Application) -> None:
        """Add an application."""

    def application(self, application_id: str, *, lock: bool = False) -> Application | None:
        """Return an application, with its row locked when it is going to be changed."""

    def save_application(self, application: Application) -> None:
        """Write a changed application."""

    def applications(
        self, *, firms: Sequence[str] | None, jurisdiction: str | None, state: str | None, after: str | None, limit: int
    ) -> Sequence[Application]:
        """Return applications, newest first, after an id; only those of the firms (credit codes) when given."""

    def application_of_request(self, request_id: str) -> str | None:
        """Return the application that an idempotency key led to."""

    def remember_request(self, request_id: str, application_id: str) -> None:
        """Remember which application an idempotency key led to."""

    def add_permit(self, permit: Permit) -> None:
        """Add a permit."""

    def permit_of(self, application_id: str) -> Permit | None:
        """Return the permit of an application."""

    def next_permit_number(self, jurisdiction: str, year: int) -> int:
        """Draw the next number of the year, without gaps for committed permits."""

    def add_notice(self, notice: Notice) -> None:
        """Add a notice."""

    def notices_of(self, application_id: str) -> Sequence[Notice]:
        """Return the notices of an application, oldest first."""


class LawBook(Protocol):
    """The law of each jurisdiction."""

    def law(self, jurisdiction: str) -> Law:
        """Return the law of a jurisdiction."""

    def decide(self, name: str, jurisdiction: str, on: date, facts: dict[str, Any]) -> dict[str, Any]:
        """Return a decision as JSON: outcome, reasons, missing, parameters, version."""

    def known_facts(self, name: str) -> frozenset[str]:
        """Return the fact names that a decision takes."""

    def due(self, jurisdiction: str, start: date, duration: str, count: str) -> DueDay:
        """Count a due time by the legal calendar."""

    def beyond(self, jurisdiction: str, start: date, duration: str) -> date:
        """Return the first day on which more than a duration has passed since a day."""


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
