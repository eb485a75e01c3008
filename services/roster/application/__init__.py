"""What the roster service does, one concern a file."""
