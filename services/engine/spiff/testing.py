"""Walks instances through diagrams at random, the same walk for every interpreter: for differential tests and benchmarks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

from services.engine.domain.waits import MessageWait, ServiceWait, TimerWait, UserWait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.domain.waits import Advance, Wait
    from services.engine.spiff.definition import SpiffDefinition
    from services.engine.spiff.interpreter import SpiffInterpreter
    from services.engine.spiff.live import SpiffLive

Given = dict[str, list[Any]]

START_DATA: dict[str, Any] = {"case_id": "示例-1", "days": 5, "decision": "", "a": False, "b": False}


@dataclass(frozen=True, kw_only=True)
class Stimulus:
    """One cause of a step: what is done with the wait of an element."""

    how: str  # complete, reply, error, deliver or fire
    element: str
    token: int
    data: dict[str, Any] = field(default_factory=dict)


def choose(wait: Wait, random: Random, *, hurry: bool, errors: bool = True, given: Given | None = None) -> Stimulus:
    """Decide what happens at a wait. `hurry` answers so that loops end; `errors` allows service tasks to fail; `given` as for `walk`."""
    data: dict[str, Any] = {
        "decision": "yes" if hurry else random.choice(("yes", "no")),
        "a": random.random() < 0.5,  # noqa: PLR2004 - a coin
        "b": random.random() < 0.5,  # noqa: PLR2004 - a coin
        f"note_{wait.element_id}": {"number": random.randrange(100), "marks": ["甲", "乙"]},
        **{name: values[-1] if hurry else random.choice(values) for name, values in (given or {}).items()},
    }
    match wait:
        case UserWait():
            return Stimulus(how="complete", element=wait.element_id, token=wait.token, data=data)
        case ServiceWait():
            if errors and random.random() < 0.3:  # noqa: PLR2004 - rarely
                code = random.choice(("no_account", "other"))
                return Stimulus(how="error", element=wait.element_id, token=wait.token, data={"code": code})
            return Stimulus(how="reply", element=wait.element_id, token=wait.token, data=data)
        case MessageWait():
            return Stimulus(how="deliver", element=wait.element_id, token=wait.token, data=data)
        case TimerWait():
            return Stimulus(how="fire", element=wait.element_id, token=wait.token)


def apply(interpreter: SpiffInterpreter, live: SpiffLive, stimulus: Stimulus) -> Advance | None:
    """Apply a stimulus; None when an error found nobody to catch it."""
    if stimulus.how == "fire":
        return interpreter.fire(live, stimulus.token)
    if stimulus.how == "error":
        return interpreter.error(live, stimulus.token, str(stimulus.data["code"]))
    how = {"complete": interpreter.complete, "reply": interpreter.reply, "deliver": interpreter.deliver}[stimulus.how]
    return how(live, stimulus.token, stimulus.data)


def walk(  # noqa: PLR0913 - the conditions of a walk
    interpreter: SpiffInterpreter,
    definition: SpiffDefinition,
    seed: int,
    *,
    restoring: bool,
    errors: bool = True,
    longest: int = 60,
    given: Given | None = None,
) -> Iterator[tuple[Stimulus | None, Advance | None]]:
    """Walk one instance to its end and yield each stimulus with what came of it; the first has no stimulus.

    Args:
        interpreter: who walks.
        definition: the diagram.
        seed: two walks with the same seed make the same choices as long as the same waits are open.
        restoring: rebuild the instance from its saved state before each stimulus instead of keeping it.
        errors: whether service tasks may fail.
        longest: steps after which the walk stops.
        given: further members of every answer and of the start data, each with its possible values; the last one ends loops.
    """
    random = Random(seed)  # noqa: S311 - choices of a test walk
    message = random.choice(sorted(definition.starts, key=str))
    live, advance = interpreter.start(definition, START_DATA | {name: values[0] for name, values in (given or {}).items()}, message=message)
    open_waits: dict[int, Wait] = {}
    yield None, advance
    for step in range(longest):
        for token in advance.closed:
            del open_waits[token]
        open_waits.update({wait.token: wait for wait in advance.opened})
        if advance.ended or advance.state is None:
            return
        if restoring:
            live = interpreter.restore(definition, advance.state)
        wait = open_waits[random.choice(sorted(open_waits))]
        stimulus = choose(wait, random, hurry=step > longest // 4, errors=errors, given=given)
        answer = apply(interpreter, live, stimulus)
        yield stimulus, answer
        advance = answer if answer is not None else replace(advance, opened=(), closed=())
