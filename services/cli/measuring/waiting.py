"""Fills the engine with waiting instances by copying one that waits already, row by row, inside the database.

Driving 100,000 instances through the API would take half an hour; the copies have the same rows and sizes, and every
copied message wait has its own key, so that look-ups meet the real number of rows.
"""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from services.engine.store import tables

if TYPE_CHECKING:
    from services.runtime.db import Database

BATCH = 2000
COPIED = (tables.instance, tables.task, tables.subscription, tables.history, tables.timer)


def fill(database: Database, template: bytes, key: str, wanted: int) -> list[str]:
    """Copy the template instance until `wanted` instances wait; returns the correlation keys of the last copies.

    Args:
        database: the engine's.
        template: id of an instance that waits for its message.
        key: its correlation key and business key.
        wanted: how many shall wait.
    """
    with database.read() as connection:
        rows = {table: [dict(row) for row in connection.execute(_of(table, template)).mappings()] for table in COPIED}
        count = sa.select(sa.func.count()).select_from(tables.subscription)
        present = int(connection.execute(count).scalar_one())
    keys: list[str] = []
    while present < wanted:
        size = min(BATCH, wanted - present)
        new: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in COPIED}
        for _ in range(size):
            instance_id, case_id = _fresh_id(), uuid.uuid4().hex
            keys.append(case_id)
            for table in COPIED:
                new[table].extend(_copy(row, instance_id, key, case_id, table) for row in rows[table])
        with database.begin() as connection:
            for table, values in new.items():
                if values:
                    connection.execute(table.insert(), values)
        present += size
    analyse(database)
    return keys[-1000:]


def fill_queue(database: Database, task_of: bytes, wanted: int) -> None:
    """Copy the open task of an instance until `wanted` tasks are open in its department."""
    with database.read() as connection:
        row = dict(connection.execute(_of(tables.task, task_of)).mappings().one())
        open_tasks = sa.select(sa.func.count()).select_from(tables.task).where(tables.task.c.state == row["state"])
        present = int(connection.execute(open_tasks).scalar_one())
    while present < wanted:
        size = min(BATCH, wanted - present)
        values = [{**row, "id": _fresh_id(), "instance_id": _fresh_id(), "due_at": row["due_at"] + number} for number in range(size)]
        with database.begin() as connection:
            connection.execute(tables.task.insert(), values)
        present += size
    analyse(database)


def analyse(database: Database) -> None:
    """Let the database count its rows, as its own housekeeping would."""
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def stored_bytes(database: Database) -> int:
    """Return the bytes of all the engine's tables with their indexes."""
    with database.read() as connection:
        if database.dialect == "postgresql":
            statement = (
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = 'engine' AND c.relkind = 'r'"
            )
            return int(connection.exec_driver_sql(statement).scalar_one())
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def _of(table: sa.Table, instance_id: bytes) -> sa.Select[Any]:
    column = table.c.id if table is tables.instance else table.c.instance_id
    return sa.select(table).where(column == instance_id)


def _copy(row: dict[str, Any], instance_id: bytes, key: str, case_id: str, table: sa.Table) -> dict[str, Any]:
    new = dict(row)
    if table is tables.instance:
        new |= {"id": instance_id, "business_key": case_id, "start_key": None, "request_id": None}
        new["waits"] = row["waits"].replace(key.encode(), case_id.encode())
    else:
        new["instance_id"] = instance_id
    if table is tables.task:
        new["id"] = _fresh_id()
    if table is tables.subscription:
        new["key"] = case_id
    return new


def _fresh_id() -> bytes:
    """Return a time-ordered id as the engine's own are, without asking a clock."""
    return uuid.uuid1().time.to_bytes(8, "big") + os.urandom(8)
