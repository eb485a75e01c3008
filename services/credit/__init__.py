"""Sanctions and publicity (P15, P19), events to external credit systems."""
