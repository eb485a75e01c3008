"""The envelope: what goes in comes out, and nothing that comes in breaks the reader."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timezone
from typing import Any

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.envelope import BadMessage, Message, id_bytes
from services.kernel.ids import is_uuid7

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(min_value=-(2**53), max_value=2**53) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), JSON, max_size=4)


@given(data=OBJECTS, subject=st.none() | st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_an_envelope_survives_the_wire(data: dict[str, Any], subject: str | None) -> None:
    message = Message.new("case.act", data, service="engine", subject=subject, jurisdiction="shaoxing", causationid="x", traceparent="y")
    assert Message.from_bytes(message.to_bytes()) == message


@given(raw=st.binary() | OBJECTS.map(orjson.dumps))
def test_whatever_arrives_is_read_or_refused_in_one_way(raw: bytes) -> None:
    with suppress(BadMessage):
        assert isinstance(Message.from_bytes(raw).data, dict)


WHOLE = {"id": "i", "type": "t", "source": "s", "time": "2025-01-01T00:00:00+08:00", "data": {}}


@pytest.mark.parametrize("name", sorted(WHOLE))
@pytest.mark.parametrize("value", [None, 7, [], ""])
def test_a_missing_or_wrong_member_is_named(name: str, value: Any) -> None:
    with pytest.raises(BadMessage, match=name):
        Message.from_bytes(orjson.dumps({**WHOLE, name: value}))


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(BadMessage):
        Message.from_bytes(orjson.dumps({**WHOLE, "time": "2025-01-01T00:00:00"}))
    with pytest.raises(BadMessage):
        Message(id="i", type="t", source="s", time=datetime(2025, 1, 1), data={})  # noqa: DTZ001 - the case under test


def test_unknown_members_do_no_harm() -> None:
    assert Message.from_bytes(orjson.dumps({**WHOLE, "newer": 1})).id == "i"


def test_ids_are_uuid7_and_fit_in_sixteen_bytes() -> None:
    message = Message.new("case.act", {}, service="engine")
    assert is_uuid7(message.id)
    assert message.key.hex() == message.id.replace("-", "")
    assert len(id_bytes("order 17 of a foreign system")) == 16
    assert id_bytes("a") != id_bytes("b")


def test_data_that_json_cannot_say_is_refused_at_the_sender() -> None:
    with pytest.raises(BadMessage, match="plain JSON"):
        Message.new("case.act", {"when": object()}, service="engine").to_bytes()


def test_other_cloudevents_libraries_read_our_envelopes() -> None:
    message = Message.new(
        "permits.permit.issued", {"permit_number": "示例"}, service="permits", subject="A", time=datetime(2025, 3, 1, tzinfo=UTC)
    )
    event = JSONFormat().read(CloudEvent, message.to_bytes())
    assert event.get_id() == message.id
    assert event.get_type() == "permits.permit.issued"
    assert event.get_source() == "huxin/permits"
    assert event.get_data() == {"permit_number": "示例"}
    assert event.get_time().astimezone(timezone.utc) == message.time  # noqa: UP017 - the same moment in any spelling
