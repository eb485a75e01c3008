"""Notes about changes: what one moment gathered leaves as one message, and arrives note by note."""

from __future__ import annotations

from services.contracts.envelope import Message
from services.engine.entrypoints.providers import LiveNotes
from services.runtime.messaging.broker import Delivery
from services.runtime.messaging.handling import Job
from services.runtime.messaging.letters import run_note
from services.runtime.messaging.topology import LIVE

TASK = {"kind": "task", "id": "t-1", "department": "permit_authority"}


def heard(raw: bytes) -> list[dict]:
    """Return what a gateway's handler is told about a raw message."""
    found: list[dict] = []
    acknowledged: list[bool] = []
    delivery = Delivery("huxin.live", LIVE, "", raw, lambda: acknowledged.append(True), lambda: None)
    run_note(Job(delivery, "changed", None, lambda _job: None), found.append)
    assert acknowledged == [True]
    return found


def test_changes_of_one_moment_leave_as_one_message_and_each_is_heard_once():
    sent = []
    notes = LiveNotes(sent.append)
    notes.changed("task", "t-1", "permit_authority")
    notes.changed("instance", "i-1")
    notes.changed("instance", "i-1")
    notes.changed("task", "t-1")
    notes.flush()
    assert len(sent) == 1
    assert heard(sent[0].body) == [TASK, {"kind": "instance", "id": "i-1", "department": None}]


def test_when_very_many_changed_pages_hear_only_that_many_did():
    sent = []
    notes = LiveNotes(sent.append)
    for number in range(60):
        notes.changed("instance", f"i-{number}")
    notes.changed("task", "t-1", "permit_authority")
    notes.flush()
    assert heard(sent[0].body) == [{"kind": "instance", "id": None, "department": None}, TASK]


def test_a_single_note_is_heard_too():
    assert heard(Message.new("live", TASK, service="permits").to_bytes()) == [TASK]
