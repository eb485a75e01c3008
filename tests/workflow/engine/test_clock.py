"""Timers and deadlines follow the legal calendar and the movable clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.engine.application import moving, ticking
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError

DIAGRAMS = Path(__file__).parent / "diagrams"


def test_a_months_wait_from_the_last_of_january_ends_with_february(bench):
    bench.clock.move_to(parse_moment("2026-01-31T10:00:00+08:00"))
    bench.deploy(DIAGRAMS / "pause.bpmn")
    instance_id = bench.start("pause")
    # 28 February 2026 is a Saturday that is worked in exchange for the holidays, so nothing moves; the day runs to its midnight.
    assert bench.instance(instance_id)["timers"][0]["due_at"] == "2026-03-01T00:00:00+08:00"


def test_a_timer_fires_at_its_moment_and_not_before(bench):
    bench.clock.move_to(parse_moment("2026-01-31T10:00:00+08:00"))
    bench.deploy(DIAGRAMS / "pause.bpmn")
    instance_id = bench.start("pause")
    assert moving.move_clock(bench.context, "2026-02-28T23:59:59+08:00")["fired"] == 0
    assert moving.move_clock(bench.context, "2026-03-01T00:00:00+08:00")["fired"] == 1
    (timer,) = bench.instance(instance_id)["timers"]
    assert (timer["element_id"], timer["due_at"]) == ("hours", "2026-03-02T00:00:00+08:00")


def test_one_move_fires_what_follows_at_its_own_time(bench):
    bench.clock.move_to(parse_moment("2026-01-31T10:00:00+08:00"))
    bench.deploy(DIAGRAMS / "pause.bpmn")
    instance_id = bench.start("pause")
    moved = moving.move_clock(bench.context, "2026-06-01T09:00:00+08:00")
    assert moved == {"now": "2026-06-01T09:00:00+08:00", "fired": 2}
    view = bench.instance(instance_id)
    # The second wait began when the first one ended, not when somebody moved the clock.
    assert (view["state"], view["ended_at"]) == ("completed", "2026-03-02T00:00:00+08:00")


def test_an_overdue_task_tells_and_stays(bench):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    instance_id = bench.start("deadline")
    moving.move_clock(bench.context, "2026-02-25T09:00:00+08:00")
    (event,) = bench.events()
    assert (event.type, event.subject, event.data) == ("case.late.noted", "C-1", {"case_id": "C-1"})
    (task,) = bench.tasks(instance_id=instance_id)
    bench.complete(task["id"])
    assert bench.instance(instance_id)["state"] == "completed"


def test_a_task_done_in_time_takes_its_timer_along(bench):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    instance_id = bench.start("deadline")
    bench.complete(bench.tasks(instance_id=instance_id)[0]["id"])
    moving.move_clock(bench.context, "2026-03-25T09:00:00+08:00")
    assert bench.events() == []
    assert ticking.next_due(bench.context) is None


def test_the_clock_moves_forward_only(bench):
    with pytest.raises(HuxinError) as caught:
        moving.move_clock(bench.context, "2026-02-09T09:00:00+08:00")
    assert caught.value.code == "clock_backwards"


@pytest.mark.parametrize(("to", "code"), [("tomorrow", "bad_time"), ("2026-03-01T09:00:00", "naive_datetime")])
def test_a_bad_moment_is_refused(bench, to, code):
    with pytest.raises(HuxinError) as caught:
        moving.move_clock(bench.context, to)
    assert caught.value.code == code
