"""JSON Schema (2020-12) from marshmallow schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import fields, missing, validate

from services.contracts import catalogue

if TYPE_CHECKING:
    from marshmallow import Schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def of(schema: type[Schema]) -> dict[str, Any]:
    """Return the JSON Schema of a payload; unknown members are allowed."""
    instance = schema()
    properties = {field.data_key or name: _field(field) for name, field in instance.fields.items()}
    required = [field.data_key or name for name, field in instance.fields.items() if field.required]
    body: dict[str, Any] = {"title": schema.__name__, "type": "object", "properties": properties, "additionalProperties": True}
    if required:
        body["required"] = required
    if schema.__doc__:
        body["description"] = schema.__doc__.strip().splitlines()[0]
    return body


def everything() -> dict[str, dict[str, Any]]:
    """Return every schema by file name: `<operation>.parameters`, `<operation>.result`, `<event>`."""
    found: dict[str, dict[str, Any]] = {}
    for name, operation in catalogue.operations().items():
        for part, schema in (("parameters", operation.parameters), ("result", operation.result)):
            found[f"{name}.{part}"] = {"$schema": DIALECT, "$id": f"urn:huxin:{name}:{part}:{operation.version}", **of(schema)}
    for name, event in catalogue.events().items():
        found[name] = {"$schema": DIALECT, "$id": f"urn:huxin:{name}:{event.version}", **of(event.data)}
    return found


def _field(field: fields.Field[Any]) -> dict[str, Any]:
    body = dict(getattr(field, "json_schema", None) or _plain(field))
    for rule in field.validators:
        body.update(_rule(rule))
    if field.load_default is not missing and not callable(field.load_default):
        body["default"] = field.load_default
    if field.allow_none:
        body["type"] = [body["type"], "null"] if isinstance(body.get("type"), str) else ["null"]
        if "enum" in body:
            body["enum"] = [*body["enum"], None]
    return body


def _plain(field: fields.Field[Any]) -> dict[str, Any]:
    """Return the schema of marshmallow's own field kinds, for declarations that use them."""
    if isinstance(field, fields.Nested):
        nested = field.schema
        return {key: value for key, value in of(type(nested)).items() if key != "title"}
    if isinstance(field, fields.List):
        return {"type": "array", "items": _field(field.inner)}
    kinds = (
        (fields.Boolean, "boolean"),
        (fields.Integer, "integer"),
        (fields.Number, "number"),
        (fields.Mapping, "object"),
        (fields.String, "string"),
    )
    for kind, name in kinds:
        if isinstance(field, kind):
            return {"type": name}
    return {}


def _rule(rule: object) -> dict[str, Any]:
    if isinstance(rule, validate.OneOf):
        return {"enum": list(rule.choices)}
    if isinstance(rule, validate.Range):
        limits = {"minimum": rule.min, "maximum": rule.max}
        return {key: value for key, value in limits.items() if value is not None}
    if isinstance(rule, validate.Length):
        limits = {"minLength": rule.min, "maxLength": rule.max}
        return {key: value for key, value in limits.items() if value is not None}
    if isinstance(rule, validate.Regexp):
        return {"pattern": rule.regex.pattern}
    return {}
