"""Who may see and do what in the engine. Denied by default, and decided here alone: place first, then department or firm, then role.

A person sees its own jurisdiction; overseers and operators of the national level see all. A task is seen by the department that does it
and by overseers; a case by everybody of its place who works for a public body. A firm sees what is its own: tasks that name it, and
cases in which it takes part (`huxin:process owners`). What somebody may not see does not exist for him. Parts of the system act under
names that begin with `system:`, which no account can have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.domain.model import Actor, TaskRecord, TaskState
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

NATIONAL = "national"
SYSTEM = "system:"
OVERSEERS = frozenset({"supervisor", "administrator"})
OPERATORS = frozenset({"operator", "administrator", "supervisor"})
STARTERS = frozenset({"operator", "administrator"})
DEPLOYERS = frozenset({"administrator"})


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


def is_system(actor: Actor) -> bool:
    """Tell whether a part of the system acts, which may do everything."""
    return actor.user.startswith(SYSTEM)


def is_overseer(actor: Actor) -> bool:
    """Tell whether the actor may act for every department of the places that he sees."""
    return is_system(actor) or _has(actor, OVERSEERS)


def sees_every_place(actor: Actor) -> bool:
    """Tell whether the actor oversees all jurisdictions."""
    return is_system(actor) or (actor.jurisdiction == NATIONAL and _has(actor, OPERATORS))


def sees_place(actor: Actor, jurisdiction: str | None) -> bool:
    """Tell whether the actor sees a jurisdiction; an actor who names no place sees none."""
    return sees_every_place(actor) or (bool(jurisdiction) and actor.jurisdiction == jurisdiction)


def sees_case(actor: Actor, jurisdiction: str, parties: Collection[str]) -> bool:
    """Tell whether the actor sees a case; `parties` are the credit codes of the firms that take part in it."""
    return sees_place(actor, jurisdiction) and (not actor.firms or any(firm in parties for firm in actor.firms))


def sees_task(actor: Actor, department: str, owner: str | None, *, jurisdiction: str, parties: Collection[str]) -> bool:
    """Tell whether the actor sees a task: the firm that it names decides, else whether the actor sees its case."""
    if not is_overseer(actor) and department not in actor.departments:
        return False
    if owner is not None and actor.firms:
        return sees_place(actor, jurisdiction) and owner in actor.firms
    return sees_case(actor, jurisdiction, parties)


def place_of(actor: Actor, wanted: str | None) -> str | None:
    """Return the jurisdiction to which a list is limited; None: all.

    Raises:
        HuxinError: `not_your_jurisdiction`, status 403.
    """
    if wanted is None and sees_every_place(actor):
        return None
    place = wanted or actor.jurisdiction or ""
    check_place(actor, place)
    return place


def departments_of(actor: Actor, wanted: Sequence[str] | None) -> list[str] | None:
    """Return the departments to which a queue is limited; None: all.

    Raises:
        HuxinError: `not_your_department`, status 403.
    """
    if is_overseer(actor):
        return None if wanted is None else list(wanted)
    others = sorted(set(wanted or ()) - set(actor.departments))
    if others:
        raise _denied("not_your_department", "Not your department", f"you do not work for {', '.join(others)}", "Ask a supervisor.")
    return list(actor.departments if wanted is None else wanted)


def firms_of(actor: Actor, wanted: Sequence[str] | None = None) -> list[str] | None:
    """Return the firms to whose affairs a list is limited; None: all."""
    if not actor.firms:
        return None if wanted is None else list(wanted)
    return [firm for firm in actor.firms if wanted is None or firm in wanted]


def check_may_work(actor: Actor, task: TaskRecord, parties: Collection[str] = ()) -> None:
    """Refuse work on a task that the actor may not do.

    Raises:
        HuxinError: `unknown_task`, status 404, for a task that the actor may not even see; `not_your_task`, status 403, without its roles.
    """
    if not sees_task(actor, task.department, task.owner, jurisdiction=task.jurisdiction, parties=parties):
        raise unknown_task(task.id)
    if task.roles and not is_overseer(actor) and set(task.roles).isdisjoint(actor.roles):
        asked = f"{task.name!r} asks for one of: {', '.join(task.roles)}"
        raise _denied("not_your_task", "The task needs another role", asked, "ask a colleague who has it, or a supervisor")


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


def check_place(actor: Actor, jurisdiction: str) -> None:
    """Refuse an actor what concerns another place.

    Raises:
        HuxinError: `not_your_jurisdiction`, status 403.
    """
    if not sees_place(actor, jurisdiction):
        mine = f"you work for {actor.jurisdiction or 'no jurisdiction'}, not for {jurisdiction}"
        raise _denied("not_your_jurisdiction", "Not your jurisdiction", mine, "Leave jurisdiction out, or ask that jurisdiction.")


def check_may_start(actor: Actor, jurisdiction: str) -> None:
    """Refuse an actor who may not start cases by hand in a place.

    Raises:
        HuxinError: `not_allowed` or `not_your_jurisdiction`, status 403.
    """
    _check_role(actor, STARTERS, "Only operators and administrators start cases by hand")
    check_place(actor, jurisdiction)


def check_may_send(actor: Actor) -> None:
    """Refuse an actor who may not hand in messages: one can reach cases of every place.

    Raises:
        HuxinError: `not_allowed`, status 403.
    """
    _check_role(actor, STARTERS, "Only operators and administrators hand in messages")
    _check_every_place(actor)


def check_may_deploy(actor: Actor) -> None:
    """Refuse an actor who may not deploy diagrams: one runs in every place that it names.

    Raises:
        HuxinError: `not_allowed`, status 403.
    """
    _check_role(actor, DEPLOYERS, "Only administrators deploy diagrams")
    _check_every_place(actor)


def check_operator(actor: Actor) -> None:
    """Refuse an actor who may not look at incidents.

    Raises:
        HuxinError: `not_an_operator`, status 403.
    """
    _check_role(actor, OPERATORS, "Only operators deal with incidents", code="not_an_operator")


def check_may_resolve(actor: Actor) -> None:
    """Refuse an actor who may not decide about incidents: one may concern messages of several places.

    Raises:
        HuxinError: `not_an_operator` or `not_allowed`, status 403.
    """
    check_operator(actor)
    _check_every_place(actor)


def unknown_task(task_id: str) -> HuxinError:
    """Return the error for a task that does not exist, or not for the one who asks."""
    return HuxinError("unknown_task", "There is no such task", task_id, status=404)


def unknown_case(instance_id: str) -> HuxinError:
    """Return the error for a case that does not exist, or not for the one who asks."""
    return HuxinError("unknown_instance", "There is no such case", instance_id, status=404)


def _has(actor: Actor, roles: frozenset[str]) -> bool:
    """Tell whether a person has one of the roles; nobody has power over others in a firm's name."""
    return not actor.firms and not roles.isdisjoint(actor.roles)


def _check_role(actor: Actor, roles: frozenset[str], title: str, *, code: str = "not_allowed") -> None:
    if not is_system(actor) and not _has(actor, roles):
        raise _denied(code, title, f"{actor.user} has none of the roles {', '.join(sorted(roles))}", "Ask an administrator.")


def _check_every_place(actor: Actor) -> None:
    if not sees_every_place(actor):
        fix = "Ask the national level's administrator."
        raise _denied("not_allowed", "You may not do this", "it concerns all jurisdictions", fix)


def _denied(code: str, title: str, detail: str, fix: str) -> HuxinError:
    return HuxinError(code, title, detail, status=403, fix=fix)
