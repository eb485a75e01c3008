"""Firms, projects, applications, permits and notices: what the permit authority keeps (P01). Frozen; a change is a new record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from datetime import date, datetime

State = Literal["submitted", "under_review", "granted", "refused", "out_of_scope", "withdrawn"]
CLOSED: frozenset[State] = frozenset({"granted", "refused", "out_of_scope", "withdrawn"})


@dataclass(frozen=True, kw_only=True)
class Firm:
    """A construction unit or contractor; `credit_code` is its unified social credit code."""

    id: str
    credit_code: str
    name: str
    kind: str
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Project:
    """A construction project as the applicant describes it. Money in fen."""

    id: str
    name: str
    jurisdiction: str
    construction_unit: str  # credit code
    general_contractor: str  # credit code
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Application:
    """An application for a construction permit.

    Attributes:
        facts: what is known, by the fact names of the decisions; an absent name is unknown, None is known to be none.
        scope: the last `in_scope` decision as JSON, or None.
        gate: the last `permit_gate` decision as JSON, or None.
        late: whether the decision limit has passed without a decision.
    """

    id: str
    project_id: str
    jurisdiction: str
    submitted_at: datetime
    submitted_by: str
    facts: dict[str, Any]
    state: State = "submitted"
    scope: dict[str, Any] | None = None
    gate: dict[str, Any] | None = None
    late: bool = False
    closed_at: datetime | None = None
    closing: dict[str, Any] = field(default_factory=dict)

    def reviewed(self, *, facts: dict[str, Any] | None = None, **decisions: Any) -> Application:  # noqa: ANN401 - decisions are JSON objects
        """Return the application with facts added and decisions noted.

        Raises:
            HuxinError: code `application_closed` when it has been decided already.
        """
        self.must_be_open()
        state: State = "under_review"
        return replace(self, facts={**self.facts, **(facts or {})}, state=state, **decisions)

    def closed(self, state: State, at: datetime, closing: dict[str, Any]) -> Application:
        """Return the application with its final state.

        Raises:
            HuxinError: code `application_closed` when it has been decided already.
        """
        self.must_be_open()
        return replace(self, state=state, closed_at=at, closing=closing)

    def must_be_open(self) -> None:
        """Refuse to touch a decided application.

        Raises:
            HuxinError: code `application_closed`.
        """
        if self.state in CLOSED:
            raise HuxinError(
                "application_closed",
                "The application has been decided",
                f"application {self.id} is {self.state}",
                status=409,
                fix="Submit a new application.",
            )


@dataclass(frozen=True, kw_only=True)
class Permit:
    """A construction permit. `number` is unique within a jurisdiction and year."""

    id: str
    application_id: str
    project_id: str
    jurisdiction: str
    number: str
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A duty that a notice tells of: what, until when (last day, included), and the clauses behind it."""

    kind: str
    text_zh: str
    text_en: str
    due_on: date
    provisional: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice to a firm about an application."""

    id: str
    application_id: str
    kind: Literal["contractor_duties", "out_of_scope", "refusal", "late_decision"]
    addressee: str  # credit code, or a department id
    text_zh: str
    text_en: str
    duties: tuple[Duty, ...]
    clauses: tuple[str, ...]
    created_at: datetime
