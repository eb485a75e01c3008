"""Operations, one file a service."""
