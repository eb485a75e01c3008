"""Events of publicity and posting (P19)."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Text


class PostingProven(Contract):
    """Something hangs where it must, with proof."""

    posting_id = Text(required=True)
    kind = Text(required=True)
    about = Text(required=True)
    project_id = Text(required=True)
    posted_on = Day(required=True)
    hold_until = Day(required=True)


class PostingLate(Contract):
    """Something was not posted in time."""

    posting_id = Text(required=True)
    kind = Text(required=True)
    about = Text(required=True)
    project_id = Text(required=True)
    due_on = Day(required=True)


POSTING_PROVEN = Event(
    name="credit.posting.proven",
    data=PostingProven,
    key="posting_id",
    title_zh="公示已有凭证",
    title_en="Posting proven",
    clauses=("SX-7-1", "TL-2.1.2-2d"),
)
POSTING_LATE = Event(
    name="credit.posting.late", data=PostingLate, key="posting_id", title_zh="逾期未公示", title_en="Posting late", clauses=("SX-7-1",)
)
