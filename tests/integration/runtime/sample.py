"""Two services for scenarios: one asks, one does and leaves a row for each effect. Imported by scripts in a process of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from eventlet.event import Event

from services.kernel.errors import HuxinError
from services.runtime.db import Database
from services.runtime.messaging import UnitOfWork, messaging_tables
from services.runtime.nameko import Batch, DeadLetter, UnitsProvider, command, dead_letters, event, live, query, replies

if TYPE_CHECKING:
    from services.contracts.envelope import Message
    from services.runtime.settings import Settings

metadata = sa.MetaData()
TABLES = messaging_tables(metadata)
effects = sa.Table("effects", metadata, sa.Column("case_id", sa.String(80)), sa.Column("what", sa.String(80)))

seen: dict[str, list[Any]] = {"replies": [], "letters": [], "events": [], "notes": [], "batches": []}
flaky = {"left": 0}


def prepare(settings: Settings) -> None:
    """Make the tables of both services."""
    for service in ("engine", "case"):
        database = Database.for_service(service, settings)
        metadata.create_all(database.engine)
        database.close()


def counts(settings: Settings) -> dict[str, int]:
    """Return how many rows each table of each service has."""
    found = {}
    for service in ("engine", "case"):
        database = Database.for_service(service, settings)
        with database.read() as connection:
            for table in ("outbox", "inbox", "effects"):
                found[f"{service}.{table}"] = connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() or 0  # noqa: S608 - a constant
        database.close()
    return found


ASKER = {"user": "system:sample"}  # who asks


class Doer:
    """Carries out commands of the reference service."""

    name = "case"

    @command("case.validate")
    def validate(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Leave a row."""
        return self._do(unit, order)

    @command("case.act")
    def act(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Leave a row, announce it and tell the open pages; fail a few times first when told to."""
        result = self._do(unit, order)
        unit.emit("case.step.done", data={"case_id": order.data["case_id"]}, subject=order.data["case_id"], check=False)
        unit.note(kind="instance", id=order.subject)
        if flaky["left"]:
            flaky["left"] -= 1
            raise ZeroDivisionError
        return result

    @command("case.notify")
    def notify(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        """Refuse."""
        self._do(unit, order)
        raise HuxinError("nobody_home", "The parties cannot be reached", order.data["case_id"], status=409)

    def _do(self, unit: UnitOfWork, order: Message) -> dict[str, Any]:
        unit.connection.execute(effects.insert(), {"case_id": order.data["case_id"], "what": order.type})
        return {"case_id": order.data["case_id"], "step": order.type}


class Asker:
    """Sends commands and keeps what comes of them."""

    name = "engine"
    units = UnitsProvider()

    @query("engine.correlate")
    def ask(self, message: str, key: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send `data.count` commands of the operation `message` about cases `key`-n."""
        count = int((data or {}).get("count", 1))
        with self.units.begin() as unit:
            for number in range(count):
                unit.command(message, {"case_id": f"{key}-{number}"}, subject=key)
        return {"delivered": count, "waiting": False}

    @query("engine.get_task")
    def forever(self, task_id: str) -> dict[str, Any]:
        """Never answer."""
        return {"task": Event().wait(), "id": task_id}

    @query("engine.get_history")
    def broken(self, instance_id: str) -> dict[str, Any]:
        """Fail."""
        raise ZeroDivisionError(instance_id)

    @query("engine.list_incidents")
    def unsayable(self) -> dict[str, Any]:
        """Return what JSON cannot say."""
        return {"items": [object()]}

    @replies(batch=20)
    def on_replies(self, batch: Batch) -> None:
        """Keep the replies."""
        seen["batches"].append(len(batch.messages))
        with batch.unit(batch.messages) as (_unit, fresh):
            found = list(fresh)
        seen["replies"].extend({"type": reply.type, **reply.data} for reply in found)

    @event("case.step.*")
    def on_done(self, unit: UnitOfWork, fact: Message) -> None:
        """Keep the event."""
        unit.connection.execute(effects.insert(), {"case_id": fact.data["case_id"], "what": fact.type})
        seen["events"].append({"subject": fact.subject, "source": fact.source, "trace": fact.traceparent})

    @dead_letters()
    def on_letter(self, unit: UnitOfWork, letter: DeadLetter) -> None:
        """Keep the letter."""
        unit.connection.execute(effects.insert(), {"case_id": "dead", "what": letter.routing_key})
        seen["letters"].append(
            {"queue": letter.queue, "key": letter.routing_key, "error": letter.error, "body": letter.body.decode("latin-1")}
        )

    @live()
    def on_note(self, note: dict[str, Any]) -> None:
        """Keep the note."""
        seen["notes"].append(note)
