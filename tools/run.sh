#!/usr/bin/env bash
# Usage: tools/run.sh [SERVICE…]
#
# Sets up, builds the page when its sources changed, and runs Huxin embedded with sample data until Ctrl-C.
# Prints the address and the sample sign-ins once it answers. HUXIN_HTTP=host:port chooses another address.
source "$(dirname "$0")/common.sh"

case "${1:-}" in -h | --help) usage "$0"; exit 0 ;; esac

tools/setup.sh run
tools/web.sh build
exec .venv/bin/huxin serve --embedded "$@"
