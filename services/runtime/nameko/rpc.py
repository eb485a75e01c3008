"""Calls: the `query` entrypoint on one side, `RpcClient` on the other. Always with a time limit."""

from __future__ import annotations

import functools
import inspect
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

import structlog
from eventlet import Timeout
from eventlet.event import Event as Signal
from nameko.extensions import Entrypoint, SharedExtension, register_entrypoint

from services.contracts import catalogue
from services.kernel.errors import HuxinError
from services.runtime import telemetry
from services.runtime.db import is_transient, unavailable
from services.runtime.messaging import calls
from services.runtime.nameko.service import ServiceRuntime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.runtime.messaging.amqp_rpc import AmqpCaller, AmqpCallServer
    from services.runtime.settings import Settings

Method = TypeVar("Method", bound="Callable[..., Any]")

_log = structlog.get_logger("huxin.rpc")
_hosted: dict[str, CallDesk] = {}
_callers: dict[str, AmqpCaller] = {}
_callers_lock = threading.Lock()


class CallDesk(SharedExtension):  # type: ignore[misc]  # nameko ships no types
    """Receives a service's calls, from this process or over the broker, and spawns their workers."""

    runtime = ServiceRuntime()
    _server: AmqpCallServer | None = None

    def setup(self) -> None:
        """Learn which operations the service answers."""
        desk_of = (e for e in self.container.entrypoints if isinstance(e, QueryEntrypoint))
        self._entrypoints: dict[str, QueryEntrypoint] = {e.operation: e for e in desk_of}

    def start(self) -> None:
        """Open the desk."""
        settings = self.runtime.surroundings.settings
        _hosted[self.runtime.service] = self
        if not settings.embedded_broker:
            from services.runtime.messaging.amqp_rpc import AmqpCallServer  # noqa: PLC0415 - only where AMQP is used

            self._server = AmqpCallServer(settings.broker_url, self.runtime.service, self.receive)

    def close(self) -> None:
        """Take no more calls."""
        if _hosted.get(self.runtime.service) is self:
            del _hosted[self.runtime.service]
        if self._server:
            self._server.cancel()

    def stop(self) -> None:
        """Close the desk when the last answer has gone out."""
        self.close()
        if self._server:
            self._server.close()

    def kill(self) -> None:
        """Close at once."""
        self.stop()

    def receive(self, raw: bytes, answer: Callable[[bytes], None]) -> None:
        """Take a call from the broker; a malformed one is answered, never fatal."""
        try:
            operation, parameters, context = calls.read_request(raw)
            self.spawn(
                operation, parameters, context, lambda value: answer(calls.result(value)), lambda error: answer(calls.problem(error))
            )
        except Exception as error:  # noqa: BLE001 - the caller hears about every error
            answer(calls.problem(error))

    def spawn(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        context: str | None,
        on_result: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        """Check a call and hand it to a worker.

        Raises:
            HuxinError: `unknown_operation`, `bad_parameters`.
        """
        entrypoint = self._entrypoints.get(operation)
        if entrypoint is None:
            raise HuxinError("unknown_operation", "There is no such operation", operation, status=404)
        catalogue.operation(operation).check_parameters(parameters)
        call = Call(operation, dict(parameters), context, self.runtime.service)

        def finished(_context: object, result: Any, exc_info: Any) -> tuple[Any, Any]:  # noqa: ANN401 - nameko's signature
            if call.error is not None:
                on_error(call.error)
            elif exc_info is not None:
                on_error(exc_info[1])
            else:
                try:
                    on_result(result)
                except TypeError as error:  # the handler returned something JSON cannot say
                    on_error(error)
            return result, exc_info

        self.container.spawn_worker(entrypoint, (call,), {}, handle_result=finished)


class Call:
    """One call on its way through a worker."""

    def __init__(self, operation: str, parameters: dict[str, Any], context: str | None, service: str) -> None:
        self.operation = operation
        self.parameters = parameters
        self.context = context
        self.service = service
        self.error: BaseException | None = None

    def run(self, method: Callable[..., Any], accepted: frozenset[str] | None) -> object:
        """Call the handler; parameters that it does not name are passed only to one that takes any."""
        started = time.perf_counter()
        given = self.parameters if accepted is None else {name: value for name, value in self.parameters.items() if name in accepted}
        with telemetry.trace(self.context):
            try:
                return method(**given)
            except Exception as error:  # noqa: BLE001 - the caller hears about every error
                self.error = unavailable(error) if is_transient(error) else error
                if not isinstance(self.error, HuxinError):
                    _log.exception("call failed", operation=self.operation)
                return None
            finally:
                telemetry.METRICS.seconds.labels(self.service, self.operation).observe(time.perf_counter() - started)


class QueryEntrypoint(Entrypoint):  # type: ignore[misc]  # nameko ships no types
    """Answers calls of one operation."""

    desk = CallDesk()

    def __init__(self, operation: str, **kwargs: Any) -> None:  # noqa: ANN401 - nameko's options
        super().__init__(**kwargs)
        self.operation = operation

    def stop(self) -> None:
        """Take no more calls."""
        self.desk.close()


def query(name: str) -> Callable[[Method], Method]:
    """Answer a query or action: `def handler(self, **parameters) -> dict`.

    Raises:
        HuxinError: `unknown_operation`, or `bad_declaration` when it is a command.
    """
    if catalogue.operation(name).kind == "command":
        raise HuxinError("bad_declaration", "The operation is a command", name, fix="Use @command.")

    def decorate(method: Method) -> Method:
        named = inspect.signature(method).parameters
        anything = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in named.values())
        accepted = None if anything else frozenset(named)

        @functools.wraps(method)
        def work(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - stands for any method
            if len(args) == 1 and isinstance(args[0], Call):
                return args[0].run(functools.partial(method, self), accepted)
            return method(self, *args, **kwargs)

        register_entrypoint(work, QueryEntrypoint(name))
        return work  # type: ignore[return-value]  # the wrapper takes the same calls

    return decorate


class RpcClient:
    """Calls queries and actions, straight to a service of this process, else over `huxin.rpc`. Safe to share."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def call(self, operation: str, parameters: Mapping[str, Any] | None = None, *, timeout: float | None = None) -> dict[str, Any]:
        """Call and wait for the result.

        Args:
            operation: `<service>.<operation>`.
            parameters: its parameters.
            timeout: seconds; the setting's when missing.

        Raises:
            RemoteProblem: the other side's problem, `service_unavailable` or `call_timed_out`.
        """
        seconds = timeout or self._settings.rpc_seconds
        service = operation.partition(".")[0]
        context = telemetry.traceparent()
        desk = _hosted.get(service)
        if desk is not None:
            return _call_here(desk, operation, parameters or {}, context, seconds)
        if self._settings.embedded_broker:
            raise calls.unavailable(service, "it does not run in this process")
        return calls.read_answer(self._caller().call(service, operation, calls.request(operation, parameters or {}, context), seconds))

    def _caller(self) -> AmqpCaller:
        from services.runtime.messaging.amqp_rpc import AmqpCaller  # noqa: PLC0415 - only where AMQP is used

        with _callers_lock:
            url = self._settings.broker_url
            if url not in _callers:
                _callers[url] = AmqpCaller(url)
            return _callers[url]


def _call_here(desk: CallDesk, operation: str, parameters: Mapping[str, Any], context: str | None, seconds: float) -> dict[str, Any]:
    signal = Signal()
    try:
        with Timeout(seconds):
            desk.spawn(operation, parameters, context, signal.send, signal.send_exception)
            value: dict[str, Any] = signal.wait()
            return value
    except Timeout as error:
        raise calls.timed_out(operation, seconds) from error
    except calls.RemoteProblem:
        raise
    except Exception as error:
        raise calls.RemoteProblem.from_problem(calls.as_huxin(error).problem()) from error
