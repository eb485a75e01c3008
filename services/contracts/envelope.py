"""The envelope around everything that crosses a broker: CloudEvents 1.0, structured JSON, frozen."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from services.kernel.clock import SystemClock
from services.kernel.errors import HuxinError
from services.kernel.ids import uuid7

CONTENT_TYPE = "application/cloudevents+json"
_REQUIRED = ("id", "type", "source", "time")
_OPTIONAL = ("subject", "jurisdiction", "causationid", "traceparent", "dataschema")


class BadMessage(HuxinError):  # noqa: N818 - the name is a contract between the parts
    """A body that is not one of our envelopes. Its sender cannot be answered, so it goes to `huxin.dead`."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "bad_message",
            "The message cannot be read",
            detail,
            fix="Send CloudEvents 1.0 in structured JSON with id, type, source, time and an object in data.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message.

    Attributes:
        id: UUIDv7 as text; a receiver acts once per id.
        type: operation, `<operation>.reply` or event name.
        source: `huxin/<service>`.
        time: aware moment of making.
        data: a JSON object.
        subject: what it is about: the process instance of a command, the correlation key of an event.
        jurisdiction: whose rules apply, for example `shaoxing`.
        causationid: id of the message that brought this one about.
        traceparent: W3C trace context.
        dataschema: `urn:huxin:<type>:<version>`.
    """

    id: str
    type: str
    source: str
    time: datetime
    data: dict[str, Any]
    subject: str | None = None
    jurisdiction: str | None = None
    causationid: str | None = None
    traceparent: str | None = None
    dataschema: str | None = None

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise BadMessage("time has no offset from UTC")

    @classmethod
    def new(  # noqa: PLR0913 - the attributes of an envelope
        cls,
        type_: str,
        data: dict[str, Any],
        *,
        service: str,
        subject: str | None = None,
        jurisdiction: str | None = None,
        causationid: str | None = None,
        traceparent: str | None = None,
        version: int = 1,
        time: datetime | None = None,
    ) -> Message:
        """Make a message with a fresh id; `time` defaults to now."""
        return cls(
            id=uuid7(),
            type=type_,
            source=f"huxin/{service}",
            time=time or SystemClock().now().astimezone(UTC),
            data=data,
            subject=subject,
            jurisdiction=jurisdiction,
            causationid=causationid,
            traceparent=traceparent,
            dataschema=f"urn:huxin:{type_}:{version}",
        )

    @property
    def key(self) -> bytes:
        """The id in 16 bytes, as inbox and outbox store it; a foreign id that is no UUID is hashed into one."""
        return id_bytes(self.id)

    def to_bytes(self) -> bytes:
        """Return structured CloudEvents JSON.

        Raises:
            BadMessage: if `data` holds something JSON cannot say.
        """
        body: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "time": self.time.isoformat(),
            "datacontenttype": "application/json",
        }
        for name in _OPTIONAL:
            value = getattr(self, name)
            if value is not None:
                body[name] = value
        body["data"] = self.data
        try:
            return orjson.dumps(body)
        except TypeError as error:
            raise BadMessage(f"{self.type}: data is not plain JSON: {error}") from error

    @classmethod
    def from_bytes(cls, raw: bytes) -> Message:
        """Read an envelope.

        Raises:
            BadMessage: whatever is wrong with it, and nothing else.
        """
        try:
            body = orjson.loads(raw)
        except (ValueError, TypeError) as error:
            raise BadMessage(f"not JSON: {error}") from error
        if not isinstance(body, dict):
            raise BadMessage("not a JSON object")
        values = {name: _text(body, name) for name in (*_REQUIRED, *_OPTIONAL)}
        for name in _REQUIRED:
            if not values[name]:
                raise BadMessage(f"{name} is missing")
        data = body.get("data")
        if not isinstance(data, dict):
            raise BadMessage("data is not an object")
        moment = _moment(str(values.pop("time")))
        return cls(time=moment, data=data, **values)  # type: ignore[arg-type]  # the loop above showed the required ones to be text


def id_bytes(text: str) -> bytes:
    """Return a message id as 16 bytes."""
    try:
        return uuid.UUID(text).bytes
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_URL, text).bytes


def _text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise BadMessage(f"{name} is not text")
    return value


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadMessage(f"time {text[:40]!r} is not ISO 8601") from error
