"""`huxin bench`: measure from outside, over HTTP, with the load in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any

import click

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.cli.measuring.servers import Servers

PROBES = 200


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--profile", type=click.Choice(["services", "embedded"]), default="services", help="PostgreSQL and RabbitMQ, or one process.")
@click.option("--clients", default="1,8", help="Numbers of clients, closed loop.")
@click.option("--waiting", default="0,1000,20000,100000", help="Numbers of waiting instances to correlate and list among.")
@click.option("--seconds", default=15.0, help="Length of each measurement, after the warm-up.")
@click.option("--engines", default=1, help="Processes that host gateway and engine (services profile).")
def command(*, as_json: bool, profile: str, clients: str, waiting: str, seconds: float, engines: int) -> None:  # noqa: PLR0913 - one option each
    """Measure instances a second, latencies, bytes and memory with the reference process."""
    from services.cli.measuring.servers import Servers, machine  # noqa: PLC0415 - heavy

    servers = Servers(embedded=profile == "embedded", port=_free_port(), engines=engines, **_urls(profile))
    try:
        servers.start()
        _deploy(servers)
        runs = [_closed(servers, int(number), seconds) for number in clients.split(",")]
        best = runs[-1]
        rate = max(5.0, (best["instances_per_s"] or 10) * 0.5)
        open_loop = _load(servers, {"clients": 16, "rate": rate, "seconds": seconds, "warm_up": 2})
        grown = [_waiting(servers, int(number)) for number in waiting.split(",") if int(number)]
        result = {
            "profile": profile,
            **{key: best[key] for key in ("clients", "instances_per_s", "start_ms", "complete_ms", "correlate_ms", "list_ms")},
            "waiting": 0,
            "bytes_per_instance": next((run["bytes_per_instance"] for run in reversed(grown)), None),
            "rss_mb": servers.rss_mb(),
            "ready_s": round(servers.ready_seconds, 2),
            "machine": machine(),
            "runs": runs,
            "open_loop": {"rate": rate, **open_loop},
            "growth": grown,
        }
    finally:
        servers.stop()
    click.echo(json.dumps(result, ensure_ascii=False, indent=None if as_json else 2))
    sys.exit(0 if not any(run["errors"] for run in runs) else 1)


def _closed(servers: Servers, clients: int, seconds: float) -> dict[str, Any]:
    return {"clients": clients, **_load(servers, {"clients": clients, "seconds": seconds, "warm_up": 4})}


def _waiting(servers: Servers, wanted: int) -> dict[str, Any]:
    """Bring the engine to `wanted` waiting instances and open tasks, then correlate and list one by one."""
    from services.cli.measuring.waiting import fill, fill_queue, stored_bytes  # noqa: PLC0415 - heavy

    database = servers.engine_database()
    waits, key = _instance(servers, complete=True)
    officer, _ = _instance(servers, complete=False)
    before = stored_bytes(database)
    keys = fill(database, waits.bytes, key, wanted)
    size = (stored_bytes(database) - before) / max(1, wanted)
    fill_queue(database, officer.bytes, wanted)
    probed = _load(servers, {"probe": keys[-PROBES:]})
    database.close()
    return {
        "waiting": wanted,
        "bytes_per_instance": round(size),
        **{key: probed[key] for key in ("correlate_ms", "list_ms", "errors")},
    }


def _instance(servers: Servers, *, complete: bool) -> tuple[uuid.UUID, str]:
    """Bring one instance to its officer's task, or beyond it to its message wait."""
    case_id = uuid.uuid4().hex
    body = {
        "jurisdiction": "national",
        "business_key": case_id,
        "data": {"case_id": case_id, "text": "示例文本" * 120, "list": list(range(40))},
    }
    started = json.loads(servers.call("POST", "/api/v1/processes/reference_case/instances", json.dumps(body).encode()))
    instance_id = uuid.UUID(started["instance"]["id"])
    task = _poll(lambda: json.loads(servers.call("GET", f"/api/v1/tasks?instance_id={instance_id}"))["items"])[0]
    if complete:
        servers.call("POST", f"/api/v1/tasks/{task['id']}/complete", b'{"data": {"decision": "approve"}}')
        _poll(lambda: _waits_for_message(servers, instance_id))
    return instance_id, case_id


def _waits_for_message(servers: Servers, instance_id: uuid.UUID) -> bool:
    instance = json.loads(servers.call("GET", f"/api/v1/instances/{instance_id}"))["instance"]
    return any(token["element_id"] == "wait_reply" and token["state"] == "waiting" for token in instance["tokens"])


def _poll(ask: Any) -> Any:  # noqa: ANN401 - whatever is asked for
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.01)
    raise HuxinError("bench_stalled", "The reference process did not go on", "see the servers' logs", status=503)


def _deploy(servers: Servers) -> None:
    xml = (servers.settings.home / "bench" / "case.bpmn").read_text(encoding="utf-8")
    servers.call("POST", "/api/v1/processes", json.dumps({"xml": xml}).encode())


def _load(servers: Servers, order: dict[str, Any]) -> dict[str, Any]:
    """Run the load generator with an order and return its figures."""
    whole = {"host": "127.0.0.1", "port": servers.port, "token": servers.token, **order}
    script = servers.settings.home / "bench" / "load.py"
    done = subprocess.run([sys.executable, "-I", str(script)], input=json.dumps(whole).encode(), capture_output=True, check=False)  # noqa: S603 - our own script
    if done.returncode:
        raise HuxinError("bench_failed", "The load generator failed", done.stderr.decode(errors="replace")[-500:])
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _urls(profile: str) -> dict[str, str]:
    if profile == "embedded":
        return {}
    names = {"database_url": "HUXIN_TEST_POSTGRES_URL", "broker_url": "HUXIN_TEST_AMQP_URL"}
    missing = [name for name in names.values() if not os.environ.get(name)]
    if missing:
        raise HuxinError(
            "no_servers",
            "The servers to measure on are not named",
            " and ".join(missing),
            fix='Run `make services`, then `eval "$(tools/services.sh env)"`.',
        )
    return {argument: os.environ[name] for argument, name in names.items()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
