"""What a signed-in person may see, place first: its own jurisdiction; overseers of the national level see all.

Cases, tasks and incidents are decided by the engine, to which every question goes with its asker; projects, applications and money by
their services, which are told the asker's place and firms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def needs_every_place() -> None:
    """Refuse a person of one place what concerns all of them.

    Raises:
        HuxinError: `not_allowed` (403).
    """
    if not sees_every_place(current_user()):
        raise HuxinError(
            "not_allowed", "You may not do this", "it concerns all jurisdictions", status=403, fix="Ask the national level's administrator."
        )


def seen_case(instance_id: str) -> dict[str, Any]:
    """Return the engine's answer about a case.

    Raises:
        HuxinError: `unknown_instance` (404), also for a case that the caller may not see.
    """
    return remote("engine.get_instance", {"instance_id": instance_id, "actor": current_user().actor()})


def seen_project(project_id: str) -> dict[str, Any]:
    """Return a project that the caller may see.

    Raises:
        HuxinError: `unknown_project` (404), also for one of another place or of other firms: its existence is not told.
    """
    user, cursor = current_user(), None
    place = None if sees_every_place(user) else user.jurisdiction
    firms = list(user.firms) if user.is_firm else None
    while True:
        page = remote("permits.list_projects", {"jurisdiction": place, "firms": firms, "cursor": cursor, "limit": 100})
        found: dict[str, Any] | None = next((project for project in page["items"] if project["id"] == project_id), None)
        if found:
            return found
        cursor = page["next_cursor"]
        if cursor is None:
            raise HuxinError("unknown_project", "No such project", f"there is no project {project_id}", status=404)
