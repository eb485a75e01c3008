"""`huxin decide`: one decision with its reasons, or many from a file of JSON lines."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import click
import orjson

from services.cli.decisions import DECISIONS
from services.kernel.clock import SystemClock
from services.kernel.errors import HuxinError
from services.runtime.dmn import Rulebook, load_rulebook
from services.runtime.law import load_all
from services.runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from services.kernel.decision import Decision, Rule

PLANNED = (
    "competent_body",
    "wage_finding",
    "final_award",
    "wage_crime_suspected",
    "sanction_listing",
    "sanction_removal",
)
_MARK = b"\xef\xbb\xbf"
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@click.command()
@click.argument("name", required=False)
@click.option("--jurisdiction", "-j", help="Profile: national, shaoxing or toli-draft.")
@click.option("--facts", "facts_file", type=click.File("rb"), help="JSON object of facts; - reads standard input.")
@click.option("--on", "on_text", help="Day whose law holds, YYYY-MM-DD; today in Shanghai when left out.")
@click.option("--schema", "show_schema", is_flag=True, help="Show which facts the decision takes, as JSON Schema.")
@click.option("--batch", type=click.File("rb"), help="JSON lines {id, decision, jurisdiction, on, facts}; - reads standard input.")
def command(  # noqa: PLR0913 - one argument an option of the command line
    name: str | None,
    jurisdiction: str | None,
    facts_file: BinaryIO | None,
    on_text: str | None,
    *,
    show_schema: bool,
    batch: BinaryIO | None,
) -> None:
    """Decide by the law of a day and say why.

    Exit code 0: answered, also when facts are missing (outcome `undetermined`). 2: wrong use.
    """
    on = _day(on_text) if on_text else SystemClock().now().date()
    home = Settings.from_env().home
    if batch is not None:
        if name or facts_file or show_schema:
            raise click.UsageError("--batch takes the names and facts from its lines; leave NAME, --facts and --schema out")
        sys.stdout.buffer.writelines(answer + b"\n" for answer in answers(batch, home, on, jurisdiction))
        return
    if name is None:
        raise click.UsageError(f"name a decision ({', '.join(DECISIONS)}) or give --batch")
    rule = _rule(name)
    if show_schema:
        click.echo(
            orjson.dumps(
                rule.schema.json_schema(f"{rule.title_zh} · {rule.title_en}") | {"x-outcomes": rule.outcomes}, option=orjson.OPT_INDENT_2
            ).decode()
        )
        return
    if jurisdiction is None or facts_file is None:
        raise click.UsageError("give --jurisdiction and --facts, or --schema, or --batch")
    decision = rule.decide(_object(_parsed(facts_file.read().removeprefix(_MARK)), "facts"), _book(home, jurisdiction), on)
    click.echo(orjson.dumps(decision.to_json(), option=orjson.OPT_INDENT_2).decode())


def answers(lines: Iterable[bytes], home: Path, on: date, jurisdiction: str | None = None) -> Iterable[bytes]:
    """Answer each line in order: a decision with the line's `id`, or `{id, error}`.

    Args:
        lines: JSON lines; blank ones are skipped.
        home: where the law lies.
        on: day for lines that name none.
        jurisdiction: profile for lines that name none.
    """
    books: dict[str, Rulebook] = {}
    for number, line in enumerate(lines, 1):
        line = line.removeprefix(_MARK) if number == 1 else line  # noqa: PLW2901 - the line without the mark some editors write
        if not line.strip():
            continue
        asked: Mapping[str, object] = {"line": number}
        try:
            asked = _object(_parsed(line), f"line {number}")
            body = _decided(asked, home, on, jurisdiction, books).to_json()
        except HuxinError as error:
            body = {"error": error.problem()} if "id" in asked else {"line": number, "error": error.problem()}
        yield orjson.dumps({"id": asked.get("id"), **body})


def _decided(asked: Mapping[str, object], home: Path, on: date, jurisdiction: str | None, books: dict[str, Rulebook]) -> Decision:
    rule, named = _rule(asked.get("decision")), asked.get("jurisdiction", jurisdiction)
    book = books.get(named) if isinstance(named, str) else None
    if book is None:
        book = _book(home, named)
        books[book.jurisdiction] = book
    day = _day(asked["on"]) if "on" in asked else on
    return rule.decide(_object(asked.get("facts", {}), "facts"), book, day)


def _rule(name: object) -> Rule:
    rule = DECISIONS.get(name) if isinstance(name, str) else None
    if rule is not None:
        return rule
    if name in PLANNED:
        raise HuxinError(
            "not_built",
            "This decision is not built yet",
            f"{name} belongs to the plan but cannot be asked in this version",
            status=501,
            fix=f"ask one of {', '.join(DECISIONS)}",
        )
    raise HuxinError(
        "unknown_decision", "No such decision", f"{name!r} is not a decision", status=404, fix=f"ask one of {', '.join(DECISIONS)}"
    )


def _book(home: Path, jurisdiction: object) -> Rulebook:
    known = load_all(home)
    if not isinstance(jurisdiction, str) or jurisdiction not in known:
        raise HuxinError(
            "unknown_jurisdiction",
            "No such jurisdiction",
            f"{jurisdiction!r} is no profile" if jurisdiction is not None else "no jurisdiction was named",
            status=404,
            fix=f"use one of {', '.join(known)}",
        )
    return load_rulebook(home, jurisdiction)


def _parsed(raw: bytes) -> object:
    try:
        parsed: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise HuxinError("bad_json", "This is not JSON", str(error), fix="write one JSON object in UTF-8") from error
    return parsed


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        given = {type(None): "null", bool: "a truth value", str: "a text", list: "a list"}.get(type(value), "a number")
        raise HuxinError("bad_input", "A JSON object is needed", f"{what}: given {given}", fix='write {"name": value, …}')
    return value


def _day(text: object) -> date:
    if isinstance(text, str) and _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise HuxinError("bad_day", "The day cannot be read", f"on: given {text!r}", fix="write a day as YYYY-MM-DD")
