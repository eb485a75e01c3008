"""Tells a story on all services over the broker and prints what did not hold, as JSON.

`scenario_story.py STORY.yaml`; the servers are those of the environment, by default everything is embedded.
"""

from services.runtime.nameko.patching import patch

patch()

import json  # noqa: E402 - after patching
import sys  # noqa: E402 - after patching
from pathlib import Path  # noqa: E402 - after patching

import yaml  # noqa: E402 - after patching

from services.cli.stories import runner  # noqa: E402 - after patching
from services.cli.stories.system import system  # noqa: E402 - after patching
from services.runtime.settings import Settings  # noqa: E402 - after patching
from services.runtime.telemetry import configure_logging  # noqa: E402 - after patching


def main() -> None:
    """Tell it."""
    settings = Settings.from_env()
    configure_logging(settings.log_format, "CRITICAL")
    story = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with system(settings, story["at"]) as running:
        timeline = runner.tell(running, story)
    print(json.dumps({"steps": len(timeline.steps), "broken": [step for step in timeline.steps if not step["ok"]]}))  # noqa: T201 - the answer


main()
