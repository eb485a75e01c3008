"""Which firms take part in a case: names that lead to credit codes, and every task's firm among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.engine.spiff.lint.expressions import known_names
from services.engine.spiff.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.engine.spiff.diagram import Process
    from services.engine.spiff.lint.library import Library

_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def check_owners(process: Process, library: Library) -> Iterator[Finding]:
    """Check the process's `owners` and that no firm has a task in a case which it could not see."""
    owners = process.extension.get("owners", "").split()
    names = known_names(process, library)
    for path in owners:
        if not _PATH.fullmatch(path):
            fix = "Write names of the data separated by blanks, such as general_contractor or project.general_contractor."
            yield Finding(element=process.id, rule="bad_owners", message=f"`{path}` in owners is no name of the data.", fix=fix)
        elif names is not None and path.partition(".")[0] not in names:
            message = f"owners reads {path}, which no form, result or message of the process gives."
            yield Finding(element=process.id, rule="unknown_name", severity="warning", message=message, fix="Correct the name.")
    for part in process.walk():
        for node in part.nodes.values():
            owner = node.task.get("owner")
            if owner and owner not in owners:
                message = f"The task belongs to {owner}, which the process's owners do not name."
                yield Finding(element=node.id, rule="owner_not_named", severity="warning", message=message, fix="Add it to owners.")
