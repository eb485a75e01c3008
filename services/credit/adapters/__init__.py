"""Tables, records and law files behind the ports."""
