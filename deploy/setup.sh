#!/bin/sh
# Makes the virtual environment: `sh deploy/setup.sh .venv`. PYTHON names another interpreter.
set -eu

venv=$1
python=${PYTHON:-python3}

fail() {
    echo "Error: $1" >&2
    exit 1
}

command -v "$python" >/dev/null ||
    fail "$python is not on PATH: install Python 3.11 or newer, or name one with PYTHON=…."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Callboard needs Python 3.11 or newer and $python is $("$python" -V 2>&1): name a newer one with PYTHON=…."

if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    # Debian and Ubuntu keep this part of Python in a package of its own.
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        fail "$python cannot make virtual environments: install $package (apt-get install $package as root)."
    echo "Installing $package with apt-get, which $python needs to make a virtual environment"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes "$package" >/dev/null ||
        fail "$package could not be installed: see the messages of apt-get above."
fi

# An environment that was moved or half made does not run: begin anew.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making $venv with $("$python" -V 2>&1)"
    "$python" -m venv --clear "$venv"
fi

echo "Installing Callboard and its dependencies into $venv; the first time this takes a minute"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]' \
    -e ./clients/python ||
    fail "the dependencies could not be installed: see the message of pip above."
