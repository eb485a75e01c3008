"""Tables, records and law of the roster service."""
