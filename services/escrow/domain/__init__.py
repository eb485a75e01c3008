"""The law of the money: facts and rules; no I/O."""
