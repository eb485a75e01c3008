"""Who may see and do what: place, department, firm, role. Denied by default."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from services.engine.domain import rights
from services.engine.domain.model import Actor, TaskRecord, TaskState
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError

FIRM_A, FIRM_B = "91000000EXAMPLE0A1", "91000000EXAMPLE0B2"
TASK = TaskRecord(
    id="t",
    instance_id="i",
    token=1,
    element_id="decide",
    name="决定",
    department="permit_authority",
    jurisdiction="shaoxing",
    process="p",
    priority=50,
    created_at=parse_moment("2026-02-10T09:00:00+08:00"),
    due_at=None,
)
FIRMS_TASK = replace(TASK, department="contractor", owner=FIRM_A)


def actor(*departments: str, roles: tuple[str, ...] = ("clerk",), place: str | None = "shaoxing", firms: tuple[str, ...] = ()) -> Actor:
    return Actor(user="示例", departments=departments, roles=roles, jurisdiction=place, firms=firms)


SYSTEM = Actor(user="system:示例")
CLERK = actor("permit_authority")
OF_A = actor("contractor", firms=(FIRM_A,))
OF_B = actor("contractor", firms=(FIRM_B,))
BANK = actor("account_bank")
LOCAL_ADMIN = actor(roles=("administrator", "operator"))
NATIONAL_ADMIN = actor(roles=("administrator",), place="national")
NATIONAL_OPERATOR = actor(roles=("operator",), place="national")
NATIONAL_CLERK = actor("permit_authority", place="national")
PLACELESS = actor("permit_authority", roles=("administrator", "operator", "supervisor"), place=None)
MIGHTY_FIRM = actor("contractor", roles=("administrator", "operator", "supervisor"), place="national", firms=(FIRM_A,))
EVERYBODY = {
    "system": SYSTEM, "clerk": CLERK, "a": OF_A, "b": OF_B, "bank": BANK, "local-admin": LOCAL_ADMIN, "admin": NATIONAL_ADMIN,
    "operator": NATIONAL_OPERATOR, "national-clerk": NATIONAL_CLERK, "placeless": PLACELESS, "mighty-firm": MIGHTY_FIRM,
}  # fmt: skip


def allowed(check) -> set[str]:
    """Return the names of those whom a check lets through."""
    found = set()
    for name, who in EVERYBODY.items():
        with suppress(HuxinError):
            if check(who) is not False:
                found.add(name)
    return found


PUBLIC_OF_THE_PLACE = {"system", "clerk", "bank", "local-admin", "admin", "operator"}


def test_a_case_is_seen_in_its_place_and_by_the_firms_that_take_part():
    assert allowed(lambda who: rights.sees_case(who, "shaoxing", ())) == PUBLIC_OF_THE_PLACE
    assert allowed(lambda who: rights.sees_case(who, "shaoxing", (FIRM_A,))) == PUBLIC_OF_THE_PLACE | {"a"}
    assert allowed(lambda who: rights.sees_case(who, "shaoxing", (FIRM_B, FIRM_A))) == PUBLIC_OF_THE_PLACE | {"a", "b"}
    assert allowed(lambda who: rights.sees_case(who, "toli-draft", (FIRM_A, FIRM_B))) == {"system", "admin", "operator"}


def sees(task: TaskRecord, *parties: str):
    place = {"jurisdiction": task.jurisdiction, "parties": parties}
    return allowed(lambda who: rights.sees_task(who, task.department, task.owner, **place))


def test_a_task_is_seen_by_its_department_its_firm_and_overseers():
    assert sees(TASK) == {"system", "clerk", "local-admin", "admin"}
    assert sees(FIRMS_TASK) == {"system", "a", "local-admin", "admin"}
    assert sees(replace(TASK, jurisdiction="toli-draft")) == {"system", "admin"}


def test_the_firm_that_a_task_names_decides_and_else_who_takes_part():
    assert "b" not in sees(FIRMS_TASK, FIRM_A, FIRM_B)
    of_all = replace(FIRMS_TASK, owner=None)
    assert {"a", "b"} & sees(of_all) == set()
    assert {"a", "b"} & sees(of_all, FIRM_B) == {"b"}


def test_work_on_a_task_that_one_may_not_see_meets_no_task():
    assert allowed(lambda who: rights.check_may_work(who, TASK)) == {"system", "clerk", "local-admin", "admin"}
    with pytest.raises(HuxinError) as caught:
        rights.check_may_work(BANK, TASK)
    assert (caught.value.code, caught.value.status) == ("unknown_task", 404)


def test_a_task_with_roles_needs_one_of_them():
    task = replace(TASK, roles=("head", "deputy"))
    rights.check_may_work(actor("permit_authority", roles=("deputy",)), task)
    with pytest.raises(HuxinError, match="head, deputy") as caught:
        rights.check_may_work(CLERK, task)
    assert (caught.value.code, caught.value.status) == ("not_your_task", 403)


def test_a_colleagues_claim_is_respected():
    task = replace(TASK, state=TaskState.CLAIMED, assignee="示例同事")
    with pytest.raises(HuxinError) as caught:
        rights.check_not_anothers(CLERK, task)
    assert (caught.value.code, caught.value.status) == ("claimed_by_another", 409)
    rights.check_not_anothers(Actor(user="示例同事"), task)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CANCELLED])
def test_a_task_that_is_over_is_over(state):
    with pytest.raises(HuxinError) as caught:
        rights.check_open(replace(TASK, state=state, completed_by="示例同事"))
    assert (caught.value.code, caught.value.status) == ("task_not_open", 409)


def test_what_concerns_every_place_needs_its_role_at_the_national_level():
    assert allowed(rights.check_may_deploy) == {"system", "admin"}
    assert allowed(rights.check_may_send) == {"system", "admin", "operator"}
    assert allowed(rights.check_may_resolve) == {"system", "admin", "operator"}


def test_starting_by_hand_and_looking_at_incidents_need_a_role():
    assert allowed(lambda who: rights.check_may_start(who, "shaoxing")) == {"system", "local-admin", "admin", "operator"}
    assert allowed(lambda who: rights.check_may_start(who, "toli-draft")) == {"system", "admin", "operator"}
    assert allowed(rights.check_operator) == {"system", "local-admin", "admin", "operator", "placeless"}


def test_a_list_is_limited_to_the_place_of_who_asks():
    assert rights.place_of(CLERK, None) == rights.place_of(CLERK, "shaoxing") == "shaoxing"
    assert rights.place_of(NATIONAL_OPERATOR, None) is None
    assert rights.place_of(NATIONAL_OPERATOR, "toli-draft") == "toli-draft"
    for who, wanted in ((CLERK, "toli-draft"), (PLACELESS, None), (PLACELESS, "shaoxing"), (MIGHTY_FIRM, "shaoxing")):
        with pytest.raises(HuxinError) as caught:
            rights.place_of(who, wanted)
        assert caught.value.code == "not_your_jurisdiction"


def test_a_queue_is_limited_to_the_departments_of_who_asks():
    assert rights.departments_of(CLERK, None) == ["permit_authority"]
    assert rights.departments_of(CLERK, []) == []
    assert rights.departments_of(LOCAL_ADMIN, None) is None
    assert rights.departments_of(LOCAL_ADMIN, ["court"]) == ["court"]
    for who in (CLERK, MIGHTY_FIRM):
        with pytest.raises(HuxinError) as caught:
            rights.departments_of(who, ["court"])
        assert caught.value.code == "not_your_department"


def test_a_firms_lists_are_limited_to_its_own_affairs():
    assert rights.firms_of(OF_A) == [FIRM_A]
    assert rights.firms_of(OF_A, [FIRM_A, FIRM_B]) == [FIRM_A]
    assert rights.firms_of(OF_A, [FIRM_B]) == []
    assert rights.firms_of(CLERK) is None
    assert rights.firms_of(CLERK, [FIRM_B]) == [FIRM_B]


@pytest.mark.parametrize("body", [None, {}, {"user": ""}, {"user": 5}, {"user": "a", "roles": "clerk"}, {"user": "a", "departments": [1]}])
def test_an_unreadable_actor_is_refused(body):
    with pytest.raises(HuxinError) as caught:
        rights.actor_from(body)
    assert caught.value.code == "bad_actor"


def test_an_actor_is_read_whole():
    body = {"user": "u", "departments": ["d"], "roles": ["clerk"], "jurisdiction": "shaoxing", "firms": [FIRM_A]}
    assert rights.actor_from(body) == Actor(user="u", departments=("d",), roles=("clerk",), jurisdiction="shaoxing", firms=(FIRM_A,))
