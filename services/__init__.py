"""Huxin's deployables, one folder each."""
