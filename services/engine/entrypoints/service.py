"""The engine's nameko service: questions and actions, replies, events, dead letters, the clock.

It binds its event queue to all events (`#`), because the diagrams decide at run time which of them matter; what no deployed
diagram starts with or catches is dropped before it costs a transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from nameko.timer import timer

from services.engine.application import burying, correlating, desk, queries, recounting, replies, tasks, ticking
from services.engine.domain.rights import NATIONAL, actor_from
from services.engine.entrypoints.providers import EngineProvider
from services.engine.entrypoints.reading import incoming_of, reply_of
from services.engine.store.schema import SCHEMA
from services.engine.store.store import SqlStore
from services.runtime.nameko import dead_letters, event_batches, query
from services.runtime.nameko import replies as reply_batches

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.runtime.messaging.batch import Batch
    from services.runtime.messaging.letters import DeadLetter
    from services.runtime.messaging.unit import UnitOfWork

TICK_SECONDS = 1.0
# Many small batches: while one step waits for its commit, others go on; the replies of a split still arrive together.
REPLY_BATCH = 8
REPLY_WORKERS = 12
_log = structlog.get_logger("huxin.engine")


class EngineService:
    """The process engine."""

    name = "engine"
    schema = SCHEMA
    engine: Context = EngineProvider()

    @query("engine.start_instance")
    def start_instance(  # noqa: PLR0913 - the operation's parameters
        self,
        process: str,
        jurisdiction: str,
        actor: dict[str, Any],
        *,
        data: dict[str, Any] | None = None,
        business_key: str | None = None,
        request_id: str | None = None,
        version: int | None = None,
    ) -> dict[str, Any]:
        """Start an instance."""
        return desk.start_instance(
            self.engine,
            actor_from(actor),
            process=process,
            jurisdiction=jurisdiction,
            data=data,
            business_key=business_key,
            request_id=request_id,
            version=version,
        )

    @query("engine.correlate")
    def correlate(  # noqa: PLR0913 - the operation's parameters
        self,
        message: str,
        key: str,
        actor: dict[str, Any],
        *,
        data: dict[str, Any] | None = None,
        message_id: str | None = None,
        jurisdiction: str = NATIONAL,
    ) -> dict[str, Any]:
        """Deliver a message."""
        who = actor_from(actor)
        return desk.correlate(self.engine, who, message=message, key=key, data=data, message_id=message_id, jurisdiction=jurisdiction)

    @query("engine.list_tasks")
    def list_tasks(self, actor: dict[str, Any], **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Read a page of a queue."""
        return desk.list_tasks(self.engine, actor_from(actor), parameters)

    @query("engine.count_tasks")
    def count_tasks(
        self,
        departments: list[str],
        actor: dict[str, Any],
        *,
        assignee: str | None = None,
        jurisdiction: str | None = None,
        owners: list[str] | None = None,
    ) -> dict[str, Any]:
        """Count tasks."""
        who = actor_from(actor)
        return desk.count_tasks(self.engine, who, departments, assignee=assignee, jurisdiction=jurisdiction, owners=owners)

    @query("engine.get_task")
    def get_task(self, task_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        """Read a task with form, data and draft."""
        return desk.get_task(self.engine, actor_from(actor), task_id)

    @query("engine.claim_task")
    def claim_task(self, task_id: str, actor: dict[str, Any], version: int | None = None) -> dict[str, Any]:
        """Claim a task."""
        return tasks.claim_task(self.engine, task_id=task_id, actor=actor_from(actor), version=version)

    @query("engine.release_task")
    def release_task(self, task_id: str, actor: dict[str, Any], version: int | None = None) -> dict[str, Any]:
        """Release a task."""
        return tasks.release_task(self.engine, task_id=task_id, actor=actor_from(actor), version=version)

    @query("engine.save_draft")
    def save_draft(
        self, task_id: str, actor: dict[str, Any], data: dict[str, Any] | None = None, version: int | None = None
    ) -> dict[str, Any]:
        """Keep a draft."""
        return tasks.save_draft(self.engine, task_id=task_id, actor=actor_from(actor), data=data, version=version)

    @query("engine.complete_task")
    def complete_task(
        self, task_id: str, actor: dict[str, Any], data: dict[str, Any] | None = None, version: int | None = None
    ) -> dict[str, Any]:
        """Complete a task."""
        return tasks.complete_task(self.engine, task_id=task_id, actor=actor_from(actor), data=data, version=version)

    @query("engine.list_instances")
    def list_instances(self, actor: dict[str, Any], **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Read a page of instances."""
        return desk.list_instances(self.engine, actor_from(actor), parameters)

    @query("engine.get_instance")
    def get_instance(self, instance_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        """Read an instance with tokens, tasks, timers and incidents."""
        return desk.get_instance(self.engine, actor_from(actor), instance_id)

    @query("engine.get_history")
    def get_history(self, instance_id: str, actor: dict[str, Any]) -> dict[str, Any]:
        """Read an instance's history."""
        return desk.get_history(self.engine, actor_from(actor), instance_id)

    @query("engine.list_definitions")
    def list_definitions(self, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """List versions of processes."""
        return queries.list_definitions(self.engine, parameters)

    @query("engine.get_definition")
    def get_definition(self, definition_id: str | None = None, key: str | None = None, version: int | None = None) -> dict[str, Any]:
        """Read a version with its XML."""
        return queries.get_definition(self.engine, definition_id=definition_id, key=key, version=version)

    @query("engine.deploy")
    def deploy(self, xml: str, actor: dict[str, Any], effective_on: str | None = None, signed_by: str | None = None) -> dict[str, Any]:
        """Deploy a diagram."""
        return desk.deploy(self.engine, actor_from(actor), xml=xml, effective_on=effective_on, signed_by=signed_by)

    @query("engine.list_incidents")
    def list_incidents(self, actor: dict[str, Any], **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
        """Read a page of incidents."""
        return desk.list_incidents(self.engine, actor_from(actor), parameters)

    @query("engine.resolve_incident")
    def resolve_incident(
        self, incident_id: str, action: str, reason: str, actor: dict[str, Any], *, data: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Decide about an incident."""
        return desk.resolve_incident(self.engine, actor_from(actor), incident_id=incident_id, action=action, reason=reason, data=data)

    @query("engine.move_clock")
    def move_clock(self, to: str, actor: dict[str, Any]) -> dict[str, Any]:
        """Move the clock of a preview."""
        return desk.move_clock(self.engine, actor_from(actor), to)

    @reply_batches(batch=REPLY_BATCH, concurrency=REPLY_WORKERS)
    def take_replies(self, batch: Batch) -> None:
        """Advance instances by the replies that arrived together, each instance in one step."""
        by_subject: dict[str | None, list[Any]] = {}
        for message in batch.messages:
            by_subject.setdefault(message.subject, []).append(message)
        for messages in by_subject.values():
            with batch.settling(messages):
                replies.handle_replies(self.engine, [reply_of(message) for message in messages])

    @event_batches("#")
    def take_events(self, batch: Batch) -> None:
        """Bring events to the instances that wait for them or start with them."""
        for message in batch.messages:
            with batch.settling([message]):
                correlating.handle_event(self.engine, incoming_of(message))

    @dead_letters()
    def take_dead_letter(self, unit: UnitOfWork, letter: DeadLetter) -> None:
        """Keep a dead letter as an incident."""
        store = self.engine.store
        if not isinstance(store, SqlStore):
            raise TypeError("the hosted engine keeps its incidents in SQL")
        session = store.within(unit.connection)
        burying.keep_dead_letter(
            self.engine,
            session,
            queue=letter.queue,
            routing_key=letter.routing_key,
            error=letter.error,
            body=letter.body,
            readable=letter.message is not None,
            jurisdiction=letter.message.jurisdiction if letter.message else None,
            headers=letter.headers,
        )

    @timer(interval=TICK_SECONDS)  # type: ignore[untyped-decorator]  # nameko ships no types
    def tick(self) -> None:
        """Do what has become due."""
        try:
            recounting.recount_once(self.engine)  # first: a timer that moved must not fire at its old time
            ticking.tick(self.engine)
        except Exception:  # noqa: BLE001 - a database that is away must not end the clock
            _log.exception("the clock's work failed and is tried again at the next tick")
