"""Locks a name for a while after too many wrong passwords. Names without an account lock alike, so a lock tells nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from services.gateway.tables import sign_in_failure as table
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.runtime.db import Database

MAX_FAILURES = 5
LOCK_SECONDS = 300


class Lockout:
    """Counts attempts by name. An attempt counts before its password is checked, so attempts side by side win nothing."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        """Build over a database.

        Args:
            database: the gateway's tables.
            now: seconds since the epoch.
        """
        self._database = database
        self._now = now

    def attempt(self, username: str) -> None:
        """Count an attempt.

        Raises:
            HuxinError: `account_locked` (429), with the seconds to wait.
        """
        now = self._now()
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        over = table.c.until <= now
        locked = table.c.failures >= MAX_FAILURES
        statement = insert(table).values(name_hash=_hash(username), failures=1, until=now + LOCK_SECONDS)
        counted = statement.on_conflict_do_update(
            index_elements=["name_hash"],
            set_={
                "failures": sa.case((over, 1), else_=table.c.failures + 1),
                # Further attempts do not prolong a lock.
                "until": sa.case((sa.and_(locked, sa.not_(over)), table.c.until), else_=now + LOCK_SECONDS),
            },
        ).returning(table.c.failures, table.c.until)
        with self._database.begin() as connection:
            failures, until = connection.execute(counted).one()
            connection.execute(table.delete().where(table.c.until <= now))
        if failures > MAX_FAILURES:
            seconds = int(until - now) + 1
            raise HuxinError(
                "account_locked",
                "Too many wrong passwords",
                "the name is locked for a while",
                status=429,
                fix=f"Try again in {seconds} seconds.",
                retryable=True,
                extra={"retry_after": seconds},
            )

    def forget(self, username: str) -> None:
        """Forget the attempts of a name: the password was right, or an administrator unlocks it."""
        with self._database.begin() as connection:
            connection.execute(table.delete().where(table.c.name_hash == _hash(username)))


def _hash(username: str) -> bytes:
    return hashlib.sha256(username.encode()).digest()
