"""Reads the examples that show a clause kept and broken: decisions in `tests/rules`, cases of stories, and marks on tests.

The formats are told in `docs/guides/examples.md`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from services.kernel.errors import HuxinError
from services.runtime.law_schemas import CLAUSE_ID, LawDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DECISIONS = "tests/rules/*.yaml"
STORIES = "workflows/scenarios/*.yaml"
MARK = "clauses"


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """One example: where it stands, its sentence, what it satisfies and breaks; `kind` is `decision`, `case` or `test`."""

    file: str
    name: str
    satisfies: tuple[str, ...]
    breaks: tuple[str, ...]
    kind: str

    def to_json(self, clause: str) -> dict[str, str]:
        """Return the example as JSON members, seen from one clause."""
        return {"file": self.file, "name": self.name, "shows": "satisfies" if clause in self.satisfies else "breaks"}


def _ids() -> fields.List[str]:
    """Return a list field of clause ids."""
    return fields.List(fields.String(validate=validate.Regexp(CLAUSE_ID, error="is no clause id")), load_default=list)


class ShownSchema(Schema):
    """What every example says about clauses."""

    satisfies = _ids()
    breaks = _ids()

    @validates_schema
    def _something_and_not_both(self, data: dict[str, Any], **_: object) -> None:
        """An example shows at least one clause, and none both kept and broken."""
        if not data["satisfies"] and not data["breaks"]:
            raise ValidationError("name at least one clause here or under `breaks`", "satisfies")
        both = set(data["satisfies"]) & set(data["breaks"])
        if both:
            raise ValidationError(f"{', '.join(sorted(both))} cannot be both satisfied and broken by one example", "breaks")


class DecisionExampleSchema(ShownSchema):
    """A decision with its facts and what must come out."""

    name = fields.String(required=True, validate=validate.Length(min=8))
    decision = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    on = LawDate(required=True)
    facts = fields.Dict(keys=fields.String(), required=True)
    expect = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(min=1))
    why = fields.String(required=True, validate=validate.Length(min=8))


class CaseSchema(ShownSchema):
    """A case of a story: which law, and at which end event it must arrive. What people fill in is the story's own matter."""

    class Meta:
        """Keep quiet about the members that the story's runner reads."""

        unknown = EXCLUDE

    name = fields.String(required=True, validate=validate.Length(min=4))
    jurisdiction = fields.String(required=True)
    ends = fields.String(required=True)


def find_examples(home: Path) -> list[Example]:
    """Return every example under `home`, in a fixed order.

    Raises:
        HuxinError: `bad_example` with file and entry when one cannot be read.
    """
    decisions = (found for path in sorted(home.glob(DECISIONS)) for found in _entries(home, path, DecisionExampleSchema(), "decision"))
    cases = (found for path in sorted(home.glob(STORIES)) for found in _entries(home, path, CaseSchema(), "case"))
    return [*decisions, *cases, *_from_marks(home)]


def _entries(home: Path, path: Path, schema: ShownSchema, kind: str) -> Iterator[Example]:
    """Yield the entries of one file that name clauses; other test data has neither key and is passed over."""
    file = path.relative_to(home).as_posix()
    try:
        content = yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a day that the calendar has not
        raise _bad(file, " ".join(str(error).split())) from None
    entries = content.get("cases", []) if isinstance(content, dict) else content
    for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
        if not isinstance(entry, dict) or not {"satisfies", "breaks"} & entry.keys():
            continue
        try:
            body = schema.load(entry)
        except ValidationError as error:
            raise _bad(file, f"entry {number} ({entry.get('name', 'without a name')}): {error.messages_dict}") from None
        yield Example(file=file, name=body["name"], satisfies=tuple(body["satisfies"]), breaks=tuple(body["breaks"]), kind=kind)


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
