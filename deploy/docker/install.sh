#!/bin/sh
# Run by the Dockerfile: installs a list of pyproject.toml, as `dependencies` or `optional-dependencies.cli`,
# into the virtual environment /app. The same lock on the same base gives the same files.
set -eu

list=$1
pip=/build/pip/bin/pip

if ! [ -x "$pip" ]; then
    # /app holds no installer: it is not to be changed where it runs.
    python3 -m venv --without-pip /app
    python3 -m venv /build/pip
fi

python3 - "$list" >/build/requirements.txt <<'EOF'
import sys, tomllib

project = tomllib.load(open("/build/pyproject.toml", "rb"))["project"]
for key in sys.argv[1].split("."):
    project = project[key]
print("\n".join(project))
EOF
# The lock names every version; as a constraint it adds nothing that the list does not need.
"$pip" --python /app/bin/python3 install --quiet --no-cache-dir --no-compile --only-binary :all: \
    -c /build/requirements.lock -r /build/requirements.txt

# Headers, type stubs and the tests of libraries are of no use to a process.
find /app/lib -depth \( -name tests -o -name include -o -name '*.pyi' -o -name '*.pxd' -o -name '*.h' \) -exec rm -r {} +
/app/bin/python3 -m compileall -q --invalidation-mode unchecked-hash /app/lib
find /app -exec touch --no-dereference --date=@0 {} +
