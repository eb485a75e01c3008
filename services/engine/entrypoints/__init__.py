"""The engine as a nameko service; no decisions."""
