"""Live updates: a note reaches the pages that may know of it; pages that went away are forgotten."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import orjson
import pytest

from services.gateway.accounts import SESSION_SECONDS
from services.gateway.live import PAGES_PER_USER, WAITING_NOTES, LiveNotes, Stream
from services.gateway.people import User
from services.kernel.errors import HuxinError

NOTE = {"kind": "task", "id": "01920000-0000-7000-8000-000000000001", "department": "permit_authority"}
CLERK = User(
    username="clerk",
    name_zh="示例",
    name_en="Sample",
    jurisdiction="shaoxing",
    department="construction_authority",
    departments=("construction_authority", "permit_authority"),
    roles=("clerk",),
    firms=(),
)
FIRM = replace(CLERK, username="firm", department="contractor", departments=("contractor",), firms=("91000000EXAMPLE0B2",))


@pytest.fixture
def live(make_face, notes):
    face = make_face(notes=notes)
    face.notes = notes
    return face


def first_note(chunks):
    return next(orjson.loads(chunk.removeprefix(b"data: ")) for chunk in chunks if chunk.startswith(b"data: "))


def test_note_arrives_at_an_open_page(live):
    answer = live.program("permit-clerk").get("/events")
    assert answer.content_type == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    with closing(answer):
        chunks = answer.iter_encoded()
        assert next(chunks) == b": open\n\n"
        live.notes.publish(NOTE)
        assert first_note(chunks) == NOTE


def test_closed_page_is_forgotten(live):
    answer = live.program("permit-clerk").get("/events")
    chunks = answer.iter_encoded()
    next(chunks)
    assert live.notes.open_pages == 1
    answer.close()
    assert live.notes.open_pages == 0


def test_page_that_closes_before_it_reads_is_forgotten_too(notes):
    answer = Stream(notes, notes.open(CLERK), lambda: True)
    assert notes.open_pages == 1
    answer.close()
    assert notes.open_pages == 0


def test_silent_stream_shows_that_it_lives(live):
    with closing(live.program("permit-clerk").get("/events")) as answer:
        chunks = answer.iter_encoded()
        assert [next(chunks), next(chunks)] == [b": open\n\n", b": still here\n\n"]


@pytest.mark.parametrize("ending", ["signs out", "expires"])
def test_stream_ends_with_its_session(live, ending):
    program = live.program("permit-clerk")
    answer = program.get("/events")
    chunks = answer.iter_encoded()
    next(chunks)
    if ending == "signs out":
        program.delete("/session")
    else:
        live.now.seconds += SESSION_SECONDS
    assert list(chunks) in ([], [b": still here\n\n"])
    assert live.notes.open_pages == 0


def test_events_need_a_session(live):
    assert live.client.get("/api/v1/events").status_code == 401


def test_firm_hears_of_its_own_functions_and_of_no_incident(notes):
    waiting = notes.open(FIRM)
    notes.publish({"kind": "task", "id": "1", "department": "permit_authority"})
    notes.publish({"kind": "incident", "id": "2", "department": None})
    notes.publish({"kind": "task", "id": "3", "department": "contractor"})
    notes.publish({"kind": "instance", "id": "4", "department": None})
    assert [waiting.get_nowait()["id"] for _ in range(waiting.qsize())] == ["3", "4"]


def test_page_that_does_not_keep_up_misses_notes_and_blocks_nobody(notes):
    slow, quick = notes.open(CLERK), notes.open(CLERK)
    for number in range(WAITING_NOTES + 5):
        notes.publish({**NOTE, "id": str(number)})
        assert quick.get_nowait()["id"] == str(number)
    assert slow.qsize() == WAITING_NOTES


def test_one_person_opens_only_so_many_pages():
    notes = LiveNotes()
    for _ in range(PAGES_PER_USER):
        notes.open(CLERK)
    with pytest.raises(HuxinError) as refused:
        notes.open(CLERK)
    assert (refused.value.code, refused.value.status) == ("too_many_pages", 429)
    assert notes.open(FIRM) is not None
