"""The steps and questions of the engine, on ports; no I/O of their own."""
