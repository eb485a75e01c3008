"""A due time in a year without published holidays is counted again when the notice is known (design: legal time)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from services.engine.application import recounting, ticking
from services.kernel.clock import parse_moment
from services.kernel.errors import HuxinError

DIAGRAMS = Path(__file__).parents[2] / "workflow" / "engine" / "diagrams"
YEAR_END = "2027-02-01T09:00:00+08:00"


def published(bench, shift=timedelta(days=1)):
    """Return the bench's engine after a start with a calendar in which nothing is provisional and everything ends a day later."""
    counting = bench.context.count_due

    def count_due(start, duration, count, jurisdiction):
        due = counting(start, duration, count, jurisdiction)
        return replace(due, provisional=False, at=due.at + shift)

    bench.context = replace(bench.context, count_due=count_due, start_up=type(bench.context.start_up)())
    return bench.context


def open_deadline(bench):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    bench.clock.move_to(parse_moment(YEAR_END))
    instance_id = bench.start("deadline", data={"case_id": "C-1"})
    return instance_id, bench.tasks(instance_id=instance_id)[0]


def timers(bench, instance_id):
    with bench.context.store.reading() as session:
        return [timer.due_at for timer in session.timers_of(instance_id)]


def provisional(bench):
    with bench.context.store.reading() as session:
        return session.provisional_dues(None, 10)


def test_task_and_timer_move_when_the_notice_is_known_and_the_history_says_so(bench):
    instance_id, task = open_deadline(bench)
    (timer,) = timers(bench, instance_id)
    assert len(provisional(bench)) == 2
    assert recounting.recount(published(bench)) == 2
    assert timers(bench, instance_id) == [timer + timedelta(days=1)]
    (moved,) = bench.tasks(instance_id=instance_id)
    assert parse_moment(moved["due_at"]) == parse_moment(task["due_at"]) + timedelta(days=1)
    assert provisional(bench) == []
    steps = bench.context.store
    with steps.reading() as session:
        bodies = [row.body.decode() for row in session.history(instance_id)]
    assert sum("recount" in body and "→" in body for body in bodies) == 2


def test_the_moved_timer_fires_at_its_new_time(bench):
    instance_id, _ = open_deadline(bench)
    (timer,) = timers(bench, instance_id)
    recounting.recount_once(published(bench))
    bench.clock.move_to(timer)
    assert ticking.tick(bench.context) == 0
    bench.clock.advance(timedelta(days=1))
    assert ticking.tick(bench.context) == 1


def test_a_year_that_is_still_unpublished_stays_provisional(bench):
    instance_id, _ = open_deadline(bench)
    before = timers(bench, instance_id)
    assert recounting.recount(bench.context) == 0
    assert (timers(bench, instance_id), len(provisional(bench))) == (before, 2)


def test_what_is_over_is_forgotten(bench):
    instance_id, task = open_deadline(bench)
    bench.complete(task["id"])
    assert bench.instance(instance_id)["state"] == "completed"
    assert recounting.recount(published(bench)) == 0
    assert provisional(bench) == []


def test_it_is_done_once_after_a_start(bench):
    open_deadline(bench)
    recounting.recount_once(bench.context)
    context = replace(published(bench), start_up=bench.context.start_up)
    context.start_up.recounted = True
    recounting.recount_once(context)
    assert len(provisional(bench)) == 2


def test_a_published_year_needs_none_of_it(bench):
    bench.deploy(DIAGRAMS / "deadline.bpmn")
    bench.start("deadline", data={"case_id": "C-1"})
    assert provisional(bench) == []


def test_one_that_cannot_be_counted_keeps_the_others_from_nothing(bench):
    first, _ = open_deadline(bench)
    bench.start("deadline", data={"case_id": "C-2"})
    counting = published(bench).count_due

    def count_due(start, duration, count, jurisdiction):
        if not calls:
            calls.append(duration)
            raise HuxinError("date_out_of_range", "The date cannot be counted", "as the test wants")
        return counting(start, duration, count, jurisdiction)

    calls: list[str] = []
    assert recounting.recount(replace(bench.context, count_due=count_due)) == 3
    assert [due.instance_id for due in provisional(bench)] == [first]
