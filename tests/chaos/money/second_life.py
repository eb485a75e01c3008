"""A second process that runs all services on the same servers: `second_life.py CLOCK_FILE`."""

from services.runtime.nameko.patching import patch

patch()

import sys  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching

sys.path.insert(0, str(Path(__file__).parent))

from file_clock import FileClock  # noqa: E402 - found above

from services.cli.serve import service_class, wait  # noqa: E402 - after patching
from services.runtime.nameko import Host  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching

SERVICES = ("permits", "escrow", "roster", "credit", "engine", "bank")


def main() -> None:
    """Live until told to end."""
    configure_logging("json", "ERROR")
    host = Host(Settings.from_env(), clock=FileClock(Path(sys.argv[1])))
    for name in SERVICES:
        host.add(service_class(name))
    wait(host.start())


if __name__ == "__main__":
    main()
