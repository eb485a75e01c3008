"""Measuring: servers of their own, a load generator in another process, figures from outside."""
