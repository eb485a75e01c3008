"""What a signed-in person may see. Denied by default and decided here; the engine decides again about work on tasks.

Place first: a person sees its own jurisdiction; overseers of the national level see all. Then department: a task is seen by the
department that does it and by overseers. Firms see a task or case only when it is their own affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g

from services.gateway.guard import current_user, remote
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.gateway.people import User

NATIONAL = "national"
OVERSEERS = frozenset({"supervisor", "administrator"})
EVERYWHERE = OVERSEERS | {"operator"}


def sees_every_place(user: User) -> bool:
    """Tell whether a person oversees all jurisdictions."""
    return user.jurisdiction == NATIONAL and not user.is_firm and not EVERYWHERE.isdisjoint(user.roles)


def jurisdiction_for(user: User, wanted: str | None) -> str | None:
    """Return the jurisdiction that a list or an action is limited to; None: all.

    Raises:
        HuxinError: `not_your_jurisdiction` (403).
    """
    if sees_every_place(user):
        return wanted
    if wanted not in (None, user.jurisdiction):
        raise HuxinError(
            "not_your_jurisdiction",
            "Not your jurisdiction",
            f"you work for {user.jurisdiction}, not for {wanted}",
            status=403,
            fix="Leave jurisdiction out, or ask that jurisdiction.",
        )
    return user.jurisdiction


def departments_for(user: User, wanted: str | None) -> list[str]:
    """Return the departments whose tasks are listed.

    Raises:
        HuxinError: `not_your_department` (403).
    """
    if wanted is None:
        return list(user.departments)
    if wanted not in user.departments and OVERSEERS.isdisjoint(user.roles):
        raise HuxinError("not_your_department", "Not your department", f"you do not work for {wanted}", status=403, fix="Ask a supervisor.")
    return [wanted]


def needs_every_place() -> None:
    """Refuse a person of one place what concerns all of them.

    Raises:
        HuxinError: `not_allowed` (403).
    """
    if not sees_every_place(current_user()):
        raise HuxinError(
            "not_allowed", "You may not do this", "it concerns all jurisdictions", status=403, fix="Ask the national level's administrator."
        )


def sees_case(user: User, case: dict[str, Any]) -> bool:
    """Tell whether a person sees a case (instance): of its own place, and a firm only its own."""
    if sees_every_place(user):
        return True
    return bool(case.get("jurisdiction") == user.jurisdiction and (not user.is_firm or _is_own_affair(user, case)))


def sees_task(user: User, task: dict[str, Any]) -> bool:
    """Tell whether a person sees a task: as its case, and only in its departments unless it oversees them."""
    own_department = task.get("department") in user.departments or not OVERSEERS.isdisjoint(user.roles)
    return own_department and sees_case(user, task)


def seen_task(task_id: str) -> dict[str, Any]:
    """Return the engine's answer about a task that the caller may see.

    Raises:
        HuxinError: `unknown_task` (404), also for a task that the caller may not see: its existence is not told.
    """
    user = current_user()
    body = remote("engine.get_task", {"task_id": task_id, "actor": user.actor()})
    if not sees_task(user, body["task"]):
        raise HuxinError("unknown_task", "There is no such task", task_id, status=404)
    return body


def seen_case(instance_id: str) -> dict[str, Any]:
    """Return the engine's answer about a case that the caller may see; a firm sees of its tasks only its own.

    Raises:
        HuxinError: `unknown_instance` (404), also for a case that the caller may not see.
    """
    user = current_user()
    body = remote("engine.get_instance", {"instance_id": instance_id, "actor": user.actor()})
    instance = body["instance"]
    if not sees_case(user, instance):
        raise HuxinError("unknown_instance", "There is no such case", instance_id, status=404)
    if user.is_firm:
        tasks = [task for task in instance.get("tasks", ()) if sees_task(user, task)]
        body = {**body, "instance": {**instance, "tasks": tasks, "incidents": []}}
    return body


def check_may_act(task_id: str) -> None:
    """Refuse work on a task that the caller may not even see; who sees every place is left to the engine.

    Raises:
        HuxinError: `unknown_task` (404).
    """
    if not sees_every_place(current_user()):
        seen_task(task_id)


def _is_own_affair(user: User, record: dict[str, Any]) -> bool:
    """Tell whether a task or case is a firm's own: by the owner that it names, else by the application that it is about."""
    if record.get("owner"):
        return record["owner"] in user.firms
    key = record.get("business_key")
    if not key:
        return False
    known: dict[str, bool] = g.setdefault("own_affairs", {})
    if key not in known:
        try:
            remote("permits.get_application", {"application_id": key, "firms": list(user.firms)})
        except HuxinError as error:
            if error.status != 404:  # noqa: PLR2004 - not the firm's, or no application at all
                raise
            known[key] = False
        else:
            known[key] = True
    return known[key]
