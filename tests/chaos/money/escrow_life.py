"""One life of the process that runs escrow; it may be killed between a commit and the publication of what was committed.

`escrow_life.py CLOCK_FILE COMMITS`: dies at that many commits with messages, or never for 0.
"""

from services.runtime.nameko.patching import patch

patch()

import os  # noqa: E402 - after patching
import signal  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parent))

from file_clock import FileClock  # noqa: E402 - found above

from services.cli.serve import wait  # noqa: E402 - after patching
from services.escrow.entrypoints.service import EscrowService  # noqa: E402 - after patching
from services.runtime.messaging.relay import Relay  # noqa: E402 - after patching
from services.runtime.nameko import Host  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching

WAKE = Relay.wake


def main() -> None:
    """Live."""
    configure_logging("json", "CRITICAL")
    left = [int(sys.argv[2])]

    def dying(relay: Relay, rows: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        WAKE(relay, rows)  # type: ignore[arg-type]  # the rows that it was given

    Relay.wake = dying  # type: ignore[method-assign]  # the moment to die at
    wait(Host(Settings.from_env(), clock=FileClock(Path(sys.argv[1]))).add(EscrowService).start())


main()
