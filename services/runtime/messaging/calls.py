"""The bodies of calls (RPC): a request names an operation and its parameters, an answer is a result or a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from collections.abc import Mapping


class RemoteProblem(HuxinError):  # noqa: N818 - the name is a contract between the parts
    """The other side answered with a problem; code, status and detail are its own."""


def request(operation: str, parameters: Mapping[str, Any], traceparent: str | None) -> bytes:
    """Return the body of a call."""
    return orjson.dumps({"operation": operation, "parameters": parameters, "traceparent": traceparent})


def read_request(raw: bytes) -> tuple[str, dict[str, Any], str | None]:
    """Return operation, parameters and trace context.

    Raises:
        HuxinError: `bad_call`.
    """
    try:
        body = orjson.loads(raw)
    except ValueError as error:
        raise _bad_call(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise _bad_call("not an object")
    operation, parameters, context = body.get("operation"), body.get("parameters", {}), body.get("traceparent")
    if not isinstance(operation, str) or not isinstance(parameters, dict):
        raise _bad_call("operation is not text, or parameters is not an object")
    return operation, parameters, context if isinstance(context, str) else None


def result(value: object) -> bytes:
    """Return the body of an answer."""
    return orjson.dumps({"result": value})


def problem(error: BaseException) -> bytes:
    """Return the body of an answer that tells of an error."""
    return orjson.dumps({"problem": as_huxin(error).problem()}, default=str)


def as_huxin(error: BaseException) -> HuxinError:
    """Return the error itself, or one that stands for an unexpected one."""
    if isinstance(error, HuxinError):
        return error
    return HuxinError("unexpected_error", "The service failed unexpectedly", f"{type(error).__name__}: {error}", status=500)


def read_answer(raw: bytes) -> dict[str, Any]:
    """Return the result.

    Raises:
        RemoteProblem: what the other side raised.
    """
    body = orjson.loads(raw)
    found = body.get("problem")
    if found is not None:
        raise RemoteProblem.from_problem(found)
    value: dict[str, Any] = body["result"]
    return value


def unavailable(service: str, why: str) -> RemoteProblem:
    """Return the error for a service that cannot be called now."""
    return RemoteProblem(
        "service_unavailable",
        "The service cannot be reached",
        f"{service}: {why}",
        status=503,
        retryable=True,
        fix=f"Check that {service} is being served.",
    )


def timed_out(operation: str, seconds: float) -> RemoteProblem:
    """Return the error for an answer that did not come in time; the call may still have its effect."""
    return RemoteProblem(
        "call_timed_out", "The service did not answer in time", f"{operation} after {seconds:g} s", status=504, retryable=True
    )


def _bad_call(detail: str) -> HuxinError:
    return HuxinError("bad_call", "The call cannot be read", detail, fix='Send {"operation": …, "parameters": {…}} as JSON.')
