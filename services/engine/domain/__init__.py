"""What the engine is about: waits, records, history, forms, rights, retries."""
