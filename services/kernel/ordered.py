"""Decides by the first row that fits, where a row's answer may itself have to be worked out from facts that are unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.unary import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.kernel.tables import Judged, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstHit:
    """What the rows came to.

    Attributes:
        answer: the one answer, or `Unknown` with the facts that could still change it.
        rows: the row that gives the answer, or the rows that are still open.
        before: rows before the one that gives the answer, which had to fail or to say the same.
    """

    answer: object
    rows: tuple[Row, ...]
    before: tuple[Row, ...] = ()


def first_hit(judged: Sequence[Judged], answer_of: Callable[[Row], object]) -> FirstHit:
    """Return the answer of the first row that fits; rows after it never count, rows before it count while they are open.

    Args:
        judged: the rows of a table whose last row always fits, in order.
        answer_of: the answer of a row, or `Unknown` with the facts that it lacks.
    """
    limit = next(index for index, one in enumerate(judged) if one.truth is True)
    last = judged[limit].row
    answer = answer_of(last)
    possible, rows = [answer], [last]
    missing = set(answer.names) if isinstance(answer, Unknown) else set()
    # Upwards from the row that is certain: an open row that says the same as everything below it changes nothing.
    for one in reversed(judged[:limit]):
        if not one.open:
            continue
        answer = answer_of(one.row)
        if isinstance(answer, Unknown):
            missing |= answer.names
        elif possible == [answer]:
            continue
        missing |= one.open
        possible.append(answer)
        rows.insert(0, one.row)
    if missing:
        return FirstHit(answer=Unknown(frozenset(missing)), rows=tuple(rows))
    return FirstHit(answer=possible[0], rows=(last,), before=tuple(one.row for one in judged[:limit]))
