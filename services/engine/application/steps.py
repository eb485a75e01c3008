"""One step: load, advance to the next wait, write all of it in one transaction, or write an incident and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from services.engine.application.applying import apply, fold
from services.engine.application.planning import plan
from services.engine.application.storage import StaleInstanceError
from services.engine.domain.model import Receiver
from services.engine.domain.waits import Advance, MessageWait
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.engine.application.context import Context
    from services.engine.application.ports import Live
    from services.engine.application.storage import Session
    from services.engine.domain.model import Changes, EarlyMessage, InstanceRecord, Stimulus

_OPTIMISTIC = 2  # attempts before the instance's row is locked, which then must succeed
_ATTEMPTS = 6
_ROUNDS = 100  # early messages that one step may take up; more means a diagram that runs in a circle

T = TypeVar("T")


class StepFailedError(Exception):
    """The interpreter refused a stimulus. Its transaction has been rolled back.

    Attributes:
        instance: the instance as it stands.
        stimulus: what was applied.
        problem: why it failed.
    """

    def __init__(self, instance: InstanceRecord, stimulus: Stimulus, problem: HuxinError) -> None:
        super().__init__(str(problem))
        self.instance = instance
        self.stimulus = stimulus
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Stepped:
    """What a step left: the instance as written, its live form, and the changes."""

    instance: InstanceRecord
    live: Live
    changes: Changes


def transact(context: Context, work: Callable[[Session], T]) -> T:
    """Run a unit of work in a transaction, again when another step came first.

    The first attempts trust the version column; later ones lock the instance's row, so that nobody ever sees a lock error.

    Args:
        context: the engine's dependencies.
        work: reads and writes through the session.
    """
    for attempt in range(_ATTEMPTS):
        try:
            with context.store.transaction(lock=attempt >= _OPTIMISTIC) as session:
                return work(session)
        except StaleInstanceError:
            continue
    raise HuxinError("busy", "The case is very busy", "many steps came at once", status=503, retryable=True, fix="try again")


def advance(context: Context, session: Session, instance: InstanceRecord, stimuli: Sequence[Stimulus]) -> Stepped:
    """Advance a running instance by stimuli that arrived together, and write the step.

    Raises:
        StepFailedError: the interpreter refused; the caller's transaction must roll back.
        StaleInstanceError: another step was written first.
    """
    try:
        live, done = _interpret(context, session, instance, stimuli)
        return _write(context, session, instance, live, done, stimuli=stimuli, is_new=False)
    except HuxinError as problem:
        raise StepFailedError(instance, stimuli[0], problem) from problem


def _interpret(context: Context, session: Session, instance: InstanceRecord, stimuli: Sequence[Stimulus]) -> tuple[Live, Advance]:
    """Apply stimuli in memory. Whatever goes wrong here would go wrong again, so it becomes an incident and blocks nobody else.

    Raises:
        HuxinError: what the interpreter says, or code `interpreter_failed` for an error that nobody foresaw.
    """
    live = take_live(context, session, instance)
    try:
        return live, apply(context.interpreter, live, stimuli)
    except HuxinError:
        raise
    except Exception as error:
        raise HuxinError("interpreter_failed", "The interpreter failed", f"{type(error).__name__}: {error}", status=500) from error


def begin(context: Context, session: Session, blank: InstanceRecord, data: dict[str, object], stimulus: Stimulus) -> Stepped:
    """Start an instance and write its first step.

    Raises:
        StepFailedError: the interpreter refused.
    """
    definition = context.definitions.compiled(session, blank.definition_id)
    try:
        live, done = context.interpreter.start(definition, data, message=stimulus.message)
        return _write(context, session, blank, live, done, stimuli=[stimulus], is_new=True)
    except HuxinError as problem:
        raise StepFailedError(blank, stimulus, problem) from problem


def throw_error(context: Context, session: Session, instance: InstanceRecord, stimulus: Stimulus) -> Stepped | None:
    """Throw a service's error at its task; None when no boundary event of the diagram catches it, and nothing has changed.

    Raises:
        StepFailedError: an event catches it, but what follows failed.
    """
    try:
        live = take_live(context, session, instance)
        done = context.interpreter.error(live, stimulus.token or 0, str(stimulus.data.get("code", "")))
        if done is None:
            context.cache.put(instance.id, instance.version, live)
            return None
        return _write(context, session, instance, live, done, stimuli=[stimulus], is_new=False)
    except HuxinError as problem:
        raise StepFailedError(instance, stimulus, problem) from problem


def mark(
    context: Context,
    session: Session,
    instance: InstanceRecord,
    stimulus: Stimulus,
    change: Callable[[Changes], None] | None = None,
) -> InstanceRecord:
    """Write a step that moves no token: it notes in the history what happened, and may change waits or send commands.

    Raises:
        StaleInstanceError: another step was written first.
    """
    elements = context.definitions.element_names(session, instance.definition_id)
    process = context.definitions.record(session, instance.definition_id).key
    changes = plan(context, instance, Advance(state=instance.blob), [stimulus], process=process, elements=elements)
    if change is not None:
        change(changes)
    session.write(changes)
    live = context.cache.take(instance.id, instance.version)
    session.after_commit(lambda: _marked(context, changes.instance, live))
    return changes.instance


def take_live(context: Context, session: Session, instance: InstanceRecord) -> Live:
    """Return the live form of an instance, from the cache or restored. It is the caller's until it is put back."""
    definition = context.definitions.compiled(session, instance.definition_id)
    live = context.cache.take(instance.id, instance.version)
    if live is None:
        if instance.blob is None:
            raise HuxinError("instance_ended", "The case has ended", f"{instance.title} takes no further steps", status=409)
        live = context.interpreter.restore(definition, instance.blob)
    return live


