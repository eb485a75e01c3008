"""From envelopes to what the engine understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.domain.model import Incoming, Reply
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.contracts.envelope import Message


def reply_of(message: Message) -> Reply:
    """Read a reply.

    Raises:
        HuxinError: code `bad_reply` when it names no command or instance, or says neither result nor error; it becomes a dead letter.
    """
    ok, result, error = message.data.get("ok"), message.data.get("result", {}), message.data.get("error", {})
    if not message.causationid or not message.subject:
        raise _bad(message, "it names no command or no instance")
    if not isinstance(ok, bool) or not isinstance(result, dict) or not isinstance(error, dict):
        raise _bad(message, "its data need `ok` and an object `result` or `error`")
    return Reply(id=message.id, command_id=message.causationid, instance_id=message.subject, ok=ok, result=result, error=error)


def incoming_of(message: Message) -> Incoming:
    """Read an event."""
    return Incoming(
        id=message.id,
        message=message.type,
        subject=message.subject,
        jurisdiction=message.jurisdiction or "national",
        data=message.data,
        actor=f"system:{message.source.rpartition('/')[2] or 'events'}",
    )


def _bad(message: Message, why: str) -> HuxinError:
    return HuxinError("bad_reply", "The reply cannot be used", f"{message.type} {message.id}: {why}")
