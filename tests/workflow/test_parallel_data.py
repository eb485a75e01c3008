"""Branches share the instance's data: a write is seen at once, the last write wins, and no old copy comes back at a join."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.engine.spiff.interpreter import SpiffInterpreter

if TYPE_CHECKING:
    from services.engine.domain.waits import Advance

DIAGRAMS = Path(__file__).parent / "diagrams"
INTERPRETER = SpiffInterpreter(stock=False)
PARALLEL = INTERPRETER.compile((DIAGRAMS / "parallel.bpmn").read_bytes())


def tokens(advance: Advance) -> dict[str, int]:
    return {wait.element_id: wait.token for wait in advance.opened}


def test_a_branch_sees_what_the_other_wrote() -> None:
    live, begun = INTERPRETER.start(PARALLEL, {"case_id": "1", "status": "open"})
    INTERPRETER.complete(live, tokens(begun)["first"], {"status": "checked", "list": [1, 2, 3]})
    assert live.data()["status"] == "checked"


def test_a_late_branch_that_wrote_nothing_does_not_undo_an_early_one() -> None:
    live, begun = INTERPRETER.start(PARALLEL, {"case_id": "1", "status": "open", "list": [1]})
    open_tokens = tokens(begun)
    INTERPRETER.complete(live, open_tokens["first"], {"status": "checked", "list": [1, 2, 3]})
    INTERPRETER.complete(live, open_tokens["second"], {})
    joined = INTERPRETER.reply(live, open_tokens["third"], {"ok": True})
    assert joined.data == {"case_id": "1", "status": "checked", "list": [1, 2, 3], "third_result": {"ok": True}}


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_of_two_conflicting_writes_the_later_one_wins_whole(order: tuple[str, str]) -> None:
    live, begun = INTERPRETER.start(PARALLEL, {"case_id": "1"})
    for name in order:
        INTERPRETER.complete(live, tokens(begun)[name], {"finding": {"by": name, name: True}})
    assert live.data()["finding"] == {"by": order[1], order[1]: True}


def test_a_reply_to_one_of_several_services_leaves_the_others_open() -> None:
    case = INTERPRETER.compile((Path(__file__).resolve().parents[2] / "bench" / "case.bpmn").read_bytes())
    live, advance = INTERPRETER.start(case, {"case_id": "1"})
    while len(advance.opened) == 1:
        wait = advance.opened[0]
        how = INTERPRETER.complete if wait.element_id.startswith("decide") else INTERPRETER.reply
        advance = how(live, wait.token, {"decision": "approve", "case_id": "1", "step": "done"})
    first, second = (wait.token for wait in advance.opened)
    answered = INTERPRETER.reply(live, first, {})
    assert (answered.closed, answered.opened, answered.ended) == ((first,), (), False)
    assert [token["token"] for token in live.tokens()] == [second]


def test_replies_that_come_together_advance_in_one_step() -> None:
    case = INTERPRETER.compile((DIAGRAMS / "parallel.bpmn").read_bytes())
    live, begun = INTERPRETER.start(case, {"case_id": "1"})
    for name in ("first", "second"):
        INTERPRETER.complete(live, tokens(begun)[name], {})
    together = INTERPRETER.reply_many(live, [(tokens(begun)["third"], {"ok": True})])
    assert list(tokens(together)) == ["after"]
