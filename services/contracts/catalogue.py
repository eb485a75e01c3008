"""All declared operations and events, gathered from one file a service, or `<service>_<module>` files of a large one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from services.contracts import events as event_files
from services.contracts import operations as operation_files
from services.contracts.declaration import Event, Operation
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

Declared = TypeVar("Declared", Operation, Event)


def _declared(package: ModuleType, kind: type[Declared]) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for declared in vars(module).values():
            if not isinstance(declared, kind):
                continue
            if declared.service != info.name.partition("_")[0] or declared.name in found:
                raise HuxinError("bad_declaration", "A contract is declared in the wrong file or twice", f"{declared.name} in {info.name}")
            found[declared.name] = declared
    return dict(sorted(found.items()))


@cache
def operations() -> Mapping[str, Operation]:
    """Return every operation by name."""
    return MappingProxyType(_declared(operation_files, Operation))


@cache
def events() -> Mapping[str, Event]:
    """Return every event by name."""
    return MappingProxyType(_declared(event_files, Event))


def operation(name: str) -> Operation:
    """Return one operation.

    Raises:
        HuxinError: `unknown_operation`.
    """
    found = operations().get(name)
    if found is None:
        raise HuxinError("unknown_operation", "There is no such operation", name, status=404, fix=_near(name, operations()))
    return found


def event(name: str) -> Event:
    """Return one event.

    Raises:
        HuxinError: `unknown_event`.
    """
    found = events().get(name)
    if found is None:
        raise HuxinError("unknown_event", "There is no such event", name, status=404, fix=_near(name, events()))
    return found


def _near(name: str, known: Mapping[str, object]) -> str:
    service = name.partition(".")[0]
    same = [other for other in known if other.startswith(service + ".")]
    return "Use one of: " + ", ".join(same or known)
