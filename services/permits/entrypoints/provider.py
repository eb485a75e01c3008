"""Hands the built permits service to nameko's workers."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from services.permits.bootstrap import Permits
from services.runtime.nameko.service import SURROUNDINGS


class PermitsProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one `Permits` of this process."""

    def setup(self) -> None:
        """Build it once."""
        self._permits = Permits(self.container.config[SURROUNDINGS].settings.home)

    def get_dependency(self, worker_ctx: Any) -> Permits:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._permits
