"""What all tests share: Hypothesis judges by answers, not by the speed of the machine that runs it."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("huxin", deadline=None)
settings.load_profile("huxin")
