"""The chained history."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.engine.domain.history import GENESIS, broken_at, link, milliseconds, moment, pack, unpack
from services.engine.domain.model import HistoryRow
from services.engine.domain.waits import Passed
from services.kernel.clock import parse_moment

AT = parse_moment("2026-02-10T09:00:00+08:00")
NAMES = ["begin", "decide", "end"]


def chain(bodies: list[bytes], instance_id: str = "one") -> tuple[list[HistoryRow], bytes]:
    rows, last = [], GENESIS
    for seq, body in enumerate(bodies, start=1):
        last = link(last, instance_id, seq, body)
        rows.append(HistoryRow(instance_id=instance_id, seq=seq, body=body, chain=last))
    return rows, last


def test_a_row_reads_as_it_was_written():
    passed = [Passed(element_id="begin", what="completed"), Passed(element_id="elsewhere", what="cancelled")]
    body = pack(AT, "complete", "示例经办", passed=passed, extra={"data": {"decision": "approve"}}, elements=NAMES)
    step = unpack(HistoryRow(instance_id="one", seq=1, body=body, chain=b""), NAMES)
    assert (step.at, step.kind, step.actor) == (AT, "complete", "示例经办")
    assert step.passed == (("begin", "completed"), ("elsewhere", "cancelled"))
    assert step.extra == {"data": {"decision": "approve"}}


def test_an_untouched_chain_holds():
    rows, last = chain([b"one", b"two", b"three"])
    assert broken_at(rows, "one", last) is None


@given(st.lists(st.binary(min_size=1), min_size=1, max_size=6), st.data())
def test_any_change_of_a_row_shows_where_it_is(bodies, data):
    rows, last = chain(bodies)
    place = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.binary().filter(lambda body: body != rows[place].body))
    rows[place] = replace(rows[place], body=other)
    assert broken_at(rows, "one", last) == place + 1


def test_a_removed_last_row_shows():
    rows, last = chain([b"one", b"two", b"three"])
    assert broken_at(rows[:-1], "one", last) == 3


def test_a_removed_row_in_the_middle_shows():
    rows, last = chain([b"one", b"two", b"three"])
    assert broken_at([rows[0], rows[2]], "one", last) == 2


def test_rows_of_another_instance_do_not_fit():
    rows, last = chain([b"one"], "another")
    assert broken_at(rows, "one", last) == 1


def test_a_forged_tail_needs_the_instances_own_row():
    rows, last = chain([b"one", b"two"])
    forged, _ = chain([b"one", b"forged"])
    assert broken_at(forged, "one", last) == 3
    assert broken_at(rows, "one", last) is None


@given(st.datetimes(min_value=AT.replace(tzinfo=None)).map(lambda naive: naive.replace(tzinfo=AT.tzinfo, microsecond=0)))
def test_moments_survive_storing(at):
    assert moment(milliseconds(at)) == at
