"""What the permits service does, one concern a file."""
