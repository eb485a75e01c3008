"""One life of a process that may end by SIGKILL at a chosen moment; what it leaves is for the next life.

`scenario_crash.py MOMENT`:
`after-commit` dies between the commit of a command and its publication;
`before-ack` dies between the commit of its effect and the acknowledgement;
`before-delete` dies between the broker's confirm and the deletion of the outbox row;
`live` works until all is done.
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import os  # noqa: E402 - after patching
import signal  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parents[2] / "integration" / "runtime"))

import sample  # noqa: E402 - found above

from services.runtime.messaging import Relay, outbox  # noqa: E402 - after patching
from services.runtime.messaging.broker import Delivery  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.nameko.inlet import Inlet  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching


def die(*_args: object, **_kwargs: object) -> None:
    """End at once, as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_the_acknowledgement_of_a_command(self: Inlet, delivery: Delivery) -> None:
    """Hand the delivery on with an acknowledgement that kills."""
    if delivery.exchange == "huxin.commands":
        delivery.ack = die
    ON_DELIVERY(self, delivery)


ON_DELIVERY = Inlet._on_delivery


def main() -> None:
    """Live until the moment."""
    moment = sys.argv[1]
    configure_logging("json", "WARNING")
    settings = Settings.from_env()
    sample.prepare(settings)
    if moment == "after-commit":
        Relay.wake = die  # type: ignore[method-assign]  # the moment to die at
    elif moment == "before-ack":
        Inlet._on_delivery = die_at_the_acknowledgement_of_a_command  # type: ignore[method-assign]
    elif moment == "before-delete":
        outbox.delete = die
    host = Host(settings).add(sample.Doer).add(sample.Asker).start()
    if moment != "live":
        RpcClient(settings).call(
            "engine.correlate", {"actor": sample.ASKER, "message": "case.validate", "key": "crash", "data": {"count": 5}}
        )
        wait_until(lambda: False)
    wait_until(lambda: settled(settings))
    host.stop()
    print(json.dumps(sample.counts(settings)))  # noqa: T201 - the test reads it


def settled(settings: Settings) -> bool:
    """Tell whether every command has had its reply and no row is left."""
    found: dict[str, Any] = sample.counts(settings)
    return found["engine.inbox"] == 5 and found["engine.outbox"] == found["case.outbox"] == 0


if __name__ == "__main__":
    main()
