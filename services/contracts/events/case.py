"""Events of the reference service: what the reference process waits for."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Text


class ReplyReceived(Contract):
    """The party answered."""

    text = Text()


REPLY_RECEIVED = Event(name="case.reply.received", data=ReplyReceived, title_zh="已收到答复", title_en="Reply received")
