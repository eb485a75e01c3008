"""What every service runs on: settings, database, messages, sign-in, telemetry."""
