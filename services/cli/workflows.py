"""`huxin workflows lint`: what would go wrong with a diagram, before it is deployed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from services.runtime.settings import Settings


@click.group()
def command() -> None:
    """Check process diagrams (检查流程图)."""


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a list of {file, element, rule, severity, message, fix}.")
def lint(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Check FILES against the engine profile. Exit 0: no errors, 1: errors, 2: wrong use."""
    from services.engine.spiff.lint import lint as check  # noqa: PLC0415 - only this command needs SpiffWorkflow
    from services.engine.spiff.lint import load_library  # noqa: PLC0415 - the same

    library = load_library(Settings.from_env().home)
    findings = [finding.to_dict(str(file)) for file in files for finding in check(file.read_bytes(), library)]
    if as_json:
        click.echo(json.dumps(findings, ensure_ascii=False, indent=2))
    else:
        for item in findings:
            click.echo(f"{item['file']}: {item['element'] or '-'}: {item['severity']} [{item['rule']}] {item['message']} {item['fix']}")
        errors = sum(item["severity"] == "error" for item in findings)
        click.echo(f"{len(files)} files, {errors} errors, {len(findings) - errors} warnings")
    sys.exit(1 if any(item["severity"] == "error" for item in findings) else 0)
