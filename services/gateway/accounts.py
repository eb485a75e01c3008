"""Local accounts and sessions. Passwords with Argon2; tokens are stored as hashes; too many failures lock a name for a while."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.gateway import tables
from services.gateway.lockout import Lockout
from services.gateway.people import Session, User
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from services.runtime.db import Database

SESSION_SECONDS = 12 * 3600
CACHE_SECONDS = 20  # how long a revoked session may still be honoured by another replica
CACHED_SESSIONS = 10_000


class Accounts:
    """Sign-in against the gateway's own tables."""

    def __init__(
        self,
        database: Database,
        functions: Callable[[str, str], Iterable[str]],
        *,
        now: Callable[[], float] = time.time,
        hasher: PasswordHasher | None = None,
    ) -> None:
        """Build over a database.

        Args:
            database: the gateway's tables.
            functions: (jurisdiction, department) → further department ids whose tasks it does.
            now: seconds since the epoch.
            hasher: hashes passwords; Argon2id with its library's costs when missing.
        """
        self._database = database
        self._functions = functions
        self._now = now
        self._hasher = hasher or PasswordHasher()
        self._lockout = Lockout(database, now)
        self._cache: dict[bytes, tuple[float, Session]] = {}
        # Checked against when there is no account, so that the time does not tell; made now, so that the first such time does not either.
        self._decoy = self._hasher.hash(secrets.token_hex(8))

    def add(self, accounts: Iterable[dict[str, Any]]) -> int:
        """Add accounts `{username, password, name_zh, name_en, jurisdiction, department, roles, firms}`; known ones stay.

        Returns:
            How many were added.

        Raises:
            HuxinError: `bad_username`, for a name with a colon: parts of the system act under such names.
        """
        hashes: dict[str, str] = {}
        added = 0
        with self._database.begin() as connection:
            known = set(connection.scalars(sa.select(tables.account.c.username)))
            for entry in accounts:
                if entry["username"] in known:
                    continue
                if ":" in entry["username"]:
                    raise HuxinError("bad_username", "A user name has no colon", entry["username"], fix="Choose another name.")
                password = entry["password"]
                if password not in hashes:  # the sample accounts share one, and hashing takes long on purpose
                    hashes[password] = self._hasher.hash(password)
                row = {key: entry[key] for key in ("username", "name_zh", "name_en", "jurisdiction", "department")}
                lists = {key: orjson.dumps(entry.get(key, [])).decode() for key in ("roles", "firms")}
                connection.execute(tables.account.insert().values(**row, **lists, password_hash=hashes[password]))
                added += 1
        return added

    def listed(self) -> list[dict[str, Any]]:
        """Return every account by name, without its password's hash; `disabled_at` in seconds since the epoch, or None."""
        columns = [column for column in tables.account.c if column.name != "password_hash"]
        with self._database.read() as connection:
            rows = connection.execute(sa.select(*columns).order_by(tables.account.c.username)).mappings()
            return [{**row, "roles": orjson.loads(row["roles"]), "firms": orjson.loads(row["firms"])} for row in rows]

    def disable(self, username: str) -> None:
        """Let nobody sign in with an account, and close its sessions.

        Raises:
            HuxinError: `unknown_account`.
        """
        self._change(username, {"disabled_at": self._now()})

    def enable(self, username: str) -> None:
        """Let an account sign in again; forget its wrong passwords.

        Raises:
            HuxinError: `unknown_account`.
        """
        self._change(username, {"disabled_at": None})
        self._lockout.forget(username)

    def set_password(self, username: str, password: str) -> None:
        """Give an account another password, and close its sessions.

        Raises:
            HuxinError: `unknown_account`.
        """
        self._change(username, {"password_hash": self._hasher.hash(password)})
        self._lockout.forget(username)

    def sign_in(self, username: str, password: str) -> Session:
        """Open a session.

        Raises:
            HuxinError: `wrong_credentials` (401), `account_disabled` (403), `account_locked` (429) after too many failures.
        """
        self._lockout.attempt(username)
        with self._database.read() as connection:
            row = connection.execute(sa.select(tables.account).where(tables.account.c.username == username)).mappings().first()
        if not self._matches(row["password_hash"] if row else self._decoy, password) or row is None:
            raise HuxinError("wrong_credentials", "The name or the password is wrong", status=401, fix="Check both and try again.")
        self._lockout.forget(username)
        if row["disabled_at"] is not None:
            raise HuxinError("account_disabled", "The account may not sign in", username, status=403, fix="Ask an administrator.")
        now = self._now()
        session = Session(
            user=self._user(dict(row)), csrf=secrets.token_urlsafe(24), expires_at=now + SESSION_SECONDS, token=secrets.token_urlsafe(32)
        )
        with self._database.begin() as connection:
            connection.execute(tables.session.delete().where(tables.session.c.expires_at <= now))
            connection.execute(
                tables.session.insert().values(
                    token_hash=_hash(session.token), username=username, csrf=session.csrf, expires_at=session.expires_at
                )
            )
        return session

    def session(self, token: str) -> Session | None:
        """Return the open session of a token, or None."""
        key, now = _hash(token), self._now()
        kept = self._cache.get(key)
        if kept and kept[0] > now and kept[1].expires_at > now:
            return kept[1]
        joined = (
            sa.select(tables.account, tables.session.c.csrf, tables.session.c.expires_at)
            .join(tables.session, tables.session.c.username == tables.account.c.username)
            .where(tables.session.c.token_hash == key, tables.session.c.expires_at > now, tables.account.c.disabled_at.is_(None))
        )
        with self._database.read() as connection:
            row = connection.execute(joined).mappings().first()
        if row is None:
            self._cache.pop(key, None)
            return None
        session = Session(user=self._user(dict(row)), csrf=row["csrf"], expires_at=row["expires_at"])
        if len(self._cache) > CACHED_SESSIONS:
            self._cache.clear()  # bounded memory; the next look-ups fill it again
        self._cache[key] = (now + CACHE_SECONDS, session)
        return session

    def sign_out(self, token: str) -> None:
        """Close a session."""
        self._cache.pop(_hash(token), None)
        with self._database.begin() as connection:
            connection.execute(tables.session.delete().where(tables.session.c.token_hash == _hash(token)))

    def _change(self, username: str, values: dict[str, Any]) -> None:
        with self._database.begin() as connection:
            changed = connection.execute(tables.account.update().where(tables.account.c.username == username).values(**values))
            connection.execute(tables.session.delete().where(tables.session.c.username == username))
        if changed.rowcount == 0:
            raise HuxinError("unknown_account", "There is no such account", username, status=404, fix="See `huxin accounts list`.")
        self._cache = {key: kept for key, kept in self._cache.items() if kept[1].user.username != username}

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

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
