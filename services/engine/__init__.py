"""The process engine: definitions, instances, tasks, timers, messages, incidents, history."""
