"""How the records of each module become rows: every module exports `SHAPES`."""
