"""Run `huxin serve --embedded` and tell where the page is and who may sign in, as soon as it answers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60.0
END_SECONDS = 20.0


def address() -> tuple[str, int]:
    """Return the host and port of `HUXIN_HTTP`, by default those of the settings."""
    host, _, port = os.environ.get("HUXIN_HTTP", "127.0.0.1:8000").rpartition(":")
    if not host or not port.isdigit():
        sys.exit(f"✗ HUXIN_HTTP is {os.environ['HUXIN_HTTP']!r}; write it as host:port, for example 127.0.0.1:8000.")
    return host, int(port)


def taken(host: str, port: int) -> bool:
    """Tell whether a program already listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def fetch(url: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return the JSON at an address, or None while nothing usable answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own http address
            return json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return None


def await_accounts(base: str, process: subprocess.Popen[bytes]) -> list[dict[str, str]] | None:
    """Return the sample accounts once they can be read; None when the process ended or the time is over."""
    end = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < end:
        found = fetch(f"{base}/api/v1/sample-accounts")
        if found is not None:
            items = found.get("items", []) if isinstance(found, dict) else found
            return list(items)
        time.sleep(0.25)
    return None


def greeting(base: str, accounts: list[dict[str, str]]) -> str:
    """Return the text that a newcomer needs: the address and one line an account."""
    lines = ["", f"  Huxin 护薪 runs at  {base}", "", "  Sample sign-ins (name / password):"]
    lines += [
        f"    {account['username']:<18} {account['password']:<18} {account.get('name_zh', '')} {account.get('name_en', '')}".rstrip()
        for account in accounts
    ]
    return "\n".join([*lines, "", "  Ctrl-C ends it; what it wrote lies in var/.", ""])


def main() -> int:
    """Serve until the services end or a signal comes; exit with their code."""
    host, port = address()
    if taken(host, port):
        sys.exit(f"✗ Something already listens on {host}:{port}. End it, or choose another address: HUXIN_HTTP=127.0.0.1:8001 make run")
    process = subprocess.Popen([ROOT / ".venv/bin/huxin", "serve", "--embedded", *sys.argv[1:]], cwd=ROOT)  # noqa: S603 - our own program

    def forward(number: int, _frame: FrameType | None) -> None:
        if process.poll() is None:
            process.send_signal(number)

    # A terminal sends Ctrl-C to the whole group, so the services already have it; only SIGTERM needs passing on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, forward)
    base = f"http://{host}:{port}"
    accounts = await_accounts(base, process)
    if accounts is not None:
        print(greeting(base, accounts), flush=True)
    elif process.poll() is None:
        print(f"✗ {base} did not answer within {READY_SECONDS:.0f} s; see the lines above.", file=sys.stderr, flush=True)
        process.terminate()
        process.wait(timeout=END_SECONDS)
        return 1
    return max(process.wait(), 0)


if __name__ == "__main__":
    sys.exit(main())
