"""The sample bank on the wire."""
