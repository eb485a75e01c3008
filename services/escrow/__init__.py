"""Wage accounts, payroll, deposits, advances (P03, P04, P05, P11, P16)."""
