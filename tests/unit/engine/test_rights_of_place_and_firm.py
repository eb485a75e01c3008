"""A task is its place's and, where it names one, its firm's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.engine.domain.model import TaskRecord
from services.engine.domain.rights import actor_from, check_may_work
from services.kernel.errors import HuxinError


def task(**changes):
    fields = {
        "id": "t", "instance_id": "i", "token": 1, "element_id": "e", "name": "补正材料", "department": "construction_unit",
        "jurisdiction": "shaoxing", "process": "p", "priority": 50, "created_at": datetime(2026, 1, 1, tzinfo=UTC), "due_at": None,
    }  # fmt: skip
    return TaskRecord(**{**fields, **changes})


def actor(**changes):
    return actor_from({"user": "u", "departments": ["construction_unit"], "roles": ["clerk"], "jurisdiction": "shaoxing", **changes})


def test_a_firm_works_on_its_own_task():
    check_may_work(actor(firms=["A"]), task(owner="A"))


def test_a_firm_does_not_work_on_another_firms_task():
    with pytest.raises(HuxinError) as caught:
        check_may_work(actor(firms=["B"]), task(owner="A"))
    assert caught.value.code == "not_your_task"


def test_a_department_works_on_tasks_of_its_own_place_only():
    with pytest.raises(HuxinError) as caught:
        check_may_work(actor(jurisdiction="toli-draft"), task())
    assert caught.value.status == 403


def test_a_supervisor_of_another_place_has_no_say():
    with pytest.raises(HuxinError):
        check_may_work(actor(jurisdiction="toli-draft", roles=["supervisor"]), task())


def test_the_national_level_works_everywhere_where_it_oversees():
    check_may_work(actor(jurisdiction="national", departments=[], roles=["supervisor"]), task(owner="A"))
