"""Whether a profile's own rules bind a project at all; a project of which it is known that they do not is decided by national law.

The profile's limits are its parameters. A fact that nobody stated limits nothing: who asks under a profile says that it binds, until facts
show the opposite. The decision `in_scope` asks more closely; this is only what every other decision owes to facts it was told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.kernel.decision import NATIONAL, Decision, Inquiry, Lawbook, Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from services.kernel.calendar import LegalCalendar
    from services.kernel.facts import Facts
    from services.kernel.law import Parameter
    from services.kernel.tables import Table

    Apply = Callable[[Facts, Lawbook, date], Decision]

_LIMITED = {"shaoxing": ("SX-2-1",)}
_SECTOR, _INVESTMENT = "project_sector", "investment_fen"


@dataclass(frozen=True, slots=True)
class NationalPart:
    """A profile's law as it holds for a project outside the profile's scope: national tables, the place's calendar."""

    law: Lawbook

    @property
    def jurisdiction(self) -> str:
        """Always `national`."""
        return NATIONAL

    @property
    def version(self) -> str:
        """Fingerprint of the files that the profile was read from."""
        return self.law.version

    @property
    def calendar(self) -> LegalCalendar:
        """The legal calendar of the place."""
        return self.law.calendar

    def parameter(self, name: str, on: date) -> Parameter:
        """Return the parameter that holds on a day."""
        return self.law.parameter(name, on)

    def table(self, name: str) -> Table:
        """Return a decision table by name."""
        return self.law.table(name)


def within_scope(apply: Apply) -> Apply:
    """Return the rule that leaves local rules aside where the facts show that they do not reach the project (SX-2-1)."""

    def decide(facts: Facts, law: Lawbook, on: date) -> Decision:
        inquiry = Inquiry(facts, law, on)
        beyond = _beyond(inquiry)
        if not beyond:
            return apply(facts, law, on)
        told = apply(facts, NationalPart(law), on)
        reason = Reason(
            text="工程不在地方规定的适用范围内，只适用国家规定。",
            text_en="The works lie outside the scope of the local rules; national law alone decides.",
            code="outside_local_scope",
            clauses=_LIMITED[law.jurisdiction],
            facts=inquiry.stated(beyond),
        )
        return replace(
            told,
            jurisdiction=law.jurisdiction,
            reasons=(*told.reasons, reason),
            parameters={**told.parameters, **inquiry.parameters},
        )

    return decide


def _beyond(inquiry: Inquiry) -> tuple[str, ...]:
    """Return the facts that put a project outside the scope of the profile's own rules; none while they are unknown or within it."""
    name = inquiry.law.jurisdiction
    if name not in _LIMITED:
        return ()
    values, beyond = inquiry.facts.values, []
    if _SECTOR in values:
        covered = inquiry.parameter_if_in_force(f"{name}.sectors_covered")
        if isinstance(covered, tuple) and values[_SECTOR] not in covered:
            beyond.append(_SECTOR)
    if _INVESTMENT in values:
        least, given = inquiry.parameter_if_in_force(f"{name}.scope_min_investment_fen"), values[_INVESTMENT]
        if isinstance(least, int) and isinstance(given, int) and given < least:
            beyond.append(_INVESTMENT)
    return tuple(beyond)
