"""A whole engine for tests, without nameko and broker: its own database, a movable clock, and services played by the test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.engine.application import correlating, deploying, queries, replies, starting, tasks
from services.engine.bootstrap import build
from services.engine.domain.model import Actor, Incoming, Reply
from services.engine.store.schema import SCHEMA
from services.kernel.clock import MovableClock, parse_moment
from services.kernel.ids import uuid7
from services.runtime.db import Database
from services.runtime.migrations import upgrade
from services.runtime.settings import CHECKOUT, Settings
from services.runtime.testing import FakeRelay

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.contracts.envelope import Message
    from services.engine.application.ports import Interpreter

PLACE = "shaoxing"
CLERK = Actor(user="示例经办", departments=("permit_authority",), roles=("clerk",), jurisdiction=PLACE)
OTHER_CLERK = Actor(user="示例同事", departments=("permit_authority",), roles=("clerk",), jurisdiction=PLACE)
STRANGER = Actor(user="示例外人", departments=("court",), roles=("clerk",), jurisdiction=PLACE)
OPERATOR = Actor(user="示例运维", departments=(), roles=("operator",), jurisdiction="national")
SUPERVISOR = Actor(user="示例主管", departments=("permit_authority",), roles=("supervisor",), jurisdiction=PLACE)
BEGINNING = "2026-02-10T09:00:00+08:00"  # a Tuesday, a week before the spring festival's holidays
REFERENCE = CHECKOUT / "bench" / "case.bpmn"


class EngineBench:
    """An engine on a database.

    Args:
        database_url: as in the settings; must name a database of the test's own.
        interpreter: another one than SpiffWorkflow.
        fresh: bring the tables up to date first; False joins a database that another bench has prepared, as a second replica.
        environ: settings that only the engine reads.

    Attributes:
        context: the engine's dependencies, to call its steps with.
        clock: stands still until it is moved.
        relay: keeps what the engine sent.
    """

    def __init__(
        self,
        database_url: str,
        *,
        interpreter: Interpreter | None = None,
        fresh: bool = True,
        environ: dict[str, str] | None = None,
    ) -> None:
        settings = Settings(database_url=database_url, environ=environ or {})
        self.database = Database.for_service("engine", settings)
        if fresh:
            upgrade(self.database, SCHEMA)
        self.clock = MovableClock(parse_moment(BEGINNING))
        self.relay = FakeRelay()
        self.context = build(settings, self.database, self.relay, self.clock, interpreter=interpreter, lint=_no_problems)

    def deploy(self, diagram: Path | str = REFERENCE, *, effective_on: str | None = None) -> dict[str, Any]:
        """Deploy a file, or XML given as text, and return the definition."""
        xml = diagram.read_text("utf-8") if isinstance(diagram, Path) else diagram
        definition: dict[str, Any] = deploying.deploy(self.context, xml=xml, effective_on=effective_on, actor=CLERK)["definition"]
        return definition

    def start(self, process: str = "reference_case", *, data: dict[str, Any] | None = None, **more: Any) -> str:  # noqa: ANN401 - the operation's
        """Start an instance and return its id."""
        given = {"case_id": "C-1"} if data is None else data
        answer = starting.start_instance(
            self.context, process=process, jurisdiction=more.pop("jurisdiction", PLACE), actor=CLERK, data=given, **more
        )
        return str(answer["instance"]["id"])

    def commands(self) -> list[Message]:
        """Take the commands that the engine sent since the last call."""
        found = self.relay.messages("huxin.commands")
        self.relay.rows = [row for row in self.relay.rows if row.exchange != "huxin.commands"]
        return found

    def events(self) -> list[Message]:
        """Take the events that the engine sent since the last call."""
        found = self.relay.messages("huxin.events")
        self.relay.rows = [row for row in self.relay.rows if row.exchange != "huxin.events"]
        return found

    def answer(self, result: Callable[[Message], dict[str, Any]] | None = None) -> int:
        """Play all services: answer every command that waits, together, and return how many answers were applied."""
        answers = [good(command, result(command) if result else {"done": True}) for command in self.commands()]
        return replies.handle_replies(self.context, answers)

    def tasks(self, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the operation's
        """Return the open tasks of the sample department, or as asked."""
        items: list[dict[str, Any]] = queries.list_tasks(self.context, {"departments": ["permit_authority"], **query})["items"]
        return items

    def complete(self, task_id: str, data: dict[str, Any] | None = None, actor: Actor = CLERK) -> dict[str, Any]:
        """Complete a task."""
        return tasks.complete_task(self.context, task_id=task_id, actor=actor, data=data)

    def instance(self, instance_id: str) -> dict[str, Any]:
        """Read an instance as the page does."""
        view: dict[str, Any] = queries.get_instance(self.context, instance_id)["instance"]
        return view

    def incidents(self, state: str = "open") -> list[dict[str, Any]]:
        """Read the incidents, newest first."""
        items: list[dict[str, Any]] = queries.list_incidents(self.context, {"state": state})["items"]
        return items

    def to_decision(self, **data: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401 - JSON values
        """Bring a reference case to its officer's desk; return the instance's id and the task."""
        instance_id = self.start(data={"case_id": "C-1", **data})
        self.answer()
        return instance_id, self.tasks(instance_id=instance_id)[0]

    def to_reply(self, **data: Any) -> str:  # noqa: ANN401 - JSON values
        """Bring a reference case to where it waits for its message, and return its id."""
        instance_id, task = self.to_decision(**data)
        self.complete(task["id"], {"decision": "approve"})
        self.answer()
        self.answer()
        return instance_id

    def send(self, message: str, key: str, data: dict[str, Any] | None = None, message_id: str | None = None) -> dict[str, Any]:
        """Deliver a message."""
        incoming = Incoming(id=message_id or uuid7(), message=message, subject=key, key=key, jurisdiction=PLACE, data=data or {})
        return correlating.correlate(self.context, incoming)

    def empty(self) -> None:
        """Remove every row, for the next test on the same database."""
        with self.database.begin() as connection:
            for table in reversed(SCHEMA.metadata.sorted_tables):
                connection.execute(table.delete())

    def close(self) -> None:
        """Close the database's connections."""
        self.database.close()


def good(command: Message, result: dict[str, Any]) -> Reply:
    """Return a service's good answer to a command."""
    return Reply(id=uuid7(), command_id=command.id, instance_id=str(command.subject), ok=True, result=result)


def bad(command: Message, *, code: str = "sample_failed", retryable: bool = False) -> Reply:
    """Return a service's error in answer to a command."""
    error = {"code": code, "title": "The sample failed", "detail": "as the test wanted", "retryable": retryable}
    return Reply(id=uuid7(), command_id=command.id, instance_id=str(command.subject), ok=False, error=error)


def _no_problems(xml: bytes) -> list[dict[str, Any]]:
    """Pass every diagram: the linter has tests of its own."""
    return [] if xml else [{"severity": "error", "rule": "empty"}]
