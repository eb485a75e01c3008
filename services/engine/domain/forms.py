"""Checks of form data against a form-js schema: types, required fields, options, bounds, lengths, patterns, hidden fields.

The schema is the JSON file that the form editor writes. A field that is hidden by its condition, or read-only, is neither required nor
checked, and its value is left out. A condition reads the fields above it: what is not filled in or hidden is null there, a box that is not
ticked is false. The page evaluates the same conditions over the same examples (`web/src/features/form/conditions.json`).
Keys that no field of the form names are refused as unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # whether a condition (a safe expression of the kernel) holds over the entered values
    Holds = Callable[[str, dict[str, Any]], bool]

_CONTAINERS = frozenset({"group", "columns"})
_READ_ONLY = frozenset({"text", "html", "image", "button", "spacer", "separator", "iframe", "table", "expression"})
_SINGLE_CHOICE = frozenset({"radio", "select"})
_MANY_CHOICE = frozenset({"checklist", "taglist"})
_MAX_TEXT = 20_000


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """One thing wrong with one field."""

    field: str
    code: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Return the problem as a JSON object."""
        return {"field": self.field, "code": self.code, "message": self.message}


def check_form(schema: dict[str, Any], data: dict[str, Any], holds: Holds) -> dict[str, Any]:
    """Return the entries that count: those of shown, writable fields. Refuse data that does not fit the form.

    Args:
        schema: the form-js schema.
        data: what was entered, by field key.
        holds: evaluates a condition over the entered values.

    Raises:
        HuxinError: code `bad_form`, status 422, with every wrong field in `extra.fields`.
    """
    problems = list(problems_of(schema, data, holds))
    if problems:
        raise HuxinError(
            "bad_form",
            "The form has entries that cannot be accepted",
            "; ".join(f"{problem.field}: {problem.message}" for problem in problems),
            status=422,
            fix="correct the named fields and send the form again",
            extra={"fields": [problem.to_json() for problem in problems]},
        )
    writable = {component["key"] for component, hidden in _judged(schema, data, holds) if not hidden}
    return {key: value for key, value in data.items() if key in writable}


def problems_of(schema: dict[str, Any], data: dict[str, Any], holds: Holds) -> Iterator[FieldProblem]:
    """Yield everything wrong with the data, in the order of the form, unknown keys last."""
    known: set[str] = set()
    for component, hidden in _judged(schema, data, holds):
        key = component["key"]
        known.add(key)
        if hidden:
            continue
        yield from _check_field(component, key, data.get(key))
    for key in sorted(set(data) - known):
        yield FieldProblem(field=key, code="unknown_field", message="表单没有这一项 (the form has no such field)")


def _judged(schema: dict[str, Any], data: dict[str, Any], holds: Holds) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield every field with whether it counts for nothing: hidden, or read-only."""
    components = schema.get("components", ())
    seen = {field["key"]: _as_seen(field, data) for field in _inside(components)}
    for field, hidden in _fields(components, seen, holds, hidden=False):
        yield field, hidden or bool(field.get("disabled") or field.get("readonly"))


def _as_seen(field: dict[str, Any], data: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    """Return a field's value as conditions see it."""
    value = data.get(field["key"])
    return value is True if field["type"] == "checkbox" else value


