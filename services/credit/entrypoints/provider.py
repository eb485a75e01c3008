"""Hands the built credit service to nameko's workers."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from services.credit.bootstrap import Credit
from services.runtime.nameko.service import SURROUNDINGS


class CreditProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one `Credit` of this process."""

    def setup(self) -> None:
        """Build it once."""
        self._credit = Credit(self.container.config[SURROUNDINGS].settings.home)

    def get_dependency(self, worker_ctx: Any) -> Credit:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._credit
