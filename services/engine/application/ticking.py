"""What the clock brings about: due timers, due retries, expired messages. Any replica may do it; each thing happens once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.application.correlating import deliver_missed, expire_early
from services.engine.application.failing import record_step_failure
from services.engine.application.resolving import retry_due
from services.engine.application.steps import StepFailedError, advance, transact
from services.engine.domain.model import Stimulus

if TYPE_CHECKING:
    from datetime import datetime

    from services.engine.application.context import Context
    from services.engine.application.storage import Session

TICK_LIMIT = 500  # steps of one kind in one tick, so that a tick ends and a stop is not kept waiting


def tick(context: Context, limit: int = TICK_LIMIT) -> int:
    """Do everything that is due now, earliest first, and return how many timers and retries were taken."""
    done = 0
    while done < limit and (fired := fire_timer(context)) is not None:
        done += fired
    while done < limit and retry_due(context):
        done += 1
    deliver_missed(context)
    expire_early(context)
    return done


def next_due(context: Context) -> datetime | None:
    """Return when the next timer or retry becomes due."""
    with context.store.reading() as session:
        return session.next_due()


def fire_timer(context: Context) -> int | None:
    """Fire the earliest due timer and return 1, or 0 when another replica was quicker; None when there is nothing to fire."""

    def work(session: Session) -> int | None:
        claimed = session.claim_timer(context.clock.now())
        if claimed is None:
            return None
        timer, instance = claimed
        if instance.waits.get(timer.token, ["?"])[0] != "T":
            session.drop_timer(timer.instance_id, timer.token)
            return 0
        advance(context, session, instance, [Stimulus(kind="timer", token=timer.token, actor="system:clock")])
        return 1

    try:
        return transact(context, work)
    except StepFailedError as failed:
        problem = failed  # the name in the except clause ends with it

    def park(session: Session) -> int:
        session.drop_timer(problem.instance.id, problem.stimulus.token or 0)
        record_step_failure(context, session, problem)
        return 1

    return transact(context, park)
