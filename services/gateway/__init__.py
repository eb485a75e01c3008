"""HTTP API, sign-in, live updates; serves the page."""
