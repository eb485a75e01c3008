"""Counts due times again that rested on a year without published holidays, once the notice is known.

The calendar is read when the program starts, so once after each start is enough. Where the year is still unpublished the due time stays
provisional.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.application.steps import mark, transact
from services.engine.domain.model import InstanceState, Stimulus
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.application.context import Context
    from services.engine.application.storage import Session
    from services.engine.domain.model import ProvisionalDue

_BATCH = 200


def recount_once(context: Context) -> None:
    """Recount after a start; a failure leaves it to the next call."""
    if not context.start_up.recounted:
        recount(context)
        context.start_up.recounted = True


def recount(context: Context) -> int:
    """Count every provisional due time again and return how many moved; each is a transaction of its own."""
    moved, after = 0, None
    while True:
        with context.store.reading() as session:
            batch = session.provisional_dues(after, _BATCH)
        if not batch:
            return moved
        for due in batch:
            moved += _recounted(context, due)
        after = (batch[-1].instance_id, batch[-1].token)


def _recounted(context: Context, due: ProvisionalDue) -> int:
    """Return 1 when the due time moved; one that cannot be counted stays as it is and keeps the others from nothing."""
    try:
        return transact(context, lambda session: _count_again(context, session, due))
    except HuxinError as error:
        if error.retryable:
            raise
        return 0


def _count_again(context: Context, session: Session, due: ProvisionalDue) -> int:
    """Return 1 when the due time moved."""
    instance = session.instance(due.instance_id, lock=True)
    if instance is None or instance.state is not InstanceState.RUNNING or due.token not in instance.waits:
        session.drop_provisional(due)  # the wait is over
        return 0
    counted = context.count_due(due.counted_from, due.duration, due.count, instance.jurisdiction)
    before = session.due_at(due.instance_id, due.token)
    if before is not None and before != counted.at:
        reason = f"{before:%Y-%m-%d %H:%M} → {counted.at:%Y-%m-%d %H:%M}"
        mark(context, session, instance, Stimulus(kind="recount", token=due.token, actor="system:calendar", reason=reason))
        session.move_due(due.instance_id, due.token, counted.at)
    if not counted.provisional:
        session.drop_provisional(due)
    return int(before is not None and before != counted.at)
