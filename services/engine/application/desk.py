"""What people and other parts may ask of the engine, each time with who asks. The service calls nothing else.

Every question and action is checked against `domain.rights` before it is carried out; work on a task is checked in `tasks`, in the same
transaction as the work. What the asker may not see is answered as if it did not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.application import correlating, deploying, moving, queries, resolving, starting
from services.engine.domain import rights
from services.engine.domain.model import Incoming
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.engine.application.context import Context
    from services.engine.domain.model import Actor, InstanceRecord


def list_tasks(context: Context, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the tasks that the actor may see.

    Raises:
        HuxinError: `not_your_department`, `not_your_jurisdiction`, and what `queries.list_tasks` says.
    """
    limits = {
        "departments": rights.departments_of(actor, query.get("departments")),
        "jurisdiction": rights.place_of(actor, query.get("jurisdiction")),
        "owners": rights.firms_of(actor, query.get("owners")),
    }
    return queries.list_tasks(context, {**query, **limits})


def count_tasks(  # noqa: PLR0913 - the parameters of the operation
    context: Context,
    actor: Actor,
    departments: Sequence[str],
    *,
    assignee: str | None = None,
    jurisdiction: str | None = None,
    owners: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Count the tasks of departments that the actor may see, and the actor's own when it is named as the assignee.

    Raises:
        HuxinError: `not_your_department`, `not_your_jurisdiction`.
    """
    person = assignee if rights.is_overseer(actor) or assignee == actor.user else None
    place, firms = rights.place_of(actor, jurisdiction), rights.firms_of(actor, owners)
    return queries.count_tasks(context, rights.departments_of(actor, departments) or [], person, place, firms)


def get_task(context: Context, actor: Actor, task_id: str) -> dict[str, Any]:
    """Return a task with form, data and draft.

    Raises:
        HuxinError: `unknown_task`, also for one that the actor may not see.
    """
    with context.store.reading() as session:
        found = session.instance_of_task(task_id)
    if found is None:
        raise rights.unknown_task(task_id)
    task, case = found
    if not rights.sees_task(actor, task.department, task.owner, jurisdiction=case.jurisdiction, parties=case.parties):
        raise rights.unknown_task(task_id)
    return queries.get_task(context, task_id)


def list_instances(context: Context, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the cases that the actor may see.

    Raises:
        HuxinError: `not_your_jurisdiction`, and what `queries.list_instances` says.
    """
    limits = {"jurisdiction": rights.place_of(actor, query.get("jurisdiction")), "firms": rights.firms_of(actor)}
    return queries.list_instances(context, {**query, **limits})


def get_instance(context: Context, actor: Actor, instance_id: str) -> dict[str, Any]:
    """Return a case; a firm sees of its tasks only its own, and no incidents.

    Raises:
        HuxinError: `unknown_instance`, also for one that the actor may not see.
    """
    case = _seen_case(context, actor, instance_id)
    answer = queries.get_instance(context, instance_id)
    if not actor.firms:
        return answer
    view = answer["instance"]
    own = [
        task
        for task in view["tasks"]
        if rights.sees_task(actor, task["department"], task["owner"], jurisdiction=case.jurisdiction, parties=case.parties)
    ]
    return {"instance": {**view, "tasks": own, "incidents": []}}


def get_history(context: Context, actor: Actor, instance_id: str) -> dict[str, Any]:
    """Return a case's history.

    Raises:
        HuxinError: `unknown_instance`, also for one that the actor may not see.
    """
    _seen_case(context, actor, instance_id)
    return queries.get_history(context, instance_id)


def list_incidents(context: Context, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    """Return a page of incidents.

    Raises:
        HuxinError: `not_an_operator`, `not_your_jurisdiction`, and what `queries.list_incidents` says.
    """
    rights.check_operator(actor)
    return queries.list_incidents(context, {**query, "jurisdiction": rights.place_of(actor, query.get("jurisdiction"))})


def start_instance(context: Context, actor: Actor, *, process: str, jurisdiction: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the operation's
    """Start a case by hand; the parameters are those of `starting.start_instance`.

    Raises:
        HuxinError: `not_allowed`, `not_your_jurisdiction`, and what `starting.start_instance` says.
    """
    rights.check_may_start(actor, jurisdiction)
    return starting.start_instance(context, process=process, jurisdiction=jurisdiction, actor=actor, **more)


def correlate(  # noqa: PLR0913 - the parameters of the operation
    context: Context,
    actor: Actor,
    *,
    message: str,
    key: str,
    jurisdiction: str,
    data: dict[str, Any] | None = None,
    message_id: str | None = None,
) -> dict[str, Any]:
    """Deliver a message that is handed in; a case that it starts counts as delivered.

    Raises:
        HuxinError: `not_allowed`.
    """
    rights.check_may_send(actor)
    incoming = Incoming(
        id=message_id or uuid7(),
        message=message,
        subject=key,
        key=key,
        jurisdiction=jurisdiction,
        data=dict(data or {}),
        actor=actor.user,
    )
    answer = correlating.correlate(context, incoming)
    return {**answer, "delivered": answer["delivered"] + len(answer["started"])}


def deploy(
    context: Context, actor: Actor, *, xml: str | bytes, effective_on: str | None = None, signed_by: str | None = None
) -> dict[str, Any]:
    """Deploy a diagram.

    Raises:
        HuxinError: `not_allowed`, and what `deploying.deploy` says.
    """
    rights.check_may_deploy(actor)
    return deploying.deploy(context, xml=xml, effective_on=effective_on, actor=actor, signed_by=signed_by)


def resolve_incident(  # noqa: PLR0913 - the parameters of the operation
    context: Context, actor: Actor, *, incident_id: str, action: str, reason: str, data: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Decide about an incident.

    Raises:
        HuxinError: `not_an_operator`, `not_allowed`, and what `resolving.resolve_incident` says.
    """
    rights.check_may_resolve(actor)
    return resolving.resolve_incident(context, incident_id=incident_id, action=action, reason=reason, actor=actor, data=data)


def move_clock(context: Context, actor: Actor, to: str) -> dict[str, Any]:
    """Move the clock of a preview; elsewhere no clock can be moved.

    Raises:
        HuxinError: `not_your_jurisdiction` for somebody of no place, and what `moving.move_clock` says.
    """
    rights.place_of(actor, None)
    return moving.move_clock(context, to)


def _seen_case(context: Context, actor: Actor, instance_id: str) -> InstanceRecord:
    with context.store.reading() as session:
        case = session.instance(instance_id)
    if case is None or not rights.sees_case(actor, case.jurisdiction, case.parties):
        raise rights.unknown_case(instance_id)
    return case
