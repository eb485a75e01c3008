"""The load generator: a process of its own that knows only HTTP. Reads its order as JSON on stdin, writes figures as JSON.

Closed loop (`clients`): each client starts an instance, completes the task of an earlier one and correlates the message of a
still earlier one, so that no client waits for a step to settle. Open loop (`rate`): starts are due at fixed moments, and a
latency counts from the moment at which the request was due, so that a stalled server cannot hide its queue.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
import uuid
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FILLER = "示例文本：本案为测量所造，人名与单位均不存在。The quick brown fox files a wage complaint. "
LAG = 8
OPEN_LAG = 1  # in open loop a client starts about once a second: what it started before has long settled
PATIENCE = 30.0
FAILED = 400


class Client:
    """One keep-alive connection and what it measured."""

    def __init__(self, order: dict) -> None:
        self.order = order
        self.connection = http.client.HTTPConnection(order["host"], order["port"], timeout=PATIENCE)
        self.times: dict[str, list[float]] = {"start": [], "complete": [], "correlate": [], "list": []}
        self.errors: list[str] = []
        self.polls = 0
        self.early = 0
        self.finished: list[float] = []

    def ask(self, method: str, path: str, body: object = None) -> dict:
        """Send one request and return its JSON answer."""
        raw = json.dumps(body).encode() if body is not None else None
        headers = {"Authorization": "Bearer " + self.order["token"], "Content-Type": "application/json"}
        self.connection.request(method, "/api/v1" + path, raw, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= FAILED:
            self.errors.append(f"{method} {path}: {answer.status} {text[:200]!r}")
            raise RuntimeError(self.errors[-1])
        return json.loads(text)

    def timed(self, what: str, due: float, method: str, path: str, body: object = None) -> dict:
        """Send one request and note how long it took since it was due."""
        answer = self.ask(method, path, body)
        self.times[what].append((time.perf_counter() - due) * 1000)
        return answer

    def start(self, due: float | None = None) -> tuple[str, str]:
        """Start an instance with 1.5 kB of case data."""
        case_id = uuid.uuid4().hex
        data = {"case_id": case_id, "worker": "示例工人", "amount_fen": 123456, "text": (FILLER * 20)[:1000], "list": list(range(40))}
        body = {"jurisdiction": "national", "business_key": case_id, "data": data}
        answer = self.timed("start", due or time.perf_counter(), "POST", "/processes/reference_case/instances", body)
        return case_id, answer["instance"]["id"]

    def complete(self, instance_id: str) -> None:
        """Wait until the officer's task is there, then complete it."""
        limit = time.perf_counter() + PATIENCE
        while True:
            found = self.ask("GET", f"/tasks?instance_id={instance_id}&limit=1")["items"]
            if found:
                break
            self.polls += 1
            if time.perf_counter() > limit:
                raise RuntimeError("no task for " + instance_id)
            time.sleep(0.002)
        self.timed("complete", time.perf_counter(), "POST", f"/tasks/{found[0]['id']}/complete", {"data": {"decision": "approve"}})

    def correlate(self, case_id: str) -> None:
        """Deliver the reply; one that comes before its receiver waits for it."""
        body = {"name": "case.reply.received", "key": case_id, "data": {"text": "收到"}, "id": str(uuid.uuid4())}
        answer = self.timed("correlate", time.perf_counter(), "POST", "/messages", body)
        self.early += 0 if answer["delivered"] else 1
        self.finished.append(time.perf_counter())

    def page(self) -> None:
        """Ask for the first page of the queue."""
        self.timed("list", time.perf_counter(), "GET", "/tasks?limit=50&sort=due")


def closed(client: Client, until: float) -> None:
    """Work as fast as answers come."""
    started: deque = deque()
    completed: deque = deque()
    turn = 0
    while time.perf_counter() < until:
        started.append(client.start())
        if len(started) > LAG:
            case_id, instance_id = started.popleft()
            client.complete(instance_id)
            completed.append(case_id)
        if len(completed) > LAG:
            client.correlate(completed.popleft())
        turn += 1
        if turn % 10 == 0:
            client.page()
    while started:
        case_id, instance_id = started.popleft()
        client.complete(instance_id)
        completed.append(case_id)
    while completed:
        client.correlate(completed.popleft())


def opened(client: Client, until: float, first: float, gap: float) -> None:
    """Work at fixed moments, `gap` seconds apart, whatever the server does."""
    started: deque = deque()
    completed: deque = deque()
    due = first
    while due < until:
        time.sleep(max(0.0, due - time.perf_counter()))
        started.append(client.start(due))
        if len(started) > OPEN_LAG:
            case_id, instance_id = started.popleft()
            client.complete(instance_id)
            completed.append(case_id)
        if len(completed) > OPEN_LAG:
            client.correlate(completed.popleft())
        due += gap
    while started:
        case_id, instance_id = started.popleft()
        client.complete(instance_id)
        completed.append(case_id)
    while completed:
        client.correlate(completed.popleft())


def quantile(values: list[float], share: float) -> float | None:
    """Return a quantile in ms."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else None


def guard(work: Callable[..., None], client: Client, *args: float) -> None:
    """Run one client; its error is part of the figures."""
    try:
        work(client, *args)
    except Exception as error:  # noqa: BLE001 - told in the result
        client.errors.append(repr(error))


def probe(order: dict) -> dict:
    """Measure one correlate after another and the queue's first page, against instances that wait already."""
    client = Client(order)
    for case_id in order["probe"]:
        client.correlate(case_id)
    for _ in range(len(order["probe"])):
        client.page()
    return figures([client], 0.0, 0.0)


def figures(clients: list[Client], began: float, until: float) -> dict:
    """Return what all clients measured."""
    times = {what: [value for client in clients for value in client.times[what]] for what in clients[0].times}
    within = sum(1 for client in clients for at in client.finished if began <= at <= until)
    return {
        "finished": sum(len(client.finished) for client in clients),
        "instances_per_s": round(within / (until - began), 1) if until > began else None,
        **{f"{what}_ms": {"p50": quantile(values, 0.5), "p95": quantile(values, 0.95), "n": len(values)} for what, values in times.items()},
        "polls": sum(client.polls for client in clients),
        "early": sum(client.early for client in clients),
        "errors": [error for client in clients for error in client.errors][:5],
    }


def main() -> None:
    """Carry out the order."""
    order = json.load(sys.stdin)
    if "probe" in order:
        print(json.dumps(probe(order)))
        return
    clients = [Client(order) for _ in range(order["clients"])]
    now = time.perf_counter()
    began, until = now + order["warm_up"], now + order["warm_up"] + order["seconds"]
    threads = []
    for number, client in enumerate(clients):
        if "rate" in order:
            gap = len(clients) / order["rate"]
            arguments = (opened, client, until, now + gap * number / len(clients), gap)
        else:
            arguments = (closed, client, until)
        threads.append(threading.Thread(target=guard, args=arguments, daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(order["seconds"] + order["warm_up"] + 120)
    print(json.dumps(figures(clients, began, until)))


if __name__ == "__main__":
    main()
