"""Tells `workflows/scenarios/sample_money.yaml` to a running sample system: a project with account, wages, deposit, late payment.

It goes the way that people go: tasks are done, files are read in, the bank is told. So it takes a few seconds and runs beside the
first visitors instead of keeping them waiting.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import structlog
import yaml
from stdnum import luhn

from services.cli.stories.runner import OPERATOR, Teller, Timeline, file_content
from services.kernel.errors import HuxinError

if TYPE_CHECKING:
    from services.cli.stories.system import System
    from services.runtime.settings import Settings

REQUEST = "sample-5"
NUMBERS = (  # identity numbers of people born in 1900: nobody's
    "330600190001010016", "330600190001010024", "330600190001010032", "330600190001010040", "330600190001010059", "330600190001010067",
    "330600190001010075", "330600190001010083", "330600190001010091", "330600190001010104", "330600190001010112", "330600190001010120",
)  # fmt: skip
EMPLOYERS = ("91000000EXAMPLE0B2", "91000000EXAMPLE0S5")
WITHOUT_CONTRACT = 1  # the last ones of the list
REGISTER_HEADING = [
    "姓名", "证件号码", "手机号码", "工资卡号", "用人单位", "工种", "班组", "合同签订日期", "工作时间", "工作内容",
    "计酬方式", "单价（元）", "支付方式", "示范文本",
]  # fmt: skip
ATTENDANCE_HEADING = ["证件号码", "时间（北京时间）", "方向", "打卡方式"]

_log = structlog.get_logger("huxin.samples")


def put_money(settings: Settings, system: System) -> bool:
    """Tell the story once; False when an earlier start of the system began it.

    A sample that cannot be told is reported in the log and leaves the system running.
    """
    path = settings.home / "workflows" / "scenarios" / "sample_money.yaml"
    story = yaml.safe_load(path.read_text(encoding="utf-8"))
    body = {**story["project"], "jurisdiction": story["jurisdiction"], "submitted_by": "sample", "request_id": REQUEST}
    application = system.call("permits.submit_application", **body)["application_id"]
    shown = system.call("permits.get_application", application_id=application)
    if _begun(system, shown):
        return False
    facts = {"application": application, "project": shown["project_id"], **names(system.clock.now().date())}
    case = {"jurisdiction": story["jurisdiction"], "facts": facts, "steps": story["steps"]}
    teller = Teller(system, Timeline(system, story["process"]), story, case)
    try:
        _tell(system, teller)
    except (HuxinError, RuntimeError, TimeoutError) as error:
        _log.error("the sample of a project's money stopped", error=str(error)[:500])
    return True


def _tell(system: System, teller: Teller) -> None:
    """Do the steps, then look for warnings at once instead of tomorrow.

    Raises:
        RuntimeError: for the first step that does not hold.
    """
    for step in teller.case["steps"]:
        if "sign" in step:
            _sign(system, str(teller.fill(step["sign"])), int(step["unsigned"]), step.get("objection"))
        else:
            teller.take(step)
        if not teller.timeline.ok:
            raise RuntimeError(teller.timeline.steps[-1]["what"])
    system.call("escrow.review_warnings")


def _begun(system: System, application: dict[str, Any]) -> bool:
    """Tell whether somebody, an earlier start or a visitor, has worked on the project already."""
    key = application["id"] if "id" in application else application["application_id"]
    found = system.call("engine.list_tasks", departments=[], state="done", business_key=key, limit=1, actor=OPERATOR)
    return bool(found["items"])


def names(today: date) -> dict[str, Any]:
    """Return what the story's texts and files are filled with on a day.

    Examples:
        >>> names(date(2026, 11, 23))["before_month"]
        '2026-09'
    """
    first = today.replace(day=1)
    last = (first - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    return {
        "this_month": f"{first:%Y-%m}",
        "last_month": f"{last:%Y-%m}",
        "before_month": f"{before:%Y-%m}",
        "register_file": register_file(before),
        "last_attendance": attendance_file(last, len(NUMBERS)),
        "before_attendance": attendance_file(before, 4),
    }


def register_file(since: date) -> str:
    """Return the register as a file in base64: contracts from a day on, except those of the last workers."""
    rows: list[list[Any]] = [REGISTER_HEADING]
    for number, identity in enumerate(NUMBERS, start=1):
        signed = number <= len(NUMBERS) - WITHOUT_CONTRACT
        contract = [since.isoformat(), "每日八小时", "钢筋绑扎", "日", f"{300 + 10 * (number % 4)}.00", "按月转账至本人工资卡", "是"]
        rows.append([
            f"示例工人{number}", identity, f"100000000{number:02d}", _card(number), EMPLOYERS[number % 2], "钢筋工", "示例钢筋班",
            *(contract if signed else [""] * len(contract)),
        ])  # fmt: skip
    return file_content(rows)


def attendance_file(month: date, workers: int) -> str:
    """Return a month's clockings on its first twenty days, in base64; the last line is of somebody whom nobody knows."""
    rows: list[list[Any]] = [ATTENDANCE_HEADING]
    for day in (month + timedelta(days=number) for number in range(20)):
        for identity in NUMBERS[:workers]:
            rows += [[identity, f"{day} 07:30:00", "进", "人脸"], [identity, f"{day} 17:30:00", "出", "人脸"]]
    rows.append(["330600190001010139", f"{month} 07:30:00", "进", "人脸"])
    return file_content(rows)


def _card(number: int) -> str:
    """Return an invented card number with its check digit (ISO/IEC 7812)."""
    body = f"6200000000000{number:05d}"
    return f"{body}{luhn.calc_check_digit(body)}"


def _sign(system: System, payroll_id: str, unsigned: int, objection: str | None) -> None:
    """Let the workers of a sheet sign, all but the last, of whom the first objects."""

    def laid_out() -> list[dict[str, Any]] | None:
        ready = system.call("escrow.get_payroll", payroll_id=payroll_id)["state"] == "signing"
        return system.call("escrow.list_payroll_lines", payroll_id=payroll_id)["items"] if ready else None

    lines = system.until("the sheet to be laid out", laid_out)
    given = [{"worker_id": line["worker_id"], "fen": line["due_fen"]} for line in lines[: len(lines) - unsigned]]
    if objection:
        against = lines[len(lines) - unsigned]
        given.append({"worker_id": against["worker_id"], "fen": against["due_fen"], "objection": objection})
    system.call("escrow.sign_lines", payroll_id=payroll_id, signatures=given, by="sx-labour-officer")
