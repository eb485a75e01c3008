"""Operations of the credit service for publicity and posting (P19)."""

from __future__ import annotations

from functools import partial

from services.contracts.declaration import Operation
from services.contracts.fields import Contract, Day, Flag, Moment, Object, Objects, Text, Whole


class OpenParameters(Contract):
    """What is to be posted: `{kind, about, title, project_id, jurisdiction, digest?, signatures?}`."""

    request = Object(required=True)


class Opened(Contract):
    """Where it is posted: `board`, `site`, or `refused` with reasons; `limit` is the time for the proof, `owner` the firm that posts."""

    posting_id = Text(required=True)
    outcome = Text(required=True)
    limit = Text(required=True)
    due_on = Day(required=True)
    reasons = Objects(required=True)
    owner = Text(allow_none=True)


class PostingRef(Contract):
    """Which posting."""

    posting_id = Text(required=True)


class ProofParameters(PostingRef):
    """Which posting, and the form with `posting_place`, `posted_on`, `posting_proof`."""

    facts = Object(required=True)


class Proof(Contract):
    """When it was posted and until when it stays up."""

    posted_on = Day(required=True)
    hold_until = Day(required=True)
    hold_at = Moment(required=True)


class Unposted(Contract):
    """Whether it is marked as late."""

    late = Flag(required=True)


class TakenDown(Contract):
    """When it was taken down."""

    taken_down_on = Day(required=True)


class ListParameters(Contract):
    """Which postings."""

    project_id = Text(allow_none=True)
    jurisdiction = Text(allow_none=True)
    cursor = Text(allow_none=True)
    limit = Whole()


class PageResult(Contract):
    """A page of postings."""

    items = Objects(required=True)
    next_cursor = Text(allow_none=True)


_command = partial(Operation, kind="command")

OPEN_POSTING = _command(
    name="credit.open_posting",
    parameters=OpenParameters,
    result=Opened,
    title_zh="审查能否公示",
    title_en="Check what is to be posted",
    clauses=("SX-7-2b", "SX-7-1", "TL-2.1.2-2d", "SX-8-3c"),
)
RECORD_POSTING = _command(
    name="credit.record_posting",
    parameters=ProofParameters,
    result=Proof,
    title_zh="登记公示凭证",
    title_en="Record the proof of posting",
    clauses=("SX-7-1", "TL-2.1.2-2d", "SX-8-3c"),
)
FLAG_UNPOSTED = _command(
    name="credit.flag_unposted",
    parameters=PostingRef,
    result=Unposted,
    title_zh="提示未公示",
    title_en="Flag what is not posted",
    clauses=("SX-7-1", "TL-2.1.2-2d"),
)
TAKE_DOWN = _command(name="credit.take_down", parameters=PostingRef, result=TakenDown, title_zh="撤下公示", title_en="Take a posting down")
LIST_POSTINGS = Operation(
    name="credit.list_postings", kind="query", parameters=ListParameters, result=PageResult, title_zh="查看公示", title_en="List postings"
)
