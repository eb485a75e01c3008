#!/usr/bin/env bash
# Usage: tools/setup.sh run|dev
#
# Creates .venv and installs the locked dependencies into it: `run` for running Huxin, `dev` for developing and testing.
# Does nothing when the lock, pyproject.toml and the interpreter are those of the last time.
# HUXIN_PYTHON names the interpreter; otherwise the first Python 3.11 to 3.13 on the PATH is taken.
source "$(dirname "$0")/common.sh"

supported() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in ${HUXIN_PYTHON:-python3 python3.13 python3.12 python3.11 /usr/bin/python3}; do
    if supported "$candidate"; then echo "$candidate"; return 0; fi
  done
  die "No Python 3.11, 3.12 or 3.13 found. Install one (Debian 12: apt-get install python3 python3-venv) or set HUXIN_PYTHON."
}

# Create .venv. Debian keeps ensurepip in python3-venv, so on a bare machine: other ways to pip, then apt, then one clear line.
create_venv() {
  local python="$1"
  say "Creating .venv with $("$python" --version)"
  rm -rf .venv
  if "$python" -c 'import ensurepip, venv' 2>/dev/null; then "$python" -m venv .venv && return; fi
  if "$python" -m virtualenv --version >/dev/null 2>&1; then "$python" -m virtualenv -q .venv && return; fi
  if "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --without-pip .venv; then
    "$python" -m pip --python .venv/bin/python install -q pip && return
  fi
  if is_debian && root_prefix >/dev/null; then
    apt_install python3-venv
    rm -rf .venv
    python="$(find_python)"
    if "$python" -c 'import ensurepip' 2>/dev/null || python=/usr/bin/python3; then "$python" -m venv .venv && return; fi
  fi
  rm -rf .venv
  die "This Python cannot make a virtual environment. Run once as root: apt-get install python3-venv"
}

fingerprint() { { .venv/bin/python -VV; cat "$1" pyproject.toml; pwd; } | sha256sum | cut -d' ' -f1; }

install_locked() {
  local lock="$1" stamp="$2" print
  print="$(fingerprint "$lock")"
  if [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$print" ]; then return 0; fi
  say "Installing the dependencies of $lock"
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --require-hashes -r "$lock" </dev/null
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation -e . </dev/null 2>.venv/install.log ||
    { cat .venv/install.log >&2; die "Huxin itself could not be installed into .venv"; }
  echo "$print" >"$stamp"
}

case "${1:-}" in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  -h | --help) usage "$0"; exit 0 ;;
  *) usage "$0" >&2; exit 2 ;;
esac

if ! supported .venv/bin/python; then
  found="$(find_python)"
  create_venv "$found"
fi
# The development set holds the running set, so once it is there `run` needs nothing more.
if [ "$1" = run ] && [ -r .venv/huxin-dev.stamp ] && [ "$(cat .venv/huxin-dev.stamp)" = "$(fingerprint requirements-dev.lock)" ]; then exit 0; fi
install_locked "$lock" ".venv/huxin-$1.stamp"
