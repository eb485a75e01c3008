"""Who lives and works through a payday: the keeper of escrow's process, and the office that acts. Import after patching."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import eventlet
import yaml
from eventlet.green import subprocess

from services.kernel.errors import HuxinError
from services.runtime.testing import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from file_clock import FileClock
    from witness import Witness

    from services.runtime.nameko import RpcClient
    from services.runtime.settings import Settings

LIVES = (1, 3, 2, 4, 6, 3, 5, 2, 4, 2)  # after how many commits each life of escrow ends; the last one lasts
OFFICER = {"user": "chaos", "departments": [], "roles": ["operator", "supervisor", "administrator"], "jurisdiction": "national"}
CONTRACTOR, SUBCONTRACTOR = "91000000EXAMPLE0B2", "91000000EXAMPLE0S5"
CLERK = {"user": "chaos", "roles": ["clerk", "leader"], "jurisdiction": "shaoxing", "firms": [CONTRACTOR, SUBCONTRACTOR]}
STAFF: list[Any] = []  # greenlets that never end by themselves
PATIENCE, PAUSE = 120.0, 0.1


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that the other greenlets and processes bring about, without taking the machine from them."""

    def there() -> bool:
        eventlet.sleep(PAUSE)
        for one in STAFF:
            if one.dead:
                one.wait()  # raises what ended it
        return condition()

    wait_until(there, seconds=PATIENCE)


class Keeper:
    """Keeps a process of escrow alive: whenever one ends, the next one starts."""

    def __init__(self, settings: Settings, clock_file: Path, witness: Witness) -> None:
        self._witness = witness
        self._environ = {**os.environ, "HUXIN_DATABASE_URL": settings.database_url, "HUXIN_BROKER_URL": settings.broker_url}
        self._clock_file = clock_file
        self._lives = list(LIVES)
        self._process: Any = None
        self._closing = False
        self.kills: list[int] = []  # how many orders to the bank there were at each

    def run(self) -> None:
        """Start life after life."""
        script = Path(__file__).with_name("escrow_life.py")
        while not self._closing:
            commits = self._lives[0] if self._lives else 0
            self._process = subprocess.Popen([sys.executable, str(script), str(self._clock_file), str(commits)], env=self._environ)
            if self._process.wait() == -signal.SIGKILL:
                self.kills.append(self._witness.count("SELECT count(*) FROM escrow.payment_order"))
                self._lives.pop(0)

    def stop(self) -> None:
        """End the last life."""
        self._closing = True
        self._process.terminate()


class Office:
    """Everybody who acts: labour officer, workers, contractor. Tries again whenever somebody is away."""

    def __init__(self, client: RpcClient, clock: FileClock, home: Path) -> None:
        self.client, self.clock = client, clock
        self.refused = 0
        story = yaml.safe_load((home / "workflows" / "scenarios" / "payroll.yaml").read_text(encoding="utf-8"))
        self.reviews = {element: review["data"] for element, review in story["reviews"].items()}

    def insist(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call until somebody answers; only errors that say they are passing are passed over."""
        while True:
            try:
                return self.client.call(operation, parameters, timeout=3)
            except HuxinError as error:
                if not error.retryable and error.status < 500:
                    raise
                self.refused += 1
                eventlet.sleep(0.05)

    def work(self) -> None:
        """Do every open task, again and again."""
        while True:
            for task in self.insist("engine.list_tasks", state="open", limit=50, actor=OFFICER)["items"]:
                data = {**self.reviews[task["element_id"]]}
                if "posted_on" in data:
                    data["posted_on"] = self.clock.now().date().isoformat()
                try:
                    actor = {**CLERK, "departments": [task["department"]]}
                    self.insist("engine.complete_task", task_id=task["id"], actor=actor, data=data)
                except HuxinError as error:
                    if error.code != "task_not_open":  # the first try had gone through
                        raise
            eventlet.sleep(0.05)
