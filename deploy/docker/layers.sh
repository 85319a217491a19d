#!/bin/sh
# Run by the Dockerfile: lays the sources in /callboard out as one folder for each layer of an image, /layers/<name>,
# each with the whole way from the root in it. Nothing in them tells when or where they were made.
set -eu

python3 -m compileall -q --invalidation-mode unchecked-hash /callboard

layer() {
    folder=/layers/$1
    shift
    mkdir -p "$folder"
    for path in "$@"; do
        cp -r --parents "/callboard/$path" "$folder"
    done
}

# The portal is a user of the Python client.
layer callboard protos services clients
rm -r /layers/callboard/callboard/services/cli
layer tools protos services deploy clients
find /layers -exec touch --no-dereference --date=@0 {} +
