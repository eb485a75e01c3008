"""`huxin contracts`: the documents generated from the wire language."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import click

from services.contracts import asyncapi, catalogue, json_schema
from services.kernel.errors import HuxinError


@click.group()
def command() -> None:
    """Write the contracts between the parts as AsyncAPI 3 and JSON Schema."""


@command.command("asyncapi")
@click.option("--out", type=click.Path(path_type=Path), help="A folder; asyncapi.json is written there.")
def write_asyncapi(out: Path | None) -> None:
    """Write the AsyncAPI document, to standard output without --out."""
    _write({"asyncapi": asyncapi.document(importlib.metadata.version("huxin"))}, out, single=True)


@command.command("schemas")
@click.option("--out", type=click.Path(path_type=Path), help="A folder; one file a schema.")
def write_schemas(out: Path | None) -> None:
    """Write the JSON Schemas of parameters, results and events; one object by name without --out."""
    _write(json_schema.everything(), out, single=False)


@command.command("operations")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_operations(*, as_json: bool) -> None:
    """List operations and events."""
    rows: list[dict[str, Any]] = [
        {"name": o.name, "kind": o.kind, "title_zh": o.title_zh, "title_en": o.title_en, "clauses": list(o.clauses)}
        for o in catalogue.operations().values()
    ]
    rows += [
        {"name": e.name, "kind": "event", "title_zh": e.title_zh, "title_en": e.title_en, "clauses": list(e.clauses)}
        for e in catalogue.events().values()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['kind']:<8} {row['name']:<36} {row['title_zh']}  {row['title_en']}")


def _write(documents: dict[str, dict[str, Any]], out: Path | None, *, single: bool) -> None:
    if out is None:
        shown: object = next(iter(documents.values())) if single else documents
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            path = out / f"{name}.json"
            path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            click.echo(str(path))
    except OSError as error:
        raise HuxinError(
            "cannot_write", "The folder cannot be written", f"{out}: {error.strerror}", fix="Name another folder with --out."
        ) from error
