"""The wire language: envelopes, operations and events, and the documents generated from them."""
