"""Which version of a process runs, and its compiled form."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from services.engine.application.ports import Definition, Interpreter
    from services.engine.application.storage import Session
    from services.engine.domain.model import DefinitionRecord

_LOOK_AGAIN = 1.0  # seconds after which a replica asks the table for deployments made elsewhere


class Definitions:
    """All versions, cached. Definitions never change, so only the arrival of new ones has to be noticed.

    Args:
        interpreter: compiles diagrams.
        monotonic: seconds that only grow; replaced in tests.
    """

    def __init__(self, interpreter: Interpreter, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._interpreter = interpreter
        self._monotonic = monotonic
        self._looked = float("-inf")
        self._records: dict[int, DefinitionRecord] = {}
        self._compiled: dict[int, Definition] = {}
        self._elements: dict[int, tuple[str, ...]] = {}
        self._awaited: dict[str, int] | None = None

    def records(self, session: Session) -> dict[int, DefinitionRecord]:
        """Return every version by id, asking the table at most once a second."""
        now = self._monotonic()
        if now - self._looked >= _LOOK_AGAIN:
            newest = session.newest_definition()
            if newest != max(self._records, default=0):
                self._records = {record.id: record for record in session.definitions()}
                self._awaited = None
            self._looked = now
        return self._records

    def forget(self) -> None:
        """Look at the table again at the next question, because a deployment was just made here."""
        self._looked = float("-inf")

    def record(self, session: Session, definition_id: int) -> DefinitionRecord:
        """Return one version by its id."""
        found = self._records.get(definition_id)
        if found is None:
            self.forget()
            found = self.records(session)[definition_id]
        return found

    def compiled(self, session: Session, definition_id: int) -> Definition:
        """Return the compiled form of a version; each is compiled once in this process."""
        found = self._compiled.get(definition_id)
        if found is None:
            record = self.record(session, definition_id)
            called = {key: session.definition_xml(called_id) for key, called_id in record.called.items()}
            found = self._interpreter.compile(session.definition_xml(definition_id), called=called or None)
            self._compiled[definition_id] = found
        return found

    def element_names(self, session: Session, definition_id: int) -> tuple[str, ...]:
        """Return the sorted element ids of a version: history stores places in this list."""
        found = self._elements.get(definition_id)
        if found is None:
            found = tuple(sorted(self.compiled(session, definition_id).elements()))
            self._elements[definition_id] = found
        return found

    def running(self, session: Session, key: str, jurisdiction: str, on: date) -> DefinitionRecord | None:
        """Return the version of a process that a new instance gets: in effect on the day, meant for the place, latest in effect."""
        candidates = [
            record
            for record in self.records(session).values()
            if record.key == key and record.effective_on <= on and record.serves(jurisdiction)
        ]
        return max(candidates, key=lambda record: (record.effective_on, record.version), default=None)

    def demand(self, session: Session, key: str, jurisdiction: str, on: date, version: int | None = None) -> DefinitionRecord:
        """Return the version to start.

        Raises:
            HuxinError: code `unknown_process`, status 404, when no version fits.
        """
        if version is not None:
            for record in self.records(session).values():
                if record.key == key and record.version == version and record.serves(jurisdiction):
                    return record
        else:
            found = self.running(session, key, jurisdiction, on)
            if found is not None:
                return found
        wanted = f"version {version}" if version is not None else f"a version in effect on {on}"
        raise HuxinError(
            "unknown_process",
            "There is no such process",
            f"{key!r} has no {wanted} for {jurisdiction}",
            status=404,
            fix="deploy the diagram, or look at its effective date and jurisdictions",
        )

    def started_by(self, session: Session, message: str, jurisdiction: str, on: date) -> list[DefinitionRecord]:
        """Return the versions in effect that a message starts, one a process."""
        keys = {record.key for record in self.records(session).values()}
        versions = [self.running(session, key, jurisdiction, on) for key in sorted(keys)]
        return [record for record in versions if record is not None and message in self.compiled(session, record.id).start_messages]

    def is_awaited(self, session: Session, message: str) -> bool:
        """Tell whether any version starts with or catches a message; other messages are none of the engine's business."""
        return message in self._places(session)

    def is_shared(self, session: Session, message: str) -> bool:
        """Tell whether several elements start with or catch a message, so that one who takes it may leave another without it."""
        return self._places(session).get(message, 0) > 1

    def _places(self, session: Session) -> dict[str, int]:
        """Return for every awaited message how many elements await it; of a process's versions the one with the most counts."""
        records = self.records(session)
        if self._awaited is None:
            most: dict[tuple[str, str], int] = {}
            for definition_id, record in records.items():
                for message, places in self._messages(session, definition_id).items():
                    most[record.key, message] = max(places, most.get((record.key, message), 0))
            awaited: Counter[str] = Counter()
            for (_, message), places in most.items():
                awaited[message] += places
            self._awaited = dict(awaited)
        return self._awaited

    def _messages(self, session: Session, definition_id: int) -> dict[str, int]:
        """Return the messages of a version; one that this program cannot read any more waits for nothing here."""
        try:
            return self.compiled(session, definition_id).places
        except HuxinError:
            return {}
