#!/bin/sh
# Run by the Dockerfile: installs lists of pyproject.toml, such as `dependencies` and `optional-dependencies.cli`,
# into the virtual environment /app. The same lock on the same base gives the same files.
set -eu

pip=/build/pip/bin/pip

# /app holds no installer: it is not to be changed where it runs.
python3 -m venv --without-pip /app
python3 -m venv /build/pip

python3 - "$@" >/build/requirements.txt <<'EOF'
import sys, tomllib

project = tomllib.load(open("/build/pyproject.toml", "rb"))["project"]
for name in sys.argv[1:]:
    found = project
    for key in name.split("."):
        found = found[key]
    print("\n".join(found))
EOF
# The lock names every version; as a constraint it adds nothing that the list does not need.
"$pip" --python /app/bin/python3 install --quiet --no-cache-dir --no-compile --only-binary :all: \
    -c /build/requirements.lock -r /build/requirements.txt

# Sources in C, type stubs and the tests of libraries are of no use to a process.
find /app/lib -depth \( -name tests -o -name include -o -name '*.pyi' -o -name '*.pxd' -o -name '*.[ch]' \) -exec rm -r {} +
# Names of countries in all languages: 20 MB, of which nothing is read.
rm -rf /app/lib/python3*/site-packages/pycountry/locales
# How numbers and dates are written in languages that pages do not speak: 28 MB.
find /app/lib/python3*/site-packages/babel/locale-data -name '*.dat' \
    ! -name 'root.dat' ! -name 'en*.dat' ! -name 'es*.dat' -delete 2>/dev/null || true
/app/bin/python3 -m compileall -q --invalidation-mode unchecked-hash /app/lib
# As a layer: a folder that is copied to the root keeps the times of all folders in it, /app itself included.
mkdir /layers
cp -a /app /layers/app
find /layers -exec touch --no-dereference --date=@0 {} +
