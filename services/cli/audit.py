"""`huxin audit verify`: prove that no step of any case's history was changed, left out or added."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
import orjson
import sqlalchemy as sa

from services.engine.domain.history import broken_at
from services.engine.domain.model import HistoryRow
from services.engine.store import tables
from services.engine.store.rows import from_id
from services.runtime.db import Database
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 500


@click.group()
def command() -> None:
    """Check what must never change."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(*, as_json: bool) -> None:
    """Walk every case's hash chain; exit 1 when one does not hold, naming the case and the step."""
    database = Database.for_service("engine", Settings.from_env())
    try:
        checked, broken = 0, []
        for instance_id, step in walk(database):
            checked += 1
            if step is not None:
                broken.append({"instance_id": instance_id, "step": step})
    finally:
        database.close()
    if as_json:
        click.echo(orjson.dumps({"checked": checked, "broken": broken}).decode())
    else:
        for one in broken:
            click.echo(f"✗ case {one['instance_id']}: the history does not hold at step {one['step']}")
        click.echo(f"{checked} cases checked, {len(broken)} broken")
    sys.exit(1 if broken else 0)


def walk(database: Database) -> Iterator[tuple[str, int | None]]:
    """Yield each instance's id with the step at which its chain breaks, or None when it holds."""
    instance, history = tables.instance, tables.history
    after = b""
    while True:
        page = sa.select(instance.c.id, instance.c.chain).where(instance.c.id > after).order_by(instance.c.id).limit(PAGE)
        with database.read() as connection:
            found = connection.execute(page).all()
            if not found:
                return
            wanted = sa.select(history).where(history.c.instance_id.in_([row.id for row in found])).order_by(history.c.seq)
            steps: dict[bytes, list[HistoryRow]] = {bytes(row.id): [] for row in found}
            for row in connection.execute(wanted):
                name = from_id(bytes(row.instance_id))
                steps[bytes(row.instance_id)].append(
                    HistoryRow(instance_id=name, seq=row.seq, body=bytes(row.body), chain=bytes(row.chain))
                )
        for row in found:
            name = from_id(bytes(row.id))
            yield name, broken_at(steps[bytes(row.id)], name, bytes(row.chain))
        after = bytes(found[-1].id)
