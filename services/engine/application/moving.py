"""Moves the clock of previews and demos, and lets everything happen in order that becomes due on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.engine.application.ticking import next_due, tick
from services.kernel.clock import MovableClock, parse_moment
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.engine.application.context import Context

_STOPS = 10_000  # moments at which something is due; more means a timer that starts itself again and again


def move_clock(context: Context, to: str) -> dict[str, Any]:
    """Move the clock forward, stopping at each due moment, so that every timer fires at its own time.

    Args:
        context: the engine's dependencies.
        to: ISO 8601 with offset.

    Returns:
        `{now, fired}`.

    Raises:
        HuxinError: `clock_fixed` when the clock cannot be moved, `clock_backwards`, `bad_time`, `naive_datetime`.
    """
    clock = context.clock
    if not isinstance(clock, MovableClock):
        raise HuxinError("clock_fixed", "The clock cannot be moved", "this run follows the machine's clock", status=409)
    goal = parse_moment(to)
    if goal < clock.now():
        raise HuxinError(
            "clock_backwards",
            "The clock moves forward only",
            f"it stands at {clock.now().isoformat(timespec='seconds')}",
            status=409,
            fix="start again to go back",
        )
    fired = tick(context)
    for _ in range(_STOPS):
        due = next_due(context)
        if due is None or due > goal:
            break
        if due > clock.now():
            clock.move_to(due)
        taken = tick(context)
        fired += taken
        if not taken:
            break  # somebody else is at work on what is due, and will see the same clock
    clock.move_to(max(goal, clock.now()))
    return {"now": clock.now().isoformat(timespec="seconds"), "fired": fired + tick(context)}
