"""The roster's records on SQLAlchemy Core."""
