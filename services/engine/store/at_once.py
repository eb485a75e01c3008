"""Writes a whole step on PostgreSQL in one round trip: every table's part is one arm of the same statement.

The statement's text depends only on how many rows each part has, so it is made once per shape. SQLite has no round trips to save and
no writing arms; there `steps` writes table by table. The tests run both on the same cases.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DataError, IntegrityError

from services.engine.application.storage import StaleInstanceError
from services.engine.domain.history import milliseconds
from services.engine.store.rows import instance_values, new_instance_values, provisional_values, task_values, to_id
from services.runtime import statements
from services.runtime.messaging.outbox import GRACE_SECONDS, now_ms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import sqlalchemy as sa

    from services.engine.domain.model import Changes
    from services.runtime.messaging.broker import Parcel

_RACES = frozenset({"ux_instance_start_key", "ux_instance_request"})  # somebody else has just started the same
_DIVISION_BY_ZERO = "22012"
_INSTANCE = (
    "id", "definition_id", "started_at", "jurisdiction", "business_key", "start_key", "request_id",
    "version", "state", "ended_at", "title", "parties", "outcome", "chain", "waits", "blob",
)  # fmt: skip
_CHANGING = ("version", "state", "ended_at", "title", "parties", "outcome", "chain", "waits", "blob")
_TASK = (
    "id", "instance_id", "token", "state", "version", "priority", "created_at", "due_at", "completed_at", "department",
    "jurisdiction", "process", "element_id", "name", "assignee", "owner", "completed_by", "form", "roles", "deadline",
)  # fmt: skip
_TIMER = ("instance_id", "token", "due_at")
_PROVISIONAL = ("instance_id", "token", "counted_from", "duration", "count")
_SUBSCRIPTION = ("message", "key", "instance_id", "token")
_PARTY = ("firm", "instance_id")
_HISTORY = ("instance_id", "seq", "chain", "body")
_OUTBOX = ("id", "available_at", "exchange", "routing_key", "body")
_CLOSE_TASK = (
    "UPDATE task SET version = version + 1, state = %s, completed_at = %s, completed_by = %s, "
    "assignee = coalesce(%s, assignee) WHERE id = %s"
)
_CLOSE_TIMER = "DELETE FROM timer WHERE instance_id = %s AND token = %s"
_CLOSE_PARTY = "DELETE FROM party WHERE firm = %s AND instance_id = %s"
_CLOSE_SUBSCRIPTION = "DELETE FROM subscription WHERE message = %s AND key = %s AND instance_id = %s AND token = %s"


class AtOnce:
    """A step and its outgoing messages as one statement.

    Args:
        changes: the step.
        parcels: its messages, encoded.
    """

    def __init__(self, changes: Changes, parcels: Sequence[Parcel]) -> None:
        row_id = to_id(changes.instance.id)
        inserts = _insertions(changes, parcels, row_id)
        closings = _closings(changes, row_id)
        shape = tuple((table, columns, len(rows)) for table, columns, rows in inserts if rows)
        self._sql = _statement(changes.expected_version is None, shape, tuple(sql for sql, _ in closings))
        self._values = _instance_parameters(changes, row_id)
        for _table, _columns, rows in inserts:
            for row in rows:
                self._values += row
        for _closing, values in closings:
            self._values += values

    def write(self, connection: sa.Connection) -> None:
        """Write within a transaction that goes on.

        Raises:
            StaleInstanceError: another step was written first, or the same start was made elsewhere at the same time.
        """
        with _races():
            statements.fetch(connection, self._sql, self._values)

    def finish(self, connection: sa.Connection) -> None:
        """Write and commit.

        Raises:
            StaleInstanceError: as above; nothing is committed then.
        """
        with _races():
            statements.finish(connection, self._sql, self._values)


@contextmanager
def _races() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if getattr(getattr(error.orig, "diag", None), "constraint_name", None) in _RACES:
            raise StaleInstanceError from error
        raise
    except DataError as error:
        if getattr(error.orig, "pgcode", None) == _DIVISION_BY_ZERO:
            raise StaleInstanceError from error
        raise


def _instance_parameters(changes: Changes, row_id: bytes) -> list[Any]:
    if changes.expected_version is None:
        values = new_instance_values(changes.instance)
        return [values[name] for name in _INSTANCE]
    values = instance_values(changes.instance)
    return [*(values[name] for name in _CHANGING), row_id, changes.expected_version]


def _insertions(changes: Changes, parcels: Sequence[Parcel], row_id: bytes) -> list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
    step = changes.history
    available_at = now_ms() + int(GRACE_SECONDS * 1000)
    tasks = [task_values(each) for each in changes.new_tasks]
    return [
        ("history", _HISTORY, [(row_id, step.seq, step.chain, step.body)]),
        ("task", _TASK, [tuple(values[name] for name in _TASK) for values in tasks]),
        ("timer", _TIMER, [(row_id, each.token, milliseconds(each.due_at)) for each in changes.new_timers]),
        ("provisional_due", _PROVISIONAL, [tuple(provisional_values(each).values()) for each in changes.provisional]),
        ("subscription", _SUBSCRIPTION, [(each.message, each.key, row_id, each.token) for each in changes.new_subscriptions]),
        ("party", _PARTY, [(firm, row_id) for firm in changes.new_parties]),
        ("outbox", _OUTBOX, [(each.id, available_at, each.exchange, each.routing_key, each.body) for each in parcels]),
    ]


def _closings(changes: Changes, row_id: bytes) -> list[tuple[str, tuple[Any, ...]]]:
    closings: list[tuple[str, tuple[Any, ...]]] = [
        (_CLOSE_TASK, (int(state), milliseconds(at), by, by, to_id(task_id))) for task_id, state, at, by in changes.closed_tasks
    ]
    closings += [(_CLOSE_TIMER, (row_id, token)) for token in changes.closed_timers]
    closings += [(_CLOSE_PARTY, (firm, row_id)) for firm in changes.gone_parties]
    closings += [(_CLOSE_SUBSCRIPTION, (each.message, each.key, row_id, each.token)) for each in changes.closed_subscriptions]
    return closings


@lru_cache(maxsize=512)
def _statement(is_new: bool, shape: tuple[tuple[str, tuple[str, ...], int], ...], closings: tuple[str, ...]) -> str:  # noqa: FBT001 - part of the shape
    """Return the statement for one shape; every name in it is a constant of this module, every value a placeholder."""
    if is_new:
        first = f"INSERT INTO instance ({', '.join(_INSTANCE)}) VALUES ({_marks(len(_INSTANCE))}) RETURNING 1"  # noqa: S608 - constants
    else:
        changes = ", ".join(f"{name} = %s" for name in _CHANGING)
        first = f"UPDATE instance SET {changes} WHERE id = %s AND version = %s RETURNING 1"  # noqa: S608 - constants
    arms = [first]
    for table, columns, count in shape:
        rows = ", ".join([f"({_marks(len(columns))})"] * count)
        arms.append(f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows}")  # noqa: S608 - constants
    arms += closings
    named = ", ".join(f"arm_{number} AS ({arm})" for number, arm in enumerate(arms))
    # No row of the expected version: the division fails, and with it every arm. The statement can thus commit by itself.
    return f"WITH {named} SELECT 1 / count(*) FROM arm_0"  # noqa: S608 - constants


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)
