"""Runs both sample services in one process and prints what happened as JSON."""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching

import sample  # noqa: E402 - after patching

from services.contracts.envelope import Message  # noqa: E402 - after patching
from services.kernel.errors import HuxinError  # noqa: E402 - after patching
from services.runtime.messaging import Parcel, topology  # noqa: E402 - after patching
from services.runtime.messaging.embedded import EmbeddedBroker  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching

SEEN = sample.seen


def problem(client: RpcClient, operation: str, parameters: dict[str, Any], timeout: float = 10) -> dict[str, Any]:
    """Make a call that fails and return its code and status."""
    try:
        client.call(operation, parameters, timeout=timeout)
    except HuxinError as error:
        return {"code": error.code, "status": error.status}
    return {"code": "none", "status": 200}


def main() -> None:
    """Play the scenario."""
    settings = Settings.from_env()
    configure_logging("json", "WARNING")
    sample.prepare(settings)
    host = Host(settings).add(sample.Doer).add(sample.Asker).start()
    client = RpcClient(settings)
    facts: dict[str, Any] = {"ready": host.ready()}

    facts["asked"] = client.call(
        "engine.correlate", {"actor": sample.ASKER, "message": "case.validate", "key": "many", "data": {"count": 60}}
    )
    wait_until(lambda: len(SEEN["replies"]) == 60)
    facts["batched"] = max(SEEN["batches"]) > 1

    sample.flaky["left"] = 1
    client.call("engine.correlate", {"actor": sample.ASKER, "message": "case.act", "key": "flaky"})
    wait_until(lambda: bool(len(SEEN["replies"]) == 61 and SEEN["events"] and SEEN["notes"]))

    client.call("engine.correlate", {"actor": sample.ASKER, "message": "case.notify", "key": "refused"})
    client.call("engine.correlate", {"actor": sample.ASKER, "message": "case.dance", "key": "unknown"})
    wait_until(lambda: len(SEEN["replies"]) == 63)
    facts["errors"] = sorted(reply["error"]["code"] for reply in SEEN["replies"] if not reply["ok"])

    order = Message.new("case.validate", {"case_id": "twice"}, service="engine", subject="twice")
    parcels = [Parcel(order.key, topology.COMMANDS, "case.validate", order.to_bytes(), stored=False)] * 2
    publisher = host.broker.publisher()
    publisher.publish(parcels, lambda _parcel, _outcome: None)
    wait_until(lambda: len(SEEN["replies"]) == 64)
    publisher.publish([Parcel(b"p" * 16, topology.COMMANDS, "case.act", b"\xffrubbish", stored=False)], lambda _parcel, _outcome: None)
    wait_until(lambda: bool(SEEN["letters"]))
    facts["letter"] = SEEN["letters"][0]

    facts["problems"] = {
        "parameters": problem(client, "engine.correlate", {}),
        "operation": problem(client, "engine.dance", {}),
        "unserved": problem(client, "permits.list_firms", {}),
        "broken": problem(client, "engine.get_history", {"actor": sample.ASKER, "instance_id": "01a208f0-e9c6-7770-87e9-fab7e0bc7803"}),
        "late": problem(
            client, "engine.get_task", {"actor": sample.ASKER, "task_id": "01a208f0-e9c6-7770-87e9-fab7e0bc7803"}, timeout=0.05
        ),
    }
    facts["events"], facts["notes"] = SEEN["events"], SEEN["notes"]
    for worker in list(host.containers()["engine"]._worker_threads.values()):
        worker.kill()
    if not isinstance(host.broker, EmbeddedBroker):
        facts["problems"] |= _over_the_broker(settings)
    publisher.close()
    host.stop()
    facts["counts"] = sample.counts(settings)
    print(json.dumps(facts))  # noqa: T201 - the test reads it


def _over_the_broker(settings: Settings) -> dict[str, Any]:
    """Call over AMQP, past the short cut, also with a body that is no call; the service must live on."""
    from services.runtime.messaging import calls  # noqa: PLC0415 - only here
    from services.runtime.messaging.amqp_rpc import AmqpCaller  # noqa: PLC0415 - only here

    caller = AmqpCaller(settings.broker_url)

    def code(body: bytes) -> dict[str, Any]:
        try:
            calls.read_answer(caller.call("engine", "engine.correlate", body, 10))
        except HuxinError as error:
            return {"code": error.code, "status": error.status}
        return {"code": "none", "status": 200}

    found = {
        "malformed": code(b"rubbish"),
        "no object": code(b"[]"),
        "unsayable": code(calls.request("engine.list_incidents", {"actor": sample.ASKER}, None)),
        "fine": code(
            calls.request("engine.correlate", {"actor": sample.ASKER, "message": "case.validate", "key": "x", "data": {"count": 0}}, None)
        ),
    }
    caller.close()
    return found


if __name__ == "__main__":
    main()
