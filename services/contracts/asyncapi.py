"""The AsyncAPI 3 document of everything that crosses the broker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.contracts import catalogue, json_schema

if TYPE_CHECKING:
    from services.contracts.declaration import Event, Operation

VERSION = "3.0.0"


class _Document:
    """The parts of the document while they grow."""

    def __init__(self) -> None:
        self.channels: dict[str, Any] = {}
        self.operations: dict[str, Any] = {}
        self.messages: dict[str, Any] = {}
        self.schemas: dict[str, Any] = {"Envelope": _envelope(), "ErrorReply": _error_reply()}

    def add_operation(self, operation: Operation) -> None:
        """Add a command with its reply, or a call with its answer."""
        name = operation.name
        self.schemas[f"{name}.parameters"] = json_schema.of(operation.parameters)
        self.schemas[f"{name}.result"] = json_schema.of(operation.result)
        reply = self._add_command(operation) if operation.kind == "command" else self._add_call(operation)
        self.operations[f"{operation.service}.receives.{name}"] = {
            "action": "receive",
            "channel": {"$ref": f"#/channels/{name}"},
            "title": operation.title_en,
            "tags": [{"name": operation.kind}],
            "reply": reply,
        }

    def add_event(self, event: Event) -> None:
        """Add an event."""
        name = event.name
        self.schemas[name] = json_schema.of(event.data)
        self.messages[name] = _message(name, _ref(name), _titles(event))
        self.channels[name] = _channel("huxin.events", name, name)
        self.operations[f"{event.service}.sends.{name}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{name}"},
            "title": event.title_en,
            "tags": [{"name": "event"}],
        }

    def _add_command(self, operation: Operation) -> dict[str, Any]:
        name, reply = operation.name, f"{operation.name}.reply"
        self.messages[name] = _message(name, _ref(f"{name}.parameters"), _titles(operation))
        self.messages[reply] = _message(reply, _reply(name), _titles(operation))
        self.channels[name] = _channel("huxin.commands", name, name)
        self.channels[reply] = _channel("huxin.replies", "engine", reply)
        return {"channel": {"$ref": f"#/channels/{reply}"}}

    def _add_call(self, operation: Operation) -> dict[str, Any]:
        name, answer = operation.name, f"{operation.name}.answer"
        members = {"operation": {"const": name}, "parameters": _ref(f"{name}.parameters")}
        call = {"type": "object", "properties": members, "required": ["operation"]}
        for message, payload in ((name, call), (answer, _answer(name))):
            self.messages[message] = {"name": message, "contentType": "application/json", "payload": payload, **_titles(operation)}
        self.channels[name] = _channel("huxin.rpc", operation.service, name)
        self.channels[answer] = {"address": None, "messages": {answer: {"$ref": f"#/components/messages/{answer}"}}}
        return {"address": {"location": "$message.header#/replyTo"}, "channel": {"$ref": f"#/channels/{answer}"}}


def document(version: str) -> dict[str, Any]:
    """Return the document.

    Args:
        version: of the program.
    """
    parts = _Document()
    for operation in catalogue.operations().values():
        parts.add_operation(operation)
    for event in catalogue.events().values():
        parts.add_event(event)
    return {
        "asyncapi": VERSION,
        "info": {"title": "Huxin 护薪", "version": version, "description": "Commands, replies, events and calls of Huxin's services."},
        "defaultContentType": "application/cloudevents+json",
        "channels": parts.channels,
        "operations": parts.operations,
        "components": {"messages": parts.messages, "schemas": parts.schemas},
    }


def _titles(declared: Operation | Event) -> dict[str, Any]:
    return {"title": declared.title_en, "x-title-zh": declared.title_zh, "x-clauses": list(declared.clauses)}


def _channel(exchange: str, routing_key: str, message: str) -> dict[str, Any]:
    kind = "direct" if exchange == "huxin.rpc" else "topic"
    return {
        "address": routing_key,
        "messages": {message: {"$ref": f"#/components/messages/{message}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": {"name": exchange, "type": kind, "durable": True, "autoDelete": False}}},
    }


def _message(name: str, data: dict[str, Any], titles: dict[str, Any]) -> dict[str, Any]:
    payload = {"allOf": [_ref("Envelope"), {"type": "object", "properties": {"type": {"const": name}, "data": data}}]}
    return {"name": name, "contentType": "application/cloudevents+json", "payload": payload, **titles}


def _reply(name: str) -> dict[str, Any]:
    fine = {"type": "object", "required": ["ok", "result"], "properties": {"ok": {"const": True}, "result": _ref(f"{name}.result")}}
    return {"oneOf": [fine, _ref("ErrorReply")]}


def _answer(name: str) -> dict[str, Any]:
    fine = {"type": "object", "required": ["result"], "properties": {"result": _ref(f"{name}.result")}}
    return {"oneOf": [fine, {"type": "object", "required": ["problem"], "properties": {"problem": {"type": "object"}}}]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _envelope() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "CloudEvents 1.0 in structured JSON.",
        "required": ["specversion", "id", "type", "source", "time", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "type": text,
            "source": text,
            "subject": text,
            "time": {"type": "string", "format": "date-time"},
            "jurisdiction": text,
            "causationid": text,
            "traceparent": text,
            "dataschema": text,
            "datacontenttype": {"const": "application/json"},
            "data": {"type": "object"},
        },
    }


def _error_reply() -> dict[str, Any]:
    text = {"type": "string"}
    error = {
        "type": "object",
        "required": ["code", "title", "detail", "retryable"],
        "properties": {"code": text, "title": text, "detail": text, "retryable": {"type": "boolean"}},
    }
    return {"type": "object", "required": ["ok", "error"], "properties": {"ok": {"const": False}, "error": error}}
