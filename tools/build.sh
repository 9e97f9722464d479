#!/bin/bash
# tools/build.sh DIR TYPE TARGET... [-- cmake options]: configures once, then builds quietly.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$1 type=$2
shift 2
targets=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do targets+=("$1"); shift; done
[ $# -eq 0 ] || shift
if [ ! -f "$dir/build.ninja" ]; then
    echo "Preparing the build in $dir (once)"
    cmake -S . -B "$dir" -G Ninja -DCMAKE_BUILD_TYPE="$type" "$@" >"$dir.cmake.log" 2>&1 ||
        { cat "$dir.cmake.log" >&2; rm -rf "$dir"; exit 2; }
    rm -f "$dir.cmake.log"
fi
# Nothing to do: no line at all. Otherwise ninja's own progress.
if ! cmake --build "$dir" --target "${targets[@]}" -- -n | grep -q 'no work to do'; then
    cmake --build "$dir" --target "${targets[@]}"
fi
