"""The one root of Huxin's errors. An error text is an interface: what was wrong, where, what to do."""

from __future__ import annotations

from typing import Any


class HuxinError(Exception):
    """Something a caller can understand and act on.

    Attributes:
        code: stable machine word in snake_case, for example `unknown_operation`.
        title: short sentence, the same for every occurrence of the code.
        detail: what was wrong and where, for this occurrence.
        status: HTTP status that the gateway answers with.
        fix: what to do about it, if that is known.
        retryable: whether the same call may hold later without a change.
        extra: further JSON members for problem details (RFC 9457).
    """

    def __init__(  # noqa: PLR0913 - the members of a problem
        self,
        code: str,
        title: str,
        detail: str = "",
        *,
        status: int = 400,
        fix: str | None = None,
        retryable: bool = False,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{title}: {detail}" if detail else title)
        self.code = code
        self.title = title
        self.detail = detail
        self.status = status
        self.fix = fix
        self.retryable = retryable
        self.extra = dict(extra or {})

    def problem(self) -> dict[str, Any]:
        """Return the JSON object that stands for this error on the wire and over HTTP."""
        body: dict[str, Any] = {
            "type": f"urn:huxin:problem:{self.code}",
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "status": self.status,
            "retryable": self.retryable,
            **self.extra,
        }
        if self.fix:
            body["fix"] = self.fix
        return body

    @classmethod
    def from_problem(cls, body: dict[str, Any]) -> HuxinError:
        """Rebuild an error from its wire form; unknown members are kept in `extra`."""
        known = {"type", "code", "title", "detail", "status", "retryable", "fix"}
        return cls(
            str(body.get("code", "unknown_error")),
            str(body.get("title", "Unknown error")),
            str(body.get("detail", "")),
            status=int(body.get("status", 500)),
            fix=body.get("fix"),
            retryable=bool(body.get("retryable", False)),
            extra={key: value for key, value in body.items() if key not in known},
        )
