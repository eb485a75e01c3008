"""What the credit service does, one module a file; every module exports `HANDLERS`."""