def _fields(
    components: Any,  # noqa: ANN401 - part of a JSON document
    seen: dict[str, Any],
    holds: Holds,
    *,
    hidden: bool,
) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield every field with whether it is hidden; a hidden one is null for the conditions below it."""
    for component in components:
        hide = (component.get("conditional") or {}).get("hide")
        gone = hidden or bool(hide and holds(str(hide).removeprefix("=").strip(), seen))
        if component.get("type") in _CONTAINERS:
            yield from _fields(component.get("components", ()), seen, holds, hidden=gone)
        elif _is_field(component):
            if gone:
                seen[component["key"]] = None
            yield component, gone


def _inside(components: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - part of a JSON document
    """Yield every field, groups opened."""
    for component in components:
        if component.get("type") in _CONTAINERS:
            yield from _inside(component.get("components", ()))
        elif _is_field(component):
            yield component


def _is_field(component: dict[str, Any]) -> bool:
    return bool(component.get("key") and component.get("type") not in _READ_ONLY)


def _check_field(component: dict[str, Any], key: str, value: Any) -> Iterator[FieldProblem]:  # noqa: ANN401 - any JSON value
    rules = component.get("validate") or {}
    empty = value is None or value in ("", [])
    if component["type"] == "checkbox" and rules.get("required") and value is not True:
        yield FieldProblem(field=key, code="required", message="必须勾选 (must be ticked)")
        return
    if empty:
        if rules.get("required"):
            yield FieldProblem(field=key, code="required", message="必填 (required)")
        return
    check = _CHECKS.get(component["type"])
    if check is not None:
        for code, message in check(component, rules, value):
            yield FieldProblem(field=key, code=code, message=message)


def _text(_component: dict[str, Any], rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(value, str):
        yield "wrong_type", "应为文字 (text expected)"
        return
    if len(value) > int(rules.get("maxLength") or _MAX_TEXT):
        yield "too_long", f"最多 {rules.get('maxLength') or _MAX_TEXT} 个字 (too long)"
    if len(value) < int(rules.get("minLength") or 0):
        yield "too_short", f"至少 {rules['minLength']} 个字 (too short)"
    if rules.get("pattern") and re.search(str(rules["pattern"]), value[:_MAX_TEXT]) is None:
        yield "pattern", "格式不符 (does not have the expected form)"


def _number(component: dict[str, Any], rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    # Amounts are integers of fen and no state holds a float, so a fraction is refused wherever the form allows no digits after the point.
    if isinstance(value, bool) or not isinstance(value, int):
        fraction = isinstance(value, float) and int(component.get("decimalDigits") or 0) > 0
        if not fraction:
            yield "wrong_type", "应为整数 (whole number expected)"
            return
    least, most = rules.get("min"), rules.get("max")
    if least not in (None, "") and value < float(least):
        yield "too_small", f"不得小于 {least} (too small)"
    if most not in (None, "") and value > float(most):
        yield "too_large", f"不得大于 {most} (too large)"


def _choice(component: dict[str, Any], _rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    options = _options(component)
    if options is not None and value not in options:
        yield "unknown_option", f"不在选项之中 (not one of the options): {value!r}"


def _choices(component: dict[str, Any], _rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(value, list):
        yield "wrong_type", "应为列表 (list expected)"
        return
    options = _options(component)
    if options is not None:
        for entry in value:
            if entry not in options:
                yield "unknown_option", f"不在选项之中 (not one of the options): {entry!r}"


def _options(component: dict[str, Any]) -> list[Any] | None:
    values = component.get("values")
    return None if values is None else [option.get("value") for option in values]  # None: filled from the instance's data


def _checkbox(_component: dict[str, Any], _rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    if not isinstance(value, bool):
        yield "wrong_type", "应为是或否 (true or false expected)"


def _moment(component: dict[str, Any], _rules: dict[str, Any], value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    kind = component.get("subtype") or "date"
    try:
        if kind == "date":
            date.fromisoformat(value)
        elif kind == "datetime":
            if datetime.fromisoformat(value).tzinfo is None:
                yield "no_offset", "时间须带时区 (the time needs its offset)"
        else:
            datetime.fromisoformat(f"2000-01-01T{value}")
    except (TypeError, ValueError):
        yield "wrong_type", f"应为 {kind} (ISO 8601)"


_CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any], Any], Iterator[tuple[str, str]]]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "radio": _choice,
    "select": _choice,
    "checklist": _choices,
    "taglist": _choices,
    "checkbox": _checkbox,
    "datetime": _moment,
}
