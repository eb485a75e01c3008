#!/usr/bin/env bash
# Usage: tools/lock.sh [--upgrade]
#
# Writes requirements.lock and requirements-dev.lock from pyproject.toml and requirements-node.lock from tools/node.in: exact versions with the hashes of all their files,
# released versions only, and no addresses. The settings of this machine's pip are left out of account, so that the
# files are the same wherever they are written. --upgrade takes the newest versions that pyproject.toml allows.
source "$(dirname "$0")/common.sh"

case "${1:-}" in
  -h | --help) usage "$0"; exit 0 ;;
  "" | --upgrade) ;;
  *) usage "$0" >&2; exit 2 ;;
esac

unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null CUSTOM_COMPILE_COMMAND="make lock"
options=(--quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host "$@")
.venv/bin/pip-compile "${options[@]}" --output-file requirements.lock pyproject.toml
.venv/bin/pip-compile "${options[@]}" --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
.venv/bin/pip-compile "${options[@]}" --output-file requirements-node.lock tools/node.in
say "Wrote requirements.lock, requirements-dev.lock and requirements-node.lock"
