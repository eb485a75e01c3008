"""Local accounts and sessions. Passwords with Argon2; tokens are stored as hashes; too many failures lock the account for a while."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.gateway import tables
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from services.runtime.db import Database

SESSION_SECONDS = 12 * 3600
MAX_FAILURES = 5
LOCK_SECONDS = 300
CACHE_SECONDS = 20  # how long a revoked session may still be honoured by another replica


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


class Accounts:
    """Sign-in against the gateway's own tables."""

    def __init__(self, database: Database, functions: Callable[[str, str], Iterable[str]]) -> None:
        """Build over a database.

        Args:
            database: the gateway's tables.
            functions: (jurisdiction, department) → further department ids whose tasks it does.
        """
        self._database = database
        self._functions = functions
        self._hasher = PasswordHasher()
        self._cache: dict[bytes, tuple[float, Session]] = {}

    @cached_property
    def _decoy(self) -> str:
        """A hash to check against when there is no account, so that the time does not tell."""
        return self._hasher.hash(secrets.token_hex(8))

    def add(self, accounts: Iterable[dict[str, Any]]) -> None:
        """Add accounts `{username, password, name_zh, name_en, jurisdiction, department, roles, firms}`; known ones stay."""
        hashes: dict[str, str] = {}
        with self._database.begin() as connection:
            known = set(connection.scalars(sa.select(tables.account.c.username)))
            for entry in accounts:
                if entry["username"] in known:
                    continue
                password = entry["password"]
                hashes.setdefault(password, self._hasher.hash(password))
                row = {key: entry[key] for key in ("username", "name_zh", "name_en", "jurisdiction", "department")}
                lists = {key: orjson.dumps(entry.get(key, [])).decode() for key in ("roles", "firms")}
                values = {**row, **lists, "password_hash": hashes[password], "failures": 0, "locked_until": 0.0}
                connection.execute(tables.account.insert().values(**values))

    def sign_in(self, username: str, password: str) -> Session:
        """Open a session.

        Raises:
            HuxinError: `wrong_credentials` (401), `account_locked` (429) after too many failures.
        """
        now = time.time()
        with self._database.read() as connection:
            row = connection.execute(sa.select(tables.account).where(tables.account.c.username == username)).mappings().first()
        if row is not None and row["locked_until"] > now:
            raise HuxinError(
                "account_locked",
                "The account is locked",
                f"too many wrong passwords for {username}",
                status=429,
                fix=f"Try again in {int(row['locked_until'] - now) + 1} seconds.",
                retryable=True,
            )
        if not self._matches(row["password_hash"] if row else self._decoy, password) or row is None:
            self._count_failure(username, now)
            raise HuxinError("wrong_credentials", "The name or the password is wrong", status=401, fix="Check both and try again.")
        session = Session(
            user=self._user(dict(row)), csrf=secrets.token_urlsafe(24), expires_at=now + SESSION_SECONDS, token=secrets.token_urlsafe(32)
        )
        with self._database.begin() as connection:
            connection.execute(tables.account.update().where(tables.account.c.username == username).values(failures=0))
            connection.execute(tables.session.delete().where(tables.session.c.expires_at < now))
            connection.execute(
                tables.session.insert().values(
                    token_hash=_hash(session.token), username=username, csrf=session.csrf, expires_at=session.expires_at
                )
            )
        return session

    def session(self, token: str) -> Session | None:
        """Return the open session of a token, or None."""
        key, now = _hash(token), time.time()
        kept = self._cache.get(key)
        if kept and kept[0] > now:
            return kept[1]
        joined = sa.select(tables.account, tables.session.c.csrf, tables.session.c.expires_at).join(
            tables.session, tables.session.c.username == tables.account.c.username
        )
        with self._database.read() as connection:
            row = connection.execute(joined.where(tables.session.c.token_hash == key, tables.session.c.expires_at > now)).mappings().first()
        if row is None:
            self._cache.pop(key, None)
            return None
        session = Session(user=self._user(dict(row)), csrf=row["csrf"], expires_at=row["expires_at"])
        if len(self._cache) > 10_000:  # noqa: PLR2004 - bounded memory; the next look-ups fill it again
            self._cache.clear()
        self._cache[key] = (now + CACHE_SECONDS, session)
        return session

    def sign_out(self, token: str) -> None:
        """Close a session."""
        self._cache.pop(_hash(token), None)
        with self._database.begin() as connection:
            connection.execute(tables.session.delete().where(tables.session.c.token_hash == _hash(token)))

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def _count_failure(self, username: str, now: float) -> None:
        table = tables.account
        with self._database.begin() as connection:
            connection.execute(table.update().where(table.c.username == username).values(failures=table.c.failures + 1))
            locked = table.update().where(table.c.username == username, table.c.failures >= MAX_FAILURES)
            connection.execute(locked.values(failures=0, locked_until=now + LOCK_SECONDS))

    def _user(self, row: dict[str, Any]) -> User:
        department, jurisdiction = row["department"], row["jurisdiction"]
        departments = dict.fromkeys((department, *self._functions(jurisdiction, department)))
        return User(
            username=row["username"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            jurisdiction=jurisdiction,
            department=department,
            departments=tuple(departments),
            roles=tuple(orjson.loads(row["roles"])),
            firms=tuple(orjson.loads(row["firms"])),
        )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
