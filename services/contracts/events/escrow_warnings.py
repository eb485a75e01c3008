"""Events about early warnings W1 to W10."""

from __future__ import annotations

from services.contracts.declaration import Event
from services.contracts.fields import Contract, Day, Object, Text


class WarningRef(Contract):
    """A warning of a project."""

    warning_id = Text(required=True)
    project_id = Text(required=True)
    kind = Text(required=True)
    subject = Text(required=True)
    colour = Text(required=True)


class WarningRaised(WarningRef):
    """Something about a project's wages is about to go wrong, or has; `desk` is the queue of `department`, which is competent."""

    project_name = Text(required=True)
    jurisdiction = Text(required=True)
    title = Text(required=True)
    title_en = Text(required=True)
    department = Text(required=True)
    desk = Text(required=True)
    handle_by = Day(required=True)
    facts = Object(required=True)


class WarningCleared(WarningRef):
    """What a warning was about is cured."""

    cleared_on = Day(required=True)


WARNING_RAISED = Event(
    name="escrow.warning.raised",
    data=WarningRaised,
    key="warning_id",
    title_zh="已发出预警",
    title_en="Early warning raised",
    clauses=("TL-2.1.3-1a", "CN724-38"),
)
WARNING_WORSENED = Event(
    name="escrow.warning.worsened",
    data=WarningRef,
    key="warning_id",
    title_zh="预警已升级",
    title_en="Early warning got graver",
    clauses=("CN724-38",),
)
WARNING_CLEARED = Event(
    name="escrow.warning.cleared",
    data=WarningCleared,
    key="warning_id",
    title_zh="预警已解除",
    title_en="Early warning cleared",
    clauses=("CN724-38",),
)
