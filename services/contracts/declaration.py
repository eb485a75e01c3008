"""What can be said on the wire: an operation that a service carries out, an event that it announces."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.contracts.fields import Contract

Kind = Literal["command", "query", "action"]


def _check(schema: Contract, what: str, name: str, value: object) -> dict[str, Any]:
    errors = schema.validate(value) if isinstance(value, dict) else {"_schema": ["Not an object."]}
    if errors or not isinstance(value, dict):
        first = next(iter(errors))
        raise HuxinError(
            f"bad_{what}",
            f"The {what} of {name} are wrong" if what == "parameters" else f"The {what} of {name} is wrong",
            f"{first}: {errors[first]}",
            fix=f"See `huxin contracts schemas` for {name}.",
            extra={"errors": errors},
        )
    return value


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation: `command` over `huxin.commands`, `query` and `action` over RPC.

    Attributes:
        name: `<service>.<operation>`.
        clauses: ids of the clauses it serves.
    """

    name: str
    kind: Kind
    parameters: type[Contract]
    result: type[Contract]
    title_zh: str
    title_en: str
    clauses: tuple[str, ...] = ()
    version: int = 1
    _schemas: dict[str, Contract] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # An instance is built once: building a marshmallow schema costs far more than using it.
        self._schemas.update(parameters=self.parameters(), result=self.result())

    @property
    def service(self) -> str:
        """The service that carries it out."""
        return self.name.partition(".")[0]

    def check_parameters(self, value: object) -> dict[str, Any]:
        """Return the parameters unchanged.

        Raises:
            HuxinError: `bad_parameters`, with the errors by member in `extra`.
        """
        return _check(self._schemas["parameters"], "parameters", self.name, value)

    def check_result(self, value: object) -> dict[str, Any]:
        """Return the result unchanged.

        Raises:
            HuxinError: `bad_result`.
        """
        return _check(self._schemas["result"], "result", self.name, value)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One kind of fact: `<service>.<noun>.<past tense>`; `key` is the member of its data that correlates it."""

    name: str
    data: type[Contract]
    title_zh: str
    title_en: str
    key: str | None = None
    clauses: tuple[str, ...] = ()
    version: int = 1
    _schemas: dict[str, Contract] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._schemas["data"] = self.data()

    @property
    def service(self) -> str:
        """The service that announces it."""
        return self.name.partition(".")[0]

    def check_data(self, value: object) -> dict[str, Any]:
        """Return the data unchanged.

        Raises:
            HuxinError: `bad_data`.
        """
        return _check(self._schemas["data"], "data", self.name, value)
