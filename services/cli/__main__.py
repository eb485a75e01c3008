"""Runs `python -m services.cli` as the `huxin` command."""

from services.cli.main import main

main()
