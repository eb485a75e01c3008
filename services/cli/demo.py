"""`huxin demo`: run a story without a browser, print its timeline, and hold every step to what should happen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import orjson
import yaml

if TYPE_CHECKING:
    from services.runtime.settings import Settings

STORIES = ("permits", "roster", "accounts", "funding", "closing", "payroll", "deposit", "stop-work", "acceptance", "advance", "warnings")


@click.command()
@click.argument("story", required=False, type=click.Choice(STORIES))
@click.option("--json", "as_json", is_flag=True, help="Print the story as JSON.")
def command(*, story: str | None, as_json: bool) -> None:
    """Run one story, or all of them; exit 0 only if every step held."""
    from services.runtime.nameko.patching import patch  # noqa: PLC0415 - before anything that it must patch

    patch()
    from services.runtime.settings import Settings  # noqa: PLC0415 - after patching
    from services.runtime.telemetry import configure_logging  # noqa: PLC0415 - after patching

    settings = Settings.from_env()
    configure_logging(settings.log_format, "ERROR")
    results = [run(name, settings) for name in ([story] if story else STORIES)]
    if as_json:
        click.echo(orjson.dumps(results[0] if story else results, option=orjson.OPT_INDENT_2).decode())
    else:
        for result in results:
            show(result)
    sys.exit(0 if all(result["ok"] for result in results) else 1)


def run(name: str, settings: Settings) -> dict[str, Any]:
    """Run a story and return `{story, ok, steps}`."""
    from services.cli.stories import permits, runner  # noqa: PLC0415 - after patching
    from services.cli.stories.system import system  # noqa: PLC0415 - after patching

    path = settings.home / "workflows" / "scenarios" / f"{name}.yaml"
    story = yaml.safe_load(path.read_text(encoding="utf-8"))
    with system(settings, story["at"]) as running:
        timeline = permits.tell(running, story) if name == "permits" else runner.tell(running, story)
    return {"story": name, "ok": timeline.ok, "steps": timeline.steps}


def show(result: dict[str, Any]) -> None:
    """Print a story for people."""
    for step in result["steps"]:
        mark = "✓" if step["ok"] else "✗"
        clauses = f"  [{' '.join(step['clauses'])}]" if step["clauses"] else ""
        click.echo(f"{mark} {step['at'][:16].replace('T', ' ')}  {step['what']}{clauses}")
    click.echo(f"{result['story']}: {'every step held' if result['ok'] else 'DID NOT HOLD'} ({len(result['steps'])} steps)")
