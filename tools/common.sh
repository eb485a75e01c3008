# Shared by the scripts of this folder; sourced, never run. shellcheck shell=bash
set -euo pipefail

HUXIN_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$HUXIN_ROOT"

say() { printf '%s\n' "· $*" >&2; }
die() { printf '%s\n' "✗ $*" >&2; exit 1; }

# Print the comment block at the head of a script as its help.
usage() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$1"; }

have() { command -v "$1" >/dev/null 2>&1; }

is_debian() { [ -r /etc/os-release ] && grep -qiE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release && have apt-get; }

# Print the command prefix that gives root rights without a question, or fail. An empty answer means: already root.
root_prefix() {
  if [ "$(id -u)" = 0 ]; then return 0; fi
  if have sudo && sudo -n true 2>/dev/null; then echo "sudo -n"; return 0; fi
  return 1
}

# apt_install PACKAGE…: install the missing ones of Debian's packages, without questions and without starting servers.
apt_install() {
  local missing=() package prefix
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  is_debian || die "Missing: ${missing[*]}. Only Debian's apt-get is known here; install the same with your system's packages."
  prefix="$(root_prefix)" || die "Missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
  say "Installing Debian packages: ${missing[*]}"
  # RUNLEVEL=1 keeps package scripts from starting system-wide servers; nothing here uses or needs those.
  $prefix env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null >&2
  # A package whose own server does not start here still brought its files, so callers look for the files instead.
  $prefix env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >&2 ||
    say "apt-get reported a problem with: ${missing[*]}"
}

# wait_for SECONDS NEWS COMMAND…: try a condition four times a second until it holds, then tell the news, or fail when the time is over.
wait_for() {
  local seconds="$1" what="$2" end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.25
  done
  [ -z "$what" ] || say "$what"
}
