"""The broker goes away while commands are under way, and comes back: a proxy before it is cut. Prints counts as JSON.

`scenario_broker_away.py AMQP_URL`
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from dataclasses import replace  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from urllib.parse import urlsplit, urlunsplit  # noqa: E402 - after patching

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "integration" / "runtime")]

import sample  # noqa: E402 - found above
from proxy import Proxy  # noqa: E402 - found above

from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching


def main() -> None:
    """Send before, during and after the cut."""
    configure_logging("json", "ERROR")
    parts = urlsplit(sys.argv[1])
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or 5672)
    proxy.open()
    through = parts._replace(netloc=f"{parts.username}:{parts.password}@127.0.0.1:{proxy.port}")
    settings = replace(Settings.from_env(), broker_url=urlunsplit(through))
    sample.prepare(settings)
    host = Host(settings).add(sample.Doer).add(sample.Asker).start()
    client = RpcClient(settings)

    def ask(key: str) -> None:
        client.call("engine.correlate", {"actor": sample.ASKER, "message": "case.validate", "key": key, "data": {"count": 100}})

    ask("before")
    wait_until(lambda: len(sample.seen["replies"]) >= 10)
    proxy.cut()
    ask("during")
    wait_until(lambda: not host.broker.connected())
    unready = host.ready()
    proxy.open()
    ask("after")
    wait_until(lambda: len(sample.seen["replies"]) == 300, seconds=40)
    wait_until(lambda: sample.counts(settings)["engine.outbox"] == sample.counts(settings)["case.outbox"] == 0)
    ready = host.ready()
    host.stop()
    print(json.dumps({"unready": unready, "ready": ready, **sample.counts(settings)}))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
