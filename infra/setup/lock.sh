#!/bin/sh
# Locks what pyproject.toml and package.json ask for: hashes, no addresses, fit for the Python of Debian 12 (3.11.2).
set -eu
here=$(pwd -P)
export VIRTUAL_ENV="$here/.venv"
compile() {
    .venv/bin/uv pip compile --quiet --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-annotate --no-header "$@" >/dev/null
}
compile pyproject.toml -o requirements/runtime.txt
compile pyproject.toml --extra dev -c requirements/runtime.txt -o requirements/dev.txt
printf 'uv\n' | compile - -c requirements/dev.txt -o requirements/bootstrap.txt
PATH="$here/.venv/bin:$PATH" npm install --package-lock-only --ignore-scripts --silent
