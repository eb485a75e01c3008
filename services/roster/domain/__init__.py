"""The law of the site roster: facts and rules; no I/O."""
