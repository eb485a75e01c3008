"""The gateway as a hosted service."""
