"""Who is signed in: a person with departments, roles and firms, and the session that carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class User:
    """A signed-in person.

    Attributes:
        departments: the person's department and the functions it fills in this jurisdiction.
        roles: `clerk`, `leader`, `supervisor`, `operator` (incidents), `administrator` (processes).
        firms: credit codes whose affairs the person sees; empty for a public body.
    """

    username: str
    name_zh: str
    name_en: str
    jurisdiction: str
    department: str
    departments: tuple[str, ...]
    roles: tuple[str, ...]
    firms: tuple[str, ...]

    @property
    def is_firm(self) -> bool:
        """Whether the person acts for a firm and so sees only its affairs."""
        return bool(self.firms)

    def actor(self) -> dict[str, Any]:
        """Return the actor object that goes with every action."""
        return {
            "user": self.username,
            "departments": list(self.departments),
            "roles": list(self.roles),
            "jurisdiction": self.jurisdiction,
            "firms": list(self.firms),
        }

    def as_json(self) -> dict[str, Any]:
        """Return what the page shows of the person."""
        return {**self.actor(), "username": self.username, "name": self.name_zh, "name_en": self.name_en, "department": self.department}


@dataclass(frozen=True, kw_only=True)
class Session:
    """An open session: the secret token (only known at sign-in), the CSRF word and its end (seconds since the epoch)."""

    user: User
    csrf: str
    expires_at: float
    token: str = ""
