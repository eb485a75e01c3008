"""Contracts, real-name register, attendance (P02)."""
