#!/bin/sh
# Makes .venv with pip where Python came without ensurepip and nobody here may install: pip is taken out of Debian's own
# package, which anybody may download; apt checks it against Debian's signed lists. Fails where that is not possible.
set -eu
python=$1
kept=$(pwd -P)/.cache/debian
rm -rf "$kept"
mkdir -p "$kept/lists/partial" "$kept/cache/archives/partial"

fetch() (
    cd "$kept"
    if ! apt-get download -qq python3-pip-whl 2>/dev/null; then
        # A bare system has no lists of packages, and only root may write them: these are our own.
        set -- -o "Dir::State::lists=$kept/lists" -o "Dir::Cache=$kept/cache"
        apt-get -qq "$@" update && apt-get -qq "$@" download python3-pip-whl
    fi
    dpkg-deb -x python3-pip-whl_*.deb out
)

fetch >/dev/null 2>&1 || exit 1
wheel=$(find "$kept/out" -name 'pip-*.whl' | head -n 1)
[ -n "$wheel" ] || exit 1
"$python" -m venv --clear --without-pip .venv
.venv/bin/python "$wheel/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
rm -rf "$kept"
