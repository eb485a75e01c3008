"""Live instances between steps."""

from __future__ import annotations

from services.engine.application.cache import LiveCache


def test_an_instance_is_taken_once_and_at_its_version_only():
    cache = LiveCache(2)
    live = object()
    cache.put("a", 3, live)
    assert cache.peek("a", 3) is live
    assert cache.take("a", 3) is live
    assert cache.take("a", 3) is None
    cache.put("a", 3, live)
    assert cache.take("a", 4) is None
    assert len(cache) == 0


def test_the_least_recently_used_goes_first():
    cache = LiveCache(2)
    for name in "abc":
        cache.put(name, 1, object())
    assert [cache.peek(name, 1) is not None for name in "abc"] == [False, True, True]


def test_size_zero_switches_it_off():
    cache = LiveCache(0)
    cache.put("a", 1, object())
    assert cache.take("a", 1) is None
