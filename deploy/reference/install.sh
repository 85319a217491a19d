#!/bin/sh
# Copies what package-lock.json names to where the gateway serves it: `sh deploy/reference/install.sh`. Where there is
# no npm, or no registry, /docs is a plain page.
set -eu

here=$(dirname "$0")
target=$here/../../services/gateway/static/reference
lock=$here/package-lock.json

cmp -s "$lock" "$target/package-lock.json" && exit 0

plain() {
    echo "Warning: $1, so /docs is a plain page; run sh deploy/reference/install.sh for one in which requests can be tried." >&2
    exit 0
}

command -v npm >/dev/null || plain "npm is not on PATH"
making=$(mktemp -d)
trap 'rm -rf "$making"' EXIT
cp "$here/package.json" "$lock" "$making"
(cd "$making" && npm ci --silent --ignore-scripts --no-audit --no-fund) || plain "npm could not install the reference"

rm -rf "$target"
mkdir -p "$target"
package=$making/node_modules/swagger-ui-dist
cp "$package/swagger-ui-bundle.js" "$package/swagger-ui.css" "$package/LICENSE" "$package/NOTICE" "$target"
cp "$package/swagger-ui-bundle.js.LICENSE.txt" "$target"
# Last, as it says that all of it is there.
cp "$lock" "$target"
