"""Completion acceptance and its filing (P07). Frozen; a change is a new record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

STEPS = ("acceptance", "filing")
OPEN = ("applied", "on_hold", "passed")


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """One application for acceptance or filing, with the day of every answer.

    Attributes:
        step: `acceptance` or `filing`.
        state: applied, on_hold, passed, filed, refused.
        filing_due_on: last day of the owner's own duty to file; a refusal does not remove it.
        facts: what the parties and the authority established, by the names of `acceptance_gate`.
        decision: the last decision as JSON.
    """

    acceptance_id: str
    project_id: str
    jurisdiction: str
    step: str
    state: str
    applied_on: date
    acceptance_passed_on: date | None
    filing_due_on: date | None
    filed_on: date | None
    refused_on: date | None
    filing_late: bool
    facts: dict[str, Any]
    decision: dict[str, Any]
