"""Definitions, instances and history, as people and the page read them."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from services.engine.domain.history import milliseconds
from services.engine.domain.model import InstanceState
from services.engine.store.base import Part
from services.engine.store.rows import definition_record, history_row, instance_record, to_id
from services.engine.store.tables import definition, history, instance, party

if TYPE_CHECKING:
    from services.engine.domain.model import DefinitionRecord, HistoryRow, InstanceRecord

_WITHOUT_XML = [column for column in definition.c if column.name != "xml"]
_LIGHT = [column for column in instance.c if column.name not in ("blob", "waits")]


class ReadingPart(Part):
    """The readers' side of a session."""

    def definitions(self) -> list[DefinitionRecord]:
        """Read all definitions without their XML."""
        return [definition_record(row) for row in self.many(sa.select(*_WITHOUT_XML).order_by(definition.c.id))]

    def newest_definition(self) -> int:
        """Return the highest definition id, 0 when there is none."""
        return self.connection.scalar(sa.select(sa.func.max(definition.c.id))) or 0

    def definition_xml(self, definition_id: int) -> bytes:
        """Read the XML of a definition."""
        packed = self.connection.scalar(sa.select(definition.c.xml).where(definition.c.id == definition_id))
        return zlib.decompress(bytes(packed or b""))

    def add_definition(self, record: DefinitionRecord, xml: bytes) -> DefinitionRecord:
        """Insert a definition and return it with its id."""
        inserted = self.connection.execute(
            sa.insert(definition).values(
                key=record.key,
                version=record.version,
                hash=record.hash,
                name=record.name,
                name_en=record.name_en,
                effective_on=record.effective_on,
                jurisdictions=" ".join(record.jurisdictions),
                called=orjson.dumps(record.called).decode(),
                xml=zlib.compress(xml, 9),
                deployed_at=milliseconds(record.deployed_at),
                deployed_by=record.deployed_by,
                signed_by=record.signed_by,
            )
        )
        return replace(record, id=(inserted.inserted_primary_key or (0,))[0])

    def list_instances(self, query: dict[str, Any], *, limit: int, after: str | None) -> list[InstanceRecord]:
        """Read a page of instances, newest first, without their state."""
        statement = sa.select(*_LIGHT).order_by(instance.c.id.desc()).limit(limit)
        state = query.get("state") or "all"
        if state != "all":
            wanted = [each for each in InstanceState if each.name.lower() == state]
            statement = statement.where(instance.c.state.in_([int(each) for each in wanted]))
        if query.get("definition_ids") is not None:
            statement = statement.where(instance.c.definition_id.in_(query["definition_ids"]))
        for name in ("jurisdiction", "business_key"):
            if query.get(name):
                statement = statement.where(instance.c[name] == query[name])
        if query.get("firms") is not None:
            statement = statement.where(instance.c.id.in_(sa.select(party.c.instance_id).where(party.c.firm.in_(query["firms"]))))
        if query.get("text"):
            text = query["text"]
            statement = statement.where(
                instance.c.title.icontains(text, autoescape=True) | instance.c.business_key.icontains(text, autoescape=True)
            )
        if after is not None:
            statement = statement.where(instance.c.id < to_id(after))
        return [instance_record(row) for row in self.many(statement)]

    def history(self, instance_id: str) -> list[HistoryRow]:
        """Read the whole history of an instance in order."""
        rows = self.many(sa.select(history).where(history.c.instance_id == to_id(instance_id)).order_by(history.c.seq))
        return [history_row(row) for row in rows]
