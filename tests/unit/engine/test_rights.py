"""Who may work on a task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.engine.domain.model import Actor, TaskRecord, TaskState
from services.engine.domain.rights import actor_from, check_may_work, check_not_anothers, check_open, check_operator
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError

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


def actor(*departments: str, roles: tuple[str, ...] = ()) -> Actor:
    return Actor(user="示例", departments=departments, roles=roles)


def test_the_tasks_department_may_work():
    check_may_work(actor("permit_authority"), TASK)


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_overseers_may_work_everywhere(role):
    check_may_work(actor("court", roles=(role,)), TASK)


@pytest.mark.parametrize("who", [actor(), actor("court"), actor("court", roles=("clerk",))])
def test_others_may_not(who):
    with pytest.raises(HuxinError) as caught:
        check_may_work(who, TASK)
    assert (caught.value.code, caught.value.status) == ("not_your_task", 403)


def test_a_task_with_roles_needs_one_of_them():
    task = replace(TASK, roles=("head", "deputy"))
    check_may_work(actor("permit_authority", roles=("deputy",)), task)
    with pytest.raises(HuxinError, match="head, deputy"):
        check_may_work(actor("permit_authority", roles=("clerk",)), task)


def test_a_colleagues_claim_is_respected():
    task = replace(TASK, state=TaskState.CLAIMED, assignee="示例同事")
    with pytest.raises(HuxinError) as caught:
        check_not_anothers(actor("permit_authority"), task)
    assert (caught.value.code, caught.value.status) == ("claimed_by_another", 409)
    check_not_anothers(Actor(user="示例同事"), task)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.CANCELLED])
def test_a_task_that_is_over_is_over(state):
    with pytest.raises(HuxinError) as caught:
        check_open(replace(TASK, state=state, completed_by="示例同事"))
    assert (caught.value.code, caught.value.status) == ("task_not_open", 409)


@pytest.mark.parametrize("body", [None, {}, {"user": ""}, {"user": 5}, {"user": "a", "roles": "clerk"}, {"user": "a", "departments": [1]}])
def test_an_unreadable_actor_is_refused(body):
    with pytest.raises(HuxinError) as caught:
        actor_from(body)
    assert caught.value.code == "bad_actor"


def test_only_operators_decide_about_incidents():
    check_operator(actor(roles=("operator",)))
    with pytest.raises(HuxinError) as caught:
        check_operator(actor("permit_authority", roles=("clerk",)))
    assert caught.value.status == 403
