#!/bin/bash
# The web client.
#   tools/web.sh build                 web/dist, only when a source has changed since
#   tools/web.sh test BINARY|RUNDIR    checks the client's sources, then everything in a real browser
#                                      (BINARY plays the trial day first; RUNDIR is a run played already)
#   tools/web.sh deps                  only the packages of web/package-lock.json
set -euo pipefail
target=${2:+$(realpath "$2")}
cd "$(dirname "$0")/../web"
quietly() { # prints only what fails
    local log; log=$(mktemp)
    "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
    rm -f "$log"
}
deps() {
    local want; want=$(cat package.json package-lock.json | sha256sum | cut -d' ' -f1)
    [ "$(cat node_modules/.lock-hash 2>/dev/null)" = "$want" ] && return
    echo "Fetching the web client's packages (once)"
    quietly npm ci --no-audit --no-fund --loglevel=error
    echo "$want" >node_modules/.lock-hash
}
sources() { # one hash over everything that goes into web/dist
    { find src index.html public tools ../schemas/openapi.json ../plans/hue-2025/processes -type f 2>/dev/null | LC_ALL=C sort | xargs -d '\n' sha256sum
      sha256sum package-lock.json vite.config.ts tsconfig.json svelte.config.js 2>/dev/null || true; } | sha256sum | cut -d' ' -f1
}
build() {
    local want; want=$(sources)
    [ "$(cat dist/.sources 2>/dev/null)" = "$want" ] && return
    deps
    echo "Building the web client"
    quietly npm run --silent build
    echo "$want" >dist/.sources
}

case ${1:-} in
deps) deps ;;
build) build ;;
test)
    : "${target:?a sansang program or a run folder}"; shift 2
    deps
    build
    quietly npm run --silent check
    node tools/desks.mjs
    if [ -d "$target" ]; then run=$target
    else
        run=$(mktemp -d)/run
        trap 'rm -rf "$(dirname "$run")"' EXIT
        (cd .. && quietly "$target" rehearse scenarios/my-thuong-2025-06-23.yaml --out "$run" --no-papers)
        set -- --binary "$target" "$@"
    fi
    node tests/run.mjs --run "$run" "$@"
    ;;
*) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
