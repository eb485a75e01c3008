"""The law of permits: facts, rules, records; no I/O."""
