"""Tells `workflows/scenarios/permits.yaml`: each case is an application that departments carry to its end (P01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.cli.stories.runner import OPERATOR, Desk, Timeline, tell_cases
from services.kernel.ids import uuid7

if TYPE_CHECKING:
    from services.cli.stories.system import System

PROCESS = "permit_gating"
OWNER = "91000000EXAMPLE0A1"


def tell(system: System, story: dict[str, Any]) -> Timeline:
    """Run every case of the story."""
    timeline = Timeline(system, PROCESS)
    for firm in story["firms"]:
        system.call("permits.register_firm", **firm)
    return tell_cases(timeline, story["cases"], lambda case: _Case(system, timeline, story, case).run())


class _Case:
    def __init__(self, system: System, timeline: Timeline, story: dict[str, Any], case: dict[str, Any]) -> None:
        self.system, self.timeline, self.case = system, timeline, case
        self.facts = {**story["facts"], **story["profiles"][case["jurisdiction"]], **case.get("facts", {})}
        self.reviews = {**story["reviews"], **case.get("reviews", {})}
        self.application_id = ""
        self.desk = Desk(system, timeline, case["jurisdiction"], [OWNER, self.contractor()])

    def run(self) -> None:
        self.apply()
        instance = self.desk.await_instance(self.application_id)
        if "incident" in self.case:
            self.repair(instance["id"])
        self.desk.work(instance["id"], self.review)
        self.check(instance["id"])

    def apply(self) -> None:
        case = self.case
        filed = {name: value for name, value in self.facts.items() if name != "funds_confirmed_by_person"}
        answer = self.system.call(
            "permits.submit_application",
            jurisdiction=case["jurisdiction"],
            project_name=f"示例项目：{case['name']}",
            construction_unit=OWNER,
            general_contractor=case.get("general_contractor", "91000000EXAMPLE0B2"),
            facts=filed,
            submitted_by="story",
            request_id=uuid7(),
        )
        self.application_id = answer["application_id"]
        self.timeline.note("建设单位提交施工许可申请", ["SX-10-2a", "CN724-23"])

    def repair(self, instance_id: str) -> None:
        wanted = self.case["incident"]

        def ask() -> dict[str, Any] | None:
            found = self.system.call("engine.list_incidents", instance_id=instance_id, actor=OPERATOR)["items"]
            return found[0] if found else None

        incident = self.system.until("the incident", ask)
        self.timeline.hold(f"受阻：{incident['title']}，{incident['detail']}", [], wanted["code"] in str(incident), True)
        self.system.call("permits.register_firm", **wanted["register"])
        self.system.call("engine.resolve_incident", incident_id=incident["id"], action="retry", reason=wanted["reason"], actor=OPERATOR)
        self.timeline.note(f"值班员重试：{wanted['reason']}", [])

    def review(self, task: dict[str, Any]) -> dict[str, Any]:
        """Return who reviews and what they find."""
        review = self.reviews[task["element_id"]]
        return {**review, "data": self.filled(review["data"])}

    def contractor(self) -> str:
        return str(self.case.get("general_contractor", "91000000EXAMPLE0B2"))

    def filled(self, form: dict[str, Any]) -> dict[str, Any]:
        filled = {}
        for key, value in form.items():
            named = isinstance(value, str) and value.startswith("=")
            if named and value[1:] not in self.facts:
                continue
            filled[key] = self.facts[value[1:]] if named else value
        return filled

    def check(self, instance_id: str) -> None:
        case, clauses = self.case, self.case.get("clauses", self.case.get("cites", []))
        instance = self.system.call("engine.get_instance", instance_id=instance_id, actor=OPERATOR)["instance"]
        application = self.system.call("permits.get_application", application_id=self.application_id)
        self.timeline.hold(f"办结：{case['ends']}", clauses, instance["outcome"], case["ends"])
        self.timeline.hold(f"申请状态：{case['state']}", clauses, application["state"], case["state"])
        if "cites" in case:
            cited = {clause for reason in application["gate"]["reasons"] for clause in reason["clauses"]}
            self.timeline.hold(f"理由引用 {'、'.join(case['cites'])}", case["cites"], set(case["cites"]) <= cited, True)
        for reason in application["closing"].get("reasons", []):
            self.timeline.note(f"理由：{reason['text']}", reason["clauses"])
        told = [duty for notice in application["notices"] for duty in notice["duties"]]
        for duty in told:
            self.timeline.note(f"告知：{duty['text']}，最迟 {duty['due_on']}", duty["clauses"])
        for kind in case.get("duties", []):
            self.timeline.hold(f"已告知义务 {kind}", clauses, kind in {duty["kind"] for duty in told}, True)
