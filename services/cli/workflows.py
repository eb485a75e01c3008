"""`huxin workflows lint` and `deploy`: what would go wrong with a diagram, and how it gets to the engine."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from services.cli.table_check import check_tables
from services.kernel.decision import NATIONAL
from services.runtime.dmn import load_rulebook
from services.runtime.settings import Settings


@click.group()
def command() -> None:
    """Check and deploy process diagrams (检查、发布流程图)."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of {file, element, rule, severity, message, fix}.")
def lint(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Check FILES: diagrams against the engine profile, decision tables (.dmn) for gaps, overlaps and dead rows.

    Exit 0: no errors, 1: errors, 2: wrong use.
    """
    from services.engine.spiff.lint import lint as check  # noqa: PLC0415 - only this command needs SpiffWorkflow
    from services.engine.spiff.lint import load_library  # noqa: PLC0415 - the same

    home = Settings.from_env().home
    library, book = load_library(home), load_rulebook(home, NATIONAL)
    findings: list[dict[str, str | None]] = []
    for file in files:
        is_table = file.suffix == ".dmn"
        findings += check_tables(file, book) if is_table else [one.to_dict(str(file)) for one in check(file.read_bytes(), library)]
    if as_json:
        click.echo(json.dumps(findings, ensure_ascii=False, indent=2))
    else:
        for item in findings:
            click.echo(f"{item['file']}: {item['element'] or '-'}: {item['severity']} [{item['rule']}] {item['message']} {item['fix']}")
        errors = sum(item["severity"] == "error" for item in findings)
        click.echo(f"{len(files)} files, {errors} errors, {len(findings) - errors} warnings")
    sys.exit(1 if any(item["severity"] == "error" for item in findings) else 0)


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--effective-on", metavar="DATE", help="First day on which new cases use it; today when left out.")
@click.option("--user", default="huxin", show_default=True, help="Who deploys, for the record.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of {file, definition, problems}.")
def deploy(files: tuple[Path, ...], effective_on: str | None, user: str, as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Deploy FILES to the engine over HUXIN_BROKER_URL. Exit 0: all deployed, 1: one has errors, 2: wrong use."""
    from services.runtime.nameko.patching import patch  # noqa: PLC0415 - before anything that it must patch

    patch()
    from services.cli.deploying import DEPLOYER  # noqa: PLC0415 - only this command needs it
    from services.runtime.nameko import RpcClient  # noqa: PLC0415 - after patching

    settings = Settings.from_env()
    if settings.embedded_broker:
        raise click.UsageError("the embedded run deploys workflows/bpmn by itself; set HUXIN_BROKER_URL to reach another engine")
    rpc, actor = RpcClient(settings), {**DEPLOYER, "user": user}
    answers = []
    for file in files:
        parameters = {"xml": file.read_text(encoding="utf-8"), "actor": actor}
        parameters |= {"effective_on": effective_on} if effective_on else {}
        answers.append({"file": str(file), **rpc.call("engine.deploy", parameters, timeout=60)})
    if as_json:
        click.echo(json.dumps(answers, ensure_ascii=False, indent=2))
    else:
        for answer in answers:
            definition = answer["definition"]
            what = (
                f"version {definition['version']} from {definition['effective_on']}"
                if definition
                else "refused; see `huxin workflows lint`"
            )
            click.echo(f"{answer['file']}: {what}")
    sys.exit(0 if all(answer["definition"] for answer in answers) else 1)
