"""Reads the examples that show a clause kept and broken: YAML files of rules and processes, and marks on tests.

The format of the files is told in `docs/guides/examples.md`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.kernel.errors import HuxinError
from services.runtime.law_schemas import CLAUSE_ID, LawDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = ("tests/rules/*.yaml", "workflows/scenarios/*.yaml")
MARK = "clauses"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One example: where it stands, its sentence, and the clauses that it satisfies and breaks."""

    file: str
    name: str
    satisfies: tuple[str, ...]
    breaks: tuple[str, ...]
    kind: str
    body: dict[str, Any] | None = None

    def to_json(self, clause: str) -> dict[str, str]:
        """Return the example as JSON members, seen from one clause."""
        return {"file": self.file, "name": self.name, "shows": "satisfies" if clause in self.satisfies else "breaks"}


def _ids() -> fields.List[str]:
    """Return a list field of clause ids."""
    return fields.List(fields.String(validate=validate.Regexp(CLAUSE_ID, error="is no clause id")), load_default=list)


class ExampleSchema(Schema):
    """One entry: a decision with facts and an expectation, or a process with a story."""

    name = fields.String(required=True, validate=validate.Length(min=8))
    jurisdiction = fields.String(required=True)
    on = LawDate(required=True)
    decision = fields.String()
    facts = fields.Dict(keys=fields.String())
    process = fields.String()
    story = fields.List(fields.Dict(keys=fields.String()), validate=validate.Length(min=1))
    expect = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(min=1))
    satisfies = _ids()
    breaks = _ids()
    why = fields.String(required=True, validate=validate.Length(min=8))

    @validates_schema
    def _either_decision_or_process(self, data: dict[str, Any], **_: object) -> None:
        """An example is about a decision (with facts) or about a process (with a story), and shows at least one clause."""
        wanted, other = (
            (("decision", "facts"), ("process", "story")) if "decision" in data else (("process", "story"), ("decision", "facts"))
        )
        if any(key not in data for key in wanted) or any(key in data for key in other):
            raise ValidationError("give `decision` and `facts`, or `process` and `story`", "decision")
        if not data["satisfies"] and not data["breaks"]:
            raise ValidationError("name at least one clause here or under `breaks`", "satisfies")
        both = set(data["satisfies"]) & set(data["breaks"])
        if both:
            raise ValidationError(f"{', '.join(sorted(both))} cannot be both satisfied and broken by one example", "breaks")


def find_examples(home: Path) -> list[Example]:
    """Return every example under `home`, in a fixed order.

    Raises:
        HuxinError: `bad_example` with file and entry when one cannot be read.
    """
    return [*_from_files(home), *_from_marks(home)]


def _from_files(home: Path) -> Iterator[Example]:
    """Yield the entries of YAML files that name clauses; entries of other test data have neither key and are passed over."""
    schema = ExampleSchema()
    for path in sorted(path for pattern in FILES for path in home.glob(pattern)):
        file = path.relative_to(home).as_posix()
        try:
            entries = yaml.safe_load(path.read_bytes())
        except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that the calendar has not
            raise _bad(file, " ".join(str(error).split())) from None
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            if not isinstance(entry, dict) or not {"satisfies", "breaks"} & entry.keys():
                continue
            try:
                body = schema.load(entry)
            except ValidationError as error:
                raise _bad(file, f"entry {number} ({entry.get('name', 'without a name')}): {error.messages_dict}") from None
            yield Example(
                file=file,
                name=body["name"],
                satisfies=tuple(body["satisfies"]),
                breaks=tuple(body["breaks"]),
                kind="decision" if "decision" in body else "process",
                body=body,
            )


def _from_marks(home: Path) -> Iterator[Example]:
    """Yield the tests marked `@pytest.mark.clauses(satisfies=(…), breaks=(…))`, read without running them."""
    for path in sorted(home.glob("tests/**/test_*.py")):
        source = path.read_text("utf-8")
        if f"mark.{MARK}" not in source:
            continue
        file = path.relative_to(home).as_posix()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(f"mark.{MARK}"):
                        ids = {keyword.arg: _constants(keyword.value) for keyword in decorator.keywords}
                        yield Example(
                            file=file,
                            name=node.name.removeprefix("test_").replace("_", " "),
                            satisfies=ids.get("satisfies", ()),
                            breaks=ids.get("breaks", ()),
                            kind="test",
                        )


def _constants(node: ast.expr) -> tuple[str, ...]:
    """Return the text constants of a literal."""
    return tuple(item.value for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str))


def _bad(file: str, text: str) -> HuxinError:
    """Return the error for an example that cannot be read."""
    return HuxinError("bad_example", "An example cannot be read", f"{file}: {text}", fix="see docs/guides/examples.md")
