"""The law without any I/O: money, periods, the legal calendar, the clock, citations, ids, errors, safe expressions."""
