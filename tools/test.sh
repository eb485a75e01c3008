#!/usr/bin/env bash
# Usage: tools/test.sh [--fast] [STEP…]
#
# Sets up and runs every test: checks of the code, the embedded default, then PostgreSQL and RabbitMQ. Starts those two
# when they are installed, and stops what it started. Ends with one summary that names what was not run and why.
# HUXIN_REQUIRE_SERVICES=1 makes anything not run a failure. --fast leaves out the slow kinds of test.
source "$(dirname "$0")/common.sh"

case "${1:-}" in -h | --help) usage "$0"; exit 0 ;; esac

tools/setup.sh dev
exec .venv/bin/python -m tools.run_tests "$@"
