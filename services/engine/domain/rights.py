"""Who may work on a task. Denied by default, decided in one place."""

from __future__ import annotations

from services.engine.domain.model import Actor, TaskRecord, TaskState
from services.kernel.errors import HuxinError

NATIONAL = "national"
OVERSEERS = frozenset({"supervisor", "administrator"})
OPERATORS = frozenset({"operator", "administrator", "supervisor"})


def actor_from(body: dict[str, object] | None) -> Actor:
    """Read the acting person from a request.

    Raises:
        HuxinError: code `bad_actor` when no user is named or a member has the wrong type.
    """
    user = (body or {}).get("user")
    if not isinstance(user, str) or not user:
        raise HuxinError("bad_actor", "Nobody is named as acting", "the actor needs a `user`", fix='send "actor": {"user": …}')
    place = (body or {}).get("jurisdiction")
    return Actor(
        user=user,
        departments=_words(body, "departments"),
        roles=_words(body, "roles"),
        jurisdiction=place if isinstance(place, str) else None,
        firms=_words(body, "firms"),
    )


def _words(body: dict[str, object] | None, name: str) -> tuple[str, ...]:
    words = (body or {}).get(name) or ()
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise HuxinError("bad_actor", "The actor cannot be read", f"`{name}` must be a list of words")
    return tuple(words)


def is_overseer(actor: Actor) -> bool:
    """Tell whether the actor may act for every department."""
    return not OVERSEERS.isdisjoint(actor.roles)


def check_may_work(actor: Actor, task: TaskRecord) -> None:
    """Refuse an actor who is not in the task's department or has none of its roles.

    Raises:
        HuxinError: code `not_your_task`, status 403.
    """
    if actor.jurisdiction not in (None, NATIONAL, task.jurisdiction):
        raise HuxinError(
            "not_your_task",
            "The task belongs to another place",
            f"{task.name!r} is a task of {task.jurisdiction}",
            status=403,
            fix="ask a colleague of that place",
        )
    if is_overseer(actor):
        return
    if task.owner is not None and actor.firms and task.owner not in actor.firms:
        raise HuxinError("not_your_task", "The task belongs to another firm", f"{task.name!r} is not a task of your firm", status=403)
    if task.department not in actor.departments:
        raise HuxinError(
            "not_your_task",
            "The task belongs to another department",
            f"{task.name!r} is a task of {task.department}",
            status=403,
            fix="ask a colleague of that department or a supervisor",
        )
    if task.roles and set(task.roles).isdisjoint(actor.roles):
        raise HuxinError(
            "not_your_task",
            "The task needs another role",
            f"{task.name!r} asks for one of: {', '.join(task.roles)}",
            status=403,
        )


def check_open(task: TaskRecord) -> None:
    """Refuse a task that is over.

    Raises:
        HuxinError: code `task_not_open`, status 409.
    """
    if not task.is_open:
        by = f" by {task.completed_by}" if task.completed_by else ""
        raise HuxinError(
            "task_not_open",
            "The task is over",
            f"{task.name!r} was {task.state.name.lower()}{by}",
            status=409,
            fix="reload the queue and open the next task",
        )


def check_not_anothers(actor: Actor, task: TaskRecord) -> None:
    """Refuse a task that a colleague has claimed.

    Raises:
        HuxinError: code `claimed_by_another`, status 409.
    """
    if task.state is TaskState.CLAIMED and task.assignee != actor.user:
        raise HuxinError(
            "claimed_by_another",
            "A colleague is working on the task",
            f"{task.name!r} is claimed by {task.assignee}",
            status=409,
            fix="ask the colleague to release it, or a supervisor",
        )


def check_operator(actor: Actor) -> None:
    """Refuse an actor who may not decide about incidents.

    Raises:
        HuxinError: code `not_an_operator`, status 403.
    """
    if OPERATORS.isdisjoint(actor.roles):
        raise HuxinError("not_an_operator", "Only operators decide about incidents", f"{actor.user} has no such role", status=403)
