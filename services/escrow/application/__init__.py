"""What the escrow service does, one module a file; every module exports `HANDLERS`."""