def _write(  # noqa: PLR0913 - the parts of a step
    context: Context,
    session: Session,
    instance: InstanceRecord,
    live: Live,
    done: Advance,
    *,
    stimuli: Sequence[Stimulus],
    is_new: bool,
) -> Stepped:
    done, taken = _take_up_early(context, session, instance, live, done, stimuli=stimuli)
    definition = context.definitions.compiled(session, instance.definition_id)
    changes = plan(
        context,
        instance,
        done,
        stimuli,
        process=definition.key,
        elements=context.definitions.element_names(session, instance.definition_id),
        is_new=is_new,
        title=definition.title(done.data) if is_new else None,
    )
    session.write(changes)
    _note_taken(context, session, taken)
    after = changes.instance
    session.after_commit(lambda: _committed(context, after, live, changes))
    return Stepped(instance=after, live=live, changes=changes)


def _take_up_early(  # noqa: PLR0913 - the parts of a step
    context: Context, session: Session, instance: InstanceRecord, live: Live, done: Advance, *, stimuli: Sequence[Stimulus]
) -> tuple[Advance, list[tuple[EarlyMessage, Receiver]]]:
    """Deliver messages that came before the instance waited for them, within the same step."""
    taken: list[tuple[EarlyMessage, Receiver]] = []
    origins: dict[int | None, int | None] = {}  # of waits that took a message up in this step: where their branch stood before it
    alone = stimuli[0].token if len(stimuli) == 1 else None  # an error's way is not in the tree, but there is one stimulus only
    fresh = [wait for wait in done.opened if isinstance(wait, MessageWait)]
    for _ in range(_ROUNDS):
        if not fresh or done.ended:
            return done, taken
        kept = session.early_for([(wait.message, wait.key) for wait in fresh])
        gone = {early.id for early, _ in taken} | {stimulus.message_id for stimulus in stimuli}
        pairs = (
            (early, wait)
            for early in kept
            for wait in fresh
            if (early.message, early.key) == (wait.message, wait.key)
            and early.id not in gone
            and early.is_for(instance, _before(wait, origins, alone))
        )
        early, wait = next(pairs, (None, None))
        if early is None or wait is None:
            return done, taken
        origins[wait.token] = _before(wait, origins, alone)
        taken.append((early, Receiver(message_id=early.id, instance_id=instance.id, token=wait.token, version=instance.version)))
        done = fold(done, context.interpreter.deliver(live, wait.token, early.data))
        fresh = [each for each in done.opened if isinstance(each, MessageWait)]
    raise HuxinError("expression_failed", "The diagram takes up messages without end", f"{_ROUNDS} in one step")


def _before(wait: MessageWait, origins: dict[int | None, int | None], alone: int | None) -> int | None:
    """Return the wait, of those before the step, whose end led to a wait of the step."""
    return origins.get(wait.origin, wait.origin if wait.origin is not None else alone)


def _note_taken(context: Context, session: Session, taken: Sequence[tuple[EarlyMessage, Receiver]]) -> None:
    """Forget messages that were taken up, or note who took them where others may still come to wait for them."""
    if taken:
        shared = [receiver for early, receiver in taken if context.definitions.is_shared(session, early.message)]
        session.add_receivers(shared)
        session.drop_early([receiver.message_id for _, receiver in taken if receiver not in shared])


def _committed(context: Context, instance: InstanceRecord, live: Live, changes: Changes) -> None:
    if instance.blob is not None:
        context.cache.put(instance.id, instance.version, live)
    context.notes.changed("instance", instance.id)
    for task in changes.new_tasks:
        context.notes.changed("task", task.id, task.department)
    for task_id, *_ in changes.closed_tasks:
        context.notes.changed("task", task_id)


def _marked(context: Context, instance: InstanceRecord, live: Live | None) -> None:
    if live is not None and instance.blob is not None:
        context.cache.put(instance.id, instance.version, live)
    context.notes.changed("instance", instance.id)
