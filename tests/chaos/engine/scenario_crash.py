"""Hosts the engine and the reference service, starts cases, and is killed on the way when asked to. Prints what stands as JSON.

`scenario_crash.py FOLDER NONE|WAKE|REPLY NUMBER`: dies at the NUMBERth waking of its relay (rows are committed, nothing
is sent), or after the NUMBERth handling of replies (the step is committed, nothing is acknowledged).
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import os  # noqa: E402 - after patching
import signal  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching

from services.cli.case import CaseService  # noqa: E402 - after patching
from services.engine.application import replies  # noqa: E402 - after patching
from services.engine.entrypoints.service import EngineService  # noqa: E402 - after patching
from services.engine.entrypoints.testing import REFERENCE  # noqa: E402 - after patching
from services.kernel.errors import HuxinError  # noqa: E402 - after patching
from services.runtime.messaging.relay import Relay  # noqa: E402 - after patching
from services.runtime.nameko import Host, RpcClient  # noqa: E402 - after patching
from services.runtime.settings import CHECKOUT, Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching
from services.runtime.testing import wait_until  # noqa: E402 - after patching

CASES = 12
ACTOR = {"user": "system:test"}


def arm(where: str, number: int) -> None:
    """Let the process die at the point asked for."""
    left = [number]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if where == "WAKE":
        wake = Relay.wake

        def dying_wake(relay, rows):
            if relay._db.service == "engine":
                count()
            wake(relay, rows)

        Relay.wake = dying_wake
    if where == "REPLY":
        handle = replies.handle_replies

        def dying_handle(context, arrived):
            done = handle(context, arrived)
            count()
            return done

        replies.handle_replies = dying_handle


def main(folder: Path, where: str, number: int) -> None:
    settings = Settings(home=CHECKOUT, database_url=f"sqlite:///{folder}/{{service}}.db", sweep_seconds=0.2, log_level="ERROR", environ={})
    configure_logging("console", "ERROR")
    arm(where, number)
    host = Host(settings).add(EngineService).add(CaseService).start()
    rpc = RpcClient(settings)
    rpc.call("engine.deploy", {"xml": REFERENCE.read_text("utf-8"), "actor": ACTOR})
    for case in range(CASES):
        start = {"process": "reference_case", "jurisdiction": "shaoxing", "actor": ACTOR, "request_id": f"request-{case}"}
        rpc.call("engine.start_instance", {**start, "data": {"case_id": f"C-{case}"}})
    wait_until(lambda: rpc.call("engine.count_tasks", {"actor": ACTOR, "departments": ["permit_authority"]})["open"] >= CASES, seconds=40)
    items = rpc.call("engine.list_instances", {"actor": ACTOR, "limit": 100})["items"]
    told = [rpc.call("engine.get_history", {"actor": ACTOR, "instance_id": item["id"]}) for item in items]
    incidents = rpc.call("engine.list_incidents", {"actor": ACTOR, "state": "all"})["items"]
    host.stop()
    print(  # noqa: T201 - the answer
        json.dumps(
            {
                "cases": sorted(item["business_key"] for item in items),
                "histories": sorted({" ".join(step["kind"] for step in each["items"]) for each in told}),
                "intact": all(each["intact"] for each in told),
                "incidents": len(incidents),
            }
        )
    )


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    except HuxinError as problem:
        sys.exit(str(problem))
