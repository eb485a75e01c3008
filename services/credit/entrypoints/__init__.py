"""The credit service on the wire."""
