"""Field kinds of the wire language. They check and never convert: what arrives is what a handler sees."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from marshmallow import INCLUDE, Schema, ValidationError, fields

JsonType = dict[str, Any]


class Contract(Schema):
    """Base of all payload schemas: unknown members are kept, so a newer sender does not break an older receiver."""

    class Meta:
        """Marshmallow's options."""

        unknown = INCLUDE


class Text(fields.String):
    """Text."""

    json_schema: ClassVar[JsonType] = {"type": "string"}


class Whole(fields.Integer):
    """A whole number; text, booleans and floats are refused."""

    json_schema: ClassVar[JsonType] = {"type": "integer"}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's options pass through
        super().__init__(strict=True, **kwargs)

    def _validated(self, value: Any) -> int:  # noqa: ANN401 - marshmallow's signature
        if isinstance(value, (bool, str, float)):
            raise ValidationError("Not a whole number.")
        return int(super()._validated(value))


class Fen(Whole):
    """Money in fen (1/100 yuan), whole and not negative."""

    json_schema: ClassVar[JsonType] = {"type": "integer", "minimum": 0, "description": "fen (1/100 yuan)"}

    def _validated(self, value: Any) -> int:  # noqa: ANN401 - marshmallow's signature
        amount = super()._validated(value)
        if amount < 0:
            raise ValidationError("Money is not negative.")
        return amount


class Flag(fields.Field[bool]):
    """True or false, and no word that stands for it."""

    json_schema: ClassVar[JsonType] = {"type": "boolean"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:  # noqa: ANN401, ARG002 - marshmallow's signature
        if not isinstance(value, bool):
            raise ValidationError("Not true or false.")
        return value


class Id(Text):
    """A UUID as text."""

    json_schema: ClassVar[JsonType] = {"type": "string", "format": "uuid"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401 - marshmallow's signature
        text = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            uuid.UUID(text)
        except ValueError as error:
            raise ValidationError("Not a UUID.") from error
        return text


class Day(Text):
    """A calendar day, ISO 8601."""

    json_schema: ClassVar[JsonType] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401 - marshmallow's signature
        text = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise ValidationError("Not a date like 2025-03-31.") from error
        return text


class Moment(Text):
    """A moment with its offset from UTC, ISO 8601."""

    json_schema: ClassVar[JsonType] = {"type": "string", "format": "date-time"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:  # noqa: ANN401 - marshmallow's signature
        text = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError("Not a moment like 2025-03-31T09:00:00+08:00.") from error
        if moment.tzinfo is None:
            raise ValidationError("The offset from UTC is missing.")
        return text


class Object(fields.Field[dict[str, Any]]):
    """A JSON object of any members."""

    json_schema: ClassVar[JsonType] = {"type": "object"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002 - marshmallow's signature
        if not isinstance(value, dict):
            raise ValidationError("Not an object.")
        return value


class Words(fields.List[str]):
    """A list of texts."""

    json_schema: ClassVar[JsonType] = {"type": "array", "items": {"type": "string"}}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's options pass through
        super().__init__(Text(), **kwargs)


class Objects(fields.List[dict[str, Any]]):
    """A list of JSON objects."""

    json_schema: ClassVar[JsonType] = {"type": "array", "items": {"type": "object"}}

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's options pass through
        super().__init__(Object(), **kwargs)
