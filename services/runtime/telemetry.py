"""Logs with trace ids, metrics, and the W3C trace context that travels with messages."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})")
_current: ContextVar[str | None] = ContextVar("huxin_traceparent", default=None)


class Metrics:
    """The process's metrics; `render` gives Prometheus text."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.published = Counter("huxin_messages_published_total", "Messages handed to the broker", ["service"], registry=self.registry)
        self.handled = Counter("huxin_messages_handled_total", "Messages handled", ["service", "kind", "outcome"], registry=self.registry)
        self.seconds = Histogram(
            "huxin_handling_seconds",
            "Time to handle a message or call",
            ["service", "operation"],
            registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
        )
        self.connected = Gauge("huxin_broker_connected", "1 while the broker is connected", ["service"], registry=self.registry)

    def render(self) -> bytes:
        """Return all metrics as Prometheus text."""
        return generate_latest(self.registry)


METRICS = Metrics()


def traceparent() -> str | None:
    """Return the trace context of what this greenlet handles, None outside of any."""
    return _current.get()


def child(parent: str | None) -> str:
    """Return a trace context below `parent`; a new trace when there is none or it is malformed."""
    found = _TRACEPARENT.fullmatch(parent) if parent else None
    trace, flags = found.groups() if found else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


@contextmanager
def trace(parent: str | None) -> Iterator[str]:
    """Handle something below `parent`: messages made and lines logged inside carry its trace id."""
    context = child(parent)
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)


def configure_logging(log_format: str, level: str) -> None:
    """Send structlog and the standard library's logs to stderr, as JSON lines or for reading.

    Args:
        log_format: `json` or `console`.
        level: a level's name; an unknown one counts as INFO.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.getLevelNamesMapping().get(level.upper(), logging.INFO))
    for noisy in ("amqp", "nameko", "alembic", "kombu", "spiff"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _add_trace(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = _current.get()
    if context:
        event["trace_id"] = context.split("-")[1]
    return event
