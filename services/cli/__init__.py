"""The huxin command: one module a command."""
