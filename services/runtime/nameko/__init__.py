"""Services on nameko: entrypoints for messages and calls, units of work, the host.

Names are imported when they are first used, so that `services.runtime.nameko.patching` can be imported and run
before anything that it must patch.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from services.runtime.messaging.batch import Batch
    from services.runtime.messaging.calls import RemoteProblem
    from services.runtime.messaging.letters import DeadLetter
    from services.runtime.messaging.unit import UnitOfWork, Units
    from services.runtime.nameko.daily import daily
    from services.runtime.nameko.entrypoints import command, dead_letters, event, event_batches, live, replies
    from services.runtime.nameko.host import Host
    from services.runtime.nameko.patching import patch
    from services.runtime.nameko.rpc import RpcClient, query
    from services.runtime.nameko.service import ServiceRuntime, UnitsProvider

_HOMES = {
    "services.runtime.messaging.batch": ("Batch",),
    "services.runtime.messaging.calls": ("RemoteProblem",),
    "services.runtime.messaging.letters": ("DeadLetter",),
    "services.runtime.messaging.unit": ("UnitOfWork", "Units"),
    "services.runtime.nameko.daily": ("daily",),
    "services.runtime.nameko.entrypoints": ("command", "dead_letters", "event", "event_batches", "live", "replies"),
    "services.runtime.nameko.host": ("Host",),
    "services.runtime.nameko.patching": ("patch",),
    "services.runtime.nameko.rpc": ("RpcClient", "query"),
    "services.runtime.nameko.service": ("ServiceRuntime", "UnitsProvider"),
}
_WHERE = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Batch",
    "DeadLetter",
    "Host",
    "RemoteProblem",
    "RpcClient",
    "ServiceRuntime",
    "UnitOfWork",
    "Units",
    "UnitsProvider",
    "command",
    "daily",
    "dead_letters",
    "event",
    "event_batches",
    "live",
    "patch",
    "query",
    "replies",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the names above
    module = _WHERE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(module), name)
    globals()[name] = found  # importing a module of the same name (`daily`) put the module here
    return found
