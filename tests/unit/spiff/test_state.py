"""The compact state: small, exact, versioned, and refused when it is not ours."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engine.spiff.interpreter import SpiffInterpreter
from services.engine.spiff.state import VERSION
from services.kernel.errors import HuxinError

ROOT = Path(__file__).resolve().parents[3]
INTERPRETER = SpiffInterpreter(stock=False)
CASE = INTERPRETER.compile((ROOT / "bench" / "case.bpmn").read_bytes())
OTHER = INTERPRETER.compile((ROOT / "tests" / "workflow" / "diagrams" / "exclusive.bpmn").read_bytes())
PROSE = (
    "示例建设单位在示例项目开工前申请施工许可，交来工程款支付担保、工资专用账户的开户证明和人工费用拨付计划；"
    "经办人核对了附件，认为资金安排与合同工期相符，但保证金的存储凭证缺少经办银行印章，已告知在五个工作日内补正。"
    "示例总承包企业随后补交了凭证，并说明现场已设置维权信息告示牌，劳资专管员按月编制工资支付表，由工人本人签字确认。"
    "复核时发现两名工人的进场日期与考勤记录不一致，企业更正了名册并重新公示；其余事项没有异议，同意进入下一步办理。"
)

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def case_data() -> dict[str, Any]:
    """Return ordinary case data of about 1.5 kB: who, what, an opinion in prose, a payroll."""
    return {
        "case_id": "0198f2c4-7d11-7a52-9c3e-5b1f6c2ad901",
        "project": {"name": "示例新区安置房一期", "contract_fen": 1_283_450_000, "begun_on": "2026-03-02", "due_on": "2027-09-30"},
        "parties": {
            "construction_unit": "示例建设有限公司",
            "general_contractor": "示例建工集团有限公司",
            "account_bank": "示例银行示例支行",
        },
        "opinion": PROSE,
        "payroll": [{"worker": f"W-{1000 + 7 * row}", "days": 18 + row % 6, "fen": 612_300 + 4_170 * row} for row in range(11)],
    }


def states() -> list[bytes]:
    """Return the state after each step of the reference process."""
    live, advance = INTERPRETER.start(CASE, case_data())
    found = []
    while not advance.ended:
        assert advance.state is not None
        found.append(advance.state)
        token = live.tokens()[0]
        how = {"service": INTERPRETER.reply, "user": INTERPRETER.complete, "message": INTERPRETER.deliver}[token["kind"]]
        advance = how(live, token["token"], {"decision": "approve", "case_id": case_data()["case_id"], "step": "done"})
    return found


STATES = states()


def test_a_waiting_reference_case_takes_at_most_1000_bytes() -> None:
    assert 1_400 <= len(orjson.dumps(case_data())) <= 1_600
    sizes = [len(state) for state in STATES]
    assert len(sizes) >= 6
    assert max(sizes) <= 1000, sizes


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), values, max_size=6))
def test_data_reads_back_as_it_was_written(data: dict[str, Any]) -> None:
    _, advance = INTERPRETER.start(OTHER, data)
    assert advance.state is not None
    live = INTERPRETER.restore(OTHER, advance.state)
    assert live.data() == data == advance.data
    assert INTERPRETER.correct(live, {}).state == advance.state


def test_what_a_caller_changes_afterwards_does_not_reach_the_instance() -> None:
    data: dict[str, Any] = {"rows": [1]}
    live, advance = INTERPRETER.start(OTHER, data)
    data["rows"].append(2)
    advance.data["more"] = True
    assert live.data() == {"rows": [1]}


def test_the_first_byte_is_the_version() -> None:
    assert {state[0] for state in STATES} == {VERSION}


@pytest.mark.parametrize("state", [b"", b"\x00", b"\x63abc", bytes([VERSION]), bytes([VERSION]) + b"no zstd frame"])
def test_bytes_that_are_no_state_are_refused(state: bytes) -> None:
    with pytest.raises(HuxinError) as refused:
        INTERPRETER.restore(CASE, state)
    assert refused.value.code == "bad_state"


def test_a_state_of_another_definition_is_refused() -> None:
    with pytest.raises(HuxinError, match="another definition"):
        INTERPRETER.restore(OTHER, STATES[0])


@given(st.integers(1, 10_000), st.integers(1, 255))
def test_a_damaged_state_never_reads_as_other_data(place: int, change: int) -> None:
    state = bytearray(STATES[2])
    state[1 + place % (len(state) - 1)] ^= change
    with contextlib.suppress(HuxinError):
        assert INTERPRETER.restore(CASE, bytes(state)).data() == INTERPRETER.restore(CASE, STATES[2]).data()


def test_a_long_loop_does_not_grow() -> None:
    definition = INTERPRETER.compile((ROOT / "tests" / "workflow" / "diagrams" / "loop_with_join.bpmn").read_bytes())
    live, advance = INTERPRETER.start(definition, {"case_id": "1", "decision": "no"})
    sizes = []
    for _ in range(300):
        for wait in advance.opened:
            advance = INTERPRETER.complete(live, wait.token, {})
        assert advance.state is not None
        sizes.append(len(advance.state))
    assert sizes[-1] <= sizes[5] + 20
