"""The history of an instance: one packed row a step, chained by hash, so that a change to any row shows.

A row's body is a JSON array `[at, kind, actor, passed, extra]`: milliseconds since 1970, the stimulus, who caused it, the elements passed,
and, if there is anything, an object with what else an operator should read later. Elements are numbers into the sorted ids of the
instance's definition, which never changes: `3c4e` says that number 3 was completed and number 4 entered; one that is not in the list
stands there by its id in quotes, `"id"x`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from services.kernel.clock import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.engine.domain.model import HistoryRow
    from services.engine.domain.waits import Passed

CHAIN_BYTES = 16  # half of SHA-256: finding a second body for a link stays out of reach
GENESIS = b""

_LETTERS = {"entered": "e", "completed": "c", "cancelled": "x"}
_WORDS = {letter: word for word, letter in _LETTERS.items()}
_PASSED = re.compile(r'(?:(\d+)|"([^"]*)")([ecx])')


@dataclass(frozen=True, kw_only=True)
class Step:
    """One readable step of history."""

    seq: int
    at: datetime
    kind: str
    actor: str
    passed: tuple[tuple[str, str], ...]  # element id, entered|completed|cancelled
    extra: dict[str, Any]


def milliseconds(moment: datetime) -> int:
    """Return an aware moment as milliseconds since 1970, the form in which every table stores time."""
    return int(moment.timestamp() * 1000)


def moment(value: int) -> datetime:
    """Return stored milliseconds as a moment in Asia/Shanghai."""
    return datetime.fromtimestamp(value / 1000, UTC).astimezone(SHANGHAI)


def pack(  # noqa: PLR0913 - the five members of a row and the names to number
    at: datetime,
    kind: str,
    actor: str,
    *,
    passed: Iterable[Passed],
    extra: dict[str, Any],
    elements: Sequence[str],
) -> bytes:
    """Return the body of one history row."""
    numbers = {element: str(index) for index, element in enumerate(elements)}
    path = "".join(numbers.get(entry.element_id, f'"{entry.element_id}"') + _LETTERS[entry.what] for entry in passed)
    body = [milliseconds(at), kind, actor, path, extra] if extra else [milliseconds(at), kind, actor, path]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(row: HistoryRow, elements: Sequence[str]) -> Step:
    """Return the readable step of a row."""
    at, kind, actor, path, *more = json.loads(row.body)
    passed = tuple((named or elements[int(number)], _WORDS[letter]) for number, named, letter in _PASSED.findall(path))
    return Step(seq=row.seq, at=moment(at), kind=kind, actor=actor, passed=passed, extra=more[0] if more else {})


def link(previous: bytes, instance_id: str, seq: int, body: bytes) -> bytes:
    """Return the chain's next link: it covers the link before, the row's place and its body."""
    return hashlib.sha256(previous + instance_id.encode() + seq.to_bytes(4, "big") + body).digest()[:CHAIN_BYTES]


def broken_at(rows: Iterable[HistoryRow], instance_id: str, last: bytes) -> int | None:
    """Return the step number at which the chain does not hold, or None when it holds to its last link.

    Args:
        rows: all rows of one instance in order.
        instance_id: the instance they should belong to.
        last: the link that the instance's own row keeps.
    """
    chain, expected = GENESIS, 1
    for row in rows:
        chain = link(chain, instance_id, expected, row.body)
        if row.seq != expected or row.chain != chain:
            return expected
        expected += 1
    return None if chain == last else expected
