#!/bin/bash
# Installs what is missing on a Debian 12: `tools/setup.sh run` for building and playing,
# `tools/setup.sh test` for the tests as well, `tools/setup.sh deep` for sanitizers and fuzzing.
# Needs root or sudo only when something is missing. Asks Debian's own package sources, nothing else.
set -euo pipefail
level=${1:-run}
packages=(ca-certificates g++ cmake ninja-build pkg-config libboost1.81-dev libboost-json1.81-dev
          libsqlite3-dev libssl-dev zlib1g-dev
          libpugixml-dev libyaml-cpp-dev libsodium-dev libpango1.0-dev libcairo2-dev libcli11-dev
          libqrencode-dev libpcre2-dev libintelrdfpmath-dev
          libgtest-dev fonts-liberation2 python3 nodejs npm)
[ "$level" = run ] || packages+=(git sqlite3 poppler-utils libxml2-utils chromium)
[ "$level" != deep ] || packages+=(clang-19 libclang-rt-19-dev)

missing=()
for p in "${packages[@]}"; do
    # A newer Node than Debian's own, from wherever, does as well.
    case $p in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing ${#missing[@]} packages: ${missing[*]}"
root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Ask your administrator to install them, or run this as root." >&2; exit 2; }
    root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/tmp/sansang-apt.$$ 2>&1 ||
    { tail -20 /tmp/sansang-apt.$$ >&2; echo "apt-get could not install them (see above)." >&2; exit 2; }
rm -f /tmp/sansang-apt.$$
