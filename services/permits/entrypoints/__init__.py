"""The permits service on the wire."""
