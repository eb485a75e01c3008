"""Reads an instance and writes a whole step: the hot path, one statement a table, or a single one on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.engine.application.storage import StaleInstanceError
from services.engine.domain.history import milliseconds
from services.engine.domain.model import InstanceState
from services.engine.store.at_once import AtOnce
from services.engine.store.base import Hot, Part
from services.engine.store.rows import (
    digest,
    from_id,
    instance_record,
    instance_values,
    new_instance_values,
    provisional_values,
    task_record,
    task_values,
    to_id,
)
from services.engine.store.tables import history, instance, party, provisional_due, subscription, task, timer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.engine.domain.model import Changes, Command, InstanceRecord, TaskRecord

_COLUMNS = tuple(column.name for column in instance.c)
_INSTANCE = Hot(f"SELECT {', '.join(_COLUMNS)} FROM instance WHERE id = %s", _COLUMNS)  # noqa: S608 - constants
_BOTH = Hot(
    f"SELECT {', '.join(f'task.{column.name}' for column in task.c)}, {', '.join(f'instance.{name}' for name in _COLUMNS)} "  # noqa: S608 - constants
    "FROM task JOIN instance ON instance.id = task.instance_id WHERE task.id = %s",
    (*(f"t_{column.name}" for column in task.c), *(f"i_{name}" for name in _COLUMNS)),
)
_UPDATE = sa.update(instance).where(instance.c.id == sa.bindparam("row_id"), instance.c.version == sa.bindparam("row_version"))
_CLOSE_TASK = (
    sa.update(task)
    .where(task.c.id == sa.bindparam("row_id"))
    .values(version=task.c.version + 1, assignee=sa.func.coalesce(sa.bindparam("row_by", type_=sa.Text), task.c.assignee))
)
_CLOSE_TIMER = sa.delete(timer).where(timer.c.instance_id == sa.bindparam("row_id"), timer.c.token == sa.bindparam("row_token"))
_CLOSE_SUBSCRIPTION = sa.delete(subscription).where(
    subscription.c.message == sa.bindparam("row_message"),
    subscription.c.key == sa.bindparam("row_key"),
    subscription.c.instance_id == sa.bindparam("row_id"),
    subscription.c.token == sa.bindparam("row_token"),
)


class StepPart(Part):
    """The step's side of a session."""

    def instance(self, instance_id: str, *, lock: bool = False) -> InstanceRecord | None:
        """Read an instance; with `lock` no other step can come between, without it the version column tells."""
        rows = self._read(_INSTANCE, instance_id, lock=lock)
        return instance_record(rows[0]) if rows else None

    def instance_of_task(self, task_id: str, *, lock: bool = False) -> tuple[TaskRecord, InstanceRecord] | None:
        """Read a task and its instance together."""
        rows = self._read(_BOTH, task_id, lock=lock)
        return (task_record(rows[0], "t_"), instance_record(rows[0], "i_")) if rows else None

    def _read(self, hot: Hot, identifier: str, *, lock: bool) -> list[dict[str, Any]]:
        locks = lock or self.locking
        if locks and self.postgresql:
            hot = Hot(f"{hot.sql} FOR UPDATE OF instance", hot.columns)
        return self.rows(hot, [to_id(identifier)], begin=locks)

    def instance_by_request(self, request_id: str) -> str | None:
        """Return the id of the instance that an earlier request with the same id started."""
        row = self.one(sa.select(instance.c.id).where(instance.c.request_id == digest(request_id)))
        return None if row is None else from_id(row["id"])

    def start_key_runs(self, start_key: str) -> bool:
        """Tell whether an instance started by this message key is running."""
        running = sa.select(instance.c.id).where(
            instance.c.start_key == digest(start_key),
            instance.c.state == sa.literal_column(str(int(InstanceState.RUNNING))),
        )
        return self.one(running) is not None

    def write(self, changes: Changes) -> None:
        """Write a whole step.

        Raises:
            StaleInstanceError: another step was written first, or the same start was made elsewhere at the same time.
        """
        if self.postgresql:
            parcels = self.wire.parcels(changes.commands, changes.thrown)
            self.write_last(AtOnce(changes, parcels))
            self.outgoing += parcels
            return
        self._write_instance(changes)
        row_id = to_id(changes.instance.id)
        if changes.new_tasks:
            self.connection.execute(sa.insert(task), [task_values(each) for each in changes.new_tasks])
        if changes.closed_tasks:
            self.connection.execute(
                _CLOSE_TASK,
                [
                    {"row_id": to_id(task_id), "state": int(state), "completed_at": milliseconds(at), "completed_by": by, "row_by": by}
                    for task_id, state, at, by in changes.closed_tasks
                ],
            )
        if changes.new_timers:
            rows = [{"instance_id": row_id, "token": each.token, "due_at": milliseconds(each.due_at)} for each in changes.new_timers]
            self.connection.execute(sa.insert(timer), rows)
        if changes.provisional:
            self.connection.execute(sa.insert(provisional_due), [provisional_values(each) for each in changes.provisional])
        if changes.closed_timers:
            self.connection.execute(_CLOSE_TIMER, [{"row_id": row_id, "row_token": token} for token in changes.closed_timers])
        self._write_subscriptions(changes, row_id)
        if changes.new_parties:
            self.connection.execute(sa.insert(party), [{"firm": firm, "instance_id": row_id} for firm in changes.new_parties])
        if changes.gone_parties:
            self.connection.execute(sa.delete(party).where(party.c.instance_id == row_id, party.c.firm.in_(changes.gone_parties)))
        step = changes.history
        self.connection.execute(sa.insert(history), {"instance_id": row_id, "seq": step.seq, "chain": step.chain, "body": step.body})
        self.outgoing += self.wire.send(self.connection, changes.commands, changes.thrown)

    def _write_instance(self, changes: Changes) -> None:
        if changes.expected_version is None:
            try:
                self.connection.execute(sa.insert(instance), new_instance_values(changes.instance))
            except sa.exc.IntegrityError as error:
                raise StaleInstanceError from error
            return
        parameters: dict[str, Any] = {
            **instance_values(changes.instance),
            "row_id": to_id(changes.instance.id),
            "row_version": changes.expected_version,
        }
        if self.connection.execute(_UPDATE, parameters).rowcount != 1:
            raise StaleInstanceError

    def _write_subscriptions(self, changes: Changes, row_id: bytes) -> None:
        if changes.new_subscriptions:
            self.connection.execute(
                sa.insert(subscription),
                [
                    {"message": each.message, "key": each.key, "instance_id": row_id, "token": each.token}
                    for each in changes.new_subscriptions
                ],
            )
        if changes.closed_subscriptions:
            self.connection.execute(
                _CLOSE_SUBSCRIPTION,
                [
                    {"row_message": each.message, "row_key": each.key, "row_id": row_id, "row_token": each.token}
                    for each in changes.closed_subscriptions
                ],
            )

    def send(self, commands: Iterable[Command]) -> None:
        """Put commands into the outbox without a step."""
        self.outgoing += self.wire.send(self.connection, list(commands), [])
