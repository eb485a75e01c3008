"""Events, one file a service."""
