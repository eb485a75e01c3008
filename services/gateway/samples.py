"""The invented sign-ins of the sample run, from `workflows/scenarios/sample_accounts.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path


def sample_accounts(home: Path) -> list[dict[str, Any]]:
    """Return the accounts, each with the file's one password."""
    document = yaml.safe_load((home / "workflows" / "scenarios" / "sample_accounts.yaml").read_text(encoding="utf-8"))
    return [{"firms": [], **account, "password": document["password"]} for account in document["accounts"]]
