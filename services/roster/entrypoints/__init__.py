"""The roster service on the wire."""
