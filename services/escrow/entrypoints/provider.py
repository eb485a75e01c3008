"""Hands the built escrow service to nameko's workers."""

from __future__ import annotations

from typing import Any

from nameko.extensions import DependencyProvider

from services.escrow.bootstrap import Escrow
from services.runtime.nameko.service import SURROUNDINGS
from services.runtime.vault import load_vault


class EscrowProvider(DependencyProvider):  # type: ignore[misc]  # nameko ships no types
    """Injects the one `Escrow` of this process."""

    def setup(self) -> None:
        """Build it once."""
        settings = self.container.config[SURROUNDINGS].settings
        self._escrow = Escrow(settings.home, load_vault(settings))

    def get_dependency(self, worker_ctx: Any) -> Escrow:  # noqa: ANN401, ARG002 - nameko's signature
        """Return it."""
        return self._escrow
