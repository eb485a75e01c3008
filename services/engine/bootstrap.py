"""The engine's one composition root: production and tests build the same context from a few parts."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from services.engine.application.cache import LiveCache
from services.engine.application.context import Context, CountDue, Notes
from services.engine.application.definitions import Definitions
from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.store.store import SqlStore, Waker
from services.kernel.errors import HuxinError
from services.kernel.expressions import evaluate
from services.kernel.ids import uuid7
from services.runtime.calendars import load_calendar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from services.engine.application.ports import Interpreter
    from services.kernel.clock import Clock
    from services.kernel.due import Due
    from services.runtime.db import Database
    from services.runtime.settings import Settings

_FORM = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*")
_DEFAULT_CACHE = 2000
_DEFAULT_RETENTION = 30


class Silent:
    """Notes that nobody reads."""

    def changed(self, kind: str, identifier: str, department: str | None = None) -> None:
        """Say nothing."""


def build(  # noqa: PLR0913 - the parts that a test may exchange
    settings: Settings,
    database: Database,
    relay: Waker,
    clock: Clock,
    *,
    notes: Notes | None = None,
    interpreter: Interpreter | None = None,
    lint: Callable[[bytes], list[dict[str, Any]]] | None = None,
) -> Context:
    """Return the engine's context.

    Args:
        settings: where files lie; `HUXIN_ENGINE_CACHE` (instances) and `HUXIN_ENGINE_EARLY_DAYS` are read from its environment.
        database: the engine's own.
        relay: woken after each commit.
        clock: the clock of the law.
        notes: hears what changed.
        interpreter: another one than SpiffWorkflow, for tests.
        lint: another linter than the engine profile's, for tests.

    Raises:
        HuxinError: `bad_setting`.
    """
    interpreting: Any = interpreter or SpiffInterpreter()
    return Context(
        store=SqlStore(database, relay),
        interpreter=interpreting,
        definitions=Definitions(interpreting),
        cache=LiveCache(_whole(settings, "HUXIN_ENGINE_CACHE", _DEFAULT_CACHE)),
        clock=clock,
        new_id=uuid7,
        count_due=_counter(settings.home),
        form=_forms(settings.home),
        evaluate=evaluate,
        holds=holds,
        lint=lint or _linter(settings.home),
        called_processes=called_processes,
        notes=notes or Silent(),
        early_retention=timedelta(days=_whole(settings, "HUXIN_ENGINE_EARLY_DAYS", _DEFAULT_RETENTION)),
    )


def called_processes(xml: bytes) -> list[str]:
    """Return the keys of the processes that a diagram calls but does not hold itself."""
    from services.engine.spiff.reader import read_diagram  # noqa: PLC0415 - only deployments read diagrams
    from services.engine.spiff.xml import parse_xml  # noqa: PLC0415

    root = parse_xml(xml)
    own = set(read_diagram(root).processes)
    called = {str(element.get("calledElement")) for element in root.iter("{*}callActivity") if element.get("calledElement")}
    return sorted(called - own)


def _counter(home: Path) -> CountDue:
    def count_due(start: datetime, duration: str, count: str, jurisdiction: str) -> Due:
        return load_calendar(home, jurisdiction).due(start, duration, count)

    return count_due


def _forms(home: Path) -> Callable[[str], dict[str, Any]]:
    folder = home / "workflows" / "forms"

    @cache
    def load(key: str) -> dict[str, Any]:
        if not _FORM.fullmatch(key):
            raise _unknown_form(key)
        try:
            schema: dict[str, Any] = json.loads((folder / f"{key}.json").read_text("utf-8"))
        except FileNotFoundError:
            raise _unknown_form(key) from None
        except ValueError as error:
            raise HuxinError("bad_form_file", "A form's file cannot be read", f"{key}: {error}", status=500) from None
        return schema

    return load


def _unknown_form(key: str) -> HuxinError:
    return HuxinError("unknown_form", "There is no such form", key, status=500, fix=f"add workflows/forms/{key}.json")


def holds(condition: str, values: dict[str, Any]) -> bool:
    """Tell whether a form's condition holds; one that cannot be computed over the entered values does not."""
    try:
        return bool(evaluate(condition, values))
    except HuxinError:
        return False


def _linter(home: Path) -> Callable[[bytes], list[dict[str, Any]]]:
    def lint(xml: bytes) -> list[dict[str, Any]]:
        from services.engine.spiff.lint import lint_xml  # noqa: PLC0415 - only deployments lint

        return list(lint_xml(xml, home))

    return lint


def _whole(settings: Settings, name: str, default: int) -> int:
    text = settings.environ.get(name, str(default))
    if not text.isdigit():
        raise HuxinError("bad_setting", "A setting cannot be used", f"{name} is {text!r}", fix=f"Set {name} to a whole number.")
    return int(text)
