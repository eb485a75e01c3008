"""Hands the built roster service to nameko's workers."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from services.roster.bootstrap import Roster
from services.runtime.nameko.service import SURROUNDINGS


class RosterProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one `Roster` of this process."""

    def setup(self) -> None:
        """Build it once."""
        self._roster = Roster(self.container.config[SURROUNDINGS].settings)

    def get_dependency(self, worker_ctx: Any) -> Roster:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._roster
