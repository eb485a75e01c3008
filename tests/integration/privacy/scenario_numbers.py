"""Tells a month's wages on all services, then looks for people's numbers in every table and every message, and prints the finds as JSON.

`scenario_numbers.py NUMBERS`: a JSON object of the numbers by the names that the story uses.
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sqlite3  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from collections.abc import Iterator  # noqa: E402 - after patching
from contextlib import closing  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching
from typing import Any  # noqa: E402 - after patching

import yaml  # noqa: E402 - after patching

from services.cli.stories import runner, system  # noqa: E402 - after patching
from services.runtime.messaging.broker import Parcel  # noqa: E402 - after patching
from services.runtime.messaging.embedded import EmbeddedBroker  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching

SERVICES = (*system.SERVICES, "bank")


def overhear(heard: list[tuple[str, bytes]]) -> None:
    """Keep a copy of every message that the broker is given."""
    route = EmbeddedBroker.route

    def routed(broker: EmbeddedBroker, parcel: Parcel, on_outcome: Any) -> None:
        heard.append((parcel.routing_key, bytes(parcel.body)))
        route(broker, parcel, on_outcome)

    EmbeddedBroker.route = routed  # type: ignore[method-assign]  # the test listens in


def cells(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every cell of every table of every service, with its place."""
    for path in sorted(folder.glob("*.db")):
        with closing(sqlite3.connect(path)) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                found = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of the database itself
                names = [column[0] for column in found.description]
                for row in found:
                    for name, value in zip(names, row, strict=True):
                        text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                        yield f"{path.stem}.{table}.{name}", text


def main() -> None:
    """Tell it and look."""
    numbers: dict[str, str] = json.loads(sys.argv[1])
    configure_logging("json", "DEBUG")
    heard: list[tuple[str, bytes]] = []
    overhear(heard)
    story = yaml.safe_load((Path(__file__).parent / "wages.yaml").read_text(encoding="utf-8"))
    story["facts"] |= numbers
    system.SERVICES = SERVICES
    with system.system(Settings.from_env(), story["at"]) as running:
        timeline = runner.tell(running, story)
        folder = Path(running._host.around.settings.database_url.removeprefix("sqlite:///")).parent
        looked = list(cells(folder))
    leaks = {
        *((name, place) for place, text in looked for name, number in numbers.items() if number in text),
        *((name, f"message {key}") for key, body in heard for name, number in numbers.items() if number.encode() in body),
    }
    answer = {
        "broken": [step for step in timeline.steps if not step["ok"]],
        "leaks": sorted(leaks),
        "tables": sorted({place.rpartition(".")[0] for place, _ in looked}),
        "messages": sorted({key for key, _ in heard}),
    }
    print(json.dumps(answer))  # noqa: T201 - the answer


main()
