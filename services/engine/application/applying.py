"""Applies one stimulus to a live instance: which call of the interpreter each kind means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.domain.waits import Advance
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.engine.application.ports import Interpreter, Live
    from services.engine.domain.model import Stimulus
    from services.engine.domain.waits import Wait


def apply(interpreter: Interpreter, live: Live, stimuli: Sequence[Stimulus]) -> Advance:
    """Advance a live instance by one stimulus, or by several replies that arrived together.

    Raises:
        HuxinError: the interpreter refused; the live instance must be dropped.
    """
    if len(stimuli) > 1:
        return interpreter.reply_many(live, [(_token(stimulus), stimulus.data) for stimulus in stimuli])
    stimulus = stimuli[0]
    return _CALLS[stimulus.kind](interpreter, live, stimulus)


def _token(stimulus: Stimulus) -> int:
    if stimulus.token is None:
        raise HuxinError("unknown_token", "The wait is not known", f"a stimulus of kind {stimulus.kind} needs a token", status=409)
    return stimulus.token


def _error(interpreter: Interpreter, live: Live, stimulus: Stimulus) -> Advance:
    code = str(stimulus.data.get("code", "service_failed"))
    advance = interpreter.error(live, _token(stimulus), code)
    if advance is None:
        raise HuxinError("error_not_caught", "No boundary event catches the error", code, status=409)
    return advance


_CALLS: dict[str, Callable[[Interpreter, Live, Stimulus], Advance]] = {
    "complete": lambda interpreter, live, stimulus: interpreter.complete(live, _token(stimulus), stimulus.data),
    "reply": lambda interpreter, live, stimulus: interpreter.reply(live, _token(stimulus), stimulus.data),
    "message": lambda interpreter, live, stimulus: interpreter.deliver(live, _token(stimulus), stimulus.data),
    "timer": lambda interpreter, live, stimulus: interpreter.fire(live, _token(stimulus)),
    "skip": lambda interpreter, live, stimulus: interpreter.skip(live, _token(stimulus), stimulus.data),
    "correct": lambda interpreter, live, stimulus: interpreter.correct(live, stimulus.data),
    "error": _error,
}


def fold(first: Advance, second: Advance) -> Advance:
    """Return two advances of one instance as one: what opened and closed within them leaves no trace but history."""
    gone = set(second.closed)
    opened: list[Wait] = [wait for wait in first.opened if wait.token not in gone]
    fresh = {wait.token for wait in first.opened}
    return Advance(
        state=second.state,
        opened=(*opened, *second.opened),
        closed=(*first.closed, *(token for token in second.closed if token not in fresh)),
        sent=(*first.sent, *second.sent),
        passed=(*first.passed, *second.passed),
        ended=second.ended,
        outcome=second.outcome or first.outcome,
        data=second.data,
        parties=second.parties,
        parted=first.parted | second.parted,
    )
