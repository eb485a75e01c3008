"""Queues and what a person does with a task."""

from __future__ import annotations

import pytest

from services.engine.application import queries, tasks
from services.engine.entrypoints.testing import CLERK, OTHER_CLERK, STRANGER, SUPERVISOR
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7


def test_a_task_tells_where_it_belongs_and_when_it_is_due(bench):
    _instance, task = bench.to_decision()
    assert (task["department"], task["state"], task["assignee"]) == ("permit_authority", "open", None)
    # Five working days from Tuesday 10 February 2026: 11, 12, 13; Saturday the 14th is worked; the holidays run from the 15th
    # to the 23rd; so the fifth is the 24th, and its end is the next midnight.
    assert task["due_at"] == "2026-02-25T00:00:00+08:00"


def test_a_single_task_explains_its_due_time_and_shows_the_data(bench):
    _instance, task = bench.to_decision(text="资金到位")
    shown = queries.get_task(bench.context, task["id"])["task"]
    assert shown["data"]["text"] == "资金到位"
    assert shown["due"]["count"] == "working"
    assert {"2026-02-16", "2026-02-23"} <= {skipped["day"] for skipped in shown["due"]["skipped"]}


def test_claim_release_and_complete(bench):
    _instance, task = bench.to_decision()
    claimed = tasks.claim_task(bench.context, task_id=task["id"], actor=CLERK)["task"]
    assert (claimed["state"], claimed["assignee"]) == ("claimed", CLERK.user)
    with pytest.raises(HuxinError, match="claimed by"):
        bench.complete(task["id"], {"decision": "approve"}, OTHER_CLERK)
    with pytest.raises(HuxinError, match="claimed by"):
        tasks.release_task(bench.context, task_id=task["id"], actor=OTHER_CLERK)
    tasks.release_task(bench.context, task_id=task["id"], actor=SUPERVISOR)
    done = bench.complete(task["id"], {"decision": "approve"}, OTHER_CLERK)["task"]
    assert (done["state"], done["completed_by"], done["assignee"]) == ("completed", OTHER_CLERK.user, OTHER_CLERK.user)
    assert bench.tasks() == []
    (listed,) = bench.tasks(state="done")
    assert (listed["id"], listed["completed_by"]) == (task["id"], OTHER_CLERK.user)
    assert listed["assignee"] == OTHER_CLERK.user


def test_another_department_may_not_touch_it(bench):
    _instance, task = bench.to_decision()
    for act in (tasks.claim_task, tasks.complete_task, tasks.release_task, tasks.save_draft):
        with pytest.raises(HuxinError) as caught:
            act(bench.context, task_id=task["id"], actor=STRANGER)
        assert (caught.value.code, caught.value.status) == ("unknown_task", 404)
    assert bench.tasks()[0]["version"] == task["version"]


def test_a_task_is_completed_once(bench):
    _instance, task = bench.to_decision()
    bench.complete(task["id"], {"decision": "approve"})
    with pytest.raises(HuxinError) as caught:
        bench.complete(task["id"], {"decision": "approve"}, OTHER_CLERK)
    assert (caught.value.code, caught.value.status) == ("task_not_open", 409)
    assert CLERK.user in caught.value.detail


def test_an_old_view_of_a_task_is_refused(bench):
    _instance, task = bench.to_decision()
    tasks.claim_task(bench.context, task_id=task["id"], actor=CLERK)
    with pytest.raises(HuxinError) as caught:
        tasks.complete_task(bench.context, task_id=task["id"], actor=CLERK, version=task["version"], data={"decision": "approve"})
    assert (caught.value.code, caught.value.status) == ("task_changed", 412)


def test_a_draft_is_kept_and_replaced(bench):
    _instance, task = bench.to_decision()
    tasks.save_draft(bench.context, task_id=task["id"], actor=CLERK, data={"note": "half"})
    tasks.save_draft(bench.context, task_id=task["id"], actor=CLERK, data={"note": "whole"})
    assert queries.get_task(bench.context, task["id"])["task"]["draft"] == {"note": "whole"}


def test_an_unknown_task_is_told(bench):
    with pytest.raises(HuxinError) as caught:
        tasks.claim_task(bench.context, task_id=uuid7(), actor=CLERK)
    assert caught.value.code == "unknown_task"


def fill(bench, count: int) -> list[str]:
    for number in range(count):
        bench.start(data={"case_id": f"C-{number}"})
        if number % 3 == 2:
            bench.clock.advance(bench.context.early_retention)
    bench.answer()
    return [task["id"] for task in bench.tasks(limit=100)]


@pytest.mark.parametrize("sort", ["due", "since"])
def test_pages_follow_each_other_without_gap_or_repeat(bench, sort):
    everything = set(fill(bench, 11))
    seen, cursor = [], None
    while True:
        page = queries.list_tasks(bench.context, {"departments": ["permit_authority", "court"], "sort": sort, "limit": 4, "cursor": cursor})
        seen += [task["id"] for task in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == 11
    assert set(seen) == everything


def test_queues_are_filtered(bench):
    fill(bench, 4)
    assert [task["business_key"] for task in bench.tasks(text="C-2")] == ["C-2"]
    assert [task["business_key"] for task in bench.tasks(business_key="C-3")] == ["C-3"]
    assert bench.tasks(text="100%") == []
    assert bench.tasks(process="other") == []
    assert bench.tasks(departments=[]) == []
    assert len(bench.tasks(departments=None)) == 4
    tasks.claim_task(bench.context, task_id=bench.tasks()[0]["id"], actor=CLERK)
    assert len(bench.tasks(assignee=CLERK.user)) == 1
    assert len(bench.tasks(state="claimed")) == 1


def test_counts_tell_open_own_and_overdue(bench):
    _instance, task = bench.to_decision()
    tasks.claim_task(bench.context, task_id=task["id"], actor=CLERK)
    counts = queries.count_tasks(bench.context, ["permit_authority"], CLERK.user)
    assert (counts["open"], counts["mine"], counts["overdue"]) == (1, 1, 0)
    bench.clock.advance(bench.context.early_retention)
    counts = queries.count_tasks(bench.context, ["permit_authority"], CLERK.user)
    assert counts["overdue"] == 1
    assert counts["by_process"][0]["name"] == "基准流程"
    assert len(bench.tasks(overdue=True)) == 1


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "nonsense"}, {"cursor": "bnVsbA"}])
def test_a_bad_page_is_refused(bench, query):
    with pytest.raises(HuxinError) as caught:
        queries.list_tasks(bench.context, query)
    assert caught.value.code in {"bad_limit", "bad_cursor"}
