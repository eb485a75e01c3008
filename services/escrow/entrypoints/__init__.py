"""The escrow service on the wire."""
